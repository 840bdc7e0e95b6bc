"""CITATION.cff: how to cite a published edition, for programs that collect references.

Format: Citation File Format 1.2.0 (https://citation-file-format.github.io). A paper is
neither software nor a dataset, so it stands as the preferred citation.
"""

from datetime import date

from templates.text import yaml_string as quoted

NAME = "CITATION.cff"
_ABOUT = "Please cite this white paper as below."


def citation(
    *, title: str, group: str, version: str, released: date, licence: str
) -> bytes:
    """Return the file of an edition; ``licence`` is an SPDX identifier."""
    lines = [
        "cff-version: 1.2.0",
        f"message: {quoted(_ABOUT)}",
        f"title: {quoted(title)}",
        "authors:",
        f"  - name: {quoted(group)}",
        f"version: {quoted(version)}",
        f"date-released: {quoted(released.isoformat())}",
        f"license: {quoted(licence)}",
        "preferred-citation:",
        "  type: report",
        f"  title: {quoted(title)}",
        "  authors:",
        f"    - name: {quoted(group)}",
        f"  year: {released.year}",
        f"  month: {released.month}",
        f"  version: {quoted(version)}",
        "  publisher:",
        f"    name: {quoted(group)}",
        f"  license: {quoted(licence)}",
    ]
    return ("\n".join(lines) + "\n").encode()
