"""News about a practice: for its author, for who acted, for those who decide."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from slack_sdk.models.blocks import ActionsBlock, ButtonElement

from bot.domain.practices import (
    Attribution,
    Label,
    Practice,
    PracticeStatus,
    Visibility,
)
from bot.domain.references import Kind, label
from templates.messages import Post, section
from templates.practices import buttons, words
from templates.practices.buttons import button
from templates.practices.cards import compare_button
from templates.text import cut, mrkdwn

_REMARKS = 2600


def submitted_for_author(practice: Practice, *, is_reviewed: bool = False) -> Post:
    """Confirm a submission: number, what is printed, what happens next."""
    if is_reviewed:
        text = f"*{practice.ref} is with the reviewers.* I tell you what they say."
    else:
        text = (
            f"*{practice.ref} is with the group.* The chair, the secretariat or an "
            "editor accepts it; I tell you then."
        )
    text += (
        " You can edit it until it is accepted, and after that as a new version.\n"
        f"{_printed_as(practice)}"
    )
    return _post(
        text,
        button("Read", buttons.READ, practice),
        button("Edit", buttons.EDIT, practice),
    )


def edited_for_author(practice: Practice) -> Post:
    """Confirm a new version to whoever wrote it."""
    text = f"*{practice.ref}* {_quoted(practice)} is saved with your changes."
    if practice.has_newer_text:
        text += " What was accepted before stays printed until this is accepted too."
    return _post(text, button("Read", buttons.READ, practice))


def saved_for_author(practice: Practice) -> Post:
    """Say that a text is kept, where the form can no longer say it."""
    return _post(f"{_quoted(practice)} is saved. Go on with {_resume(practice)}.")


def taken_up(practice: Practice) -> Post:
    """Tell the author that the review has begun."""
    text = (
        f"*{practice.ref}* {_quoted(practice)} is under review now. I tell you what "
        "the reviewers say."
    )
    return _post(text)


def changes(practice: Practice, remarks: Mapping[str, Sequence[str]]) -> Post:
    """Tell the author what should change, with the button to change it."""
    asked = [
        f"• *{mrkdwn(words.field(name))}*: {mrkdwn(said)}"
        for name, texts in remarks.items()
        for said in texts
    ]
    listed = cut("\n".join(asked), _REMARKS)
    text = (
        f"*{practice.ref}* {_quoted(practice)}: the reviewers ask for a change.\n"
        f"{listed}\nThe form opens at these questions, with what you wrote."
    )
    return _post(
        text,
        button("Change it", buttons.EDIT, practice, style="primary"),
        button("Read", buttons.READ, practice),
    )


def nudge(practice: Practice) -> Post:
    """Remind the author that the practice waits for changes."""
    text = (
        f"*{practice.ref}* {_quoted(practice)} still waits for the changes that its "
        "reviewers asked for. Ten minutes may do; if it is not worth it any more, "
        "withdraw it."
    )
    return _post(
        text,
        button("Change it", buttons.EDIT, practice, style="primary"),
        buttons.withdraw(practice),
    )


def edited(practice: Practice) -> Post:
    """Tell the author that an editor saved a new version."""
    text = (
        f"An editor changed the text of *{practice.ref}* {_quoted(practice)}. Your "
        "own version is kept."
    )
    return _post(text, compare_button(practice), button("Edit", buttons.EDIT, practice))


def accepted(practice: Practice) -> Post:
    """Tell the author that it was accepted, as what, and what follows."""
    printed = (
        "It stands in the next draft of the white paper."
        if replace(practice, status=PracticeStatus.ACCEPTED).is_printable
        else "Only members of the group can read it."
    )
    kind = f" as *{words.LABELS[practice.label]}*" if practice.label else ""
    text = (
        f"*{practice.ref}* {_quoted(practice)} was accepted{kind}. Thank you! {printed}"
    )
    return _post(text)


def rejected(practice: Practice) -> Post:
    """Tell the author that it was not accepted, and why."""
    follows = "It is not printed; you can still read it with `/practice mine`."
    if practice.status is not PracticeStatus.REJECTED:
        follows = "The version that was accepted before stays as it is."
    text = (
        f"*{practice.ref}* {_quoted(practice)}: the new text was not accepted.\n"
        if practice.status is not PracticeStatus.REJECTED
        else f"*{practice.ref}* {_quoted(practice)} was not accepted.\n"
    )
    return _post(f"{text}Why: {mrkdwn(practice.reason)}\n{follows}")


def withdrawn_for_author(practice: Practice) -> Post:
    """Tell the author that somebody who leads the group withdrew it."""
    text = (
        f"*{practice.ref}* {_quoted(practice)} was withdrawn by those who lead the "
        "group. Ask your chair why; your text is kept."
    )
    return _post(text)


def published(practice: Practice) -> Post:
    """Tell the author that it is part of a published edition."""
    text = f"*{practice.ref}* {_quoted(practice)} is in the published white paper."
    return _post(text)


def superseded(practice: Practice) -> Post:
    """Tell the author which practice has taken the place of theirs."""
    newer = label(Kind.PRACTICE, practice.superseded_by or 0)
    text = (
        f"*{practice.ref}* {_quoted(practice)} is replaced by *{newer}*, which is "
        f"printed instead. Read it with `/practice show {newer}`."
    )
    return _post(text)


def accepted_for_actor(practice: Practice, *, asked: Label | None = None) -> Post:
    """Confirm an acceptance to whoever accepted; ``asked`` is the label they chose."""
    kind = f" as {words.LABELS[practice.label]}" if practice.label else ""
    if asked is not None and asked is not practice.label:
        return _post(
            f"*{practice.ref}* {_quoted(practice)} was accepted{kind} before, and that "
            "stays. Nothing was changed."
        )
    text = (
        f"*{practice.ref}* {_quoted(practice)} is accepted{kind}. Its author is told."
    )
    if practice.is_ruling:
        text += " It is recorded as a ruling."
    return _post(text)


def rejected_for_actor(practice: Practice) -> Post:
    """Confirm a refusal to whoever refused."""
    text = f"*{practice.ref}* is not accepted. Its author is told why."
    if practice.status is not PracticeStatus.REJECTED:
        text = (
            f"The new text of *{practice.ref}* is not accepted; the one before stays. "
            "Its author is told why."
        )
    return _post(text)


def superseded_for_actor(practice: Practice) -> Post:
    """Confirm a replacement to whoever made it."""
    newer = label(Kind.PRACTICE, practice.superseded_by or 0)
    return _post(f"*{practice.ref}* is replaced by *{newer}*. Its author is told.")


def ask_to_withdraw(practice: Practice) -> Post:
    """Ask before a practice is withdrawn."""
    text = (
        f"Withdraw *{practice.ref}* {_quoted(practice)}? It leaves the next draft of "
        "the white paper, and its number stays taken. Editions that are published "
        "cannot be called back."
    )
    return _post(
        text, button("Withdraw it", buttons.WITHDRAW, practice, style="danger")
    )


def withdrawn(practice: Practice) -> Post:
    """Confirm a withdrawal."""
    return _post(f"*{practice.ref}* is withdrawn. The next draft is without it.")


def _post(text: str, *elements: ButtonElement) -> Post:
    blocks = [section(text)]
    if not elements:
        return Post(text=text, blocks=blocks)
    return Post(text=text, blocks=[*blocks, ActionsBlock(elements=list(elements))])


def _resume(practice: Practice) -> str:
    return f"`/practice edit {practice.ref}`" if practice.number else "`/practice mine`"


def _quoted(practice: Practice) -> str:
    return f"“{mrkdwn(practice.content.title)}”"


def _printed_as(practice: Practice) -> str:
    content = practice.content
    if content.visibility is Visibility.SIG_ONLY:
        return "It is not printed: only members of this group can read it."
    if content.attribution is Attribution.ANONYMOUS:
        organisation = mrkdwn(content.organisation)
        return (
            "Printed without a submitter. The organisation in charge, "
            f"{organisation}, is printed as a fact."
        )
    if content.attribution is Attribution.NAME_AND_ORGANISATION:
        return f"Printed with your name and {mrkdwn(content.organisation)}."
    return f"Printed as: {mrkdwn(content.organisation)}. Your own name is not printed."
