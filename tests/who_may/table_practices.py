"""What each use case asks that is about practices: writing, reviewing, printing."""

from dataclasses import replace

from review_board import CHANGES, DECLARED
from who_may.asking import Answers, Case, Helper, Sifts, Step, Table, Theirs, asks
from who_may.scene import TODAY, a_text

from bot.domain.permissions import Permission
from bot.domain.practices import PracticeEvent
from bot.domain.practices.outside import Reading
from bot.domain.practices.outside.values import Outside
from bot.domain.whitepaper import Edition
from storage import practices as rows

SUBMIT, READ = Permission.SUBMIT_PRACTICE, Permission.READ_PRACTICES
ACCEPT, REJECT = Permission.ACCEPT_PRACTICE, Permission.REJECT_PRACTICE
WITHDRAW, REVIEW = Permission.WITHDRAW_PRACTICE, Permission.REVIEW_PRACTICE
SUPERSEDE, DRAFT = Permission.SUPERSEDE_PRACTICE, Permission.DRAFT_WHITEPAPER
# A practice that only people of the group may read.
SHOWS = Sifts((READ,), shows="About accepted", words="what the caller may read")
OWN = "the caller's own practice"


def about(key, **more):
    """Return arguments that name a practice of the author."""
    return lambda s, _: {"practice_id": getattr(s.ids, key)} | more


def own(**more):
    return lambda s, who: {"practice_id": s.mine("practice", who)} | more


def value(key, **more):
    """Return arguments with a practice as a use case has read it."""

    def arguments(s, _):
        with s.database.read() as session:
            return {"practice": rows.by_id(session, getattr(s.ids, key))} | more

    return arguments


def shorter(content):
    return replace(content, summary="Shorter.")


def written(s, _):
    text = a_text(s)
    return {"nonce": "new", "change": lambda _: text}


def read(s):
    return Reading(digest="new", practices=[Outside(content=a_text(s))])


def sent(s, who):
    return written(s, who) | DECLARING | {"needed": 1}


def draft(s, who, practice_id):
    """Return arguments that make the caller's draft a new text of a practice."""
    nonce = s.mine("draft", who)
    return {"nonce": nonce, "practice_id": practice_id} | DECLARING


def supersession(s, _):
    newer = s.ids.number_of[s.ids.newer]
    return {"practice_id": s.ids.accepted, "newer": newer}


def reviewed(**more):
    return lambda s, who: (
        {
            "review_id": s.mine("review", who),
            "change": lambda _: CHANGES,
        }
        | more
    )


EDITION = Edition(
    version="9.9",
    as_of=TODAY,
    sha256="0" * 64,
    fingerprint="new",
    summary="An edition",
    markdown="# Paper",
)
DECLARING = {"declaration": DECLARED}
WRITTEN_ON = {"revision": 2, "change": shorter}

READING: Table = {
    "practices.comparing.compare": (asks(READ, arguments=about("edited")),),
    "practices.comparing.version": (asks(READ, arguments=about("edited", number=1)),),
    "practices.exporting.export": (Case(SHOWS),),
    "practices.listing.chosen": (Case(SHOWS, lambda _s, _w: {"filters": ""}),),
    "practices.listing.chosen_in": (Case(SHOWS, lambda _s, _w: {"filters": ""}),),
    "practices.listing.suggested": (asks(READ),),
    "practices.reading.read": (
        asks(READ, arguments=about("accepted")),
        Case(Theirs(words=OWN), own()),
    ),
    "practices.reading.find": (
        asks(READ, arguments=lambda s, _: {"number": s.ids.number_of[s.ids.accepted]}),
    ),
    "practices.reading.mine": (Case(Theirs(words="what the caller wrote")),),
    "practices.reading.listed": (Case(SHOWS),),
    "practices.reading.may_read": (Case(Answers((READ,)), value("accepted")),),
    "practices.reading.may_edit": (Case(Answers((ACCEPT,)), value("waiting")),),
    "practices.reading.possible": (Case(Helper(words="tells which buttons to show")),),
    "practices.reading.of_group": (
        Case(Helper(words="lets pass what is of the group")),
    ),
    "practices.searching.search": (
        Case(SHOWS, lambda _s, _w: {"words": "accepted about"}),
    ),
    "practices.searching.look_alikes": (
        asks(SUBMIT, arguments=lambda s, _: {"content": a_text(s)}),
    ),
    "practices.searching.reach_of": (
        Case(Helper(words="tells which states the caller reads")),
    ),
    "practices.telling.refresh": (asks(READ, arguments=value("accepted")),),
}

