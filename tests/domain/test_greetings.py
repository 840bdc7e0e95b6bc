"""What people write to the bot, and the command it stands for."""

import pytest

from bot.domain.greetings import wanted

COMMANDS = {
    "/practice": {"", "mine", "list", "show", "search", "review"},
    "/meeting": {"", "next", "list", "show", "agenda", "poll", "schedule"},
    "/action": {"", "mine", "list", "show", "done"},
    "/decision": {"list", "show"},
    "/sig": {"status", "members"},
    "/whitepaper": {"draft"},
}


@pytest.mark.parametrize(
    ("text", "command", "rest"),
    [
        ("P-7", "/practice", "show P-7"),
        ("what about p-007?", "/practice", "show P-7"),
        ("m4", "/meeting", "show M-4"),
        ("A 13", "/action", "show A-13"),
        ("Please show me D-3.", "/decision", "show D-3"),
        ("practices", "/practice", "list"),
        ("Practice", "/practice", "list"),
        ("show me my practices", "/practice", "mine"),
        ("when is the next meeting?", "/meeting", "next"),
        ("Hi! next meeting, please", "/meeting", "next"),
        ("meetings", "/meeting", "list"),
        ("my actions", "/action", "mine"),
        ("Actions", "/action", "mine"),
        ("action list overdue", "/action", "list overdue"),
        ("/practice search wound care", "/practice", "search wound care"),
        ("practices search wound care", "/practice", "search wound care"),
        ("reviews", "/practice", "review"),
        ("status", "/sig", "status"),
        ("help practice", "/practice", "help"),
        ("/meeting help", "/meeting", "help"),
    ],
)
def test_what_is_understood(text, command, rest):
    assert wanted(text, COMMANDS) == (command, rest)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "help",
        "thank you!",
        "R-2",
        "white paper",
        "I shared a practice in Estonia yesterday",
        "practice makes perfect",
        "COVID-19 and D-dimer",
        "/unheard of",
        "/",
        "P-0",
        "P-1234567890",
        "x" * 5000,
        "\0\u202e",
    ],
)
def test_what_is_answered_by_the_greeting(text):
    assert wanted(text, COMMANDS) is None
