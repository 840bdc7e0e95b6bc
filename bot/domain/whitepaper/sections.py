"""Sections as people write them: states, texts, who may write, finding one by name.

::

    stateDiagram-v2
        [*] --> empty
        empty --> draft: somebody writes
        draft --> in_review: ready to be read
        in_review --> draft: more to do
        in_review --> agreed: the group is content
        draft --> agreed
        agreed --> in_review: somebody edits it, or it is opened again
        draft --> empty: the text was taken out
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain import names
from bot.domain.errors import (
    InvalidInputError,
    InvalidTransitionError,
    NotFoundError,
    StaleVersionError,
)
from bot.domain.permissions import Actor, Role
from bot.domain.whitepaper.markers import holds_marker
from bot.domain.whitepaper.values import Section, SectionMode, SectionState

# What a form of Slack takes; a longer text goes through the file.
FORM_LIMIT = 3000
REASON_LIMIT = 200
TITLE_LIMIT = 150
_MARKER = "A line looks like the marks that protect a section; change it."
_UNSTORABLE = "This holds a character that cannot be stored. Type it again without it."
_OUT = "was taken out of the paper. {} /whitepaper outline"
_LOCKED = "is locked, and nothing was changed. {} /whitepaper outline"
_GENERATED = (
    "is made from the group's records, there is nothing to write. Change the records, "
    "or {} the section mixed: /whitepaper outline"
)
_EDITORS = {Role.CHAIR, Role.VICE_CHAIR, Role.SECRETARIAT, Role.EDITOR}
_NEXT = {
    SectionState.EMPTY: (),
    SectionState.DRAFT: (SectionState.IN_REVIEW, SectionState.AGREED),
    SectionState.IN_REVIEW: (SectionState.AGREED, SectionState.DRAFT),
    SectionState.AGREED: (SectionState.IN_REVIEW,),
}


class StaleTextError(StaleVersionError):
    """A section was written by somebody else since; both texts are here."""

    def __init__(self, title: str, *, mine: str, theirs: str, revision: int) -> None:
        self.mine, self.theirs, self.revision = mine, theirs, revision
        super().__init__(
            f"Somebody else saved {title} while you were writing. Nothing is "
            "overwritten: both texts are kept. Put them together and save again."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A section as it is kept, with what only its editors need.

    ``has_lost_owner``: whoever should write it is not in the group any more.
    ``version`` counts changes of the outline, ``section.revision`` those of the text.
    """

    section: Section
    version: int = 1
    owner_person_id: int | None = None
    owner_cluster_id: int | None = None
    has_lost_owner: bool = False

    @property
    def id(self) -> int:
        """The id of the section."""
        return self.section.id

    @property
    def body(self) -> str:
        """What people wrote so far."""
        return self.section.body or ""

    @property
    def needs_owner(self) -> bool:
        """Whether people should write it and nobody is asked to."""
        has_owner = self.section.owner is not None
        return self.section.is_protected and not has_owner

    def is_owned_by(self, actor: Actor) -> bool:
        """Whether it is this person's, or their cluster's, to write."""
        if self.owner_person_id is not None:
            return self.owner_person_id == actor.person_id
        cluster = self.owner_cluster_id
        return cluster is not None and cluster == actor.cluster_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One text of a section, byte for byte, and why it was written."""

    section_id: int
    number: int
    body: str
    author_id: int | None = None
    reason: str = ""
    written_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsaved:
    """A text that was refused, kept for its author until it is saved or dropped."""

    body: str
    reason: str = ""
    base_revision: int


def may_write(actor: Actor, kept: Kept) -> bool:
    """Whether the person may write this section: an editor, or its owner."""
    return actor.role in _EDITORS or kept.is_owned_by(actor)


def state_after(state: SectionState, body: str) -> SectionState:
    """Return where a section stands once this text is its newest."""
    if not body.strip():
        return SectionState.EMPTY
    if state is SectionState.EMPTY:
        return SectionState.DRAFT
    return SectionState.IN_REVIEW if state is SectionState.AGREED else state


def first_state(body: str | None) -> SectionState:
    """Return the state of a section that nothing is known of but its text."""
    return state_after(SectionState.EMPTY, body or "")


def next_states(kept: Kept) -> tuple[SectionState, ...]:
    """Return the states that people may put a section into; nobody agrees to nothing.

    What only the program writes can be agreed to as well.
    """
    state = kept.section.state
    if state is SectionState.EMPTY and not kept.section.is_protected:
        return (SectionState.AGREED,)
    return _NEXT[state]


def require_step(kept: Kept, state: SectionState) -> None:
    """Let a step from one state to another pass.

    Raises:
        InvalidTransitionError: there is no such step.
    """
    if state in next_states(kept):
        return
    title = kept.section.title
    if kept.section.state is SectionState.EMPTY:
        message = f"{title} has no text yet: /whitepaper edit {kept.section.key}"
        raise InvalidTransitionError(message)
    now, then = _words(kept.section.state), _words(state)
    message = f"{title} is {now}; it cannot become {then} from there."
    raise InvalidTransitionError(message)


def _words(state: SectionState) -> str:
    return state.value.replace("_", " ")


def require_writable(section: Section, *, leads: bool = False) -> None:
    """Let a section pass that takes a new text.

    ``leads``: whoever hears the answer can change the outline themselves.

    Raises:
        InvalidTransitionError: it is locked, out of the paper, or has no such part.
    """
    said = None
    if section.is_removed:
        said = _OUT.format("Put it back:" if leads else "A chair can put it back:")
    elif section.locked:
        who = "Unlock it there:" if leads else "The chair or the secretariat unlock it:"
        said = _LOCKED.format(who)
    elif section.mode is SectionMode.GENERATED:
        said = _GENERATED.format("make" if leads else "ask your chair to make")
    if said is not None:
        raise InvalidTransitionError(f"{section.title} {said}")


def require_storable(body: str) -> None:
    """Let a text pass that can stand in the paper as it is.

    Raises:
        InvalidInputError: it holds what neither a database nor UTF-8 can keep, or a
            line that would break the regions of the exported file.
    """
    if "\x00" in body or any("\ud800" <= sign <= "\udfff" for sign in body):
        raise InvalidInputError({"body": _UNSTORABLE})
    if holds_marker(body):
        raise InvalidInputError({"body": _MARKER})


def lost_by(mode: SectionMode, section: Section) -> bool:
    """Whether a text would be out of the paper with this mode."""
    has_text = bool((section.body or "").strip())
    return mode is SectionMode.GENERATED and has_text


def named(typed: str, sections: Sequence[Kept]) -> Kept:
    """Return the section that is called this: by key, place in the paper or title.

    Raises:
        InvalidInputError: nothing was typed, or several begin like that.
        NotFoundError: none is; the message offers those that are nearly called so.
    """
    wanted = " ".join(typed[:TITLE_LIMIT].split())
    if not wanted:
        message = "Which section? Write its key, number or title: /whitepaper outline"
        raise InvalidInputError({"section": message})
    for each in sections:
        if each.section.key == wanted:
            return each
    found = _by_place(wanted, sections) or names.matches(wanted, _known(sections))
    if len(found) > 1:
        message = f"Several sections are called that: {_listed(found)}."
        raise InvalidInputError({"section": message})
    if not found:
        raise NotFoundError(_nearly(wanted, sections))
    return found[0]


def _by_place(wanted: str, sections: Sequence[Kept]) -> Sequence[Kept]:
    digits = wanted.rstrip(".").lstrip("0")
    places = {str(place): each for place, each in enumerate(sections, start=1)}
    return (places[digits],) if digits in places else ()


def _known(sections: Sequence[Kept]) -> list[tuple[str, Kept]]:
    keys = [(each.section.key, each) for each in sections]
    return keys + [(each.section.title, each) for each in sections]


def _nearly(wanted: str, sections: Sequence[Kept]) -> str:
    known = dict(_known(sections))
    close = dict.fromkeys(known[name] for name in names.close(wanted, known))
    message = f"There is no section {wanted} in this paper."
    if close:
        return f"{message} Did you mean {_listed(list(close))}?"
    return f"{message} All of them: /whitepaper outline"


def _listed(sections: Sequence[Kept]) -> str:
    shown = sections[:5]
    return ", ".join(f"{each.section.title} ({each.section.key})" for each in shown)
