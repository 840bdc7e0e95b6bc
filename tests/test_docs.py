"""The documents say what the program does."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
from typer.main import get_command

from bot import scopes
from bot.cli import app
from bot.settings import Settings
from templates import help as helps

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
EXAMPLE = (ROOT / ".env.example").read_text("utf-8")
MANIFESTS = ("manifest.json", "manifest.http.json")
SCHEMA = json.loads((ROOT / "tests/data/manifest.schema.json").read_text("utf-8"))
# What the project must not name: it stands alone.
FOREIGN = re.compile(
    r"\.\./sh[a]red|/(?:home|root|work)/|https?://[^ ]*/simple/?|/packages/[0-9a-f]{2}/"
    r"|(?<!emit-)index-url",
    re.IGNORECASE,
)


def manifest(name):
    return json.loads((ROOT / name).read_text("utf-8"))


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_explained(name):
    assert f"`{name.upper()}`" in README
    assert re.search(rf"^#?{name.upper()}=", EXAMPLE, re.MULTILINE)


def test_no_other_setting_is_explained():
    named = set(re.findall(r"^#?([A-Z_]+)=", EXAMPLE, re.MULTILINE))

    assert named == {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize(
    "example", [line.example for lines in helps.COMMANDS.values() for line in lines]
)
def test_every_command_in_slack_is_in_the_readme(example):
    assert f"`{example}`" in README


@pytest.mark.parametrize("name", sorted(get_command(app).commands))
def test_every_command_of_the_command_line_is_in_the_readme(name):
    assert re.search(rf"`convenor {name}\b", README)


@pytest.mark.parametrize("name", MANIFESTS)
def test_a_manifest_is_valid(name):
    jsonschema.Draft7Validator(SCHEMA).validate(manifest(name))


@pytest.mark.parametrize("name", MANIFESTS)
def test_a_manifest_asks_for_the_scopes_that_are_explained(name):
    asked = manifest(name)["oauth_config"]["scopes"]

    assert set(asked["bot"]) == {*scopes.REQUIRED, *scopes.OPTIONAL}
    assert set(asked["bot_optional"]) == set(scopes.OPTIONAL)
    assert all(f"`{scope}`" in README for scope in asked["bot"])


@pytest.mark.parametrize("name", MANIFESTS)
def test_a_manifest_has_the_commands_that_exist(name):
    commands = manifest(name)["features"]["slash_commands"]

    assert {each["command"] for each in commands} == set(helps.COMMANDS)
    assert all(each["should_escape"] for each in commands)
    for each in commands:
        for word in helps.subcommands(each["command"]):
            assert word in each["usage_hint"]


@pytest.mark.parametrize("name", MANIFESTS)
def test_a_manifest_subscribes_to_the_events_that_are_explained(name):
    events = manifest(name)["settings"]["event_subscriptions"]["bot_events"]

    assert events == list(scopes.EVENTS)


@pytest.mark.parametrize("name", MANIFESTS)
def test_a_manifest_has_the_shortcuts_that_exist(name):
    shortcuts = manifest(name)["features"]["shortcuts"]

    assert [tuple(each.values()) for each in shortcuts] == list(scopes.SHORTCUTS)
    assert all(f"*{each['name']}*" in README for each in shortcuts)


def test_the_manifests_differ_only_in_the_transport():
    socket, http = (manifest(name) for name in MANIFESTS)
    for command in http["features"]["slash_commands"]:
        assert command.pop("url").endswith("/slack/events")
    assert http["settings"]["interactivity"].pop("request_url")
    assert http["settings"]["interactivity"].pop("message_menu_options_url")
    assert http["settings"]["event_subscriptions"].pop("request_url")
    http["settings"]["socket_mode_enabled"] = True

    assert http == socket


def test_the_first_screen_of_the_readme_has_both_commands():
    screen = "\n".join(README.splitlines()[:25])

    assert "make demo" in screen
    assert "make test" in screen


def test_links_inside_the_documents_lead_somewhere():
    for document in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / document).read_text("utf-8")
        for target in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (ROOT / target).exists(), target


def test_the_project_names_no_foreign_place():
    suffixes = {".py", ".md", ".toml", ".json", ".lock", ".html", ".js", ".css", ".sh"}
    named = [".ci/run", "Makefile", ".env.example"]
    files = [ROOT / name for name in named]
    for folder in ("bot", "handlers", "storage", "templates", "tests"):
        files += [p for p in (ROOT / folder).rglob("*") if p.suffix in suffixes]
    files += [p for p in ROOT.iterdir() if p.suffix in suffixes]
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in files
        if path != Path(__file__)
        for match in FOREIGN.finditer(path.read_text("utf-8", "replace"))
    ]

    assert found == []
