"""Where e-mails are handed over: a mail server, as an operator writes it down."""

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

_PORTS = {"smtps": 465, "smtp": 587}
_HERE = {"localhost", "127.0.0.1", "::1"}
_FORM = "must look like smtps://user:password@mail.example.eu"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """A mail server that takes e-mails in (RFC 6409).

    ``is_implicit``: encrypted from the first byte (RFC 8314, 3.3); else with STARTTLS,
    which must work, except on this same machine.
    """

    host: str
    port: int
    is_implicit: bool
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def is_here(self) -> bool:
        """Whether it is on this machine, where nobody can listen on the way."""
        return self.host in _HERE


def read_server(address: str) -> MailServer:
    """Read an address such as ``smtps://user:password@mail.example.eu``.

    Raises:
        ValueError: it is none; the text goes on after the name of the setting.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise ValueError(_FORM) from None
    is_more = parts.query or parts.fragment or parts.path not in {"", "/"}
    if parts.scheme not in _PORTS or not parts.hostname or is_more:
        raise ValueError(_FORM)
    return MailServer(
        host=parts.hostname,
        port=port or _PORTS[parts.scheme],
        is_implicit=parts.scheme == "smtps",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
