"""A guest of the group who has no Slack and is invited by e-mail."""

from datetime import timedelta

from who_may.scene import TODAY

from bot.services.calendars import guests

EMAIL = "guest@example.eu"


def typed(scene, email=EMAIL):
    return {
        "email": email,
        "name": scene.say("Guest by e-mail"),
        "organisation": scene.say("Hospital by e-mail"),
        "sponsor": str(scene.ids.home),
        "purpose": scene.say("Advice"),
        "expires_on": (TODAY + timedelta(days=30)).isoformat(),
        "meetings": f"M-{scene.ids.coming}",
    }


def write(scene):
    """Invite them to the meeting to come."""
    guest = scene.do(guests.invite, "chair", typed=typed(scene))
    scene.ids.mail_guest = guest.person_id
