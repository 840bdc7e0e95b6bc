"""From the keys of a file to the rows that they stand for."""

from storage.directory import Directory


def person_of(
    who: Directory, key: str | None, *, before: int | None = None
) -> int | None:
    """Return the id of the person with this key.

    Without one nobody is meant, but whoever left the group is in no file: when
    ``before``, who is named now, is such a person, they stay.
    """
    if key:
        return who.find(key)[0]
    return None if before in who.people else before
