"""Says what is wrong with a template of a group's own: which file, which line."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jinja2 import TemplateError, TemplateSyntaxError

from bot.domain.errors import ConvenorError
from templates.documents.custom import Custom

# Whatever an expression in a template can raise; memory and keyboard are not among it.
TROUBLE = (
    TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
_SUFFIX = ".md"


def mistake(custom: Custom, name: str, line: int | None, said: str) -> ConvenorError:
    """Return the error that names file and line."""
    path = Path(custom.folder) / f"{name}{_SUFFIX}"
    where = f"{path}, line {line}" if line else str(path)
    return ConvenorError(f"The template {where}: {said}")


@contextmanager
def explained(custom: Custom) -> Iterator[None]:
    """Turn what goes wrong in a template of the group's own into such an error.

    Raises:
        ConvenorError: something did, with file and line.
    """
    try:
        yield
    except TROUBLE as error:
        place = _place(error, custom)
        if place is None:
            raise
        raise mistake(custom, *place, str(error)) from None


def _place(error: BaseException, custom: Custom) -> tuple[str, int | None] | None:
    """Return the innermost of the group's own templates that the error was in."""
    if isinstance(error, TemplateSyntaxError):
        name = (error.name or "").removesuffix(_SUFFIX)
        return (name, error.lineno) if custom.has(name) else None
    found = None
    for frame, line in traceback.walk_tb(error.__traceback__):
        # Jinja gives its code the lines of the template, and its name as a global.
        name = str(frame.f_globals.get("name") or "").removesuffix(_SUFFIX)
        if "__jinja_template__" in frame.f_globals or custom.has(name):
            found = (name, line) if custom.has(name) else found
    return found
