import pytest

from bot.settings import SettingsError, load, load_database_url

GOOD = {"slack_bot_token": "xoxb-1", "slack_app_token": "xapp-1"}


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch):
    for name in (
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
        "SLACK_SIGNING_SECRET",
        "SLACK_API_URL",
        "DATABASE_URL",
        "CONVENOR_CHANNEL",
        "CONVENOR_CHAIRS",
    ):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"slack_bot_token": None}, "SLACK_BOT_TOKEN"),
        ({"slack_bot_token": "xapp-1"}, "SLACK_BOT_TOKEN"),
        ({"slack_bot_token": "xoxb-"}, "SLACK_BOT_TOKEN is not filled in"),
        ({"slack_app_token": None}, "SLACK_APP_TOKEN"),
        ({"slack_app_token": "xoxb-1"}, "SLACK_APP_TOKEN"),
        ({"slack_api_url": "slack.com"}, "SLACK_API_URL"),
        ({"database_url": "mysql://localhost/x"}, "DATABASE_URL"),
        ({"port": "many"}, "PORT"),
        ({"port": 70000}, "PORT"),
        ({"convenor_channel": "#sig"}, "CONVENOR_CHANNEL"),
        ({"convenor_chairs": "the chair"}, "CONVENOR_CHAIRS"),
        ({"convenor_zone": "Mars/Olympus"}, "CONVENOR_ZONE"),
        ({"convenor_zone": "../etc/passwd"}, "CONVENOR_ZONE"),
        ({"log_level": "loud"}, "LOG_LEVEL"),
    ],
    ids=str,
)
def test_a_bad_setting_is_one_line_that_names_it(changes, name):
    given = {key: value for key, value in (GOOD | changes).items() if value is not None}

    with pytest.raises(SettingsError) as caught:
        load(None, **given)

    line = str(caught.value)
    assert name in line
    assert line.endswith("see .env.example")
    assert "\n" not in line


def test_the_environment_wins_over_the_file(tmp_path, monkeypatch):
    file = tmp_path / ".env"
    file.write_text(
        "SLACK_BOT_TOKEN=xoxb-file\nSLACK_APP_TOKEN=xapp-file\n"
        "CONVENOR_CHAIRS=U0000001, U0000002\nCONVENOR_CHANNEL=\n"
    )
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-environment")

    settings = load(file)

    assert settings.slack_bot_token.get_secret_value() == "xoxb-file"
    assert settings.slack_app_token.get_secret_value() == "xapp-environment"
    assert settings.convenor_chairs == ("U0000001", "U0000002")
    assert settings.convenor_channel is None


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_a_file_in_another_encoding_is_named(tmp_path, encoding):
    file = tmp_path / ".env"
    file.write_bytes("CONVENOR_NAME=Gruppe für Digitales\n".encode(encoding))

    with pytest.raises(SettingsError, match="is not UTF-8 text"):
        load(file)


def test_secrets_are_not_printed():
    settings = load(None, **GOOD, slack_signing_secret="hush")

    assert "xoxb-1" not in repr(settings)
    assert "hush" not in repr(settings)


def test_http_needs_a_signing_secret_instead_of_an_app_token():
    settings = load(None, slack_bot_token="xoxb-1", slack_signing_secret="s")

    assert not settings.uses_socket


def test_another_server_may_name_its_tokens_as_it_likes():
    settings = load(
        None,
        slack_bot_token="anything",
        slack_app_token="goes",
        slack_api_url="http://127.0.0.1:8080/api",
    )

    assert settings.slack_api_url == "http://127.0.0.1:8080/api/"


def test_the_database_is_known_without_any_token(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://localhost/x")

    assert load_database_url(None, None) == "postgresql://localhost/x"
    assert load_database_url("sqlite:///y.db", None) == "sqlite:///y.db"
    monkeypatch.delenv("DATABASE_URL")
    assert load_database_url(None, None) == "sqlite:///convenor.db"
