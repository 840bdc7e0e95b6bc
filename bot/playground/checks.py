"""What Slack refuses in messages and views, beyond the shape of each block.

The limits are those of https://docs.slack.dev/reference/block-kit and of the
methods' own pages.
"""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bot.playground import schema
from bot.playground.blocks import SLOTS, choices, elements
from bot.playground.errors import SlackError
from bot.playground.records import Json

TEXT_LIMIT = 40_000
UPDATE_TEXT_LIMIT = 4_000
MARKDOWN_LIMIT = 12_000  # over all markdown blocks of a message
TABLE_LIMIT = 10_000  # over all tables of a message
# Nowhere documented; measured by others at 13,172 to 13,297 characters
# (https://github.com/slackapi/bolt-js/issues/2509).
MESSAGE_BLOCKS_LIMIT = 13_200
VIEW_SIZE_LIMIT = 250_000  # bytes
METADATA_LIMIT = 8_000  # undocumented; far above what an id needs
ATTACHMENTS_LIMIT = 100

_MESSAGES_ONLY = {
    "markdown",
    "table",
    "data_table",
    "context_actions",
    "task_card",
    "plan",
}
_MODALS_ONLY = {"alert"}
_URLS = ("url", "image_url", "thumb_url", "video_url", "thumbnail_url", "title_url")


def check_message(content: Json, *, text_limit: int = TEXT_LIMIT) -> None:
    """Refuse what `chat.postMessage` refuses in the content of a message.

    Raises:
        SlackError: with `no_text`, `msg_too_long`, `invalid_blocks`, ...
    """
    if content.get("markdown_text") and (content.get("text") or content.get("blocks")):
        raise SlackError("markdown_text_conflict")
    texts = [content.get(name) or "" for name in ("text", "markdown_text")]
    blank = not "".join(texts).strip()
    if blank and not content.get("blocks") and not content.get("attachments"):
        raise SlackError("no_text")
    if len(content.get("text") or "") > text_limit:
        raise SlackError("msg_too_long")
    if len(content.get("markdown_text") or "") > MARKDOWN_LIMIT:
        raise SlackError("msg_too_long")
    check_attachments(content.get("attachments") or [])
    if "blocks" in content:
        check_blocks(content["blocks"])
    if content.get("metadata") is not None:
        check_metadata(content["metadata"])


def check_attachments(attachments: Any) -> None:
    """Refuse malformed or too many attachments."""
    if problem := schema.problem("attachments", attachments):
        raise SlackError("invalid_attachments", problem)
    if len(attachments) > ATTACHMENTS_LIMIT:
        raise SlackError("too_many_attachments")


def check_blocks(blocks: Any) -> None:
    """Refuse blocks that a message cannot have."""
    shape = schema.problem("blocks", blocks)
    problems = [shape] if shape else list(_problems(blocks, "blocks", "message"))
    if problems:
        raise SlackError("invalid_blocks", *problems)
    if sum(map(len, _shown(blocks))) > MESSAGE_BLOCKS_LIMIT:
        raise SlackError("msg_blocks_too_long")


def check_view(view: Any, *, kind: str) -> None:
    """Refuse a view that is not a proper modal or Home tab.

    Raises:
        SlackError: with `view_too_large` or `invalid_arguments`.
    """
    if len(json.dumps(view).encode()) > VIEW_SIZE_LIMIT:
        raise SlackError("view_too_large")
    problem = schema.problem("view", view)
    if problem is None and view["type"] != kind:
        problem = schema.at("view/type", f"must be {kind}")
    if problem:
        raise SlackError("invalid_arguments", problem)
    problems = list(_problems(view["blocks"], "view/blocks", kind))
    if kind == "modal" and not view.get("submit"):
        problems += _inputs_without_submit(view["blocks"])
    if problems:
        raise SlackError("invalid_arguments", *problems)


def check_metadata(metadata: Any) -> None:
    """Refuse message metadata without a type or with more than flat values.

    https://docs.slack.dev/messaging/message-metadata
    """
    if not isinstance(metadata, dict) or not {"event_type", "event_payload"} <= set(
        metadata
    ):
        raise SlackError("invalid_metadata_format")
    if not isinstance(metadata["event_type"], str) or not metadata["event_type"]:
        raise SlackError("invalid_metadata_format")
    payload = metadata["event_payload"]
    if not isinstance(payload, dict) or not all(map(_is_flat, payload.values())):
        raise SlackError("invalid_metadata_schema")
    if len(json.dumps(metadata)) > METADATA_LIMIT:
        raise SlackError("metadata_too_large")


