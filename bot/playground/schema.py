"""Slack's Block Kit types as a JSON schema, and its refusals in Slack's words."""

import json
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Any

import fastjsonschema

# One document with one property for each thing that is ever checked, so that all
# share one compilation and every error path is already Slack's JSON pointer.
_DOCUMENT = {
    "blocks": "Blocks",
    "view": "View",
    "document_content": "DocumentContent",
}
# What Slack writes for each kind of violation, and what it adds to the limit.
_PHRASES = {
    "maxLength": ("must be less than {} characters", 1),
    "minLength": ("must be more than {} characters", -1),
    "maxItems": ("no more than {} items allowed", 0),
    "minItems": ("no less than {} items allowed", 0),
    "maximum": ("must be less than {}", 1),
    "minimum": ("must be more than {}", -1),
    "type": ("must provide a value of type {}", 0),
    "const": ("must be {}", 0),
    "enum": ("must be one of {}", 0),
}
_OTHERWISE = "failed to match all allowed schemas"
_LISTS = {"attachments": "MessageAttachment"}


@cache
def _validator() -> Callable[[Any], Any]:
    # Compiling takes about 0.3 s, so it happens once a process and not at import.
    text = resources.files(__package__).joinpath("slack.schema.json").read_text("utf-8")
    schema = json.loads(text)
    named: dict[str, Any] = {
        key: {"$ref": f"#/definitions/{name}"} for key, name in _DOCUMENT.items()
    }
    for key, name in _LISTS.items():
        named[key] = {"type": "array", "items": {"$ref": f"#/definitions/{name}"}}
    select = schema["definitions"]["StaticSelect"]["properties"]
    named["options"] = select["options"]
    named["option_groups"] = select["option_groups"]
    # The page on rich text lists has it, the types that the schema comes from do not:
    # https://docs.slack.dev/reference/block-kit/block-elements/rich-text-list-element
    rich_list = schema["definitions"]["RichTextList"]["properties"]
    rich_list["offset"] = {"type": "number"}
    check: Callable[[Any], Any] = fastjsonschema.compile(
        {
            "$schema": schema["$schema"],
            "type": "object",
            "properties": named,
            "definitions": schema["definitions"],
        },
        use_default=False,
    )
    return check


def prepare() -> None:
    """Compile the schema if that has not happened yet."""
    _validator()


def problem(name: str, value: Any) -> str | None:
    """Say what is wrong with a value, in Slack's words, or None.

    `name` is the argument it came in: blocks, view, attachments ...
    """
    try:
        _validator()({name: value})
    except fastjsonschema.JsonSchemaValueException as error:
        return _in_slacks_words(error)
    return None


def at(pointer: str, message: str) -> str:
    """Return a message the way Slack points at what it is about."""
    return f"{message} [json-pointer:/{pointer}]"


def _in_slacks_words(error: fastjsonschema.JsonSchemaValueException) -> str:
    pointer = "/".join(str(step) for step in error.path[1:])
    limit = error.rule_definition
    if error.rule == "enum" and pointer.endswith("/type"):
        return at(pointer, f"unsupported type: {error.value}")
    if error.rule == "required" and isinstance(error.value, dict):
        missing = [name for name in limit if name not in error.value]
        return at(pointer, f"missing required field: {', '.join(missing)}")
    if error.rule == "additionalProperties":
        unknown = set(error.value) - set(error.definition["properties"])
        return at(pointer, f"invalid additional property: {', '.join(sorted(unknown))}")
    if error.rule == "anyOf" and {"required": ["fields"]} in limit:
        return at(pointer, "must define either `text` or `fields`")
    phrase, shift = _PHRASES.get(str(error.rule), (_OTHERWISE, 0))
    return at(pointer, phrase.format(limit + shift if shift else limit))
