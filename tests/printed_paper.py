"""A paper with everything a format has to show, for tests of PDF and Word."""

from factories_paper import (
    AS_OF,
    a_practice,
    a_recommendation,
    a_section,
    a_snapshot,
)

from bot.domain.whitepaper import Paper
from bot.domain.whitepaper.pictures import Picture
from templates import documents

# A red square of 8 by 8 pixels.
SQUARE = Picture(
    name="square.png",
    alt="A red square",
    content=bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000080000000808020000004b6d29dc"
        "000000114944415478da6338a0a08015310c2d09002a3f400105094a7d00000000"
        "49454e44ae426082"
    ),
)
GREEK = "Ψηφιακή υγεία: η εμπειρία της περιφέρειας, με ἀρχαῖα"
CYRILLIC = "Електронно здравеопазване, дигитално здраве, цифровое здоровье, ћирилица"
LATIN = "Łódź, Århus, Šiauliai, Győr, Brăila, Ħal, Þór, ŒUVRE, ẞ"
ANALYSIS = """Two editors met.[^a] They met again.[^a] And wrote.[^b]

[^a]: The first note, with [a link](https://example.org/note).
[^b]: The second note.
[^c]: A note that nobody cites.

### What *helps*

1. First
2. Second
    - inside
    - also

        1. deep

> A quotation.

| Barrier | Who can lower it | How often |
|:--|:--|--:|
| Late dialogue | contracting authority | 3 |
| Money **ends** at the border | region | 12 |

```
code = "<kept>  as it is"
```

![A red square](square.png)

See [P-1](#p-1), [nothing](#nowhere) and <https://example.org/a?b=1&c=2>.

##### A deep heading

---

The end.
"""


def paper(analysis=ANALYSIS, **changes):
    """Return the Markdown of a small paper."""
    sections = (
        a_section("title_page", "generated", position=0),
        a_section("colophon", "mixed", position=1, body="Our views."),
        a_section("analysis", position=2, body=analysis),
        a_section("practices", "generated", position=3),
        a_section("recommendations", "generated", position=4),
        a_section("annex_register", "generated", position=5),
    )
    practices = (
        a_practice(1, title=GREEK, summary=CYRILLIC, description=LATIN),
        a_practice(2, title="Doctors on screens", themes=("two",), country="DK"),
    )
    values = {"practices": practices, "recommendations": (a_recommendation(1),)}
    values |= changes
    about = Paper(
        title="The printed paper",
        subtitle="With a subtitle",
        language="en-GB",
        sections=sections,
    )
    return documents.draft(a_snapshot(paper=about, **values), as_of=AS_OF).markdown
