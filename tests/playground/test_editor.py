"""The editor for formatted text: signs that are typed, and the text they stand for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground import checks
from bot.playground.people.editor import shown, written

WORDS = st.text("ab *_~`-1.>•", min_size=1, max_size=12).map(str.strip).filter(bool)
TYPED = """\
Two steps for @member in #sig:
1. a *nurse* comes
  - with a _tablet_
2. ~never~ `always`
> said
> twice
```
x = 1
```
See https://example.org/a"""


@pytest.fixture
def space(slack):
    return slack.workspace


def test_what_was_typed_is_shown_again(space):
    value = written(space, TYPED.replace("@member in #sig", "all"))

    assert shown(value) == TYPED.replace("@member in #sig", "all")


def test_signs_become_formatting(space):
    value = written(space, TYPED)

    kinds = [part["type"].removeprefix("rich_text_") for part in value["elements"]]
    assert kinds == [
        *("section", "list", "list", "list", "quote", "preformatted", "section")
    ]
    first, nested, second = value["elements"][1:4]
    assert (first["style"], first["indent"]) == ("ordered", 0)
    assert (nested["style"], nested["indent"]) == ("bullet", 1)
    assert second["offset"] == 1
    assert {"type": "text", "text": "nurse", "style": {"bold": True}} in first[
        "elements"
    ][0]["elements"]


@given(st.lists(WORDS, max_size=5))
def test_slack_takes_whatever_was_typed(lines):
    text = "\n".join(lines)
    value = written(_Nobody(), text)

    checks.check_blocks([value] if value["elements"] else [])
    assert written(_Nobody(), shown(value)) == written(
        _Nobody(), shown(written(_Nobody(), shown(value)))
    )


class _Nobody:
    """A workspace in which no name is known."""

    def user_named(self, _):
        return None

    def channel_named(self, _):
        return None


def test_nothing_is_nothing(space):
    assert shown(None) == ""
    assert shown(written(space, "")) == ""
