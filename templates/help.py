"""Help for each command: what it does, with examples for the reader's role."""

from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from bot.domain.permissions import TABLE, Permission, Role
from templates.messages import SECTION_LIMIT, Post, paragraph, section
from templates.text import mrkdwn


class Line(NamedTuple):
    """One example and what it does; ``needs`` is what one must be allowed for it."""

    example: str
    does: str
    needs: Permission | None = None


# The README shows the same lines.
COMMANDS: Mapping[str, Sequence[Line]] = {
    "/practice": (
        Line(
            "/practice",
            "share a practice: a form of two steps",
            Permission.SUBMIT_PRACTICE,
        ),
        Line("/practice mine", "your drafts and practices; go on where you stopped"),
        Line("/practice list", "the practices of the group"),
        Line(
            "/practice list theme:ai country:EE",
            "some of them: theme, country, cluster, status or mine, any mix",
        ),
        Line(
            "/practice search prescription Estonia",
            "find practices by words of any field",
        ),
        Line("/practice show P-7", "read one"),
        Line(
            "/practice edit P-7",
            "change yours; once accepted, as a new version",
            Permission.SUBMIT_PRACTICE,
        ),
        Line("/practice compare P-7", "what changed since its earlier version"),
        Line(
            "/practice withdraw P-7",
            "take yours out again",
            Permission.SUBMIT_PRACTICE,
        ),
        Line(
            "/practice review",
            "what waits for your review (reviewers)",
            Permission.REVIEW_PRACTICE,
        ),
        Line(
            "/practice accept P-7 good",
            "accept one alone: good, promising or lessons (chair, secretariat, "
            "editors)",
            Permission.ACCEPT_PRACTICE,
        ),
        Line(
            "/practice reject P-7",
            "do not accept one, and say why (chair, secretariat)",
            Permission.REJECT_PRACTICE,
        ),
        Line(
            "/practice supersede P-7 P-12",
            "let a newer one take its place (editors)",
            Permission.SUPERSEDE_PRACTICE,
        ),
        Line(
            "/practice suggest",
            "the practice of the month: accepted, not presented, waiting the longest",
            Permission.READ_PRACTICES,
        ),
        Line(
            "/practice export csv",
            "a file for you alone, also json or md; filters as in list",
        ),
        Line(
            "/practice import",
            "add a form that somebody without Slack filled in",
            Permission.SUBMIT_PRACTICE,
        ),
        Line("/practice help", "this list"),
    ),
    "/sig": (
        Line("/sig setup", "make this channel home of a group, or change its settings"),
        Line(
            "/sig status",
            "how the group is doing, on one screen",
            Permission.READ_STATUS,
        ),
        Line(
            "/sig members",
            "who is in the group; roles, guests and their limits",
            Permission.READ_MEMBERS,
        ),
        Line(
            "/sig clusters",
            "the member clusters and their profiles",
            Permission.READ_GROUP,
        ),
        Line(
            "/sig clusters show Medtech",
            "one of them, by name, short form or key",
            Permission.READ_GROUP,
        ),
        Line(
            "/sig clusters edit",
            "change the profile of your own cluster",
            Permission.EDIT_OWN_CLUSTER,
        ),
        Line(
            "/sig clusters add",
            "add a cluster (chair, secretariat)",
            Permission.MANAGE_CLUSTERS,
        ),
        Line(
            "/sig networks",
            "other networks: who keeps contact, and since when not",
            Permission.READ_GROUP,
        ),
        Line(
            "/sig networks contact ScanBalt",
            "note a contact and the next step",
            Permission.RECORD_CONTACT,
        ),
        Line(
            "/sig networks add",
            "add a network (chair, secretariat, editors)",
            Permission.MANAGE_NETWORKS,
        ),
        Line("/sig themes", "what the group works on", Permission.READ_GROUP),
        Line(
            "/sig themes add",
            "add a theme (chair, secretariat, editors)",
            Permission.MANAGE_THEMES,
        ),
        Line(
            "/sig themes merge Skills",
            "let a theme go up in another one (chair, secretariat, editors)",
            Permission.MANAGE_THEMES,
        ),
        Line(
            "/sig merge",
            "merge, split, rename or replace clusters (chair, secretariat)",
            Permission.MERGE_CLUSTERS,
        ),
        Line(
            "/sig merge list",
            "what became of clusters; those who may undo a change here",
            Permission.READ_GROUP,
        ),
        Line(
            "/sig offer",
            "say what your cluster looks for or offers",
            Permission.STATE_OFFER,
        ),
        Line(
            "/sig offer list",
            "needs and offers of everybody; change or close yours",
            Permission.READ_GROUP,
        ),
        Line(
            "/sig match",
            "needs and offers that fit, across clusters",
            Permission.MATCH_OFFERS,
        ),
        Line(
            "/sig report 2026",
            "the figures of a year: text, table and chart",
            Permission.READ_STATUS,
        ),
        Line("/sig help", "this list"),
    ),
    "/meeting": (
        Line("/meeting next", "the next meeting", Permission.READ_MEETINGS),
        Line(
            "/meeting list",
            "the meetings to come; also past, or cancelled",
            Permission.READ_MEETINGS,
        ),
        Line("/meeting show M-4", "one of them", Permission.READ_MEETINGS),
        Line(
            "/meeting schedule",
            "plan a meeting, or a whole series (chair, secretariat)",
            Permission.SCHEDULE_MEETINGS,
        ),
        Line(
            "/meeting move M-4",
            "another date or time; in a series also all that follow",
            Permission.SCHEDULE_MEETINGS,
        ),
        Line(
            "/meeting cancel M-4",
            "call one off, and say why",
            Permission.SCHEDULE_MEETINGS,
        ),
        Line(
            "/meeting reopen M-4",
            "let a cancelled one take place after all",
            Permission.SCHEDULE_MEETINGS,
        ),
        Line(
            "/meeting agenda",
            "what the next meeting talks about, and how long it takes",
            Permission.READ_MEETINGS,
        ),
        Line(
            "/meeting agenda Licence of the paper",
            "propose a point for it; M-5 in front: for that meeting",
            Permission.PROPOSE_AGENDA,
        ),
        Line(
            "/meeting rsvp",
            "say whether you come, and see who is expected",
            Permission.ANSWER_MEETING,
        ),
        Line(
            "/meeting attendance M-4",
            "who was there; the chair and the secretariat note it",
            Permission.READ_RSVP,
        ),
        Line(
            "/meeting poll",
            "ask the group for a date (chair, secretariat)",
            Permission.POLL_DATES,
        ),
        Line(
            "/meeting poll list",
            "the polls; answer, see who can come",
            Permission.READ_RSVP,
        ),
        Line("/meeting poll 3", "one of them", Permission.READ_RSVP),
        Line(
            "/meeting start",
            "begin a meeting; its thread opens in the channel (chair, secretariat)",
            Permission.RUN_MEETING,
        ),
        Line(
            "/meeting note Estonia shows the figures",
            "write something down; without a text: a form",
            Permission.TAKE_NOTES,
        ),
        Line(
            "/meeting end",
            "end it; the skeleton of the minutes is posted (chair, secretariat)",
            Permission.RUN_MEETING,
        ),
        Line(
            "/meeting minutes M-4",
            "read the minutes; edit, circulate, correct, approve",
            Permission.READ_MINUTES,
        ),
        Line(
            "/meeting calendar",
            "all meetings in your calendar, by an address of your own",
            Permission.READ_MEETINGS,
        ),
        Line(
            "/meeting calendar M-4",
            "one meeting, as a file for your calendar",
            Permission.READ_MEETINGS,
        ),
        Line(
            "/meeting guests",
            "externals without Slack, who are invited by e-mail",
            Permission.INVITE_EXTERNAL,
        ),
        Line("/meeting help", "this list"),
    ),
    "/decision": (
        Line(
            "/decision",
            "record one: consensus, vote, ruling, written procedure; what you write "
            "behind it goes into the form",
            Permission.RECORD_DECISION,
        ),
        Line(
            "/decision list", "all decisions, open ones too", Permission.READ_DECISIONS
        ),
        Line("/decision show D-5", "one of them", Permission.READ_DECISIONS),
        Line(
            "/decision supersede D-5",
            "record what takes its place; with D-8 behind it, say that D-8 does",
            Permission.RECORD_DECISION,
        ),
        Line("/decision help", "this list"),
    ),
    "/action": (
        Line(
            "/action",
            "record who does what until when: a form, or all at once, like `/action "
            "@somebody send the list by 3 December`; you see what I understood first",
            Permission.RECORD_ACTION,
        ),
        Line(
            "/action mine",
            "what you have to do, and your cluster",
            Permission.READ_ACTIONS,
        ),
        Line(
            "/action list",
            "all that are open; also overdue or all, meeting M-4, cluster and a name",
            Permission.READ_ACTIONS,
        ),
        Line(
            "/action show A-13",
            "one with what it comes from, and all its buttons",
            Permission.READ_ACTIONS,
        ),
        Line(
            "/action done A-13",
            "it is done; a link or a sentence after it says what shows that",
            Permission.WORK_ACTION,
        ),
        Line("/action start A-13", "somebody has begun", Permission.WORK_ACTION),
        Line(
            "/action reopen A-13",
            "open it again after it was done or cancelled",
            Permission.WORK_ACTION,
        ),
        Line(
            "/action take A-13",
            "you do what nobody has yet",
            Permission.RECORD_ACTION,
        ),
        Line(
            "/action assign A-13",
            "give it to an @person or a cluster",
            Permission.WORK_ACTION,
        ),
        Line(
            "/action due A-13 next Friday",
            "another date; “none” takes it away",
            Permission.WORK_ACTION,
        ),
        Line(
            "/action snooze A-13 in a week",
            "no reminder before that day",
            Permission.WORK_ACTION,
        ),
        Line(
            "/action block A-13",
            "it cannot go on, and why; those who lead hear of it",
            Permission.WORK_ACTION,
        ),
        Line("/action unblock A-13", "it can go on", Permission.WORK_ACTION),
        Line(
            "/action cancel A-13",
            "it is not to be done any more, and why",
            Permission.WORK_ACTION,
        ),
        Line(
            "/action link A-13 D-4",
            "it belongs to a decision, a meeting, a practice or a section",
            Permission.WORK_ACTION,
        ),
        Line(
            "/action unlink A-13 D-4",
            "it does not any more",
            Permission.WORK_ACTION,
        ),
        Line(
            "/action export",
            "all as a table and as JSON, for you alone; filters as in list",
            Permission.READ_ACTIONS,
        ),
        Line(
            "/action reminders",
            "your weekly summary: pause it, stop it, get it again",
            Permission.READ_ACTIONS,
        ),
        Line("/action help", "this list"),
    ),
    "/whitepaper": (
        Line(
            "/whitepaper draft",
            "assemble the paper (chair, secretariat, editors)",
            Permission.DRAFT_WHITEPAPER,
        ),
        Line(
            "/whitepaper outline",
            "the sections: whose they are, how far, what is due",
            Permission.READ_WHITEPAPER,
        ),
        Line(
            "/whitepaper edit introduction",
            "write a section: its key, number or title",
            Permission.WRITE_SECTION,
        ),
        Line(
            "/whitepaper section introduction",
            "its text, its history, and what changed",
            Permission.READ_WHITEPAPER,
        ),
        Line(
            "/whitepaper comment introduction",
            "say what you think of a section, or propose a text",
            Permission.COMMENT_WHITEPAPER,
        ),
        Line(
            "/whitepaper position introduction",
            "the one position of your cluster on a section",
            Permission.COMMENT_WHITEPAPER,
        ),
        Line(
            "/whitepaper comments",
            "what was said, until when, and the answers",
            Permission.READ_WHITEPAPER,
        ),
        Line(
            "/whitepaper import",
            "take a draft back that you edited in a file",
            Permission.IMPORT_WHITEPAPER,
        ),
        Line(
            "/whitepaper conflicts",
            "choose where two people changed the same lines",
            Permission.IMPORT_WHITEPAPER,
        ),
        Line(
            "/whitepaper export pdf",
            "an edition as a file for you: md, html, pdf, docx or canvas, and 0.3",
            Permission.READ_WHITEPAPER,
        ),
        Line(
            "/whitepaper status",
            "how far the paper is, and what is missing",
            Permission.READ_WHITEPAPER,
        ),
        Line(
            "/whitepaper history",
            "all editions so far",
            Permission.READ_WHITEPAPER,
        ),
        Line(
            "/whitepaper diff 0.3 0.4",
            "what changed between two editions",
            Permission.READ_WHITEPAPER,
        ),
        Line(
            "/whitepaper recommend",
            "propose a recommendation; with R-3: look at it, answer for your cluster",
            Permission.PROPOSE_RECOMMENDATION,
        ),
        Line(
            "/whitepaper recommendations",
            "all of them: open, adopted, rejected",
            Permission.READ_WHITEPAPER,
        ),
        Line(
            "/whitepaper publish",
            "make it the paper itself (chair, secretariat)",
            Permission.PUBLISH_WHITEPAPER,
        ),
        Line(
            "/whitepaper withdraw 1.0",
            "take a published edition back, and say why",
            Permission.PUBLISH_WHITEPAPER,
        ),
        Line("/whitepaper help", "this list"),
    ),
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
