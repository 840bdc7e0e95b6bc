"""What walks the use cases notices one that does not ask, or asks something else."""

import inspect

import pytest
from who_may import walking
from who_may.asking import Answers, Case, Helper, Sifts, Step, Theirs, asks
from who_may.scene import EXPIRED

from bot.domain.errors import InvalidInputError, NotAllowedError
from bot.domain.permissions import Permission, Role
from bot.services import clusters
from bot.services.members import require_access, require_permission
from storage import audit

MERGE = Permission.MERGE_CLUSTERS
ROLES = (Role.CHAIR.value, Role.MEMBER.value)


def note(db, clock, caller):
    with db.begin() as session:
        audit.record(
            session,
            caller.sig.id,
            caller.person.id,
            verb="tried",
            object_kind="sig",
            object_id=caller.sig.id,
            now=clock(),
        )


def silent(db, clock, *, caller):
    """Do not ask."""
    note(db, clock, caller)


def asking(db, clock, *, caller):
    require_permission(clock, caller, MERGE)
    note(db, clock, caller)


def asking_too_late(db, clock, *, caller):
    note(db, clock, caller)
    require_permission(clock, caller, MERGE)


def asking_too_much(db, clock, *, caller):
    require_permission(clock, caller, MERGE)
    raise NotAllowedError("Only on Mondays.")


def asking_in_passing(db, clock, *, caller):
    """Find out that it is forbidden by way of something else."""
    if caller.actor.role is not Role.CHAIR:
        raise InvalidInputError({"name": "This name is taken."})


def read_all(db, clock, *, caller):
    return ["A secret", "A public text"]


def ask(clock, caller):
    return True


@pytest.mark.parametrize(
    ("function", "case", "said"),
    [
        pytest.param(asking, asks(MERGE), [], id="asking"),
        pytest.param(silent, asks(MERGE), ["member got through"], id="silent"),
        pytest.param(
            asking_too_late,
            asks(MERGE),
            ["member was refused, and yet ['audit_event'] changed"],
            id="too late",
        ),
        pytest.param(
            asking_too_much,
            asks(MERGE),
            ["chair is allowed and was refused: NotAllowedError('Only on Mondays.')"],
            id="too much",
        ),
        pytest.param(
            asking_in_passing,
            asks(MERGE),
            [
                (
                    "member was refused for another reason: "
                    "InvalidInputError('This name is taken.')"
                )
            ],
            id="in passing",
        ),
        pytest.param(
            read_all,
            Case(Sifts((MERGE,), words="what one may read", shows="secret")),
            ["member: shows 'secret'"],
            id="not sifting",
        ),
        pytest.param(
            ask, Case(Answers((MERGE,))), ["member: says True"], id="always yes"
        ),
        pytest.param(
            silent,
            Case(Helper(words="only looks at values")),
            ["is no helper: it is given the database"],
            id="no helper",
        ),
        pytest.param(
            silent,
            Case(Step(words="a part of another one")),
            ["is no step: it does not take the transaction of a use case"],
            id="no step",
        ),
    ],
)
def test_it_says_what_is_wrong(stage, function, case, said):
    assert walking.problems(function, case, stage, ROLES) == said


def test_what_belongs_to_somebody_is_theirs_until_their_last_day(stage):
    def asking_access(clock, caller):
        require_access(clock, caller)

    case, roles = Case(Theirs(words="their own")), (Role.EXTERNAL.value, EXPIRED)

    assert walking.problems(asking_access, case, stage, roles) == []
    assert walking.problems(silent, case, stage, roles) == [f"{EXPIRED} got through"]


def test_it_misses_what_the_table_does_not_speak_of():
    known = {"new.one": silent, "old.one": asking, "third.one": ask}
    table = {
        "old.one": (asks(),),
        "third.one": (Case(Theirs(words=" ")),),
        "gone.one": (asks(MERGE),),
    }

    assert walking.unnamed(known, table) == [
        "gone.one does not exist any more",
        "new.one is not in the table",
        "old.one names neither a permission nor a reason",
        "third.one names neither a permission nor a reason",
    ]


def test_it_finds_every_use_case_of_the_services():
    found = walking.use_cases()

    assert found["clusters.add"] is clusters.add
    assert "practices.writing.submit" in found  # in a module of a package
    assert not [name for name in found if "._" in name]
    for module in walking.modules():
        for name, function in walking.functions_in(module):
            takes_caller = "caller" in inspect.signature(function).parameters
            assert (name in found) is takes_caller


def test_the_group_is_as_it_was_after_each_call(stage):
    silent(stage.set().database, walking.clock, caller=_chair(stage))
    assert stage.changes() == ["audit_event"]

    stage.set()

    assert stage.changes() == []
    assert walking.dump(stage.scene.database) == stage.rows


def _chair(stage):
    return stage.scene.callers[Role.CHAIR.value]
