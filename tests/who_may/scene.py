"""A group in which every use case has something to work on, for each role.

One scene is built once and copied. ``word`` is in every text that is written here,
so that a test of another group can look for it.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import SimpleNamespace

from exchange_files import CORPUS
from review_board import CHANGES, DECLARED

from bot.domain.clusters import Cluster, Hub, Network, Theme
from bot.domain.matching import Introduction, Offer, OfferKind
from bot.domain.members import ProposedCluster
from bot.domain.permissions import Role
from bot.domain.practices import (
    Practice,
    PracticeContent,
    Review,
    Visibility,
)
from bot.domain.privacy import NOTICE_VERSION
from bot.domain.references import Kind
from bot.domain.sigs import Membership, Person, Sig
from bot.domain.successions import Plan, SuccessionKind
from bot.services import (
    exchange,
    matching,
    members,
    practices,
    reviews,
    successions,
    themes,
)
from bot.services.members import Caller
from storage import clusters as cluster_rows
from storage import externals as external_rows
from storage import former_members, sigs
from storage import matching as offer_rows
from storage import members as member_rows
from storage import networks as network_rows
from storage import practices as practice_rows
from storage import proposals as proposal_rows
from storage import reviews as review_rows
from storage import themes as theme_rows

from factories import NOW
from groups import TEAM

TODAY = NOW.date()
# Externals in the two states in which they may do less than others.
EXPIRED, MUTE = "external_expired", "external_who_may_not_submit"


def clock() -> datetime:
    return NOW


@dataclass
class Scene:
    """A group, its people as callers, and the ids of what is there."""

    database: object
    word: str = "scene"
    team: str = TEAM
    channel: str = "CSIG"
    prefix: str = "U"
    sig: Sig = None
    callers: dict[str, Caller] = field(default_factory=dict)
    ids: SimpleNamespace = field(default_factory=SimpleNamespace)

    def say(self, text: str) -> str:
        return f"{text} {self.word}"

    def account(self, name: str) -> str:
        return f"{self.prefix}{name.upper()}"

    def do(self, use_case, name, **arguments):
        who = self.callers[name]
        return use_case(self.database, clock, caller=who, **arguments)

    def mine(self, kind: str, who: Caller) -> int | str:
        """Return the id of what belongs to a caller: "draft", "practice", ..."""
        return getattr(self.ids, f"{kind}_of")[who.person.user_id]


def build(scene: Scene, name: str) -> Scene:
    """Fill an empty scene."""
    with scene.database.begin() as session:
        sig = sigs.add(session, Sig(name=name))
    exchange.import_file(scene.database, clock, CORPUS, sig_id=sig.id)
    with scene.database.begin() as session:
        bound = sigs.bind(session, sig.id, team_id=scene.team, channel_id=scene.channel)
        scene.sig = sigs.save(
            session,
            replace(bound, name=name, quiet_from=bound.quiet_until),
        )
        _registers(scene, session)
        _people(scene, session)
    _practices(scene)
    with scene.database.begin() as session:
        _reviews(scene, session)
        _offers(scene, session)
    _history(scene)
    return scene


def _registers(scene, session):
    ids, sig_id = scene.ids, scene.sig.id
    for key in ("home", "other", "ends", "ends_too", "stays"):
        cluster = Cluster(
            key=key,
            name=scene.say(f"Cluster {key}"),
            name_original=scene.say(f"Klaster {key}"),
            acronym=f"{key.upper()}",
            country="EE",
            city=scene.say("Tartu"),
            hubs=(Hub(city=scene.say("Narva")),),
            s3_priorities=(scene.say("Health data"),),
        )
        setattr(ids, key, cluster_rows.add_cluster(session, sig_id, cluster).id)
    network = Network(
        slug="spare",
        name=scene.say("Spare network"),
        kind="network",
        relation="liaison",
        next_step=scene.say("Call them"),
    )
    ids.network = network_rows.add_network(session, sig_id, network).id
    for position, slug in enumerate(("spare", "first", "second"), start=90):
        theme = Theme(
            slug=slug,
            label=scene.say(f"Theme {slug}"),
            position=position,
            description=scene.say("What it is about"),
        )
        setattr(ids, f"theme_{slug}", theme_rows.add_theme(session, sig_id, theme).id)


def _people(scene, session):
    ids = scene.ids
    for role in Role:
        is_external = role is Role.EXTERNAL
        place = {"cluster_id": None if is_external else ids.home}
        if is_external:
            place |= _terms(scene)
        scene.callers[role.value] = _seat(scene, session, role.value, role, **place)
    for name, terms in (
        (EXPIRED, {"expires_on": TODAY - timedelta(days=1)}),
        (MUTE, {"may_submit": False}),
    ):
        place = _terms(scene) | terms
        scene.callers[name] = _seat(scene, session, name, Role.EXTERNAL, **place)
    # Somebody else has to be chair, or the chair could not leave.
    _seat(scene, session, "second", Role.CHAIR)
    for name in ("author", "partner"):
        seat = _seat(scene, session, name, Role.MEMBER, cluster_id=ids.other)
        scene.callers[name] = seat
    guest = _seat(scene, session, "guest", Role.EXTERNAL, **_terms(scene))
    ids.guest = guest.person.id
    for each in (guest.person.id, scene.callers["external"].person.id):
        organisation = scene.say(f"Hospital {each}")
        external_rows.set_organisation(session, scene.sig.id, each, name=organisation)
    ids.someone = _seat(
        scene, session, "someone", Role.MEMBER, cluster_id=ids.home
    ).person.id
    ids.proposal = _proposal(scene, session, "newcomer")
    ids.declined = _proposal(scene, session, "latecomer")
    gone = _seat(scene, session, "gone", Role.MEMBER, cluster_id=ids.home)
    ids.gone = gone.person.id
    chair = scene.callers["chair"].person.id
    former_members.end(session, scene.sig.id, ids.gone, by=chair, now=NOW)


def _proposal(scene, session, name) -> int:
    newcomer = _seat(scene, session, name, Role.MEMBER)
    proposed = ProposedCluster(name=scene.say(f"Cluster of a {name}"), country="LV")
    return proposal_rows.store(
        session, scene.sig.id, newcomer.person.id, proposed=proposed
    ).id


def _terms(scene) -> dict:
    return {
        "sponsor_cluster_id": scene.ids.home,
        "purpose": scene.say("Advice"),
        "expires_on": TODAY + timedelta(days=90),
    }


def _seat(scene, session, name, role, **place) -> Caller:
    person = member_rows.add_person(
        session,
        Person(
            team_id=scene.team,
            user_id=scene.account(name),
            display_name=scene.say(f"Name of {name}"),
            notice_version=NOTICE_VERSION,
            notice_seen_at=NOW,
        ),
    )
    member_rows.set_membership(
        session,
        Membership(sig_id=scene.sig.id, person_id=person.id, role=role, **place),
    )
    actor = member_rows.actor(session, scene.sig.id, person.id)
    return Caller(sig=scene.sig, person=person, actor=actor)


def a_text(scene, title="A practice", **changes) -> PracticeContent:
    """Return a text that may be submitted, with the scene's word in every field."""
    values = {
        "title": title,
        "summary": "Doctors prescribe, nobody carries paper.",
        "problem": "Paper gets lost.",
        "description": "One national service.",
        "organisation": "Health insurance fund",
        "evidence": "97 % of prescriptions were digital in 2019.",
        "transfer": "The stepwise mandate.",
        "difficulties": "Old printers.",
        "resources": "Two people.",
        "stakeholders": "Pharmacies.",
        "submitter_role": "Project lead.",
    }
    said = {field: scene.say(text) for field, text in values.items()}
    return PracticeContent(**(said | {"themes": ("first",), "country": "EE"} | changes))


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
