"""What `/decision` does, an example for each."""

from bot.domain.permissions import Permission
from templates.help.lines import Line

LINES = (
    Line(
        "/decision",
        "record one: consensus, vote, ruling, written procedure; what you write "
        "behind it goes into the form",
        Permission.RECORD_DECISION,
    ),
    Line("/decision list", "all decisions, open ones too", Permission.READ_DECISIONS),
    Line("/decision show D-5", "one of them", Permission.READ_DECISIONS),
    Line(
        "/decision supersede D-5",
        "record what takes its place; with D-8 behind it, say that D-8 does",
        Permission.RECORD_DECISION,
    ),
    Line("/decision help", "this list"),
)
