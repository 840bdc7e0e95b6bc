"""Measured speed, beside a bare Bolt app in the same run: `make bench`.

The local Slack and both bots share this machine, so compare the columns, not the
numbers with those of another machine. Times are from sending an envelope to its
acknowledgement, as Slack sees them, in milliseconds. One part alone:
`make bench ARGS="--only search"`.
"""

import argparse
import gc
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import bench_home

from bot.domain.clock import system_clock
from bot.domain.exchange import Document, Entry, PracticeRecord
from bot.domain.permissions import Actor, Role
from bot.domain.practices import LIMITS, Practice
from bot.domain.sigs import Person
from bot.playground.server import Playground
from bot.services import exchange, practices, whitepaper
from bot.services.members import Caller
from storage import exchange as exchange_rows
from storage import migrate
from storage.database import open_database
from templates import documents

import postgres
from processes import ROOT, process
from scenarios_forms import STEP_1, STEP_2, come_in

CHANNEL = "CSIG"
SAMPLE = ROOT / "bot" / "cli" / "sample_group.json"
Times = list[float]
# What people type: a word that most practices have, two words, its beginning, a word
# that few have, letters with accents, what is nowhere.
QUERIES = {
    "search: health": "health",
    "search: digital prescription": "digital prescription",
    "search: presc": "presc",
    "search: hospital region Estonia": "hospital region Estonia",
    "search: sähköinen": "sähköinen",
    "search: nowhere": "nowhere",
}
ALL = "all of these in turn"
OUTSIDE = "search: health, by an external member"
ALIKE = "practices that a new one looks like"
SLOW_ROUNDS = 20
# By these one practice looks like another.
_IN_COMMON = ("title", "summary", "organisation")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--only", choices=PARTS, nargs="+", default=tuple(PARTS))
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        for part in arguments.only:
            PARTS[part](Path(name), arguments.rounds)


def acknowledging(folder: Path, rounds: int) -> None:
    """Send commands and forms, to a bare Bolt app and to Convenor."""
    bare, ours = bare_bolt(folder, rounds), convenor(folder, rounds)
    print(f"{'acknowledged after, ms':<44}{'bare Bolt':>18}{'Convenor':>18}")
    for what, times in ours.items():
        shown = percentiles(bare[what]) if what in bare else "-"
        print(f"{what:<44}{shown:>18}{percentiles(times):>18}")
    print("(p50 / p99; Convenor's submissions are committed before that)\n")


def bare_bolt(folder: Path, rounds: int) -> dict[str, Times]:
    with running(folder, ["tests/bare_bolt.py"]) as slack:
        return measure(slack, rounds, lambda person: fill(person, {"title": "x"}))


def convenor(folder: Path, rounds: int) -> dict[str, Times]:
    dice = random.Random(7)  # noqa: S311 - the same words each time

    def first_step(person):
        fill(person, STEP_1 | {name: rare_words(dice) for name in _IN_COMMON})
        assert person.submit().ok
        person.fill(STEP_2)

    with running(folder, ["tests/bot_process.py", "60"]) as slack:
        return measure(slack, rounds, first_step)


def rare_words(dice: random.Random) -> str:
    """Return words that make no practice look like another one."""
    return " ".join(f"w{dice.randrange(10**9):x}" for _ in range(4))


@contextmanager
def running(folder: Path, script: list[str]) -> Iterator[Playground]:
    with Playground() as slack:
        for number in range(20):
            slack.workspace.add_user(id=f"U{number:03}", name=f"person-{number}")
        people = [f"U{number:03}" for number in range(20)]
        slack.workspace.add_channel(id=CHANNEL, name="sig", members=people)
        environment = {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_API_URL": slack.api_url,
            "DATABASE_URL": f"sqlite:///{folder}/bench.db",
            "CONVENOR_CHANNEL": CHANNEL,
            "LOG_LEVEL": "ERROR",
        }
        with process([str(ROOT / script[0]), *script[1:]], environment, folder):
            slack.wait_for_bot(20)
            yield slack


def measure(slack: Playground, rounds: int, prepare: Callable) -> dict[str, Times]:
    people = [slack.person(f"U{number:03}") for number in range(20)]
    for person in people:  # the first command of a person leads through the welcome
        opened(slack, person)
        come_in(slack, person)
        person.close_view()
    commands = [opened(slack, people[n % 20], close=True) for n in range(rounds)]
    submissions = []
    for number in range(rounds):
        person = people[number % 20]
        opened(slack, person)
        prepare(person)
        submissions.append(person.submit().seconds)
    for person in people:
        opened(slack, person)
        prepare(person)
    with ThreadPoolExecutor(20) as crowd:
        crowded = list(crowd.map(lambda person: person.submit().seconds, people))
    return {
        "a command": commands,
        "a submission": submissions,
        "20 submissions at once": crowded,
    }


def opened(slack, person, *, close=False) -> float:
    outcome = person.command("/practice", channel=CHANNEL)
    slack.wait_until(lambda: person.view is not None)
    if close:
        person.close_view()
    return outcome.seconds


def fill(person, values) -> None:
    person.fill(values)


def percentiles(times: Times) -> str:
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return f"{cuts[49] * 1000:.1f} / {cuts[98] * 1000:.1f}"


