"""Who may ask the page's endpoints, and for what."""

from urllib.parse import urlsplit

import pytest
from playground.paging import ask


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Host": "evil.example"}, id="rebound-name"),
        pytest.param({"Host": "evil.example:80"}, id="rebound-name-with-port"),
        pytest.param({"Host": "127.0.0.1.evil.example"}, id="longer-name"),
        pytest.param({"Host": "[::1"}, id="broken-name"),
        pytest.param({"Sec-Fetch-Site": "cross-site"}, id="another-site"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, id="another-port"),
        pytest.param({"Origin": "http://evil.example"}, id="another-origin"),
        pytest.param({"Origin": "null"}, id="sandboxed-origin"),
    ],
)
@pytest.mark.parametrize("path", ["/play/state", "/play/act/send", "/play/file/F1"])
def test_other_pages_get_nothing(paged, path, headers):
    body = {"text": "hello"} if "act" in path else None

    answer = ask(paged, path, body, headers=headers, me="UCHAIR", place="CSIG")

    assert answer.status == 403
    assert paged.person("UCHAIR").messages("CSIG") == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"Origin": None}, 403, id="without-origin"),
        pytest.param({"Content-Type": "text/plain"}, 415, id="not-json"),
        pytest.param({"Content-Type": None}, 415, id="no-type"),
        pytest.param({"Content-Length": "40000000"}, 413, id="too-large"),
    ],
)
def test_changes_are_json_from_the_page_itself(paged, headers, status):
    query = {"me": "UCHAIR", "place": "CSIG"}

    answer = ask(paged, "/play/act/send", {"text": "x"}, headers=headers, **query)

    assert answer.status == status
    assert paged.person("UCHAIR").messages("CSIG") == []


def test_only_post_changes_anything(paged):
    answer = ask(paged, "/play/act/send", me="UCHAIR", place="CSIG")

    assert answer.status == 405


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]"])
def test_every_local_name_may_be_used(paged, name):
    port = urlsplit(paged.url).port

    answer = ask(paged, "/", headers={"Host": f"{name}:{port}"})

    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


def test_the_page_may_load_nothing_from_elsewhere(paged):
    answer = ask(paged, "/", headers={"Sec-Fetch-Site": "none"})

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert b"http:" not in answer.body
    assert b"https:" not in answer.body
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["page.js", "page.css", "icon.svg", "wire.js"])
def test_the_pages_files_are_served(paged, name):
    answer = ask(paged, f"/play/{name}")

    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith(("text/", "image/svg"))


@pytest.mark.parametrize(
    "name", ["nothing.js", "..%2f__init__.py", "%2e%2e", "endpoints.py"]
)
def test_no_other_files_are_served(paged, name):
    assert ask(paged, f"/play/{name}").status == 404
