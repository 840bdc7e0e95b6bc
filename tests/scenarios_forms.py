"""What people type in the scenarios."""

from bot.domain.rich_text import from_slack, readable

STEP_1 = {
    "title": "Remote heart check in villages",
    "summary": "A nurse with a tablet and a cardiologist on call.",
    "problem": "The next cardiologist is 90 km away.",
    "description": "A nurse records an ECG.\n\nThe doctor joins by video: *live*.",
    "organisation": "County hospital (fictional)",
    "country": "EE",
    "themes": ["telehealth"],
    "stage": "running",
    "start": "2024-01",
}
STEP_2 = {
    "evidence": "412 checks in 2025.",
    "evidence_level": "monitoring_data",
    "transfer": "The weekly rhythm and the checklist.",
    "transfer_readiness": "ready_for_transfer",
    "consent": ["rights", "publish", "patients"],
}


def share(slack, person, *, channel, step_1=STEP_1, step_2=STEP_2):
    """Fill both steps of the form and submit it."""
    open_form(slack, person, channel=channel)
    person.fill(step_1)
    assert person.submit().errors == {}
    person.fill(step_2)
    assert person.submit().errors == {}
    say_it_is_new(person)


def say_it_is_new(person):
    """Answer the question about look-alikes, where it is asked."""
    if person.view is not None and person.view["callback_id"] == "practice_alike":
        person.fill({"choice": "new"})
        assert person.submit().errors == {}


def open_form(slack, person, *, channel, text=""):
    """Open the practice form; somebody new comes into the group on the way."""
    assert person.command("/practice", text, channel=channel).ok
    slack.wait_until(lambda: person.view is not None)
    come_in(slack, person)


def come_in(slack, person, **answers):
    """Answer the welcome, where it is what the person sees, and wait for the rest."""
    if person.view["callback_id"] != "members_welcome":
        return
    if "cluster" in [block["block_id"] for block in person.view["blocks"]]:
        person.fill({"cluster": "none"} | answers)
    assert person.submit().errors == {}
    slack.wait_until(lambda: person.view is not None)


def typed_in(view, name):
    """Return the text that stands in a field of a form, whatever kind it is."""
    (state,) = view["state"]["values"][name].values()
    if "rich_text_value" in state:
        return readable(from_slack(state["rich_text_value"] or {}))
    return state["value"]


def seen(person, channel, words):
    """Return the messages with these words that the person sees, oldest first."""
    return [m for m in person.messages(channel) if words in m.text]
