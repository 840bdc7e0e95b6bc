"""What a use case may ask of its caller: the words of the table in ``table.py``.

Each rule says of a caller whether they have to get through. ``Permission`` itself is
one; the others are for use cases that ask something else, or nothing, and say why.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from who_may.scene import TODAY, Scene

from bot.domain.permissions import Permission, Role, may
from bot.services.members import Caller


@dataclass(frozen=True)
class Asks:
    """The caller needs one of these permissions."""

    permissions: tuple[Permission, ...]

    def lets(self, who: Caller) -> bool:
        return any(may(who.actor, each, today=TODAY) for each in self.permissions)

    def problem(self, who: Caller, result: object) -> str | None:
        """Return what is wrong with a result, where getting through is not all."""


@dataclass(frozen=True)
class Theirs(Asks):
    """It is about what belongs to the caller; ``words`` say what that is.

    Whoever has access to the group may, and of the roles those with a permission
    where one is named. An external whose last day is over has no access any more.
    """

    words: str = ""
    permissions: tuple[Permission, ...] = ()

    def lets(self, who: Caller) -> bool:
        return has_access(who) and (not self.permissions or super().lets(who))


@dataclass(frozen=True)
class Everybody(Asks):
    """Everybody may, also whose access is over; ``words`` say why."""

    words: str = ""
    permissions: tuple[Permission, ...] = ()

    def lets(self, who: Caller) -> bool:  # noqa: ARG002 - the others look
        return True


@dataclass(frozen=True)
class Sifts(Asks):
    """Everybody with access gets an answer, and what they may not read is not in it.

    ``shows`` is a text that is in the answer for whoever has a permission, and in
    nobody else's.
    """

    words: str = ""
    shows: str = ""

    def lets(self, who: Caller) -> bool:
        return has_access(who)

    def problem(self, who: Caller, result: object) -> str | None:
        is_shown, is_allowed = self.shows in repr(result), super().lets(who)
        if is_shown is is_allowed:
            return None
        return f"shows {self.shows!r}" if is_shown else f"hides {self.shows!r}"


@dataclass(frozen=True)
class Answers(Asks):
    """It is asked whether the caller may, and says yes or no."""

    def lets(self, who: Caller) -> bool:  # noqa: ARG002 - the others look
        return True

    def problem(self, who: Caller, result: object) -> str | None:
        return None if bool(result) is super().lets(who) else f"says {result}"


@dataclass(frozen=True)
class Helper(Asks):
    """It only looks at values that a use case has read; ``words`` say what for.

    Such a function is given neither the database nor a transaction.
    """

    words: str = ""
    permissions: tuple[Permission, ...] = ()

    def lets(self, who: Caller) -> bool:  # noqa: ARG002 - the others look
        return True


@dataclass(frozen=True)
class Step(Asks):
    """It is a part of use cases that have asked before; ``words`` say of which.

    Such a function takes the transaction of the use case, so nobody else can call it.
    """

    words: str = ""
    permissions: tuple[Permission, ...] = ()

    def lets(self, who: Caller) -> bool:  # noqa: ARG002 - the others look
        return True


def has_access(who: Caller) -> bool:
    """Whether it is anybody but an external whose last day is over."""
    last = who.actor.expires_on
    is_external = who.actor.role is Role.EXTERNAL
    return not (is_external and last is not None and last < TODAY)


Arguments = Callable[[Scene, Caller], Mapping[str, object]]


def _none(_scene: Scene, _who: Caller) -> Mapping[str, object]:
    return {}


@dataclass(frozen=True)
class Case:
    """One way to call a use case: what it asks, and sensible arguments.

    ``arguments`` are those besides database, clock, caller and session. ``shared``
    says why arguments that differ from group to group are no secret of a group, so
    that another group may send them.
    """

    asks: Asks
    arguments: Arguments = _none
    shared: str = ""


Table = Mapping[str, tuple[Case, ...]]


def asks(
    *permissions: Permission, arguments: Arguments = _none, shared: str = ""
) -> Case:
    """Return the usual case: one of these permissions lets somebody through."""
    return Case(Asks(permissions), arguments, shared)
