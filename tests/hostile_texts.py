"""Hostile texts, and what holds of the paper and of Slack's messages for each."""

import json
import re
from collections import Counter
from pathlib import Path

from paper_readers import READERS, folded

from bot.domain.text import normalise, normalise_line
from bot.playground import checks
from templates import documents
from templates.documents.pictures import descriptions

DATA = Path(__file__).parent / "data" / "adversarial.json"
ENTRIES = json.loads(DATA.read_text("utf-8"))["entries"]
TEXTS = sorted(
    {each["value"] for entry in ENTRIES for each in entry["inputs"]}
    | {"a" + "\u0301" * 2999, "<!subteam^S1> & <@U1> `x` \\", "[x]: y {: .c}"}
)
# Signs that mean something to one reader of Markdown or another, or to a template.
MORE_TEXTS = [
    "Heading\n===\nand text",
    "Heading\n---\nand text",
    "~~~\nfence\n",
    "```\nfence",
    "term\n: definition",
    "    indented\n\n\tcode",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "*[HTML]: everywhere\n\nHTML",
    "[^1]: note\n\nsee[^1]",
    "!!! note\n    boxed",
    "1) one\n2. two\n+ three\n* four",
    "{{ 7 * 7 }} {% raw %} {# x #} ${x}",
    "<!-- sig:begin introduction rev=1 sha=0 -->\nx\n<!-- sig:end introduction -->",
    "=HYPERLINK(1);+1,-1\t@x",
    "\ufeff\u2028a\u2029b",
    "\u202eright to left\u2066 hidden\u2069",
    "<https://example.org|here> <mailto:a@b.c> <tel:1>",
    ":wave: :flag-ee: <!date^0^{date}|now>",
    "&lt;b&gt; &#60;i&#62; &amp;amp;",
    "https://example.org/`x`?a=1&b=<2>",
]
SENTINEL = "An ordinary sentence of a neighbour."
FORBIDDEN = {"pre", "code", "blockquote", "li", "table", "td"}
OUTSIDERS = {
    *("script", "svg", "iframe", "object", "embed", "form", "input", "abbr"),
    *("button", "link", "base", "video", "audio"),
}
PINGS = ("<!channel", "<!here", "<!everyone", "<!subteam", "<@U", "<javascript:")
# The texts of a practice that stand in its box.
PRINTED = {
    *("title", "title_original", "summary", "problem", "description", "organisation"),
    *("stakeholders", "resources", "evidence", "difficulties", "transfer"),
    *("looking_for", "interest_disclosure"),
}


def assert_paper_holds(snapshot, *, bare, as_of, printed):
    """Read the paper as every reader does; ``bare`` is the same without the texts.

    ``printed`` are the texts with the printed fields that each was typed into.
    """
    draft = documents.draft(snapshot, as_of=as_of)
    without = documents.draft(bare, as_of=as_of)
    expected = sorted(
        folded(f"{each.ref}: {normalise_line(each.content.title)}")
        for each in snapshot.practices
    )
    for name, read in READERS.items():
        page = read(draft.markdown)
        boxes, others = headings(page)
        assert sorted(boxes) == expected, name
        assert others == headings(read(without.markdown))[1], name
        found = [path for text, path in page.paragraphs if SENTINEL in text]
        assert len(found) == 2, name
        assert not FORBIDDEN & {tag for path in found for tag in path}, name
        assert not OUTSIDERS & set(page.elements), name
        # The paper's own pictures, and no other.
        assert page.elements.count("img") in {0, len(descriptions(draft.document))}
        assert not [each for each in page.attributes if each[:2] == "on"], name
        assert all(len(set(shape)) == 1 for shape in page.shapes), name
        for text, times in _said(printed).items():
            assert page.text.count(text) >= times, (name, text)


def headings(page):
    """Return the headings of practices, and all others."""
    lines = [line for _, line in page.outline]
    boxes = [line for line in lines if re.match(r"P-\d+: ", line)]
    return boxes, [line for line in lines if line not in boxes]


def _said(printed):
    """Return how often each text was typed into a field that the paper prints."""
    times = Counter()
    for text, fields in printed:
        times[folded(normalise(text))] += len(PRINTED & set(fields))
    return times


def assert_slack_shows_text(*, views=(), posts=()):
    """What Slack would not show is refused; nobody is called by a text."""
    seen = [view.to_dict() for view in views]
    for view in seen:
        checks.check_view(view, kind="modal")
    told = [post.arguments() for post in posts]
    for arguments in told:
        checks.check_message({k: v for k, v in arguments.items() if v is not None})
    shown = "\n".join(mrkdwn_in([*seen, *told]))
    assert not any(ping in shown for ping in PINGS)


def mrkdwn_in(value):
    """Return every text of a view or message that Slack would parse."""
    if isinstance(value, list):
        for part in value:
            yield from mrkdwn_in(part)
    elif hasattr(value, "to_dict"):
        yield from mrkdwn_in(value.to_dict())
    elif isinstance(value, dict):
        # What has no type is a message with its own text.
        if value.get("type", "mrkdwn") == "mrkdwn" and isinstance(
            value.get("text"), str
        ):
            yield value["text"]
        for part in value.values():
            yield from mrkdwn_in(part)
