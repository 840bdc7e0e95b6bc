"""A group whose seats are taken: a chair, members of two clusters, an observer.

An external is in the channel and can be invited; see `meeting_group`.
"""

import pytest
from meeting_group import plan, seated

CHANNEL = "CSIG"
MORE = ("UTHIRD", "UWATCH", "UEXT")


@pytest.fixture
def slack(slack):
    for user in MORE:
        slack.workspace.add_user(id=user, name=user.lower())
    slack.workspace.channels[CHANNEL].members.extend(MORE)
    return slack


@pytest.fixture
def db(convenor):
    return convenor.deps.db


@pytest.fixture
def sig(db):
    return seated(db, CHANNEL)


@pytest.fixture
def meeting(convenor, sig):
    """A meeting in ten days."""
    return plan(convenor.deps.db, sig.id, now=convenor.deps.clock())
