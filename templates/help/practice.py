"""What `/practice` does, an example for each."""

from bot.domain.permissions import Permission
from templates.help.lines import Line

LINES = (
    Line(
        "/practice",
        "share a practice: a form of two steps",
        Permission.SUBMIT_PRACTICE,
    ),
    Line("/practice mine", "your drafts and practices; go on where you stopped"),
    Line("/practice list", "the practices of the group"),
    Line(
        "/practice list theme:ai country:EE",
        "some of them: theme, country, cluster, status or mine, any mix",
    ),
    Line(
        "/practice search prescription Estonia",
        "find practices by words of any field",
    ),
    Line("/practice show P-7", "read one"),
    Line(
        "/practice edit P-7",
        "change yours; once accepted, as a new version",
        Permission.SUBMIT_PRACTICE,
    ),
    Line("/practice compare P-7", "what changed since its earlier version"),
    Line(
        "/practice withdraw P-7",
        "take yours out again",
        Permission.SUBMIT_PRACTICE,
    ),
    Line(
        "/practice review",
        "what waits for your review (reviewers)",
        Permission.REVIEW_PRACTICE,
    ),
    Line(
        "/practice accept P-7 good",
        "accept one alone: good, promising or lessons (chair, secretariat, editors)",
        Permission.ACCEPT_PRACTICE,
    ),
    Line(
        "/practice reject P-7",
        "do not accept one, and say why (chair, secretariat)",
        Permission.REJECT_PRACTICE,
    ),
    Line(
        "/practice supersede P-7 P-12",
        "let a newer one take its place (editors)",
        Permission.SUPERSEDE_PRACTICE,
    ),
    Line(
        "/practice suggest",
        "the practice of the month: accepted, not presented, waiting the longest",
        Permission.READ_PRACTICES,
    ),
    Line(
        "/practice export csv",
        "a file for you alone, also json or md; filters as in list",
    ),
    Line(
        "/practice import",
        "add a form that somebody without Slack filled in",
        Permission.SUBMIT_PRACTICE,
    ),
    Line("/practice help", "this list"),
)
