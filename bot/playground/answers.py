"""What the bot answers to one interaction: ack bodies and response URLs.

https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

from bot.playground import checks
from bot.playground.errors import SlackError
from bot.playground.records import Json, Message
from bot.playground.site import Site

_CONTENT = ("text", "blocks", "attachments", "markdown_text")


def use_response_url(site: Site, key: str, body: Json) -> None:
    """Show what was posted to a response URL.

    Raises:
        SlackError: `used_url`, `expired_url`, or what is wrong with the message.
    """
    url = site.response_urls.get(key)
    if url is None:
        raise SlackError("invalid_url")
    if url.uses_left <= 0:
        raise SlackError("used_url")
    if site.workspace.now() > url.expires:
        raise SlackError("expired_url")
    url.uses_left -= 1
    show_answer(site, body, channel=url.channel, user=url.user, original=url.original)


def show_answer(
    site: Site, body: Json, *, channel: str, user: str, original: str | None = None
) -> Message | None:
    """Post, replace or delete as an answer says; only the person sees it by default.

    Raises:
        SlackError: what is wrong with the message.
    """
    space = site.workspace
    before = space.find_message(channel, original, reader=user) if original else None
    if body.get("delete_original"):
        if before is not None:
            space.remove(before)
        return None
    content = {name: body[name] for name in _CONTENT if body.get(name) is not None}
    checks.check_message(content)
    content.setdefault("text", content.pop("markdown_text", ""))
    if body.get("replace_original") and before is not None:
        space.edit(before, **{"blocks": [], "attachments": []} | content)
        return before
    public = body.get("response_type") == "in_channel"
    return space.post(
        space.channels[channel],
        user=space.bot.id,
        bot_id=space.bot_id,
        ephemeral_to=None if public else user,
        thread_ts=body.get("thread_ts"),
        **content,
    )
