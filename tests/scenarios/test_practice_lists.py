"""`/practice list`, `export` and `suggest` as their users meet them."""

import csv
import io
import json

import pytest

from bot.domain.permissions import Role

from groups import seat, the_sample_group_in
from scenarios_forms import seen

CHANNEL = "CSIG"


@pytest.fixture
def convenor(start, database_url):
    the_sample_group_in(database_url)
    return start()


def ask(slack, person, text, *, answer):
    assert person.command("/practice", text, channel=CHANNEL).ok
    slack.wait_until(lambda: seen(person, CHANNEL, answer))
    return seen(person, CHANNEL, answer)[-1]


def direct(person, words):
    return [m for m in person.direct_messages() if words in m.text]


def files(person):
    return [file for message in person.direct_messages() for file in message.files]


def test_pages_of_ten_lead_on_and_keep_the_filter(slack, convenor):
    member = slack.person("UMEMBER")

    first = ask(slack, member, "list status:accepted", answer="status: accepted, 1 to")
    total = int(first.text.split("*")[1].split()[0])
    assert first.ephemeral
    assert total > 20
    assert len([b for b in first.blocks if b.get("accessory")]) == 10

    member.press(first, "Later")
    slack.wait_until(lambda: seen(member, CHANNEL, "status: accepted, 11 to 20"))
    (second,) = seen(member, CHANNEL, "status: accepted, 11 to 20")
    member.press(second, "Later")
    slack.wait_until(lambda: seen(member, CHANNEL, f"accepted, 21 to {total}"))
    (last,) = seen(member, CHANNEL, f"accepted, 21 to {total}")
    member.press(last, "Earlier")
    slack.wait_until(lambda: seen(member, CHANNEL, "accepted, 11 to 20"))

    assert len([m for m in member.messages(CHANNEL) if m.ephemeral]) == 1
    assert slack.complaints == []


def test_each_line_names_country_and_state_and_opens(slack, convenor):
    member = slack.person("UMEMBER")

    post = ask(slack, member, "list country:Eesti", answer="I do not know the country")
    assert "Write for example Estonia" in post.text
    post = ask(slack, member, "list country:estonia theme:ePresc", answer="of 2")

    assert "country: Estonia" in post.text
    row = next(block for block in post.blocks if block.get("accessory"))
    assert "🇪🇪 Estonia, accepted" in row["text"]["text"]
    member.press(post, "Read", value=row["accessory"]["value"])
    slack.wait_until(lambda: member.view is not None)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("list topic:x", "There are: mine, theme:…, country:…, cluster:…, status:…."),
        ("list theme:zzz", "I do not know the theme “zzz”. There are: "),
        ("list mine", "*0 practices*: yours."),
        ("list theme:skills country:MT", "*0 practices*: theme: "),
        ("export", "Choose one: `/practice export csv`"),
        ("export xlsx", "I do not know a file of the kind “xlsx”"),
        ("export csv theme:zzz", "I do not know the theme “zzz”."),
        ("export csv mine", "There is no practice with yours to put into a file."),
        ("export <!channel>", "“&lt;!channel&gt;”"),
    ],
)
def test_what_is_not_understood_gets_a_private_answer(slack, convenor, text, answer):
    member = slack.person("UMEMBER")

    post = ask(slack, member, text, answer=answer)

    assert post.ephemeral
    assert member.direct_messages() == []


def test_an_empty_group_says_how_to_begin(slack, start):
    start()
    post = ask(slack, slack.person("UMEMBER"), "list", answer="No practices yet")

    assert "`/practice`" in post.text


def test_a_table_comes_into_the_direct_messages(slack, convenor):
    member, chair = slack.person("UMEMBER"), slack.person("UCHAIR")

    ask(slack, member, "export csv country:EE", answer="into your direct messages")
    slack.wait_until(lambda: direct(member, "as a CSV file, for you alone"))

    (file,) = files(member)
    assert file.name == "practices.csv"
    rows = list(csv.DictReader(io.StringIO(member.download(file).decode("utf-8-sig"))))
    assert {row["Country"] for row in rows} == {"Estonia"}
    assert all(row["Title"] and row["State"] for row in rows)
    assert chair.direct_messages() == []
    assert slack.complaints == []


def test_the_exchange_format_names_no_author(slack, convenor):
    seat(convenor.deps.db, CHANNEL, "UMEMBER", Role.CHAIR)
    member = slack.person("UMEMBER")

    ask(slack, member, "export json", answer="into your direct messages")
    slack.wait_until(lambda: direct(member, "as a JSON file"))

    value = json.loads(member.download(files(member)[0]))
    assert value["schema_version"] == "1.0"
    assert len(value["practices"]) > 20
    assert all("author" not in each for each in value["practices"])
    assert {"id", "title", "country", "status", "consent"} <= set(value["practices"][0])


def test_a_text_to_read_holds_what_the_list_holds(slack, convenor):
    member = slack.person("UMEMBER")
    listed = ask(slack, member, "list theme:ePrescription", answer="theme: ePr").text

    ask(
        slack,
        member,
        "export MD theme:ePrescription",
        answer="into your direct messages",
    )
    slack.wait_until(lambda: direct(member, "as a Markdown file"))

    text = member.download(files(member)[0]).decode()
    headings = [line for line in text.split("\n") if line.startswith("## ")]
    assert len(headings) == len(listed.split("\n")) - 1
    assert "(theme: ePrescription" in text


def test_without_uploads_or_direct_messages_the_answer_says_so(slack, convenor):
    member = slack.person("UMEMBER")
    slack.installation.scopes.discard("files:write")
    ask(slack, member, "export csv", answer="into your direct messages")
    slack.wait_until(lambda: direct(member, "I may not upload files here."))

    slack.installation.methods_off.add("chat.postMessage")
    ask(slack, member, "export csv", answer="I cannot write to you directly")


def test_the_practice_of_the_month_is_for_the_inside(slack, convenor):
    seat(convenor.deps.db, CHANNEL, "UGUEST", Role.EXTERNAL)
    member, guest = slack.person("UMEMBER"), slack.person("UGUEST")

    post = ask(slack, member, "suggest", answer="*Practice of the month:*")
    ask(slack, guest, "suggest", answer="Members of the group can read the practices")

    assert post.ephemeral
    member.press(post, "Read")
    slack.wait_until(lambda: member.view is not None)


def test_a_card_says_all_of_it_to_a_screen_reader(slack, convenor):
    member = slack.person("UMEMBER")
    listed = ask(slack, member, "list country:EE status:accepted", answer="of ")
    ref = listed.text.split("\n")[1].split("*")[1]

    card = ask(slack, member, f"show {ref}", answer=f"{ref} ")

    head = card.text.split("\n")[1]
    assert "🇪🇪 Estonia" in head
    assert "shared by" in head
    assert "accepted" in head
    assert "facts as of" in head
    for block in card.blocks:
        if block["type"] == "section" and block["text"]["text"].startswith("*Problem"):
            assert block["text"]["text"].split("\n", 1)[1][:60] in card.text
