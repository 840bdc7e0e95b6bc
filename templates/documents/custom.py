"""Templates of a group's own, which replace those of the paper or add to them."""

import re
from dataclasses import dataclass
from pathlib import Path

SUFFIX = ".md"
_STAMP = re.compile(r"\bstamp\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Custom:
    """Sources by name, without the suffix; ``folder`` is where they were read."""

    folder: str = ""
    sources: tuple[tuple[str, str], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What they are called, sorted."""
        return tuple(name for name, _ in self.sources)

    def has(self, name: str) -> bool:
        """Whether there is one of this name."""
        return any(name == known for known, _ in self.sources)

    def prints_stamp(self, name: str) -> bool:
        """Whether one of them prints number or date, which each edition has anew."""
        return any(
            name == known and _STAMP.search(source) for known, source in self.sources
        )

    def path_of(self, name: str) -> str:
        """Return where one of them was read."""
        return str(Path(self.folder) / f"{name}{SUFFIX}")

    def found(self, file_name: str) -> tuple[str, str, None] | None:
        """Return source and place as Jinja asks for them, by the name of the file."""
        name = file_name.removesuffix(SUFFIX)
        source = dict(self.sources).get(name)
        return None if source is None else (source, self.path_of(name), None)


NONE = Custom()
