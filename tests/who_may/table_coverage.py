"""What the use cases ask that tell what the paper covers and who did what."""

from who_may.asking import Table, asks

from bot.domain.permissions import Permission

READ, CREDIT = Permission.READ_WHITEPAPER, Permission.CREDIT_CONTRIBUTORS


def own(_, who):
    return {"person_id": who.person.id, "version": 0, "chosen": ["software"]}


def of_somebody_else(scene, who):
    ids = sorted(each.person.id for each in scene.callers.values())
    other = next(number for number in ids if number != who.person.id)
    return {"person_id": other, "version": 0, "chosen": ["software"]}


def named(scene, who):
    accounts = sorted(each.person.user_id for each in scene.callers.values())
    other = next(each for each in accounts if each != who.person.user_id)
    return {"text": f"<@{other}>"}


COVERAGE: Table = {
    "whitepaper.coverage.read": (asks(READ),),
    "whitepaper.crediting.to_correct": (asks(READ), asks(CREDIT, arguments=named)),
    "whitepaper.crediting.correct": (
        asks(READ, arguments=own),
        asks(CREDIT, arguments=of_somebody_else),
    ),
}
