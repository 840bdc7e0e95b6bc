"""A refusal with Slack's own name for the reason."""

from typing import Any


class SlackError(Exception):
    """What the Web API answers with `"ok": false`."""

    def __init__(self, error: str, *messages: str, **extra: Any) -> None:
        super().__init__(error, *messages)
        self.error = error
        self.messages = messages
        self.extra = extra

    def to_json(self) -> dict[str, Any]:
        """Return the body of the answer."""
        body: dict[str, Any] = {"ok": False, "error": self.error, **self.extra}
        if self.messages:
            body["errors"] = list(self.messages)
            told = [f"[ERROR] {message}" for message in self.messages]
            body["response_metadata"] = {"messages": told}
        return body
