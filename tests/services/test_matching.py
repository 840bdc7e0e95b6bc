"""Use cases of needs and offers: stating, changing, listing, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from factories_matching import TODAY, a_statement, two_clusters

from bot.domain.contact_details import fingerprint
from bot.domain.errors import InvalidInputError, NotAllowedError, NotFoundError
from bot.domain.matching import OfferKind, OfferState, Shown, default_until
from bot.domain.permissions import Role
from bot.domain.practices import Visibility
from bot.services import matching
from storage import members, practices

from factories import NOW, a_content, a_practice
from groups import a_caller


def clock():
    return NOW


@pytest.fixture
def group(database):
    """A group, its two clusters, and somebody who speaks for each."""
    sig, one, other = two_clusters(database)
    mine = a_caller(database, sig, Role.MEMBER, "UONE", cluster_id=one)
    theirs = a_caller(database, sig, Role.MEMBER, "UTWO", cluster_id=other)
    return sig, mine, theirs


def state(database, who, nonce="n", **changes):
    return matching.state(
        database,
        clock,
        caller=who,
        nonce=nonce,
        statement=a_statement(**changes),
        confirmed=fingerprint(changes.get("text", "")),
    ).offer


def change(database, who, offer, *, version=None, **changes):
    return matching.change(
        database,
        clock,
        caller=who,
        offer_id=offer.id,
        version=version or offer.version,
        statement=a_statement(**changes),
    )


def listed(database, who, shown=Shown.OURS):
    lines = matching.listed(database, clock, caller=who, shown=shown)
    return [line.offer.text for line in lines]


def test_what_is_stated_belongs_to_the_cluster_and_is_there_for_all(database, group):
    _, mine, theirs = group

    offer = state(database, mine, text="A test bed", may_print=True)

    assert (offer.cluster_name, offer.person_id) == (
        "Tallinn Health Cluster",
        mine.person.id,
    )
    assert (offer.theme, offer.theme_label) == (
        "telehealth",
        "Telehealth and remote care",
    )
    assert offer.stated_on == TODAY
    assert listed(database, mine) == ["A test bed"]
    assert listed(database, theirs) == []
    assert listed(database, theirs, Shown.ALL) == ["A test bed"]
    assert listed(database, theirs, Shown.OFFERS) == ["A test bed"]
    assert listed(database, theirs, Shown.NEEDS) == []


def test_the_same_form_sent_twice_is_one_offer(database, group):
    _, mine, theirs = group

    assert state(database, mine) == state(database, mine)
    assert len(listed(database, mine)) == 1
    with pytest.raises(NotAllowedError, match="somebody else"):
        state(database, theirs)


def test_a_mistake_is_told_and_nothing_is_saved(database, group):
    _, mine, _ = group

    with pytest.raises(InvalidInputError) as caught:
        state(database, mine, text=" ", theme="gardening", practice_id=99)

    assert set(caught.value.fields) == {"text", "theme", "practice"}
    assert listed(database, mine) == []


def test_contact_details_are_asked_about_once_for_each_text(database, group):
    _, mine, _ = group
    about = {"caller": mine, "nonce": "n"}
    first, other = "Write to a@b.org", "Write to c@d.org"

    warned = matching.state(database, clock, statement=a_statement(text=first), **about)
    again = matching.state(
        database,
        clock,
        statement=a_statement(text=other),
        confirmed=fingerprint(first),
        **about,
    )
    assert (warned.offer, warned.warned) == (None, ("a@b.org",))
    assert again.warned == ("c@d.org",)
    assert listed(database, mine) == []

    kept = matching.state(
        database,
        clock,
        statement=a_statement(text=other),
        confirmed=fingerprint(other),
        **about,
    )
    assert kept.offer.text == other


def test_somebody_without_a_cluster_is_told_what_to_do(database, group):
    sig, *_ = group
    chair = a_caller(database, sig, Role.CHAIR, "UCHAIR")

    with pytest.raises(NotAllowedError, match="which one you speak for"):
        matching.choices(database, clock, caller=chair)
    with pytest.raises(NotAllowedError, match="which one you speak for"):
        state(database, chair)


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.EXTERNAL])
def test_who_has_no_voice_states_nothing(database, group, role):
    sig, mine, _ = group
    offer = state(database, mine)
    guest = a_caller(database, sig, role, "UGUEST", cluster_id=mine.actor.cluster_id)

    for refused in (
        lambda: state(database, guest, "other"),
        lambda: matching.choices(database, clock, caller=guest),
        lambda: change(database, guest, offer),
        lambda: matching.close(database, clock, caller=guest, offer_id=offer.id),
        lambda: matching.reopen(database, clock, caller=guest, offer_id=offer.id),
        lambda: matching.editable(database, clock, caller=guest, offer_id=offer.id),
        lambda: matching.matches(database, clock, caller=guest),
        lambda: matching.practices_to_choose(database, clock, caller=guest, typed=""),
    ):
        with pytest.raises(NotAllowedError):
            refused()


def test_an_observer_reads_the_list_and_an_external_does_not(database, group):
    sig, mine, _ = group
    state(database, mine, text="A test bed")
    observer = a_caller(database, sig, Role.OBSERVER, "UOBSERVER")
    guest = a_caller(database, sig, Role.EXTERNAL, "UGUEST")

    (line,) = matching.listed(database, clock, caller=observer, shown=Shown.ALL)
    assert not line.may_change
    assert not line.may_close
    with pytest.raises(NotAllowedError):
        listed(database, guest, Shown.ALL)


def test_colleagues_change_what_their_cluster_stated_and_others_do_not(database, group):
    sig, mine, theirs = group
    offer = state(database, mine)
    colleague = a_caller(
        database, sig, Role.ALTERNATE, "UTHREE", cluster_id=mine.actor.cluster_id
    )

    changed = change(database, colleague, offer, text="Two test beds").offer

    assert (changed.text, changed.version) == ("Two test beds", 2)
    assert changed.person_id == mine.person.id
    with pytest.raises(NotAllowedError, match="Only people of Tallinn"):
        change(database, theirs, changed)
    with pytest.raises(NotAllowedError, match="Only people of Tallinn"):
        matching.close(database, clock, caller=theirs, offer_id=offer.id)


def test_whether_it_is_a_need_stays_when_it_is_changed(database, group):
    _, mine, _ = group
    offer = state(database, mine, kind=OfferKind.NEED)

    changed = change(database, mine, offer, kind=None, text="New").offer

    assert changed.kind is OfferKind.NEED


def test_where_the_contact_is_gone_a_colleague_takes_over(database, group):
    sig, mine, _ = group
    offer = state(database, mine)
    colleague = a_caller(
        database, sig, Role.MEMBER, "UTHREE", cluster_id=mine.actor.cluster_id
    )
    with database.begin() as session:
        members.remove_membership(session, sig.id, mine.person.id)

    changed = change(database, colleague, offer, text="New").offer

    assert changed.person_id == colleague.person.id


def test_two_who_change_it_at_once_see_both_texts(database, group):
    _, mine, _ = group
    offer = state(database, mine)
    change(database, mine, offer, text="First")

    second = change(database, mine, offer, text="Second")
    repeated = change(database, mine, offer, text="First")

    assert second.offer is None
    assert second.newer.text == "First"
    assert repeated.offer.text == "First"
    replaced = change(database, mine, offer, version=2, text="Second")
    assert replaced.offer.text == "Second"


def test_closing_twice_is_closing_once_and_it_opens_again(database, group):
    sig, mine, _ = group
    offer = state(database, mine, until=TODAY)
    chair = a_caller(database, sig, Role.CHAIR, "UCHAIR")

    closed = matching.close(database, clock, caller=chair, offer_id=offer.id)
    again = matching.close(database, clock, caller=mine, offer_id=offer.id)

    assert closed == again
    assert closed.state is OfferState.CLOSED
    assert listed(database, mine, Shown.ALL) == []
    assert listed(database, mine) == [offer.text]
    opened = matching.reopen(database, clock, caller=mine, offer_id=offer.id)
    assert opened.until == TODAY
    assert matching.reopen(database, clock, caller=mine, offer_id=offer.id) == opened


def test_past_its_last_day_it_leaves_the_list_and_opens_with_a_new_one(database, group):
    _, mine, theirs = group
    offer = state(database, mine, until=TODAY)

    def tomorrow():
        return NOW + timedelta(days=1)

    def everybodys():
        return matching.listed(database, tomorrow, caller=theirs, shown=Shown.ALL)

    assert everybodys() == ()
    (own,) = matching.listed(database, tomorrow, caller=mine, shown=Shown.OURS)
    assert not own.is_open
    opened = matching.reopen(database, tomorrow, caller=mine, offer_id=offer.id)
    assert opened.until == default_until(tomorrow().date())
    assert len(everybodys()) == 1


def test_one_of_another_group_does_not_exist(database, group):
    _, mine, _ = group
    offer = state(database, mine)
    elsewhere, cluster_id, _ = two_clusters(database, "COTHER")
    other = a_caller(database, elsewhere, Role.CHAIR, "UELSE", cluster_id=cluster_id)

    for refused in (
        lambda: change(database, other, offer),
        lambda: matching.close(database, clock, caller=other, offer_id=offer.id),
        lambda: matching.editable(database, clock, caller=other, offer_id=offer.id),
    ):
        with pytest.raises(NotFoundError):
            refused()
    for shown in Shown:
        assert listed(database, other, shown) == []


def a_stored_practice(database, sig, who, nonce, *, accepted=True, **content):
    with database.begin() as session:
        draft = a_practice(
            id=0,
            sig_id=sig.id,
            number=None,
            status="draft",
            content=a_content(themes=(), **content),
            consent=None,
            author_id=who.person.id,
            cluster_id=who.actor.cluster_id,
        )
        draft = practices.add_draft(session, draft, nonce)
        stored = practices.submit(session, draft.submit(int(nonce), NOW), nonce)
        if accepted:
            stored = practices.change_status(session, stored, stored.accept(NOW))
        return stored


def test_a_practice_is_chosen_among_ones_own_and_what_is_public(database, group):
    sig, mine, theirs = group
    own = a_stored_practice(database, sig, mine, "1", accepted=False, title="Own heart")
    public = a_stored_practice(database, sig, theirs, "2", title="Public heart")
    waiting = a_stored_practice(database, sig, theirs, "3", accepted=False)
    hidden = a_stored_practice(
        database, sig, theirs, "4", visibility=Visibility.SIG_ONLY
    )

    def found(typed):
        possible = matching.practices_to_choose(
            database, clock, caller=mine, typed=typed
        )
        return [each.id for each in possible]

    assert found("") == [own.id, public.id]
    assert found("HEART") == [own.id, public.id]
    assert found("p-2") == [public.id]
    offer = state(database, mine, practice_id=public.id)
    assert offer.practice_number == 2
    for wrong in (waiting, hidden):
        with pytest.raises(InvalidInputError, match="Please choose a practice"):
            state(database, mine, "other", practice_id=wrong.id)


def test_a_practice_knows_its_open_needs_and_offers(database, group):
    sig, mine, theirs = group
    practice = a_stored_practice(database, sig, mine, "1")
    offer = state(database, mine, practice_id=practice.id)
    state(database, mine, "other")
    guest = a_caller(database, sig, Role.EXTERNAL, "UGUEST")

    def on_it(who):
        return matching.of_practice(
            database, clock, caller=who, practice_id=practice.id
        )

    assert on_it(theirs) == (offer,)
    assert on_it(guest) == ()
    matching.close(database, clock, caller=mine, offer_id=offer.id)
    assert on_it(theirs) == ()


def test_a_theme_that_was_merged_is_its_successor(database, group):
    _, mine, theirs = group
    need = state(database, mine, kind=OfferKind.NEED, text="x1", theme="ai")
    state(database, theirs, "other", text="y2", theme="telehealth")
    assert matching.matches(database, clock, caller=mine) == ()
    with database.begin() as session:
        session.connection().exec_driver_sql(
            "UPDATE theme SET merged_into_id = (SELECT id FROM theme other WHERE "
            "other.slug = 'telehealth') WHERE slug = 'ai'"
        )

    (match,) = matching.matches(database, clock, caller=mine)

    assert match.pair.is_same_theme
    assert match.pair.need == replace(
        need, theme="telehealth", theme_label="Telehealth and remote care"
    )
