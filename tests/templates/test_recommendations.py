"""Recommendations and editions in Slack: whatever was typed stays text."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from factories_paper import a_recommendation
from hostile_texts import MORE_TEXTS, TEXTS, assert_slack_shows_text

from bot.domain.clusters import Theme
from bot.domain.consensus import (
    Answer,
    Facet,
    Outcome,
    Position,
    Proposed,
    Round,
    Ruling,
    Stance,
    Standing,
    count,
)
from bot.domain.recommendations import RecommendationStatus
from bot.domain.successions import Lineage
from bot.domain.whitepaper import Edition, EditionState
from bot.domain.whitepaper.changes import between
from templates.forms import About
from templates.recommendations import cards, forms
from templates.whitepaper import editions

NOW = datetime(2021, 6, 1, 12, tzinfo=UTC)
ABOUT = About(channel="C1", record_id=3)
HOSTILE = sorted({*TEXTS, *MORE_TEXTS})


def a_standing(text, status=RecommendationStatus.DISCUSSED):
    value = a_recommendation(
        3, title=text or "x", statement=text, rationale=text, status=status
    )
    positions = tuple(
        Position(cluster=str(each), stance=each, reason=text, said_at=NOW)
        for each in Stance
    )
    proposed = Proposed(
        id=1,
        sig_id=1,
        recommendation=replace(value, dissent=text, decision=5),
        round=Round(number=1, opened_at=NOW, closes_at=NOW + timedelta(days=7)),
        positions=positions,
        reason=text,
    )
    return Standing(
        proposed=proposed,
        tally=count(proposed, (), Lineage()),
        names={str(each): text for each in Stance},
        author=text,
        mine=positions[0],
        may_edit=True,
        may_rule=True,
        may_answer=True,
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_a_recommendation_and_what_is_said_about_it_stay_text(text):
    found = a_standing(text)
    messages = (
        *(cards.question, cards.reminder, cards.ended, cards.disputed, cards.ruled),
        *(cards.card, cards.proposed),
    )
    outdated = Outcome(standing=found, is_done=False, changed=tuple(Facet))
    answers = (Outcome(standing=found), outdated)

    assert_slack_shows_text(
        posts=[
            cards.listing([found] * 12),
            *(show(found) for show in messages),
            *map(cards.answered, answers),
        ],
        views=[
            forms.words_form(
                ABOUT,
                [Theme(slug="a", label=text or "x", position=1)],
                found.proposed,
                sig_id=1,
            ),
            forms.round_form(ABOUT, found.proposed),
            forms.round_form(ABOUT, found.proposed, outdated=outdated),
            forms.objection_form(ABOUT, found.proposed),
            forms.objection_form(
                ABOUT,
                found.proposed,
                given=Answer(stance=Stance.OBJECT, reason=text, is_printed=True),
                outdated=outdated,
            ),
            *(
                forms.ruling_form(
                    ABOUT,
                    found.proposed,
                    status,
                    given=Ruling(status=status, version=1, reason=text, other=4),
                    outdated=outdated,
                )
                for status in forms.RULING
            ),
        ],
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_editions_and_their_differences_stay_text(text):
    edition = Edition(
        version="1.0",
        as_of=date(2021, 6, 1),
        sha256="0" * 64,
        fingerprint="0" * 64,
        summary=text,
        state=EditionState.WITHDRAWN,
        said=text,
    )
    changes = between(
        "## Outlook {#sec-outlook}\n\nOld words.\n",
        f"## Outlook {{#sec-outlook}}\n\n{text}\n",
        names=("0.1", "0.2"),
    )

    assert_slack_shows_text(
        posts=[
            editions.history([edition] * 12),
            editions.withdrawn(edition),
            editions.published(edition),
            editions.comparison(changes, has_file=True),
        ],
        views=[editions.withdraw_form(edition, channel="C1")],
    )
    page = editions.comparison_file(changes, text).content.decode()
    assert page.count("<h1>") == 1
    assert "<script" not in page
