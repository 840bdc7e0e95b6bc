"""Polls in the group that every use case is tried on: one of each state."""

from bot.services import polls

FORM = {
    "minutes": "60",
    "mode": "hybrid",
    "join_url": "https://example.org/room",
    "zone": "Europe/Brussels",
    "deadline_day": "2026-11-30",
    "deadline_time": "17:00",
    "day_1": "2026-12-07",
    "time_1": "10:00",
    "day_2": "2026-12-08",
    "time_2": "14:00",
}


def write(scene) -> None:
    """Ask for three dates: one is decided, one closed, the third one is open."""
    ids, asked = scene.ids, {}
    for name in ("decided", "closed", "open"):
        asked[name] = _asked(scene, name)
        setattr(ids, f"poll_{name}", asked[name].id)
        setattr(ids, f"slot_{name}", asked[name].slots[0].id)
        scene.do(
            polls.answer,
            "author",
            poll_id=asked[name].id,
            zone=asked[name].zone,
            answers={asked[name].slots[0].id: "yes"},
        )
    for name in ("decided", "closed"):
        scene.do(polls.close, "chair", poll_id=asked[name].id)
    scene.do(polls.decide, "chair", poll_id=ids.poll_decided, slot_id=ids.slot_decided)


def _asked(scene, name):
    typed = {"title": scene.say(f"Poll {name}"), "place": scene.say("Room 1")}
    return scene.do(
        polls.open_poll,
        "chair",
        nonce=f"{scene.prefix}{name}",
        values=FORM | typed,
    )
