"""All tables; importing this package declares them in ``metadata``."""

from storage.tables.columns import Table
from storage.tables.consensus import RecommendationPositionRow, RecommendationRoundRow
from storage.tables.delivery import InboundRow, OutboxRow
from storage.tables.groups import (
    AuditEventRow,
    SigCounterRow,
    SigObjectivesRow,
    SigRow,
    SourceRow,
)
from storage.tables.home import HomeTabRow
from storage.tables.imports import PaperImportRow, SectionConflictRow
from storage.tables.matching import IntroductionRow, OfferRow
from storage.tables.meetings import (
    AgendaItemRow,
    AttendanceRow,
    BallotRow,
    DecisionRow,
    MeetingNoteRow,
    MeetingRow,
    MinutesAnswerRow,
    MinutesApprovalRow,
    MinutesRow,
    RsvpRow,
)
from storage.tables.organisations import (
    ClusterNetworkRow,
    ClusterRow,
    NetworkRow,
    OrganisationRow,
    SuccessionPartRow,
    SuccessionRow,
    ThemeRow,
)
from storage.tables.paper import (
    ContributorCreditRow,
    EditionPictureRow,
    EditionRow,
    SectionRevisionRow,
    SectionRow,
    WhitePaperRow,
)
from storage.tables.people import (
    ClusterProposalRow,
    FormerMemberRow,
    MembershipRow,
    PersonRow,
)
from storage.tables.practices import (
    ConsentRow,
    PracticeEditRow,
    PracticeNetworkRow,
    PracticeRevisionRow,
    PracticeRow,
    PracticeThemeRow,
)
from storage.tables.reminding import DigestPauseRow
from storage.tables.reviews import ReviewRow
from storage.tables.scheduling import (
    CalendarFeedRow,
    MeetingSeriesRow,
    PollAnswerRow,
    PollRow,
    PollSlotRow,
)
from storage.tables.search import PracticeSearchRow
from storage.tables.work import (
    ActionCarryRow,
    ActionCoOwnerRow,
    ActionItemRow,
    RecommendationPracticeRow,
    RecommendationRow,
    RecommendationThemeRow,
)
from storage.tables.writing import (
    CommentWindowRow,
    SectionCommentRow,
    SectionDraftRow,
)

metadata = Table.metadata

__all__ = [
    "ActionCarryRow",
    "ActionCoOwnerRow",
    "ActionItemRow",
    "AgendaItemRow",
    "AttendanceRow",
    "AuditEventRow",
    "BallotRow",
    "CalendarFeedRow",
    "ClusterNetworkRow",
    "ClusterProposalRow",
    "ClusterRow",
    "CommentWindowRow",
    "ConsentRow",
    "ContributorCreditRow",
    "DecisionRow",
    "DigestPauseRow",
    "EditionPictureRow",
    "EditionRow",
    "FormerMemberRow",
    "HomeTabRow",
    "InboundRow",
    "IntroductionRow",
    "MeetingNoteRow",
    "MeetingRow",
    "MeetingSeriesRow",
    "MembershipRow",
    "MinutesAnswerRow",
    "MinutesApprovalRow",
    "MinutesRow",
    "NetworkRow",
    "OfferRow",
    "OrganisationRow",
    "OutboxRow",
    "PaperImportRow",
    "PersonRow",
    "PollAnswerRow",
    "PollRow",
    "PollSlotRow",
    "PracticeEditRow",
    "PracticeNetworkRow",
    "PracticeRevisionRow",
    "PracticeRow",
    "PracticeSearchRow",
    "PracticeThemeRow",
    "RecommendationPositionRow",
    "RecommendationPracticeRow",
    "RecommendationRoundRow",
    "RecommendationRow",
    "RecommendationThemeRow",
    "ReviewRow",
    "RsvpRow",
    "SectionCommentRow",
    "SectionConflictRow",
    "SectionDraftRow",
    "SectionRevisionRow",
    "SectionRow",
    "SigCounterRow",
    "SigObjectivesRow",
    "SigRow",
    "SourceRow",
    "SuccessionPartRow",
    "SuccessionRow",
    "Table",
    "ThemeRow",
    "WhitePaperRow",
    "metadata",
]
