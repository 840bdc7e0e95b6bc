"""The table of Web API methods and what each one needs."""

from collections.abc import Callable
from typing import NamedTuple

from bot.playground.api.args import Args
from bot.playground.records import Json
from bot.playground.site import Site

Body = Callable[[Site, Args], Json]


class Method(NamedTuple):
    """A Web API method: who may call it and what it does."""

    run: Body
    scopes: tuple[str, ...]  # one of them is enough; none: no scope needed
    caller: str  # whose token it takes: "bot", "app" or "anyone"


METHODS: dict[str, Method] = {}


def method(name: str, *scopes: str, caller: str = "bot") -> Callable[[Body], Body]:
    """Enter a function as the Web API method `name`."""

    def enter(body: Body) -> Body:
        METHODS[name] = Method(body, scopes, caller)
        return body

    return enter
