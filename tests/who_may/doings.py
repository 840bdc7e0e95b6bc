"""What has happened in the group: practices in every state, offers, a merger."""

from dataclasses import replace
from datetime import timedelta

from review_board import CHANGES, DECLARED
from who_may import (
    action_doings,
    advice_doings,
    agenda_doings,
    calendar_doings,
    draft_doings,
    meeting_doings,
    paper_doings,
    poll_doings,
    series_doings,
)
from who_may.scene import TODAY, a_text

from bot.domain.matching import Introduction, Offer, OfferKind
from bot.domain.practices import Practice, Review, Visibility
from bot.domain.references import Kind
from bot.domain.successions import Plan, SuccessionKind
from bot.services import (
    matching,
    members,
    practices,
    reviews,
    successions,
    themes,
)
from storage import matching as offer_rows
from storage import practices as practice_rows
from storage import reviews as review_rows
from storage import sigs

from factories import NOW


def write(scene):
    """Let everything happen that use cases go on with."""
    _practices(scene)
    with scene.database.begin() as session:
        _reviews(scene, session)
        _offers(scene, session)
    _history(scene)
    meeting_doings.write(scene)
    action_doings.write(scene)
    agenda_doings.write(scene)
    calendar_doings.write(scene)
    poll_doings.write(scene)
    paper_doings.write(scene)
    series_doings.write(scene)
    draft_doings.write(scene)
    advice_doings.write(scene)


def _practices(scene):
    """Submit what each step needs; each state has a practice of its own."""
    ids = scene.ids
    ids.number_of = {}
    ids.waiting = _submitted(scene, "waiting", visibility=Visibility.SIG_ONLY)
    ids.accepted = _submitted(scene, "accepted", visibility=Visibility.SIG_ONLY)
    ids.newer = _submitted(scene, "newer")
    for each in (ids.accepted, ids.newer):
        scene.do(practices.accept, "chair", practice_id=each)
    ids.edited = _submitted(scene, "edited", visibility=Visibility.SIG_ONLY)
    _rewrite(scene, ids.edited)
    ids.sent_back = _submitted(scene, "sent back", visibility=Visibility.SIG_ONLY)
    task = scene.do(reviews.take_up, "reviewer", practice_id=ids.sent_back)
    scene.do(
        reviews.give, "reviewer", review_id=task.review.id, change=lambda _: CHANGES
    )
    ids.rejected = _submitted(scene, "rejected")
    scene.do(
        practices.reject,
        "chair",
        practice_id=ids.rejected,
        reason=scene.say("Too early"),
    )
    _states(scene)
    ids.practice_of, ids.draft_of = {}, {}
    with scene.database.begin() as session:
        author = scene.callers["author"]
        ids.imported = _stored(scene, session, author, "imported").id
        for who in scene.callers.values():
            user = who.person.user_id
            ids.draft_of[user] = f"draft {user}"
            _stored(scene, session, who, ids.draft_of[user])
            own = _stored(scene, session, who, f"own {user}")
            number = sigs.next_number(session, scene.sig.id, Kind.PRACTICE)
            own = practice_rows.submit(session, own.submit(number, NOW), f"own {user}")
            ids.practice_of[user] = own.id


def _states(scene):
    """Let practices stand where nothing is to be done, but something to be said."""
    ids = scene.ids
    ids.taken_up = _submitted(scene, "taken up")
    scene.do(reviews.take_up, "reviewer", practice_id=ids.taken_up)
    ids.withdrawn = _submitted(scene, "withdrawn")
    task = scene.do(reviews.take_up, "reviewer", practice_id=ids.withdrawn)
    ids.review_over = task.review.id
    scene.do(practices.withdraw, "author", practice_id=ids.withdrawn)
    ids.replaced = _submitted(scene, "replaced")
    ids.published = _submitted(scene, "published")
    for each in (ids.replaced, ids.published):
        scene.do(practices.accept, "chair", practice_id=each)
    newer = ids.number_of[ids.newer]
    scene.do(practices.supersede, "chair", practice_id=ids.replaced, newer=newer)
    with scene.database.begin() as session:
        practices.publish(session, scene.sig, ids.published, by=None, now=NOW)


