"""The page's colours can be read by everybody, by day and by night."""

import re
from pathlib import Path

import pytest

from bot.playground import page

CSS = (Path(page.__file__).parent / "static" / "page.css").read_text("utf-8")
DAY, NIGHT = re.findall(r":root \{(.*?)\n\s*\}", CSS, re.DOTALL)[:2]
# Text on its background needs 4.5, lines that carry meaning 3
# (WCAG 2.2, success criteria 1.4.3 and 1.4.11).
TEXT, LINE = 4.5, 3
PAIRS = [
    ("ink", "paper", TEXT),
    ("ink", "soft", TEXT),
    ("ink", "private", TEXT),
    ("ink", "mention", TEXT),
    ("quiet", "paper", TEXT),
    ("quiet", "soft", TEXT),
    ("quiet", "private", TEXT),
    ("quiet", "mention", TEXT),
    ("accent", "paper", TEXT),
    ("accent", "soft", TEXT),
    ("accent", "private", TEXT),
    ("accent-ink", "accent", TEXT),
    ("danger", "paper", TEXT),
    ("danger", "soft", TEXT),
    ("danger-ink", "danger", TEXT),
    ("side-ink", "side", TEXT),
    ("side-ink", "side-here", TEXT),
    ("side-quiet", "side", TEXT),
    ("field", "paper", LINE),
    ("focus", "paper", LINE),
    ("side-focus", "side", LINE),
]


def luminance(colour: str) -> float:
    digits = colour if len(colour) == 6 else "".join(2 * digit for digit in colour)
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("rules", [DAY, NIGHT], ids=["day", "night"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_colours_differ_enough(rules, front, back, least):
    colours = dict(re.findall(r"--([\w-]+): #([0-9a-f]+);", rules))

    assert contrast(colours[front], colours[back]) >= least
