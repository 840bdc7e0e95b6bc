"""What a chair reads when a message never arrived."""

import re
from datetime import UTC, datetime

import pytest

from bot.domain.outbox import Message, MessageKind
from bot.playground import checks
from templates import notices

CODES = [*sorted(notices._REASONS), "fatal_error", "as_user_not_supported"]


def said(reason, kind=MessageKind.PRACTICE_SUBMITTED, recipient="CSIG"):
    message = Message(
        key="k",
        kind=kind,
        sig_id=1,
        object_id=1,
        recipient=recipient,
        due_at=datetime(2026, 11, 21, tzinfo=UTC),
    )
    post = notices.delivery_failed(message, reason=reason)
    checks.check_message(post.arguments())
    return post.text


@pytest.mark.parametrize("code", CODES)
def test_no_code_of_slack_and_no_name_of_the_program_is_shown(code):
    for kind in MessageKind:
        text = said(code, kind)

        assert not re.search(r"[a-z]_[a-z]", text)
        assert text.startswith("A message ")
        assert re.search(r"could not be delivered: [^.]+\. [A-Z][^.]+", text)


def test_it_says_what_it_was_about_why_and_what_helps():
    assert said("not_in_channel") == (
        "A message about a practice to the channel could not be delivered: I am not "
        "in the channel. Type /invite @Convenor there."
    )
    assert said("account_inactive", recipient="UGONE").startswith(
        "A message about a practice to a member could not be delivered: the account is "
        "deactivated. Type /sig members"
    )
    assert "whether it was posted. Please tell whoever runs" in said(
        "I cannot find out whether it was posted"
    )
