"""All tables; importing this package declares them in ``metadata``."""

from storage.tables.columns import Table
from storage.tables.delivery import InboundRow, OutboxRow
from storage.tables.groups import (
    AuditEventRow,
    ClusterNetworkRow,
    ClusterRow,
    MembershipRow,
    NetworkRow,
    OrganisationRow,
    PersonRow,
    SigCounterRow,
    SigRow,
    SourceRow,
    ThemeRow,
)
from storage.tables.paper import (
    EditionRow,
    SectionRevisionRow,
    SectionRow,
    WhitePaperRow,
)
from storage.tables.practices import (
    ConsentRow,
    PracticeNetworkRow,
    PracticeRevisionRow,
    PracticeRow,
    PracticeThemeRow,
)
from storage.tables.work import (
    ActionCoOwnerRow,
    ActionItemRow,
    AgendaItemRow,
    AttendanceRow,
    DecisionRow,
    MeetingRow,
    RecommendationPracticeRow,
    RecommendationRow,
    RecommendationThemeRow,
)

metadata = Table.metadata

__all__ = [
    "ActionCoOwnerRow",
    "ActionItemRow",
    "AgendaItemRow",
    "AttendanceRow",
    "AuditEventRow",
    "ClusterNetworkRow",
    "ClusterRow",
    "ConsentRow",
    "DecisionRow",
    "EditionRow",
    "InboundRow",
    "MeetingRow",
    "MembershipRow",
    "NetworkRow",
    "OrganisationRow",
    "OutboxRow",
    "PersonRow",
    "PracticeNetworkRow",
    "PracticeRevisionRow",
    "PracticeRow",
    "PracticeThemeRow",
    "RecommendationPracticeRow",
    "RecommendationRow",
    "RecommendationThemeRow",
    "SectionRevisionRow",
    "SectionRow",
    "SigCounterRow",
    "SigRow",
    "SourceRow",
    "Table",
    "ThemeRow",
    "WhitePaperRow",
    "metadata",
]