def check_options(answer: Any) -> list[Json]:
    """Return the options of an answer to `block_suggestion`.

    Raises:
        SlackError: with `invalid_arguments`, when Slack would show no results.
    """
    if not isinstance(answer, dict) or len(answer.keys() & _OPTION_KEYS) != 1:
        raise SlackError("invalid_arguments", "either `options` or `option_groups`")
    (key,) = answer.keys() & _OPTION_KEYS
    # No result is a proper answer, although a menu must have an option.
    if answer[key] and (problem := schema.problem(key, answer[key])):
        raise SlackError("invalid_arguments", problem)
    return choices(answer)


_OPTION_KEYS = {"options", "option_groups"}


def _problems(blocks: list[Json], pointer: str, surface: str) -> Iterator[str]:
    yield from _repeated_block_ids(blocks, pointer)
    for index, block in enumerate(blocks):
        here = f"{pointer}/{index}"
        if not _fits(block["type"], surface):
            yield schema.at(f"{here}/type", f"unsupported type: {block['type']}")
        yield from _repeated_action_ids(block, here)
        yield from _bad_urls(block, here)
        for _block, element in elements([block]):
            yield from _element_problems(element, here, surface)
    yield from _too_long_together(blocks, pointer)
    if sum(bool(e.get("focus_on_load")) for _b, e in elements(blocks)) > 1:
        yield schema.at(pointer, "only one element can have `focus_on_load`")


def _fits(kind: str, surface: str) -> bool:
    if surface == "message":
        return kind not in _MODALS_ONLY
    return kind not in _MESSAGES_ONLY and (
        surface == "modal" or kind not in _MODALS_ONLY
    )


def _repeated_block_ids(blocks: list[Json], pointer: str) -> Iterator[str]:
    given = Counter(b["block_id"] for b in blocks if "block_id" in b)
    for block_id, times in given.items():
        if times > 1:
            yield schema.at(pointer, f"`block_id` {block_id!r} already exists")


def _repeated_action_ids(block: Json, pointer: str) -> Iterator[str]:
    given = Counter(e["action_id"] for _b, e in elements([block]) if "action_id" in e)
    for action_id, times in given.items():
        if times > 1:
            yield schema.at(pointer, f"`action_id` {action_id!r} already exists")


def _element_problems(element: Json, pointer: str, surface: str) -> Iterator[str]:
    if element["type"] == "file_input" and surface != "modal":
        yield schema.at(pointer, "unsupported type: file_input")
    slot = SLOTS.get(element["type"])
    options = choices(element)
    if slot is None:
        return
    if options and slot.initial in element:
        start = element[slot.initial]
        chosen = start if isinstance(start, list) else [start]
        if any(option not in options for option in chosen):
            yield schema.at(pointer, f"`{slot.initial}` must match a provided option")
    if element["type"] == "plain_text_input":
        yield from _text_input_problems(element, pointer)


def _text_input_problems(element: Json, pointer: str) -> Iterator[str]:
    longest = element.get("max_length", 3000)
    if element.get("min_length", 0) > longest:
        yield schema.at(pointer, "`min_length` must not be above `max_length`")
    if len(element.get("initial_value") or "") > longest:
        where = f"{pointer}/element/initial_value"
        yield schema.at(where, f"must be less than {longest + 1} characters")


def _inputs_without_submit(blocks: list[Json]) -> Iterator[str]:
    for index, block in enumerate(blocks):
        if block["type"] == "input":
            where = f"view/blocks/{index}/input"
            yield schema.at(
                where, "must define `submit` to use an `input` block in modals"
            )


def _bad_urls(value: Any, pointer: str) -> Iterator[str]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _bad_urls(item, f"{pointer}/{index}")
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in _URLS and not _is_url(item):
                yield schema.at(f"{pointer}/{key}", "invalid url")
            yield from _bad_urls(item, f"{pointer}/{key}")


def _is_url(value: Any) -> bool:
    schemes = ("https://", "http://", "mailto:", "slack://", "tel:")
    return isinstance(value, str) and value.lower().startswith(schemes)


def _too_long_together(blocks: list[Json], pointer: str) -> Iterator[str]:
    for kind, limit in (("markdown", MARKDOWN_LIMIT), ("table", TABLE_LIMIT)):
        same = [block for block in blocks if block["type"] == kind]
        if sum(map(len, _shown(same))) > limit:
            message = (
                f"all {kind} blocks together must be less than {limit + 1} characters"
            )
            yield schema.at(pointer, message)


def _shown(value: Any) -> Iterator[str]:
    """Yield what people can read: the texts, not ids, values, types or links."""
    if isinstance(value, list):
        for item in value:
            yield from _shown(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "text" and isinstance(item, str):
                yield item
            elif not isinstance(item, str):
                yield from _shown(item)


def _is_flat(value: Any) -> bool:
    scalar = (str, int, float, bool)
    if isinstance(value, dict):
        return all(isinstance(item, scalar) for item in value.values())
    if isinstance(value, list):
        return all(isinstance(item, dict) and _is_flat(item) for item in value)
    return isinstance(value, scalar)