WRITING: Table = {
    "practices.collecting.collect": (
        asks(SUBMIT, arguments=lambda s, _: {"nonce": "new", "content": a_text(s)}),
    ),
    "practices.collecting.take_in": (
        asks(SUBMIT, arguments=lambda s, _: {"reading": read(s)}),
    ),
    "practices.deciding.moved_on": (
        asks(REVIEW, arguments=about("accepted", event=PracticeEvent.TAKE_UP)),
    ),
    "practices.deciding.accept": (asks(ACCEPT, arguments=about("waiting")),),
    "practices.deciding.reject": (
        asks(REJECT, arguments=about("waiting", reason="Too early.")),
    ),
    "practices.deciding.withdraw": (
        asks(WITHDRAW, arguments=about("accepted")),
        Case(Theirs(words=OWN), own()),
    ),
    "practices.deciding.discard": (
        Case(
            Theirs(words="the caller's own draft"),
            lambda s, who: {"nonce": s.mine("draft", who)},
        ),
    ),
    "practices.deciding.supersede": (asks(SUPERSEDE, arguments=supersession),),
    "practices.editing.resume": (
        asks(ACCEPT, arguments=about("edited")),
        Case(Theirs((SUBMIT,), words=OWN), own()),
    ),
    "practices.editing.keep_edit": (
        asks(ACCEPT, arguments=about("edited", **WRITTEN_ON)),
        Case(Theirs((SUBMIT,), words=OWN), own(revision=1, change=shorter)),
    ),
    "practices.editing.edit": (
        asks(ACCEPT, arguments=about("edited", **WRITTEN_ON)),
        Case(Theirs((SUBMIT,), words=OWN), own(revision=1, change=shorter)),
    ),
    "practices.editing.save_version": (
        Case(Step(words="a part of edit and become_version, after what these ask")),
    ),
    "practices.entering.check_entry": (
        Case(Step(words="a part of submit and become_version, about what was typed")),
    ),
    "practices.writing.offered": (
        Case(Step(words="a part of submit and edit; knows whether there are themes")),
    ),
    "practices.entering.become_version": (
        asks(ACCEPT, arguments=lambda s, who: draft(s, who, s.ids.waiting)),
        Case(
            Theirs((SUBMIT,), words=OWN),
            lambda s, who: draft(s, who, s.mine("practice", who)),
        ),
    ),
    "practices.entering.doubts": (
        asks(SUBMIT, arguments=lambda s, who: written(s, who) | DECLARING),
    ),
    "practices.entering.doubts_of_edit": (
        asks(ACCEPT, arguments=about("waiting", change=shorter)),
        Case(Theirs((SUBMIT,), words=OWN), own(change=shorter)),
    ),
    "practices.reading.require_possible": (
        asks(REJECT, arguments=value("waiting", event=PracticeEvent.REJECT)),
    ),
    "practices.reading.require_steppable": (
        asks(REJECT, arguments=value("waiting", event=PracticeEvent.REJECT)),
    ),
    "practices.reading.require_editable": (asks(ACCEPT, arguments=value("waiting")),),
    "practices.reading.require_withdrawable": (
        asks(WITHDRAW, arguments=value("waiting")),
    ),
    "practices.writing.begun": (
        Case(Step(words="a part of writing; tells what the caller wrote before")),
    ),
    "practices.writing.choices": (asks(SUBMIT),),
    "practices.writing.save_draft": (asks(SUBMIT, arguments=written),),
    "practices.writing.submit": (asks(SUBMIT, arguments=sent),),
    "practices.writing.record_consent": (
        Case(Step(words="a part of submit and edit, about what the author sent")),
    ),
}

REVIEWING: Table = {
    "reviews.giving.take_up": (asks(REVIEW, arguments=about("waiting")),),
    "reviews.giving.keep": (asks(REVIEW, arguments=reviewed()),),
    "reviews.giving.give": (asks(REVIEW, arguments=reviewed(needed=1)),),
    "reviews.reading.queue": (asks(REVIEW),),
    "reviews.reading.of_practice": (asks(ACCEPT, arguments=about("waiting")),),
    "reviews.reading.remarks": (asks(ACCEPT, arguments=value("sent_back")),),
    "whitepaper.drafting.material": (asks(DRAFT),),
    "whitepaper.drafting.keep": (
        asks(DRAFT, arguments=lambda _s, _w: {"edition": EDITION}),
    ),
}
