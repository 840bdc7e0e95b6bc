"""Help for each command: what it does, with examples."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from templates.messages import Post, section
from templates.text import mrkdwn

# Command -> (example, what it does); the README shows the same lines.
COMMANDS: Mapping[str, Sequence[tuple[str, str]]] = {
    "/practice": (
        ("/practice", "share a practice: a form of two steps"),
        ("/practice mine", "your drafts and practices; go on where you stopped"),
        ("/practice list", "the practices of the group"),
        ("/practice show P-7", "read one"),
        ("/practice edit P-7", "change yours until it is accepted"),
        ("/practice withdraw P-7", "take yours out again"),
        ("/practice accept P-7", "accept one (chair, secretariat, editors)"),
        ("/practice help", "this list"),
    ),
    "/sig": (
        ("/sig setup", "make this channel home of a group, or change its settings"),
        ("/sig status", "how the group is doing, on one screen"),
        ("/sig members", "who is in the group; roles, guests and their limits"),
        ("/sig clusters", "the member clusters and their profiles"),
        ("/sig networks", "other networks: who keeps contact, and since when not"),
        ("/sig themes", "what the group works on"),
        ("/sig merge", "merge, split, rename or replace clusters (chair, secretariat)"),
        ("/sig offer", "say what your cluster looks for or offers"),
        ("/sig match", "needs and offers that fit, across clusters"),
        ("/sig report 2026", "the figures of a year: text, table and chart"),
        ("/sig help", "this list"),
    ),
    "/whitepaper": (
        ("/whitepaper draft", "assemble the paper (chair, secretariat, editors)"),
        ("/whitepaper help", "this list"),
    ),
}


def subcommands(command: str) -> tuple[str, ...]:
    """Name the words that may follow the command."""
    words = (example.split()[1:2] for example, _ in COMMANDS[command])
    return tuple(word[0] for word in words if word)


def show(command: str) -> Post:
    """List what the command can do, with examples."""
    lines = [f"`{example}` — {meaning}" for example, meaning in COMMANDS[command]]
    text = "\n".join(lines)
    return Post(text=text, blocks=[section(text)])


def unknown(command: str, word: str) -> Post:
    """Answer a word that is no subcommand: the nearest one, and the help."""
    near = get_close_matches(word.lower(), subcommands(command), n=1, cutoff=0.5)
    said = f"I do not know `{command} {mrkdwn(word[:40])}`."
    if near:
        said += f" Did you mean `{command} {near[0]}`?"
    text = f"{said}\n{show(command).text}"
    return Post(text=text, blocks=[section(text)])
