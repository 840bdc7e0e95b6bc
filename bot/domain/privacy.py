"""Which privacy notice people are shown; its words are in ``templates/privacy.py``."""

# Whoever saw another version is shown the notice again. It is also the version that
# a consent is recorded under.
NOTICE_VERSION = "2026-11"


def has_seen(version: str | None) -> bool:
    """Say whether somebody who was shown ``version`` knows what holds now."""
    return version == NOTICE_VERSION
