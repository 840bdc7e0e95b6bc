"""A written document as one list to read (Markdown)."""

from collections.abc import Iterator

from bot.domain.exchange.values import Json
from bot.domain.text import normalise_line

# As references, because a backslash is not understood before each of these by each
# reader of Markdown.
_SPECIAL = {ord(sign): f"&#{ord(sign)};" for sign in "\\`*_{}[]<>()#+-=|~^$!:&@%"}


def markdown(document: Json) -> str:
    """Return practices, meetings, actions and recommendations as a list."""
    name = (document.get("sig") or {}).get("name") or "Group"
    return "\n".join([f"# {_plain(name)}", *_lines(document), ""])


def _lines(document: Json) -> Iterator[str]:
    yield from _part("Practices", document, "practices", ("organisation", "country"))
    yield from _meetings(document)
    yield from _part("Action items", document, "action_items", ("owner", "due"))
    yield from _part("Recommendations", document, "recommendations", ("horizon",))


def _part(
    title: str, document: Json, name: str, shown: tuple[str, ...]
) -> Iterator[str]:
    records = document.get(name) or ()
    yield from ("", f"## {title}", "")
    if not records:
        yield "None yet."
    for record in records:
        facts = [record[each] for each in shown if record.get(each)]
        facts.append(str(record.get("status")).replace("_", " "))
        what = _plain(str(record.get("title")))
        yield f"- **{_plain(record['id'])}** {what}. {_plain(', '.join(facts))}"


def _meetings(document: Json) -> Iterator[str]:
    yield from ("", "## Meetings and decisions", "")
    if not (document.get("meetings") or document.get("decisions")):
        yield "None yet."
    for meeting in document.get("meetings") or ():
        when = _plain(f"{meeting['starts_local'].replace('T', ' ')} {meeting['tz']}")
        what = _plain(meeting["title"])
        yield f"- **{_plain(meeting['id'])}** {what}. {when}, {meeting['status']}"
        for decision in meeting["decisions"]:
            yield f"    {_decision(decision)}"
    for decision in document.get("decisions") or ():
        yield _decision(decision)


def _decision(decision: Json) -> str:
    said, name = _plain(decision["text"]), _plain(decision["id"])
    return f"- **{name}** {said} {_plain(decision['status'])}"


def _plain(text: str) -> str:
    return normalise_line(text).translate(_SPECIAL)
