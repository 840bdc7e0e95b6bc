"""Errors whose message a member may read: it names the thing and says what to do."""

from collections.abc import Mapping


class ConvenorError(Exception):
    """Something a person can understand and act on.

    ``str(error)`` is a plain sentence fit for Slack (before escaping) and for the
    command line. Subclasses exist where the program must tell them apart.
    """


class NotFoundError(ConvenorError):
    """The thing that was named does not exist, or not in this group."""


class NotAllowedError(ConvenorError):
    """The person's role does not permit this."""


class SetupNeededError(ConvenorError):
    """The channel or the person does not belong to a group yet."""


class InvalidTransitionError(ConvenorError):
    """The state of the thing does not allow this step."""


class StaleVersionError(ConvenorError):
    """Somebody else saved a newer version in the meantime."""


class NotSavedError(ConvenorError):
    """The database refused to store it: nothing was saved."""


class UnavailableError(ConvenorError):
    """An optional part (a scope, a package) is missing."""


class InvalidInputError(ConvenorError):
    """One or more fields are not acceptable.

    ``fields`` maps a field's name to the sentence shown beside it.
    """

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = dict(fields)
        super().__init__(" ".join(self.fields.values()))


class ImportRejectedError(ConvenorError):
    """A file was refused as a whole; ``problems`` lists record, field and reason."""

    def __init__(self, summary: str, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__(summary)
