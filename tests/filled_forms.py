"""Forms for people without Slack, filled in as they would."""

import csv
import io
import re

from bot.domain.practices import LIMITS
from bot.domain.practices.outside import Kind
from bot.domain.themes import DEFAULT_THEMES
from templates.practices import forms_outside

QUESTIONS = forms_outside.questions(DEFAULT_THEMES)
EMPTY = forms_outside.markdown(QUESTIONS, group="the group")
TABLE = forms_outside.table(QUESTIONS)
TEXTS = [each.name for each in QUESTIONS if each.name in LIMITS]
LABELS = {each.name: each.label for each in QUESTIONS}
ANSWERS = {
    "title": "Remote heart check in villages",
    "summary": "A nurse with a tablet and a cardiologist on call.",
    "problem": "The next cardiologist is 90 km away.",
    "description": "A nurse records an ECG.\n\nThe doctor joins by video.",
    "organisation": "County hospital (fictional)",
    "country": "Estonia",
    "themes": "Telehealth and remote care",
    "evidence": "412 checks in 2025.",
    "transfer": "The weekly rhythm and the checklist.",
}


def as_markdown(*practices):
    """Write each practice's answers below their questions, as the form asks to."""
    return "\n".join(_one(answers) for answers in practices)


def _one(answers):
    form = EMPTY
    for name, text in answers.items():
        # The form says: a line that begins with # needs a \ in front of it. One that
        # begins with \ or > needs it to stay as it is.
        typed = re.sub(r"^([^\S\n]*)(?=[#>\\])", r"\1\\", text, flags=re.MULTILINE)
        heading = f"## {LABELS[name]}\n"
        head, _, rest = form.partition(heading)
        helped = re.match(r"(?:> Help:.*\n)*", rest)[0]
        form = f"{head}{heading}{helped}{typed}\n{rest[len(helped) :]}"
    return form


def as_table(*practices, separator=";", newline="\r\n"):
    """Write the answers into the columns, as a spreadsheet does."""
    rows = csv.reader(io.StringIO(TABLE.decode("utf-8-sig"), newline=""), delimiter=";")
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator=newline)
    names = [None, *LABELS]
    for name, row in zip(names, rows, strict=True):
        answers = [practice.get(name, "") for practice in practices]
        writer.writerow([*row[:2], *(answers if name else ["Answer"] * len(answers))])
    return text.getvalue()


def answers_of(content):
    """Return a text of a practice as somebody would type it."""
    found = {}
    for question in QUESTIONS:
        if question.name.startswith("funding_"):
            value = getattr(
                content.funding, question.name.removeprefix("funding_"), None
            )
        else:
            value = getattr(content, question.name)
        if isinstance(value, tuple):
            found[question.name] = "\n".join(
                question.words.get(item, item) for item in value
            )
        elif value is not None:
            said = str(value)
            is_word = question.kind is Kind.CHOICE
            found[question.name] = question.words[said] if is_word else said
    return {name: text for name, text in found.items() if text}
