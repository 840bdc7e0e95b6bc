"""Says what is wrong with a template of a group's own: which file, which line."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from jinja2 import TemplateError, TemplateSyntaxError

from bot.domain.errors import ConvenorError
from templates.documents.custom import SUFFIX, Custom

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


def mistake(custom: Custom, name: str, line: int | None, said: str) -> ConvenorError:
    """Return the error that names file and line."""
    path = custom.path_of(name)
    where = f"{path}, line {line}" if line else path
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
        name = (error.name or "").removesuffix(SUFFIX)
        return (name, error.lineno) if custom.has(name) else None
    known = {custom.path_of(each): each for each in custom.names}
    found = None
    for frame, line in traceback.walk_tb(error.__traceback__):
        # Jinja makes the traceback speak of the template, with its lines.
        of_ours = known.get(frame.f_code.co_filename)
        found = (of_ours, line) if of_ours else found
    return found
