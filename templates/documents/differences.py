"""What changed between two editions, as a page that needs nothing else."""

import re
from collections.abc import Iterator
from html import escape
from string import Template

from bot.domain.text import normalise_line
from bot.domain.whitepaper.aligning import changed
from bot.domain.whitepaper.changes import Change, Changes

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
# Beyond this a part is shown as two whole texts: comparing words would take seconds.
_MOST_TOKENS = 20_000
_STYLE = """
body { font: 1rem/1.6 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto;
  padding: 0 1rem; color: #1a1a1a; background: #fff; }
h1 { line-height: 1.25; } h2 { margin-top: 2.5rem; border-top: 1px solid #767676;
  padding-top: 1rem; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; }
ins { background: #d7f0dd; text-decoration: underline; }
del { background: #fbdcdc; text-decoration: line-through; }
@media print { body { max-width: none; } h2 { break-after: avoid; } }
"""
_PAGE = Template("""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
style-src 'unsafe-inline'">
<title>$title</title>
<style>$style</style>
</head>
<body>
<main>
<h1>$title</h1>
<p>$summary</p>
<p>What is new is <ins>underlined</ins>, what is gone is <del>struck out</del>.</p>
$parts
</main>
</body>
</html>
""")


def render_differences(changes: Changes, *, title: str) -> bytes:
    """Return the page: every part that differs, word by word."""
    heading = f"{title}: what changed from {changes.old} to {changes.new}"
    page = _PAGE.substitute(
        title=escape(normalise_line(heading)),
        style=_STYLE,
        summary=escape(changes.summary),
        parts="\n".join(_part(each) for each in changes.changes),
    )
    return page.encode()


def marked(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Yield the words of both texts with what became of them: "=", "-" or "+"."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if len(old) + len(new) > _MOST_TOKENS:
        yield from (("-", before), ("+", after))
        return
    at = 0
    for start, end, new_start, new_end in changed(old, new):
        yield "=", "".join(old[at:start])
        yield "-", "".join(old[start:end])
        yield "+", "".join(new[new_start:new_end])
        at = end
    yield "=", "".join(old[at:])


def _part(change: Change) -> str:
    tags = {"=": ("", ""), "-": ("<del>", "</del>"), "+": ("<ins>", "</ins>")}
    text = "".join(
        f"{tags[kind][0]}{escape(words)}{tags[kind][1]}"
        for kind, words in marked(change.before, change.after)
        if words
    )
    title = escape(normalise_line(change.part.title))
    return f'<h2>{title}</h2>\n<div class="text">{text}</div>'
