"""Measured speed, beside a bare Bolt app in the same run: `make bench`.

The local Slack and both bots share this machine, so compare the columns, not the
numbers with those of another machine. Times are from sending an envelope to its
acknowledgement, as Slack sees them, in milliseconds.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.domain.clock import system_clock
from bot.playground.server import Playground
from bot.services import exchange, whitepaper
from storage import migrate
from storage.database import open_database
from templates import documents

from processes import ROOT, process
from scenarios_forms import STEP_1, STEP_2

CHANNEL = "CSIG"
SAMPLE = ROOT / "bot" / "cli" / "sample_group.json"
Times = list[float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bare, ours = bare_bolt(folder, rounds), convenor(folder, rounds)
        print(f"{'acknowledged after, ms':<44}{'bare Bolt':>18}{'Convenor':>18}")
        for what, times in ours.items():
            shown = percentiles(bare[what]) if what in bare else "-"
            print(f"{what:<44}{shown:>18}{percentiles(times):>18}")
        print("(p50 / p99; Convenor's submissions are committed before that)\n")
        paper(folder)


def bare_bolt(folder: Path, rounds: int) -> dict[str, Times]:
    with running(folder, ["tests/bare_bolt.py"]) as slack:
        return measure(slack, rounds, lambda person: fill(person, {"title": "x"}))


def convenor(folder: Path, rounds: int) -> dict[str, Times]:
    def first_step(person):
        fill(person, STEP_1)
        assert person.submit().ok
        person.fill(STEP_2)

    with running(folder, ["tests/bot_process.py", "60"]) as slack:
        return measure(slack, rounds, first_step)


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
    for person in people:  # the first command of a person asks Slack who they are
        opened(slack, person)
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


def paper(folder: Path) -> None:
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


if __name__ == "__main__":
    main()
