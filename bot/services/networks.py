"""The register of networks: list, show, add, edit, note a contact."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.domain import names
from bot.domain.clock import Clock
from bot.domain.clusters import Network
from bot.domain.errors import InvalidInputError, NotFoundError
from bot.domain.permissions import Permission, Role, may
from bot.domain.registers import clusters as cluster_rules
from bot.domain.registers import networks as rules
from bot.domain.registers.edited import Edited
from bot.domain.registers.finding import find as find_in
from bot.domain.registers.networks import NetworkCard, NetworkList
from bot.domain.registers.typed import Typed, Values
from bot.services.members import Caller, require_permission, today
from storage import audit, inbound
from storage import clusters as cluster_rows
from storage import members as member_rows
from storage import networks as rows
from storage.database import Database, alone
from storage.practices.indexing import reindex

_KEY = 40
_SENT = "This form was sent already: look at /sig networks. Open it new for another."
_NOT_HERE = (
    "This person is not in the group yet. Ask them to type /sig members in the group's "
    "channel first."
)
_EXTERNAL = "An external cannot keep contact for the group. Please choose a member."


def listed(db: Database, clock: Clock, *, caller: Caller) -> NetworkList:
    """Return all networks of the group.

    Raises:
        NotAllowedError: only people inside the group may.
    """
    require_permission(clock, caller, Permission.READ_GROUP)
    day, sig_id = today(clock, caller.sig), caller.sig.id
    with db.read() as session:
        found = rows.networks(session, sig_id)
        liaisons = rows.liaisons(session, sig_id)
        clusters = cluster_rows.active(session, sig_id)
    cards = (
        NetworkCard(
            network=each,
            liaison=liaisons.get(each.liaison_person_id or 0),
            clusters=tuple(
                cluster.name
                for cluster in cluster_rules.ordered(clusters)
                if each.slug in cluster.networks
            ),
            is_silent=rules.is_silent(each, day),
            is_ended=rules.is_ended(each, day),
        )
        for each in rules.ordered(found, day)
    )
    return NetworkList(
        cards=tuple(cards),
        today=day,
        may_manage=may(caller.actor, Permission.MANAGE_NETWORKS, today=day),
        may_record=may(caller.actor, Permission.RECORD_CONTACT, today=day),
    )


def find(db: Database, clock: Clock, *, caller: Caller, name: str) -> NetworkList:
    """Return the network that somebody means: by short name, name or a part.

    Raises:
        NotAllowedError: only people inside the group may.
        NotFoundError: none is meant, or several; the message names the nearest.
    """
    known = listed(db, clock, caller=caller)
    words = [
        (word, card.network.name, card)
        for card in known.cards
        for word in (card.network.slug, card.network.name, card.network.acronym)
        if word
    ]
    card = find_in("network", name, words)
    return replace(known, cards=(card,))


def read(db: Database, clock: Clock, *, caller: Caller, network_id: int) -> NetworkList:
    """Return one network of the group.

    Raises:
        NotAllowedError: only people inside the group may.
        NotFoundError: there is no such network in the group.
    """
    known = listed(db, clock, caller=caller)
    cards = tuple(card for card in known.cards if card.network.id == network_id)
    if not cards:
        raise NotFoundError("There is no such network in this group.")
    return replace(known, cards=cards)


def require_manageable(clock: Clock, caller: Caller) -> None:
    """Let those pass who may add and change networks.

    Raises:
        NotAllowedError: the caller may not.
    """
    require_permission(clock, caller, Permission.MANAGE_NETWORKS)


def require_recordable(clock: Clock, caller: Caller) -> None:
    """Let those pass who may note a contact.

    Raises:
        NotAllowedError: the caller may not.
    """
    require_permission(clock, caller, Permission.RECORD_CONTACT)


def add(
    db: Database, clock: Clock, *, caller: Caller, nonce: str, typed: Values
) -> Network:
    """Add a network; the same nonce adds it once.

    Raises:
        InvalidInputError: with a sentence per field; nothing is saved.
        NotAllowedError: only the chair, the secretariat and editors may.
    """
    require_permission(clock, caller, Permission.MANAGE_NETWORKS)
    form, now, sig_id = Typed(typed), clock(), caller.sig.id
    blank = Network(slug="", name="", kind="network", relation="liaison")
    new = rules.read_details(form, blank)
    with db.begin() as session:
        alone(session)
        known = rows.networks(session, sig_id)
        if not inbound.first_time(session, f"network:{sig_id}:{nonce}", now):
            return _added_before(new, known)
        new = _with_liaison(session, caller, form, network=new)
        _check_name(form, new, known)
        form.require()
        slug = names.slug(new.acronym or new.name, _KEY) or "network"
        slug = names.unused(slug, {each.slug for each in known})
        last = max((each.position for each in known), default=0)
        added = rows.add_network(
            session, sig_id, replace(new, slug=slug, position=last + 1)
        )
        _log(session, caller, "added", added, now)
        return added


def edit(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    network_id: int,
    version: int,
    typed: Values,
) -> Edited[Network]:
    """Save what the form says.

    Raises:
        InvalidInputError: with a sentence per field; nothing is saved.
        NotAllowedError: only the chair, the secretariat and editors may.
        NotFoundError: there is no such network in the group.
    """
    require_permission(clock, caller, Permission.MANAGE_NETWORKS)
    form, now = Typed(typed), clock()
    with db.begin() as session:
        alone(session)
        stored = rows.lock(session, caller.sig.id, network_id)
        changed = rules.read_details(form, stored)
        changed = _with_liaison(session, caller, form, network=changed)
        _check_name(form, changed, rows.networks(session, caller.sig.id))
        form.require()
        if changed == stored:
            return Edited(stored=stored)  # nothing new, or the same save twice
        if stored.version != version:
            return Edited(stored=stored, typed=changed)
        saved = rows.save_network(session, changed)
        if saved.name != stored.name:
            reindex(session, caller.sig.id)
        _log(session, caller, "edited", saved, now)
        return Edited(stored=saved)


def note_contact(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    network_id: int,
    version: int,
    typed: Values,
) -> Edited[Network]:
    """Note when the group last spoke with a network, and what comes next.

    Raises:
        InvalidInputError: with a sentence per field; nothing is saved.
        NotAllowedError: only members of the group may.
        NotFoundError: there is no such network in the group.
    """
    require_permission(clock, caller, Permission.RECORD_CONTACT)
    form, now = Typed(typed), clock()
    with db.begin() as session:
        stored = rows.lock(session, caller.sig.id, network_id)
        changed = rules.read_contact(form, stored, today=today(clock, caller.sig))
        form.require()
        if changed == stored:
            return Edited(stored=stored)  # nothing new, or the same save twice
        if stored.version != version and changed.next_step != stored.next_step:
            return Edited(stored=stored, typed=changed)
        saved = rows.save_network(session, changed)
        _log(session, caller, "noted contact", saved, now)
        return Edited(stored=saved)


def _with_liaison(
    session: Session, caller: Caller, form: Typed, *, network: Network
) -> Network:
    """Read who keeps contact: a Slack account of somebody in the group."""
    user_id = form.raw("liaison")
    if not user_id:
        kept = network.liaison_person_id
        # Somebody known by role only has no account that the form could show.
        is_shown = kept in rows.liaisons(session, caller.sig.id)
        return replace(network, liaison_person_id=None if is_shown else kept)
    team_id = caller.sig.team_id or ""
    person = member_rows.find_person(session, team_id, user_id)
    place = (
        member_rows.membership(session, caller.sig.id, person.id) if person else None
    )
    if place is None:
        form.complain("liaison", _NOT_HERE)
        return network
    if place.role is Role.EXTERNAL:
        form.complain("liaison", _EXTERNAL)
    return replace(network, liaison_person_id=place.person_id)


def _check_name(form: Typed, network: Network, known: Iterable[Network]) -> None:
    others = [(each.name, each) for each in known if each.id != network.id]
    if found := names.same_as(network.name, others):
        said = f"This reads the same as {found.name}."
        form.complain("name", f"{said} See /sig networks show {found.slug}.")


def _added_before(new: Network, known: Iterable[Network]) -> Network:
    found = names.same_as(new.name, [(each.name, each) for each in known])
    if found is None:
        raise InvalidInputError({"name": _SENT})
    return found


def _log(
    session: Session, caller: Caller, verb: str, network: Network, now: datetime
) -> None:
    audit.record(
        session,
        caller.sig.id,
        caller.person.id,
        verb=verb,
        object_kind="network",
        object_id=network.id,
        now=now,
    )
