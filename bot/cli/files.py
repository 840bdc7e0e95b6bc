"""Files that an operator names on the command line."""

from pathlib import Path

from bot.domain.errors import ConvenorError


def read_up_to(file: Path, most: int) -> bytes:
    """Return a file's bytes, and one more than ``most`` where it is larger.

    Raises:
        ConvenorError: it cannot be read.
    """
    try:
        with file.open("rb") as opened:
            return opened.read(most + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ConvenorError(f"{file} cannot be read: {reason}.") from None