def _submitted(scene, nonce, **changes) -> int:
    text = a_text(scene, f"About {nonce}", **changes)
    submitted = scene.do(
        practices.submit,
        "author",
        nonce=nonce,
        change=lambda _: text,
        declaration=DECLARED,
        needed=0,
    )
    scene.ids.number_of[submitted.id] = submitted.number
    return submitted.id


def _rewrite(scene, practice_id):
    scene.do(
        practices.edit,
        "author",
        practice_id=practice_id,
        revision=1,
        change=lambda before: replace(before, summary=scene.say("Another summary")),
    )
    scene.do(
        practices.keep_edit,
        "editor",
        practice_id=practice_id,
        revision=2,
        change=lambda before: replace(before, title=scene.say("Not sent yet")),
    )


def _stored(scene, session, who, nonce) -> Practice:
    draft = Practice(
        sig_id=scene.sig.id,
        author_id=who.person.id,
        cluster_id=who.actor.cluster_id or scene.ids.home,
        content=a_text(scene, f"Text {nonce}", visibility=Visibility.PUBLIC),
    )
    return practice_rows.add_draft(session, draft, nonce)


def _reviews(scene, session):
    """Ask everybody about one practice, as nobody could be in real life."""
    ids = scene.ids
    ids.review_of = {}
    for who in scene.callers.values():
        review = review_rows.add(
            session,
            Review(
                sig_id=scene.sig.id,
                practice_id=ids.waiting,
                revision=1,
                reviewer_id=who.person.id,
                cluster_id=who.actor.cluster_id,
                opinion=replace(CHANGES, comment=scene.say("So far")),
                asked_at=NOW,
            ),
        )
        ids.review_of[who.person.user_id] = review.id


def _offers(scene, session):
    ids = scene.ids
    ids.offer_of, ids.introduction_of = {}, {}
    need = OfferKind.NEED, ids.home, scene.callers["member"].person.id
    ids.need_agreed = _offer(scene, session, *need, nonce="agreed")
    partner = scene.callers["partner"].person
    offer = OfferKind.OFFER, ids.other, partner.id
    ids.offer = _offer(scene, session, *offer, nonce="theirs")
    ids.offer_asked = _offer(scene, session, *offer, nonce="asked")
    for who in scene.callers.values():
        user, person_id = who.person.user_id, who.person.id
        need = OfferKind.NEED, ids.home, person_id
        ids.offer_of[user] = _offer(scene, session, *need, nonce=user)
        asked, _ = offer_rows.propose(
            session,
            Introduction(
                sig_id=scene.sig.id,
                need_id=ids.offer_of[user],
                offer_id=ids.offer_asked,
                need_person_id=person_id,
                offer_person_id=partner.id,
            ),
        )
        ids.introduction_of[user] = asked.id


def _offer(scene, session, kind, cluster_id, person_id, *, nonce) -> int:
    offer = Offer(
        sig_id=scene.sig.id,
        nonce=nonce,
        kind=kind,
        cluster_id=cluster_id,
        person_id=person_id,
        theme="first",
        text=scene.say("Test beds for remote monitoring in two hospitals"),
        until=TODAY + timedelta(days=90),
        stated_on=TODAY,
        practice_id=scene.ids.accepted,
        may_print=True,
    )
    return offer_rows.add_offer(session, offer).id


def _history(scene):
    """Let things have happened that can be taken back: a merger of each kind."""
    ids = scene.ids
    merger = Plan(
        predecessors=(ids.ends, ids.ends_too),
        new=(scene.say("Cluster merged"),),
        country="EE",
        effective_on=TODAY,
        note=scene.say("As decided"),
    )
    ids.plan = replace(
        merger,
        kind=SuccessionKind.RENAME,
        predecessors=(ids.stays,),
        new=(scene.say("Cluster renamed"),),
    )
    seen = scene.do(successions.preview, "chair", plan=merger)
    made = scene.do(
        successions.commit, "chair", plan=merger, nonce="once", digest=seen.digest
    )
    ids.succession = made.id
    agreed = scene.do(
        matching.propose, "member", need_id=ids.need_agreed, offer_id=ids.offer
    )
    ids.agreed = agreed.introduction.id
    for name in ("member", "partner"):
        scene.do(matching.answer, name, introduction_id=ids.agreed, yes=True)
    scene.do(members.decline_cluster, "chair", proposal_id=ids.declined, version=1)
    scene.do(themes.merge, "chair", theme_id=ids.theme_second, into="first")
