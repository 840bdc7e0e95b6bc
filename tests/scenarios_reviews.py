"""An author, two reviewers of other clusters and a chair, and what they press."""

from bot.domain.clock import system_clock
from bot.domain.permissions import Role
from bot.domain.practices import Criterion
from bot.domain.whitepaper import assemble
from storage import practices, whitepaper

from groups import seat
from scenarios_forms import seen

CHANNEL = "CSIG"
CAST = {
    "UCHAIR": (Role.CHAIR, "BE"),
    "UMEMBER": (Role.MEMBER, "EE"),
    "UDENMARK": (Role.REVIEWER, "DK"),
    "UPORTUGAL": (Role.REVIEWER, "PT"),
}
LOOKED_AT = {criterion.value: "yes" for criterion in Criterion}
ACCEPT = LOOKED_AT | {
    "verdict": "accept",
    "label": "good",
    "names_no_patient": ["names_no_patient"],
}
CHANGES = LOOKED_AT | {"evidence": "no", "verdict": "changes", "parts": ["evidence"]}


def the_board(slack, convenor):
    """Seat the cast, and return them: the chair, the author, Denmark, Portugal."""
    for user_id, (role, country) in CAST.items():
        if user_id not in slack.workspace.users:
            slack.workspace.add_user(id=user_id, name=user_id.lower())
            slack.workspace.channels[CHANNEL].members.append(user_id)
        seat(convenor.deps.db, CHANNEL, user_id, role, country)
    return tuple(slack.person(user_id) for user_id in CAST)


def told(person, words):
    """Return the direct messages with these words, oldest first."""
    return seen(person, f"D{person.id.removeprefix('U')}", words)


def review(slack, person, answers, words="Would you", *, remarks=None):
    """Open the form from the newest direct message with these words and send it."""
    slack.wait_until(lambda: told(person, words))
    person.press(told(person, words)[-1], "Review")
    slack.wait_until(lambda: person.view is not None)
    for each in filter(None, (answers, remarks)):
        person.fill(each)
        assert person.submit().errors == {}


def stored(convenor, number):
    """Return a practice as it is now."""
    with convenor.deps.db.read() as session:
        return practices.get(session, 1, number)


def printed(convenor):
    """Return what a draft of the paper would be made of now."""
    with convenor.deps.db.read() as session:
        snapshot = whitepaper.snapshot(session, 1)
    return str(assemble(snapshot, as_of=system_clock().date()))
