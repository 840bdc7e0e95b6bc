"""What each use case asks that is about writing the paper: outline, texts, comments."""

from who_may.asking import Case, Step, Table, Theirs, asks

from bot.domain.permissions import Permission
from bot.domain.whitepaper import SectionState
from bot.domain.whitepaper.outline import Template

READ, WRITE = Permission.READ_WHITEPAPER, Permission.WRITE_SECTION
OUTLINE, ANSWER = Permission.OUTLINE_WHITEPAPER, Permission.ANSWER_COMMENTS
COMMENT = Permission.COMMENT_WHITEPAPER
STEP = "part of writing the paper, where each use case asks before"
COUNT_ONLY = "the number of comments; of a section that is not there it is none"


def of(key, **more):
    """Return what names a section of the group."""
    return lambda s, _: {"section_id": getattr(s.ids, key)} | more


def mine(**more):
    """Return what names the section that is the caller's."""
    return lambda s, who: {"section_id": s.mine("section", who)} | more


def named(key):
    return lambda s, _: {"name": getattr(s.ids, key)}


def my_name(s, who):
    return {"name": s.mine("section", who)}


def written(s, who):
    about = {"section_id": s.mine("section", who), "base_revision": 3}
    return about | {"body": "Another text.", "reason": "Because"}


def settings(s, _):
    about = {"section_id": s.ids.section_stale, "version": s.ids.section_version}
    return about | {"typed": {"title": s.say("Renamed"), "mode": "handwritten"}}


def position(s, _):
    return {
        "section_id": s.ids.section_free,
        "version": 1,
        "typed": {"text": "Our position."},
    }


def answered(s, _):
    typed = {"state": "declined", "answer": "No."}
    return {"comment_id": s.ids.comment, "version": 1, "typed": typed}


def theirs(arguments):
    return Case(Theirs(permissions=(WRITE,), words="a section of theirs"), arguments)


WINDOW = {"nonce": "new", "typed": {"until": "2030-01-01"}}

PAPER_WRITING: Table = {
    "whitepaper.common.prepare": (asks(READ),),
    "whitepaper.common.require_writer": (Case(Step(words=STEP)),),
    "whitepaper.common.log": (Case(Step(words=STEP)),),
    "whitepaper.outlining.outline": (asks(READ),),
    "whitepaper.outlining.card": (asks(READ, arguments=of("section_free")),),
    "whitepaper.outlining.start": (
        asks(OUTLINE, arguments=lambda *_: {"template": Template.SHORT}),
    ),
    "whitepaper.outlining.move": (
        asks(OUTLINE, arguments=of("section_free", place=3, step=1)),
    ),
    "whitepaper.outlining.remove": (asks(OUTLINE, arguments=of("section_free")),),
    "whitepaper.outlining.put_back": (asks(OUTLINE, arguments=of("section_gone")),),
    "whitepaper.adding.additions": (asks(OUTLINE),),
    "whitepaper.adding.add": (
        asks(
            OUTLINE,
            arguments=lambda *_: {"nonce": "new", "typed": {"title": "Ethics"}},
        ),
    ),
    "whitepaper.assigning.settings": (asks(OUTLINE, arguments=of("section_free")),),
    "whitepaper.assigning.change": (asks(OUTLINE, arguments=settings),),
    "whitepaper.assigning.lock": (
        asks(OUTLINE, arguments=of("section_free", locked=True)),
    ),
    "whitepaper.assigning.step": (
        theirs(mine(revision=3, state=SectionState.IN_REVIEW)),
        asks(
            OUTLINE,
            arguments=of("section_free", revision=3, state=SectionState.AGREED),
        ),
    ),
    "whitepaper.writing.to_edit": (theirs(my_name),),
    "whitepaper.writing.save": (theirs(written),),
    "whitepaper.writing.discard": (asks(WRITE, arguments=mine()),),
    "whitepaper.writing.history": (asks(READ, arguments=named("section_free")),),
    "whitepaper.writing.difference": (
        asks(READ, arguments=of("section_free", number=2)),
    ),
    "whitepaper.writing.restore": (theirs(mine(number=2, base_revision=3)),),
    "whitepaper.writing.text": (asks(READ, arguments=of("section_free")),),
    "whitepaper.boards.overview": (asks(READ),),
    "whitepaper.boards.board": (asks(READ, arguments=named("section_free")),),
    "whitepaper.boards.to_comment": (asks(COMMENT, arguments=named("section_free")),),
    "whitepaper.boards.waiting": (
        asks(READ, arguments=of("section_free"), shared=COUNT_ONLY),
    ),
    "whitepaper.boards.to_answer": (
        asks(ANSWER, arguments=lambda s, _: {"comment_id": s.ids.comment}),
    ),
    "whitepaper.commenting.say": (Case(Step(words=STEP)),),
    "whitepaper.boards.window_of": (Case(Step(words=STEP)),),
    "whitepaper.boards.seen": (Case(Step(words=STEP)),),
    "whitepaper.commenting.comment": (
        asks(
            COMMENT,
            arguments=of("section_free", nonce="new", typed={"text": "I agree."}),
        ),
    ),
    "whitepaper.commenting.position": (asks(COMMENT, arguments=named("section_free")),),
    "whitepaper.commenting.save_position": (asks(COMMENT, arguments=position),),
    "whitepaper.commenting.answer": (asks(ANSWER, arguments=answered),),
    "whitepaper.windows.to_open": (asks(OUTLINE),),
    "whitepaper.windows.open_window": (asks(OUTLINE, arguments=lambda *_: WINDOW),),
    "whitepaper.windows.end_window": (
        asks(OUTLINE, arguments=lambda s, _: {"window_id": s.ids.window}),
    ),
    "whitepaper.windows.tell_answer": (Case(Step(words=STEP)),),
}
