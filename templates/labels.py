"""Words for the slugs of the domain, the same in Slack and in the paper."""

from collections.abc import Mapping

from bot.domain.permissions import Role
from bot.domain.practices import (
    STATUS_WORDS,
    Attribution,
    EvidenceLevel,
    Label,
    PracticeType,
    Scope,
    Stage,
    TransferReadiness,
    TwinningRole,
    Visibility,
)

STAGES: Mapping[Stage, str] = {
    Stage.PILOT: "Pilot",
    Stage.RUNNING: "Running",
    Stage.SCALED: "Scaled up",
    Stage.STOPPED: "Stopped",
}
EVIDENCE_LEVELS: Mapping[EvidenceLevel, str] = {
    EvidenceLevel.NONE: "No evidence yet",
    EvidenceLevel.DESCRIPTIVE: "Described by those involved",
    EvidenceLevel.SURVEY: "Survey",
    EvidenceLevel.MONITORING_DATA: "Monitoring data",
    EvidenceLevel.BEFORE_AFTER: "Before and after compared",
    EvidenceLevel.CONTROLLED: "Compared with a control group",
    EvidenceLevel.PEER_REVIEWED: "Peer-reviewed study",
}
TRANSFER_READINESS: Mapping[TransferReadiness, str] = {
    TransferReadiness.PILOT: "Still a pilot",
    TransferReadiness.LESSONS_ONLY: "Lessons only",
    TransferReadiness.READY_FOR_TRANSFER: "Ready for others to take over",
    TransferReadiness.ADAPTED_ELSEWHERE: "Already adapted elsewhere",
}
ATTRIBUTIONS: Mapping[Attribution, str] = {
    Attribution.ORGANISATION: "My organisation only",
    Attribution.NAME_AND_ORGANISATION: "My name and my organisation",
    Attribution.ANONYMOUS: "Nobody; only the organisation in charge is a fact in it",
}
VISIBILITIES: Mapping[Visibility, str] = {
    Visibility.PUBLIC: "Everybody: it may stand in the white paper",
    Visibility.SIG_ONLY: "Only the members of this group",
}
STATUSES = STATUS_WORDS
SCOPES: Mapping[Scope, str] = {
    Scope.LOCAL: "Local",
    Scope.REGIONAL: "Regional",
    Scope.NATIONAL: "National",
    Scope.CROSS_BORDER: "Cross-border",
    Scope.EU: "European",
}
TYPES: Mapping[PracticeType, str] = {
    PracticeType.POLICY: "Policy",
    PracticeType.SERVICE: "Service",
    PracticeType.INFRASTRUCTURE: "Infrastructure",
    PracticeType.TOOL: "Tool",
    PracticeType.FUNDING_SCHEME: "Funding scheme",
    PracticeType.GOVERNANCE_MODEL: "Governance model",
    PracticeType.METHODOLOGY: "Methodology",
    PracticeType.TRAINING: "Training",
    PracticeType.NETWORK: "Network",
}
# The nine levels of the European Commission's General Annexes, in short.
TRL: Mapping[int, str] = {
    1: "1: basic principles observed",
    2: "2: concept formulated",
    3: "3: proof of concept",
    4: "4: validated in the laboratory",
    5: "5: validated in a relevant environment",
    6: "6: demonstrated in a relevant environment",
    7: "7: prototype in an operational environment",
    8: "8: complete and qualified",
    9: "9: proven in operation",
}
TWINNING_ROLES: Mapping[TwinningRole, str] = {
    TwinningRole.OFFERS: "It offers its experience to others",
    TwinningRole.SEEKS: "It looks for the experience of others",
    TwinningRole.BOTH: "Both",
}
ROLES: Mapping[Role, str] = {
    Role.CHAIR: "Chair",
    Role.VICE_CHAIR: "Vice chair",
    Role.SECRETARIAT: "Secretariat",
    Role.EDITOR: "Editor",
    Role.REVIEWER: "Reviewer",
    Role.MEMBER: "Member",
    Role.ALTERNATE: "Alternate",
    Role.OBSERVER: "Observer",
    Role.EXTERNAL: "External",
}
LICENCES: Mapping[str, str] = {
    "CC-BY-4.0": "CC BY 4.0",
    "CC-BY-SA-4.0": "CC BY-SA 4.0",
    "CC0-1.0": "CC0 1.0",
}

ACCEPTED_AS: Mapping[Label, str] = {
    Label.GOOD: "good practice",
    Label.PROMISING: "promising practice",
    Label.LESSONS_LEARNT: "lessons learnt",
}
