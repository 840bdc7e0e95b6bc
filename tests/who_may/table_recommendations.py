"""What each use case asks that is about recommendations."""

from who_may import advice_doings
from who_may.asking import Case, Sifts, Step, Table, asks

from bot.domain.consensus import Answer, Ruling, Stance
from bot.domain.permissions import Permission
from bot.domain.recommendations import RecommendationStatus

READ, PROPOSE = Permission.READ_WHITEPAPER, Permission.PROPOSE_RECOMMENDATION
RULE, VOTE = Permission.RULE_RECOMMENDATIONS, Permission.VOTE
STEP = "part of the steps of a recommendation, which ask before"


def named(key, **more):
    return lambda s, _: {"number": getattr(s.ids, key)} | more


def a_form(s, _):
    return {"nonce": "new", "typed": advice_doings.typed(s)}


RECOMMENDATIONS: Table = {
    "recommendations.common.asked": (Case(Step(words=STEP)),),
    "recommendations.common.standing": (Case(Step(words=STEP)),),
    "recommendations.common.done": (Case(Step(words=STEP)),),
    "recommendations.common.outdated": (Case(Step(words=STEP)),),
    "recommendations.proposing.listed": (asks(READ),),
    "recommendations.proposing.shown": (
        asks(READ, arguments=lambda s, _: {"text": s.ids.advice}),
    ),
    "recommendations.proposing.resting_on": (
        Case(
            Sifts((READ,), shows="Let vouchers cross", words="nothing for externals"),
            lambda s, _: {"practice": s.ids.number_of[s.ids.accepted]},
        ),
    ),
    "recommendations.proposing.form": (asks(PROPOSE),),
    "recommendations.proposing.propose": (asks(PROPOSE, arguments=a_form),),
    # Beyond the permission its author and editors are asked for.
    "recommendations.proposing.edit": (
        asks(
            Permission.DRAFT_WHITEPAPER,
            arguments=lambda s, _: {
                "number": s.ids.advice,
                "version": 1,
                "typed": advice_doings.typed(s),
            },
        ),
    ),
    "recommendations.rounds.open_round": (
        asks(RULE, arguments=named("advice", version=1, typed=advice_doings.until())),
    ),
    "recommendations.rounds.say": (
        asks(
            VOTE, arguments=named("advice_asked", answer=Answer(stance=Stance.SUPPORT))
        ),
    ),
    "recommendations.rounds.end": (asks(RULE, arguments=named("advice_asked")),),
    "recommendations.ruling.rule": (
        asks(
            RULE,
            arguments=named(
                "advice",
                ruling=Ruling(
                    status=RecommendationStatus.REJECTED, version=1, reason="So."
                ),
            ),
        ),
    ),
}
