"""The form in which an action item is recorded."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from slack_sdk.models.blocks import Block, InputBlock, UserMultiSelectElement
from slack_sdk.models.views import View

from bot.domain.actions.drafts import MAX_CO_OWNERS, MAX_DETAIL, MAX_TITLE, Draft, Form
from bot.domain.clusters import Cluster
from bot.domain.meetings import Meeting
from templates import forms
from templates.documents.words import long_date
from templates.messages import section
from templates.text import cut

FORM = "action_new"
NO_MEETING = "none"
_LINKS = ("decision", "practice", "section", "agenda_item", "permalink", "said_by")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What came back with the form; ``source`` is what the action is made of."""

    draft: Draft
    source: str


def form(
    offered: Form,
    *,
    source: str,
    channel: str | None,
    group: int,
    problem: str = "",
    remark: str = "",
) -> View:
    """Ask who does what until when, with all that is known already filled in.

    ``problem`` and ``remark`` are mrkdwn, already escaped, and stand on top: what is
    to be mended, and what is good to know.
    """
    draft = offered.draft
    meta = {"n": source, "c": channel, "g": group, "l": _links(draft)}
    blocks: list[Block] = [section(f":warning: {problem}")] if problem else []
    if remark:
        blocks.append(forms.note(remark))
    return View(
        type="modal",
        callback_id=FORM,
        title="New action item",
        submit="Record it",
        close="Cancel",
        private_metadata=json.dumps(meta, separators=(",", ":")),
        blocks=[*blocks, *_origin(draft), *_inputs(offered)],
    )


def _inputs(offered: Form) -> list[InputBlock]:
    draft = offered.draft
    return [
        forms.text(
            "title",
            "What is to be done",
            cut(draft.title, MAX_TITLE),
            limit=MAX_TITLE,
            required=True,
        ),
        forms.person(
            "owner",
            "Who does it",
            draft.owner or None,
            hint="One person, or a cluster below. Others can help.",
        ),
        *_cluster(offered.clusters, draft.cluster),
        _helpers(draft.co_owners),
        forms.day("due_on", "Until when", draft.due_on),
        *_meeting(offered.meetings, draft),
        forms.text(
            "detail",
            "Details",
            draft.detail,
            limit=MAX_DETAIL,
            lines=True,
        ),
    ]


def read(view: Mapping[str, Any]) -> Sent:
    """Read the form that was sent."""
    meta = json.loads(view.get("private_metadata") or "{}")
    typed, links = forms.read_typed(view), meta.get("l") or {}
    due_on, meeting = typed.get("due_on"), typed.get("meeting")
    draft = Draft(
        title=str(typed.get("title") or ""),
        detail=str(typed.get("detail") or ""),
        owner=str(typed.get("owner") or ""),
        co_owners=_chosen(view),
        cluster=str(typed["cluster"]) if typed.get("cluster") else None,
        due_on=date.fromisoformat(str(due_on)) if due_on else None,
        meeting=int(str(meeting)) if meeting and meeting != NO_MEETING else None,
        **{name: links[name] for name in _LINKS if links.get(name)},
    )
    return Sent(draft=draft, source=str(meta.get("n") or ""))


def _links(draft: Draft) -> dict[str, Any]:
    """Return what the form has no input for."""
    known = {name: getattr(draft, name) for name in _LINKS}
    return {name: value for name, value in known.items() if value}


def _origin(draft: Draft) -> list[Block]:
    """Say of which message it is made."""
    if not draft.permalink:
        return []
    return [forms.note("The message it comes from is kept with it, as a link.")]


def _cluster(clusters: Sequence[Cluster], chosen: str | None) -> list[InputBlock]:
    options = {each.key: each.name for each in clusters}
    if not options:
        return []
    known = chosen if chosen in options else None
    return [forms.menu("cluster", "Or a cluster", options, known)]


def _helpers(chosen: Sequence[str]) -> InputBlock:
    element = UserMultiSelectElement(
        action_id=forms.VALUE,
        initial_users=list(chosen) or None,
        max_selected_items=MAX_CO_OWNERS,
    )
    return InputBlock(
        block_id="co_owners", label="Who helps", element=element, optional=True
    )


def _meeting(meetings: Sequence[Meeting], draft: Draft) -> list[InputBlock]:
    if not meetings:
        return []
    options = {NO_MEETING: "No meeting"} | {
        str(each.number): _title(each) for each in meetings
    }
    chosen = str(draft.meeting) if draft.meeting is not None else NO_MEETING
    return [forms.menu("meeting", "The meeting it belongs to", options, chosen)]


def _title(meeting: Meeting) -> str:
    day = long_date(meeting.starts_local.date())
    return f"{meeting.ref}, {day}: {meeting.title}"


def _chosen(view: Mapping[str, Any]) -> tuple[str, ...]:
    values = view.get("state", {}).get("values", {}).get("co_owners", {})
    state: Mapping[str, Any] = next(iter(values.values()), {})
    return tuple(str(each) for each in state.get("selected_users") or ())


def problem_of(title: str, *, helpers: int) -> str:
    """Say why a line alone is not enough."""
    if not title:
        return "I do not know yet what is to be done: please write it here."
    if helpers > MAX_CO_OWNERS:
        return f"At most {MAX_CO_OWNERS} people can help: here are the first of yours."
    return (
        f"A title has at most {MAX_TITLE} characters. All that you wrote is under "
        "“Details”; please shorten the title."
    )
