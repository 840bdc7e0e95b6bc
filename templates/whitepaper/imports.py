"""Taking an edited draft back: the form, what would change, which text to choose."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    InputBlock,
    RadioButtonsElement,
)
from slack_sdk.models.blocks.basic_components import Option
from slack_sdk.models.blocks.block_elements import FileInputElement
from slack_sdk.models.views import View

from bot.domain.whitepaper.aligning import changed
from bot.domain.whitepaper.conflicts import Choice, Chosen, Conflict, Pick
from bot.domain.whitepaper.incoming import MAX_BYTES
from bot.domain.whitepaper.roundtrip import BodyEdit, Fate, GeneratedEdit, Plan
from bot.domain.whitepaper.sections import FORM_LIMIT
from templates import forms
from templates.forms import About
from templates.messages import Post, paragraph, read_value, section
from templates.text import cut, mrkdwn

IMPORT = "whitepaper_import"
TAKE = "whitepaper_import_take"
DISCARD = "whitepaper_import_discard"
REMARK = "whitepaper_import_remark"
SETTLE = "whitepaper_settle"
SETTLE_FORM = "whitepaper_settle_form"
FILE = "file"
CHOICE = "choice"
BODY = "body"
_VALUE = "value"
_CHANGED = (
    ":warning: Somebody changed this section just now. Below is how it differs today; "
    "what you typed is still there."
)
_SHOWN = 8
_EXCERPT = 120
_LONGEST = 2600
_HOW = (
    "Add the Markdown file of a draft after you edited it. I take what you wrote "
    "between the marks (`<!-- sig:begin … -->` and `<!-- sig:end … -->`); the rest is "
    "assembled from the group's records. You see first what would change."
)
_FATES = {
    Fate.CHANGED: "changes",
    Fate.MERGED: "changes, together with what was written in Slack meanwhile",
    Fate.CONFLICT: ":warning: was changed in Slack too, in the same lines",
    Fate.LOCKED: ":lock: is locked",
    Fate.GONE: ":warning: is out of the paper by now",
}
# What is edited instead of words that are assembled, by the id of the heading above.
_INSTEAD = {
    "p": "`/practice edit {ref}`",
    "r": "`/whitepaper recommend {ref}`",
    "d": "`/decision show {ref}`",
    "m": "`/meeting minutes {ref}`",
    "cluster": "`/sig clusters`",
    "theme": "`/sig themes`",
    "overview": "`/sig themes`",
}
_BY_SECTION = {
    "networks": "`/sig networks`",
    "annex_contributors": "`/sig members`",
}
_AS_COMMENTS = "Keep as comments"
_NOT_TAKEN = (
    "Edits in assembled parts were not taken. You can keep them as comments on their "
    "sections, so that nobody has to remember them."
)
_OTHERWISE = "the group's records; title and order: `/whitepaper outline`"


class Added(NamedTuple):
    """A file that somebody added to the form: its id, its size in bytes."""

    id: str
    size: int


class Asked(NamedTuple):
    """Which import or conflict of which group a button is about."""

    id: int
    sig_id: int


def view(*, channel: str | None, sig_id: int) -> View:
    """Explain how it goes and ask for the file."""
    meta = json.dumps({"c": channel, "g": sig_id}, separators=(",", ":"))
    element = FileInputElement(
        action_id=_VALUE, filetypes=["md", "markdown", "txt"], max_files=1
    )
    return View(
        type="modal",
        callback_id=IMPORT,
        title="Edited draft",
        submit="Read it",
        close="Cancel",
        private_metadata=meta,
        blocks=[
            section(_HOW),
            InputBlock(
                block_id=FILE,
                label="The edited draft",
                element=element,
                hint=f"A .md file of up to {MAX_BYTES // 1_000_000} MB.",
            ),
        ],
    )


def read_added(view: Mapping[str, Any]) -> Added | None:
    """Read which file somebody added."""
    for file in view["state"]["values"][FILE][_VALUE].get("files") or ():
        return Added(str(file["id"]), int(file.get("size") or 0))
    return None


def preview(name: str, plan: Plan, asked: Asked, *, is_again: bool = False) -> Post:
    """Show what an edited draft would change, and let it be taken."""
    head = f"*{mrkdwn(cut(name, _EXCERPT))}*{_from(plan)}: "
    lines = [head + f"{counted(plan)}."]
    if is_again:
        lines.insert(0, "The paper was changed meanwhile, so look at it once more.")
    lines += _details(plan)
    if plan.changes_nothing:
        lines.append("There is nothing to take.")
    if plan.conflicts:
        lines.append("_Of conflicts both texts are kept; you choose after the import._")
    text = cut("\n".join(lines), _LONGEST)
    blocks: list[Block] = [section(text)]
    if buttons := [*_steps(plan, asked)]:
        blocks.append(ActionsBlock(elements=buttons))
    return Post(text=text, blocks=blocks)


def _steps(plan: Plan, asked: Asked) -> Iterator[ButtonElement]:
    if not plan.changes_nothing:
        yield _button("Import", TAKE, asked, style="primary")
    if plan.generated:
        yield _button(_AS_COMMENTS, REMARK, asked)
    if not plan.changes_nothing:
        yield _button("Discard", DISCARD, asked)


def taken(plan: Plan, conflicts: Sequence[Conflict], asked: Asked) -> Post:
    """Say what was imported, and let texts be chosen."""
    text = f"*Imported:* {counted(plan)}."
    if plan.taken or plan.unplaced:
        text += " The next draft has it: `/whitepaper draft`."
    if plan.unplaced:
        text += (
            " What stood outside of the marks is in the section *Unplaced text* now; "
            "move it where it belongs: `/whitepaper edit unplaced`."
        )
    blocks: list[Block] = [section(text)]
    if plan.generated:
        button = _button(_AS_COMMENTS, REMARK, asked)
        blocks += [section(_NOT_TAKEN), ActionsBlock(elements=[button])]
    return Post(text=text, blocks=[*blocks, *_choices(conflicts, asked.sig_id)])


def remarked(titles: Sequence[str], left: int) -> Post:
    """Say which sections have comments now."""
    if not titles:
        return paragraph("No edit in an assembled part is left to keep.")
    shown = ", ".join(mrkdwn(cut(title, _EXCERPT)) for title in titles[:_SHOWN])
    if more := len(titles) - _SHOWN:
        shown += f" and {more} more" if more > 0 else ""
    text = f"Kept as comments on: {shown}. See them: `/whitepaper comments`."
    if left:
        text += f" {left} more are in the file only: make them in the group's records."
    return paragraph(text)


def discarded(name: str) -> Post:
    """Say that nothing was changed."""
    text = f"*{mrkdwn(name)}* was discarded. Nothing was changed."
    return paragraph(text)


def waiting(conflicts: Sequence[Conflict], sig_id: int) -> Post:
    """List the sections for which somebody has to choose a text."""
    if not conflicts:
        return paragraph("No section waits for a choice between two texts.")
    text = f"*{_count(len(conflicts), 'section waits', 'sections wait')} for a choice*"
    return Post(text=text, blocks=[section(text), *_choices(conflicts, sig_id)])


def settle_form(
    choice: Choice, *, channel: str | None, sig_id: int, typed: str | None = None
) -> View:
    """Show both texts and ask which it shall be.

    ``typed`` is what the person wrote before, if the form comes back because the
    section was changed meanwhile.
    """
    conflict, current, is_there = (
        choice.conflict,
        choice.current,
        choice.kept is not None,
    )
    fits = max(len(current), len(conflict.edited)) <= FORM_LIMIT
    blocks: list[Block] = [section(_why(conflict, is_there=is_there))]
    if typed is not None:
        blocks.insert(0, section(_CHANGED))
    blocks.append(section(f"```{_difference(current, conflict.edited)}```"))
    blocks.append(_choice(fits=fits, is_there=is_there, is_typed=typed is not None))
    if is_there and fits:
        blocks.append(
            forms.text(
                BODY,
                "My own text",
                conflict.edited if typed is None else typed,
                limit=FORM_LIMIT,
                hint="Taken if you chose “My own text”. It begins with the file's.",
                lines=True,
            )
        )
    about = About(channel=channel, record_id=conflict.id, version=choice.revision)
    form = forms.modal(SETTLE_FORM, about, blocks, title="Which text?", submit="Save")
    meta = json.loads(form.private_metadata or "{}") | {"g": sig_id}
    form.private_metadata = json.dumps(meta, separators=(",", ":"))
    return form


def read_chosen(view: Mapping[str, Any]) -> Chosen:
    """Read which text somebody chose."""
    about, typed = forms.read_about(view), forms.read_typed(view)
    return Chosen(
        conflict_id=about.record_id,
        pick=Pick(str(typed.get(CHOICE))),
        base_revision=about.version,
        body=str(typed.get(BODY) or ""),
    )


def settled(title: str) -> Post:
    """Say that the choice is made."""
    return paragraph(f"Saved: {mrkdwn(title)} has its text.")


def read_asked(value: str) -> Asked:
    """Read what a button is about."""
    said = read_value(value)
    return Asked(int(said.get("i", 0)), int(said.get("g", 0)))


def plain_text(name: str, plan: Plan) -> str:
    """Return the preview for a terminal."""
    lines = [f"{name}{_from(plan)}: {counted(plan)}"]
    lines += [f"  {each.title}: {each.fate}" for each in plan.bodies]
    lines += [
        f"  line {each.line}: not taken, it is assembled: {_excerpt(each.after)}"
        for each in plan.generated
    ]
    if plan.unplaced:
        lines.append(f"  kept as unplaced text: {_excerpt(plan.unplaced)}")
    return "\n".join(lines)


def counted(plan: Plan) -> str:
    """Say in words how much an import changes."""
    taken = len(plan.taken)
    parts = [_count(taken, "section changes", "sections change")] if taken else []
    if plan.conflicts:
        parts.append(_count(len(plan.conflicts), "conflict", "conflicts"))
    if plan.unplaced:
        parts.append("1 new piece of text")
    if plan.generated:
        found = _count(len(plan.generated), "edit", "edits")
        parts.append(f"{found} in assembled parts, not taken")
    is_without = plan.changes_nothing
    return ", ".join(["no section changes", *parts] if is_without else parts)


def _from(plan: Plan) -> str:
    # The file of one section has no edition.
    return f", edited from edition {plan.version}" if plan.version else ""


def _details(plan: Plan) -> Iterator[str]:
    for edit in plan.bodies[:_SHOWN]:
        yield f"• {mrkdwn(edit.title)} {_FATES[edit.fate]}: {_first_change(edit)}"
    yield from _more(len(plan.bodies))
    if plan.unplaced:
        yield f"• kept as unplaced text: _{mrkdwn(_excerpt(plan.unplaced))}_"
    for each in plan.generated[:_SHOWN]:
        yield f"• {_generated(each)}"
    yield from _more(len(plan.generated))


def _more(number: int) -> Iterator[str]:
    if number > _SHOWN:
        yield f"• and {number - _SHOWN} more"


def _first_change(edit: BodyEdit) -> str:
    """Show the first line that reads differently."""
    new = [line for line in edit.edited.split("\n") if line.strip()]
    old = {line.strip() for line in edit.base.split("\n")}
    for line in new:
        if line.strip() not in old:
            return f"_{mrkdwn(cut(line.strip(), _EXCERPT))}_"
    return "_something was taken out_"


def _generated(edit: GeneratedEdit) -> str:
    what = f"“{_excerpt(edit.after)}”" if edit.after else "something was taken out"
    return (
        f"line {edit.line}: {mrkdwn(what)} stands in an assembled part and is not "
        f"taken. Edit instead: {_instead(edit.anchor)}"
    )


def _instead(anchor: str) -> str:
    kind, _, name = anchor.partition("-")
    if kind == "sec":
        return _BY_SECTION.get(name, _OTHERWISE)
    known = _INSTEAD.get(kind)
    return known.format(ref=anchor.upper()) if known else _OTHERWISE


def _why(conflict: Conflict, *, is_there: bool) -> str:
    title = f"*{mrkdwn(conflict.title)}*"
    if not is_there:
        return (
            f"{title} is out of the paper. Keep it so, or ask your chair to put the "
            "section back (`/whitepaper outline`) and choose then."
        )
    if conflict.fate is Fate.LOCKED:
        return (
            f"{title} was locked when the edited draft came. To take its text, ask "
            "your chair to unlock the section first."
        )
    return (
        f"{title} was changed in Slack and in the file, in the same lines. Nothing was "
        "overwritten: choose one of both, or put them together."
    )


def _difference(current: str, edited: str) -> str:
    """Return the lines that differ, of what is stored (-) and of the file (+)."""
    old, new = current.split("\n"), edited.split("\n")
    lines = list[str]()
    for start, end, new_start, new_end in changed(old, new):
        lines += [f"- {line}" for line in old[start:end] if line.strip()]
        lines += [f"+ {line}" for line in new[new_start:new_end] if line.strip()]
    shown = "\n".join(lines).replace("```", "'''")
    return cut(mrkdwn(shown), _LONGEST) or "(only empty lines differ)"


def _choice(*, fits: bool, is_there: bool, is_typed: bool) -> InputBlock:
    stored = Option(value=Pick.STORED, text="What is in Slack (-)")
    options = [stored]
    if is_there:
        options.append(Option(value=Pick.FROM_FILE, text="What is in the file (+)"))
    if is_there and fits:
        options.append(Option(value=Pick.MINE, text="My own text, below"))
    element = RadioButtonsElement(
        action_id=_VALUE,
        options=options,
        initial_option=options[-1] if is_typed else stored,
    )
    return InputBlock(block_id=CHOICE, label="The section shall say", element=element)


def _choices(conflicts: Sequence[Conflict], sig_id: int) -> Iterator[Block]:
    for conflict in conflicts[:_SHOWN]:
        text = f"*{mrkdwn(conflict.title)}* {_FATES[conflict.fate]}."
        button = _button("Choose a text", SETTLE, Asked(conflict.id, sig_id))
        yield section(text)
        yield ActionsBlock(elements=[button])
    if len(conflicts) > _SHOWN:
        yield section(f"and {len(conflicts) - _SHOWN} more: `/whitepaper conflicts`")


def _button(
    text: str, action_id: str, asked: Asked, *, style: str | None = None
) -> ButtonElement:
    value = json.dumps({"i": asked.id, "g": asked.sig_id}, separators=(",", ":"))
    return ButtonElement(text=text, action_id=action_id, value=value, style=style)


def _excerpt(text: str) -> str:
    return cut(" ".join(text.split()), _EXCERPT)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
