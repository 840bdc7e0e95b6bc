"""The text inputs of the practice form: their words and limits."""

from dataclasses import dataclass

from bot.domain.practices import ADVISED, FORMATTABLE, LIMITS, REQUIRED


@dataclass(frozen=True, slots=True, kw_only=True)
class TextField:
    """One text input: its words, and whether it has several lines."""

    name: str
    label: str
    hint: str
    lines: bool = True
    limit: int | None = None

    @property
    def max_length(self) -> int:
        """The most characters that Slack should let through."""
        return self.limit or LIMITS[self.name]

    @property
    def is_formattable(self) -> bool:
        """Whether it may have lists, links and bold in it."""
        return self.name in FORMATTABLE

    @property
    def advice(self) -> str:
        """The hint with what fits."""
        advised = ADVISED.get(self.name)
        if advised is None:
            return f"{self.hint} Up to {self.max_length} characters."
        return (
            f"{self.hint} Best within {advised:,} characters; up to "
            f"{self.max_length:,} fit."
        )

    @property
    def is_required(self) -> bool:
        """Whether a practice cannot be submitted without it."""
        return self.name in REQUIRED


TITLE = TextField(
    name="title",
    label="Title",
    hint="One line that a stranger understands, for example: Digital prescriptions "
    "in all pharmacies.",
    lines=False,
)
SUMMARY = TextField(
    name="summary",
    label="Summary",
    hint="One sentence: what is it and who gains?",
    lines=False,
)
PROBLEM = TextField(
    name="problem", label="Which problem does it solve?", hint="Two or three sentences."
)
DESCRIPTION = TextField(
    name="description",
    label="What is done?",
    hint="How it works, who takes part, what is new. No information about patients "
    "who could be recognised.",
)
ORGANISATION = TextField(
    name="organisation",
    label="Organisation in charge",
    hint="Who runs it? It may be another organisation than yours.",
    lines=False,
)
START = TextField(
    name="start",
    label="Start",
    hint="As exact as you know: 2021, 2021-03 or 2021-03-15.",
    lines=False,
    limit=10,
)
END = TextField(
    name="end",
    label="End",
    hint="Leave it empty when it goes on.",
    lines=False,
    limit=10,
)
RESOURCES = TextField(
    name="resources",
    label="Resources needed",
    hint="Money with its currency, people, time.",
)
EVIDENCE = TextField(
    name="evidence",
    label="How do you know that it works?",
    hint="At least one sentence, best with a figure and its year.",
)
DIFFICULTIES = TextField(
    name="difficulties",
    label="What was difficult?",
    hint="Failures teach too; others will thank you.",
)
TRANSFER = TextField(
    name="transfer",
    label="What can others take over?",
    hint="What would work elsewhere, what would not, and what they need first.",
)
VALID_AS_OF = TextField(
    name="valid_as_of",
    label="Facts as of",
    hint="When did you last know that all of this is true? 2021, 2021-03 or "
    "2021-03-15.",
    lines=False,
    limit=10,
)
TITLE_ORIGINAL = TextField(
    name="title_original",
    label="Title in its own language",
    hint="As people call it at home.",
    lines=False,
)
STAKEHOLDERS = TextField(
    name="stakeholders",
    label="Who takes part?",
    hint="Kinds of organisations: hospitals, companies, patients' bodies.",
)
LOOKING_FOR = TextField(
    name="looking_for",
    label="What does it look for or offer?",
    hint="For example: a hospital that tries it for six months. No contact data: "
    "people ask in the group.",
    lines=False,
)
DISCLOSURE = TextField(
    name="interest_disclosure",
    label="Disclosure of interest",
    hint="Does anybody who wrote this earn money by it? Say who, and how.",
    lines=False,
)
LINKS = TextField(
    name="links",
    label="Links",
    hint="Up to five web addresses, one per line, each starting with https://.",
    limit=2600,
)
STEP_1_TEXTS = (TITLE, SUMMARY, PROBLEM, DESCRIPTION, ORGANISATION, START, END)
STEP_2_TEXTS = (RESOURCES, EVIDENCE, DIFFICULTIES, TRANSFER, LINKS, VALID_AS_OF)
DETAIL_TEXTS = (TITLE_ORIGINAL, STAKEHOLDERS, LOOKING_FOR, DISCLOSURE)
