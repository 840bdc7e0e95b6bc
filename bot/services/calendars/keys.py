"""Keys of the messages that carry a meeting into a calendar.

Each carries the meeting's sequence, which every change raises: one file for each
change, and a file that a later change overtook is not sent any more.
"""

from bot.domain.meetings import Meeting

# The schemes by which the worker finds who delivers what does not go as a message.
FILE = "file"
MAIL = "mail"


def of_file(meeting: Meeting, rest: str) -> str:
    """Return the key of a file in Slack; ``rest`` says for whom."""
    return f"meeting:{meeting.id}:ics:{meeting.sequence}:{rest}"


def of_mail(meeting: Meeting, person_id: int) -> str:
    """Return the key of an e-mail."""
    return f"meeting:{meeting.id}:mail:{meeting.sequence}:{person_id}"


def is_current(key: str, meeting: Meeting) -> bool:
    """Say whether the meeting was not changed since this key was made."""
    number = str(meeting.sequence)
    return key.split(":")[1:4:2] == [str(meeting.id), number]


def shelf(recipient: str) -> str:
    """Return the recipient of a file that goes to a channel, or to somebody."""
    return f"{FILE}:{recipient}"


def mailbox(person_id: int) -> str:
    """Return the recipient of an e-mail: whom it goes to, not the address.

    The address is looked up when it is sent, so it is the present one, and is kept
    in one place only.
    """
    return f"{MAIL}:{person_id}"


def place_of(recipient: str) -> str:
    """Return the channel or the account that a message or a file goes to."""
    return recipient.removeprefix(f"{FILE}:")


def person_of(recipient: str) -> int:
    """Return who gets an e-mail."""
    return int(recipient.removeprefix(f"{MAIL}:"))