def paper(folder: Path, _rounds: int) -> None:
    """Assemble the sample group's paper, and one with 200 practices."""
    url = f"sqlite:///{folder}/paper.db"
    migrate.upgrade(url)
    database = open_database(url)
    exchange.import_file(database, system_clock, SAMPLE)
    snapshot = whitepaper.material_of(database, 1)
    many = tuple(
        replace(snapshot.practices[n % 20], id=n + 1, number=n + 1) for n in range(200)
    )
    big = replace(snapshot, practices=many)
    print(f"{'assembled and written':<44}{'practices':>18}{'ms':>18}")
    for each in (snapshot, big):
        began = time.perf_counter()
        draft = documents.draft(each, as_of=date(2021, 11, 15))
        took = (time.perf_counter() - began) * 1000
        print(f"{'Markdown and HTML':<44}{draft.counts.practices:>18}{took:>18.0f}")
    size = len(json.dumps(json.loads(SAMPLE.read_text("utf-8"))))
    began = time.perf_counter()
    whitepaper.material_of(database, 1)
    took = (time.perf_counter() - began) * 1000
    print(f"{'snapshot of the sample group read':<44}{size:>16} B{took:>18.0f}")
    database.close()


def search(folder: Path, rounds: int) -> None:
    """Find practices among 10,000 by words, and those that one looks like."""
    figures = {"SQLite": found_in(f"sqlite:///{folder}/search.db", rounds)}
    with postgres.server() as server:
        if server:
            with postgres.new_database(server) as url:
                figures["PostgreSQL"] = found_in(url, rounds)
    print(f"\n{'among 10,000 practices, ms (p50 / p99)':<44}", end="")
    print("".join(f"{name:>18}" for name in figures))
    for what in figures["SQLite"]:
        shown = (percentiles(times[what]) for times in figures.values())
        print(f"{what:<44}" + "".join(f"{each:>18}" for each in shown))


def found_in(url: str, rounds: int) -> dict[str, Times]:
    migrate.upgrade(url)
    database = open_database(url)
    sig = exchange.import_file(database, system_clock, SAMPLE).sig
    many = list(more_practices(whitepaper.material_of(database, sig.id).practices))
    with database.begin() as session:
        entries = [Entry(value=PracticeRecord(practice=each)) for each in many]
        exchange_rows.save(session, sig.id, document=Document(practices=entries))
    with database.begin() as session:  # what a server does by itself after a while
        session.connection().exec_driver_sql("ANALYZE")
    gc.collect()
    gc.freeze()  # a bot does not hold the practices that were made here
    member, external = (a_reader(sig, role) for role in (Role.MEMBER, Role.EXTERNAL))
    who = {"db": database, "clock": system_clock, "caller": member}
    practices.remember(database)  # as the bot does when it starts
    times = {what: [] for what in (*QUERIES, ALL, OUTSIDE, ALIKE)}
    for number in range(rounds):
        for what, words in QUERIES.items():
            took = timed(lambda words=words: practices.search(**who, words=words))
            times[what].append(took)
            times[ALL].append(took)
        other = who | {"caller": external}
        took = timed(lambda other=other: practices.search(**other, words="health"))
        times[OUTSIDE].append(took)
        content = replace(many[number].content, summary="Quite another summary.")
        if number < SLOW_ROUNDS:
            took = timed(lambda content=content: alike(who, content))
            times[ALIKE].append(took)
    database.close()
    return times


def a_reader(sig, role: Role) -> Caller:
    actor = Actor(person_id=0, sig_id=sig.id, role=role)
    return Caller(sig=sig, person=Person(), actor=actor)


def alike(who, content) -> None:
    assert practices.look_alikes(**who, content=content)


def timed(work: Callable) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def more_practices(known: Sequence[Practice]) -> Iterator[Practice]:
    """Mix the sentences of the sample's practices, each with rare words of its own."""
    dice = random.Random(7)  # noqa: S311 - the same practices each time
    names = [name for name in LIMITS if name != "submitter_role"]
    pool = {
        name: [
            sentence
            for practice in known
            for sentence in (getattr(practice.content, name) or "").split(". ")
        ]
        for name in names
    }
    for number in range(len(known) + 1, 10_001):
        texts = {}
        for name, limit in LIMITS.items():
            if name in pool:
                rare = " ".join(f"w{dice.randrange(20_000)}x" for _ in range(2))
                sentences = dice.choices(pool[name], k=5 if limit > 500 else 2)
                texts[name] = f"{rare} {'. '.join(sentences)}"[:limit]
        model = dice.choice(known)
        content = replace(model.content, **texts)
        yield replace(model, id=0, key=None, number=number, content=content)


def home_tab(folder: Path, rounds: int) -> None:
    """Read and draw the Home of somebody with very much to do."""
    shown = percentiles(bench_home.times(folder, rounds))
    print(f"{'Home: 500 actions, 200 practices, ms (p50 / p99)':<62}{shown:>18}\n")


PARTS = {
    "acknowledging": acknowledging,
    "paper": paper,
    "home": home_tab,
    "search": search,
}


if __name__ == "__main__":
    main()
