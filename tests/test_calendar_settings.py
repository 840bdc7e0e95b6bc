"""The settings of calendars and e-mail: what they take, and what they say."""

import pytest

from bot.cli import doctor
from bot.settings import SettingsError, load

from processes import free_port

NEEDED = {"slack_bot_token": "xoxb-1-a", "slack_app_token": "xapp-1-a"}


def settings(**values):
    return load(None, **NEEDED, **values)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://convenor.example.eu/", "https://convenor.example.eu"),
        ("https://example.eu/bot", "https://example.eu/bot"),
        ("http://localhost:3000", "http://localhost:3000"),
    ],
)
def test_a_public_address_is_kept_without_its_last_slash(given, kept):
    assert settings(convenor_url=given).convenor_url == kept


@pytest.mark.parametrize(
    "given",
    [
        "convenor.example.eu",
        "http://convenor.example.eu",
        "https://",
        "https://user@convenor.example.eu",
        "https://convenor.example.eu/?a=b",
        "ftp://convenor.example.eu",
    ],
)
def test_any_other_public_address_stops_the_start(given):
    with pytest.raises(SettingsError, match="CONVENOR_URL must be an address such as"):
        settings(convenor_url=given)


def test_a_mail_server_needs_an_address_to_send_from():
    with pytest.raises(SettingsError, match="needs CONVENOR_MAIL_FROM"):
        settings(convenor_smtp_url="smtps://mail.example.eu")


@pytest.mark.parametrize("given", ["group", "a@b.eu\r\nBcc: c@d.eu", "A <a@b.eu>"])
def test_an_address_to_send_from_is_one_plain_address(given):
    with pytest.raises(SettingsError, match="CONVENOR_MAIL_FROM must be an address"):
        settings(convenor_mail_from=given)


def test_a_malformed_mail_server_is_named_without_its_password():
    with pytest.raises(SettingsError) as caught:
        settings(convenor_smtp_url="http://u:hidden@x", convenor_mail_from="a@b.eu")

    assert "CONVENOR_SMTP_URL must look like smtps://" in str(caught.value)
    assert "hidden" not in str(caught.value)


def test_without_settings_there_is_no_mail_and_no_public_address():
    found = settings()

    assert found.mail_server is None
    assert found.convenor_url is None


def test_the_doctor_says_what_to_check_when_no_mail_server_answers():
    address = f"smtp://u:hidden@127.0.0.1:{free_port()}"
    found = settings(convenor_smtp_url=address, convenor_mail_from="a@b.eu")

    (finding,) = doctor._mail(found)

    assert "Check CONVENOR_SMTP_URL" in finding.advice
    assert "hidden" not in finding.advice
    assert list(doctor._mail(settings())) == []
