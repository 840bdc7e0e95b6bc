"""Reads a group's own templates from a folder and tries each before it is used."""

import re
from pathlib import Path

from jinja2 import TemplateSyntaxError, meta, nodes

from bot.domain.errors import ConvenorError
from bot.domain.whitepaper import BLANK, assemble, holds_marker
from templates.documents.custom import NONE, Custom
from templates.documents.mistakes import explained, mistake
from templates.documents.trial import AS_OF, trial
from templates.documents.writing import FOLDER, environment

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_GIVEN = {"paper", "stamp"}
_TITLE_PAGE = "title_page"
_HEADING = re.compile(r"^ {0,3}#{1,2}(?=\s|$)", re.MULTILINE)
_LARGEST = 100_000


def load(folder: Path | None) -> Custom:
    """Return the templates in a folder; without one there are none.

    A file is a template when it ends in .md and its name is of small letters, digits
    and underscores: a README.md is none.

    Raises:
        ConvenorError: the folder cannot be read, or a template has a mistake; the
            message names file and line.
    """
    if folder is None:
        return NONE
    try:
        paths = sorted(folder.iterdir())
        sources = tuple(
            (path.stem, _text(path)) for path in paths if _is_template(path)
        )
    except OSError as error:
        message = f"The folder {folder} cannot be read: {error.strerror}."
        raise ConvenorError(message) from None
    custom = Custom(folder=str(folder), sources=sources)
    for name, source in sources:
        _check(custom, name, source)
    return custom


def _is_template(path: Path) -> bool:
    return path.suffix == ".md" and _NAME.fullmatch(path.stem) is not None


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            message = f"The template {path} is larger than {_LARGEST // 1000} kB."
            raise ConvenorError(message)
        return path.read_text("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise ConvenorError(f"The template {path} is no text in UTF-8.") from None


def _check(custom: Custom, name: str, source: str) -> None:
    made = environment(custom)
    try:
        tree = made.parse(source, name=f"{name}.md")
        made.compile(source, name=f"{name}.md")
    except TemplateSyntaxError as error:
        said = error.message or "it is not understood"
        raise mistake(custom, name, error.lineno, said) from None
    _check_variables(custom, name, tree)
    _check_structure(custom, name, source)
    _try(custom, name)


def _check_variables(custom: Custom, name: str, tree: nodes.Template) -> None:
    known = _GIVEN | _built_in_variables(name) | set(environment(custom).globals)
    unknown = meta.find_undeclared_variables(tree) - known
    lines = {
        node.name: node.lineno
        for node in reversed(list(tree.find_all(nodes.Name)))
        if node.name in unknown
    }
    for word, line in sorted(lines.items(), key=lambda item: item[1]):
        said = f"there is no “{word}”. A template knows: {', '.join(sorted(_GIVEN))}."
        raise mistake(custom, name, line, said)


def _built_in_variables(name: str) -> set[str]:
    """Return what a part of the paper is given that the template replaces."""
    path = FOLDER / f"{name}.md"
    if not path.exists():
        return set()
    return meta.find_undeclared_variables(environment().parse(path.read_text("utf-8")))


def _check_structure(custom: Custom, name: str, source: str) -> None:
    if holds_marker(source):
        said = "a line looks like the marks that protect what people write; change it."
        raise mistake(custom, name, None, said)
    heading = _HEADING.search(source)
    if heading and name != _TITLE_PAGE:
        line = source.count("\n", 0, heading.start()) + 1
        said = "headings inside a section begin with ###; # and ## are the paper's."
        raise mistake(custom, name, line, said)


def _try(custom: Custom, name: str) -> None:
    """Render it with a small paper, so that a misspelt field is found now."""
    template = environment(custom).get_template(f"{name}.md")
    if _built_in_variables(name) - _GIVEN - set(environment(custom).globals):
        return  # a part of another template, rendered with that one
    with explained(custom):
        template.render(paper=assemble(trial(), as_of=AS_OF), stamp=BLANK)
