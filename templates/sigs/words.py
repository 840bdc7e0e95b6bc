"""The settings of a group in words."""

from datetime import date

from bot.domain.countries import COUNTRIES
from bot.domain.languages import LANGUAGES
from bot.domain.setup import USUAL_CLUSTERS, Typed, is_usual_size
from templates import labels
from templates.text import mrkdwn

SHARED = (
    ":information_source: This channel is shared with another workspace: its people "
    "can read what is posted here. I recognise them: whoever is not invited as an "
    "external can change nothing."
)
_LOW, _HIGH = USUAL_CLUSTERS


def summary(typed: Typed, *, objectives_since: date | None = None) -> list[str]:
    """Return what was typed, a text for each step of the form, escaped."""
    return [
        _about(typed, objectives_since),
        _paper_and_size(typed),
        _times(typed),
        f"*Those who lead:* {_chairs_channel(typed)}",
    ]


def size_remark(typed: Typed) -> str:
    """Remark on an unusual number of clusters; nothing on the usual ones."""
    low, high = _text(typed, "min_clusters"), _text(typed, "max_clusters")
    if not (low.isdecimal() and high.isdecimal()):
        return ""
    if is_usual_size(int(low), int(high)):
        return ""
    return (
        f":information_source: Most groups have {_LOW} to {_HIGH} clusters: enough for "
        "a vote, few enough to hear everybody. Yours may differ."
    )


def _about(typed: Typed, since: date | None) -> str:
    objectives = mrkdwn(_text(typed, "objectives")) or "_nothing yet_"
    head = "*What it is for:*"
    if since:
        head = f"*What it is for* (since {since.day} {since:%B %Y})*:*"
    name = mrkdwn(_text(typed, "name")) or "_nothing yet_"
    return f"*Name:* {name}\n{head} {objectives}"


def _paper_and_size(typed: Typed) -> str:
    licence, code = _text(typed, "licence"), _text(typed, "language")
    size = f"{_text(typed, 'min_clusters')} to {_text(typed, 'max_clusters')} clusters"
    paper = f"{labels.LICENCES.get(licence, licence)}, in {LANGUAGES.get(code, code)}"
    lines = [
        f"*White paper:* {mrkdwn(paper)}",
        f"*Expected:* {mrkdwn(size)}",
        f"*Quorum:* {mrkdwn(_text(typed, 'quorum_percent'))} % of the clusters",
        size_remark(typed),
    ]
    return "\n".join(line for line in lines if line)


def _times(typed: Typed) -> str:
    codes = typed.get("holiday_countries") or ()
    countries = ", ".join(COUNTRIES.get(code, code) for code in codes)
    start, end = _text(typed, "quiet_from"), _text(typed, "quiet_until")
    quiet = "none" if start == end else f"{start} to {end}, in everybody's own zone"
    return (
        f"*Home time zone:* {mrkdwn(_text(typed, 'zone'))}\n"
        f"*Public holidays to avoid:* {mrkdwn(countries) or 'none'}\n"
        f"*Quiet hours:* {mrkdwn(quiet)}"
    )


def _chairs_channel(typed: Typed) -> str:
    channel = _text(typed, "chairs_channel_id")
    if not channel.isalnum():
        return "no channel of their own; I write to each of them"
    return f"<#{channel}>"


def _text(typed: Typed, name: str) -> str:
    value = typed.get(name)
    return value if isinstance(value, str) else ""
