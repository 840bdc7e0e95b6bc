"""What `/whitepaper` does, an example for each."""

from bot.domain.permissions import Permission
from templates.help.lines import Line

LINES = (
    Line(
        "/whitepaper draft",
        "assemble the paper (chair, secretariat, editors)",
        Permission.DRAFT_WHITEPAPER,
    ),
    Line(
        "/whitepaper outline",
        "the sections: whose they are, how far, what is due",
        Permission.READ_WHITEPAPER,
    ),
    Line(
        "/whitepaper edit introduction",
        "write a section: its key, number or title",
        Permission.WRITE_SECTION,
    ),
    Line(
        "/whitepaper section introduction",
        "its text, its history, and what changed",
        Permission.READ_WHITEPAPER,
    ),
    Line(
        "/whitepaper comment introduction",
        "say what you think of a section, or propose a text",
        Permission.COMMENT_WHITEPAPER,
    ),
    Line(
        "/whitepaper position introduction",
        "the one position of your cluster on a section",
        Permission.COMMENT_WHITEPAPER,
    ),
    Line(
        "/whitepaper comments",
        "what was said, until when, and the answers",
        Permission.READ_WHITEPAPER,
    ),
    Line(
        "/whitepaper import",
        "take a draft back that you edited in a file",
        Permission.IMPORT_WHITEPAPER,
    ),
    Line(
        "/whitepaper conflicts",
        "choose where two people changed the same lines",
        Permission.IMPORT_WHITEPAPER,
    ),
    Line(
        "/whitepaper export pdf",
        "an edition as a file for you: md, html, pdf, docx or canvas, and 0.3",
        Permission.READ_WHITEPAPER,
    ),
    Line(
        "/whitepaper status",
        "how far the paper is, and what is missing",
        Permission.READ_WHITEPAPER,
    ),
    Line(
        "/whitepaper coverage",
        "which themes and countries it covers, and what each cluster brought",
        Permission.READ_WHITEPAPER,
    ),
    Line(
        "/whitepaper credit",
        "the roles you are credited with; editors name somebody: @name",
        Permission.READ_WHITEPAPER,
    ),
    Line(
        "/whitepaper history",
        "all editions so far",
        Permission.READ_WHITEPAPER,
    ),
    Line(
        "/whitepaper diff 0.3 0.4",
        "what changed between two editions",
        Permission.READ_WHITEPAPER,
    ),
    Line(
        "/whitepaper recommend",
        "propose a recommendation; with R-3: look at it, answer for your cluster",
        Permission.PROPOSE_RECOMMENDATION,
    ),
    Line(
        "/whitepaper recommendations",
        "all of them: open, adopted, rejected",
        Permission.READ_WHITEPAPER,
    ),
    Line(
        "/whitepaper publish",
        "make it the paper itself (chair, secretariat)",
        Permission.PUBLISH_WHITEPAPER,
    ),
    Line(
        "/whitepaper withdraw 1.0",
        "take a published edition back, and say why",
        Permission.PUBLISH_WHITEPAPER,
    ),
    Line("/whitepaper help", "this list"),
)
