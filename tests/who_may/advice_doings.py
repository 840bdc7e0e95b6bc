"""Recommendations: one that is open, one that the clusters are being asked about."""

from datetime import timedelta

from who_may.scene import TODAY

from bot.services.recommendations import proposing, rounds


def typed(scene):
    return {
        "title": scene.say("Let vouchers cross borders"),
        "statement": scene.say("Regions should let them."),
        "rationale": scene.say("Companies find partners."),
        "addressees": ["regional"],
        "evidence": f"P-{scene.ids.number_of[scene.ids.accepted]}",
    }


def until(days=7):
    return {"closes_on": (TODAY + timedelta(days=days)).isoformat()}


def write(scene):
    """Let the chair propose two, and ask about one of them."""
    made = [
        scene.do(
            proposing.propose, "chair", nonce=f"advice{place}", typed=typed(scene)
        ).proposed
        for place in range(2)
    ]
    ids = scene.ids
    ids.advice, ids.advice_asked = (each.recommendation.number for each in made)
    ids.advice_id, ids.advice_asked_id = (each.id for each in made)
    asked = {"number": ids.advice_asked, "version": 1, "typed": until()}
    scene.do(rounds.open_round, "chair", **asked)
