"""Help for each command: what it does, with examples for the reader's role."""

from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches

from bot.domain.permissions import TABLE, Permission, Role
from templates.help import action, decision, meeting, practice, sig, whitepaper
from templates.help.lines import Line
from templates.messages import SECTION_LIMIT, Post, paragraph, section
from templates.text import mrkdwn

# The README shows the same lines.
COMMANDS: Mapping[str, Sequence[Line]] = {
    "/practice": practice.LINES,
    "/sig": sig.LINES,
    "/meeting": meeting.LINES,
    "/decision": decision.LINES,
    "/action": action.LINES,
    "/whitepaper": whitepaper.LINES,
}
# What everybody of the workspace can do: whoever asks for it first becomes a member.
_GENERAL = frozenset(
    permission for permission, roles in TABLE.items() if Role.MEMBER in roles
)


def subcommands(command: str) -> tuple[str, ...]:
    """Name the words that may follow the command."""
    words = (line.example.split()[1:2] for line in COMMANDS[command])
    return tuple(dict.fromkeys(word[0] for word in words if word))


def show(
    command: str,
    allowed: Collection[Permission] | None = None,
    *,
    word: str | None = None,
) -> Post:
    """List what the reader can do with the command, with examples.

    ``allowed`` is what the group lets the reader do; None for somebody it does not
    know, who sees what members can do. ``word`` asks for what follows one word only;
    where the reader may do nothing of that, everything is listed.
    """
    known = _GENERAL if allowed is None else allowed
    shown = [
        line for line in COMMANDS[command] if line.needs is None or line.needs in known
    ]
    about = [line for line in shown if line.example.split()[1:2] == [word]]
    if about:
        lines = [f"`{line.example}` — {line.does}" for line in about]
        return Post(text="\n".join(lines), blocks=[section("\n".join(lines))])
    lines = [f"`{line.example}` — {line.does}" for line in shown]
    if rest := _words_without(command, shown):
        lines.append(f"_Other roles also have: {', '.join(rest)}._")
    return Post(
        text="\n".join(lines), blocks=[section(each) for each in _packed(lines)]
    )


def nearest(command: str, word: str) -> str | None:
    """Return the word of the command that somebody may have meant."""
    near = get_close_matches(word.lower(), subcommands(command), n=1, cutoff=0.5)
    return near[0] if near else None


def unknown(command: str, word: str) -> Post:
    """Answer a word that is no subcommand: the nearest one, and where the help is."""
    near = nearest(command, word)
    text = f"I do not know `{command} {mrkdwn(word[:40])}`."
    if near:
        text += f" Did you mean `{command} {near}`?"
    text += f"\n`{command} help` lists what you can do here, with examples."
    return paragraph(text)


def _words_without(command: str, shown: Sequence[Line]) -> list[str]:
    """Name the words of the command of which no line is shown."""
    there = {line.example.split()[1] for line in shown if " " in line.example}
    return [f"`{word}`" for word in subcommands(command) if word not in there]


def _packed(lines: Sequence[str]) -> list[str]:
    """Join lines into texts that each fit into a section."""
    texts = [""]
    for line in lines:
        longer = f"{texts[-1]}\n{line}".lstrip("\n")
        if len(longer) > SECTION_LIMIT:
            texts.append(line)
        else:
            texts[-1] = longer
    return texts
