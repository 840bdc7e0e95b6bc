"""Pictures of the paper: kept with an edition, shown where its Markdown names them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One PNG picture; ``name`` is what the Markdown writes: ``![alt](coverage.png)``.

    ``alt`` says in words what it shows (WCAG 2.2, 1.1.1).
    """

    name: str
    alt: str
    content: bytes
