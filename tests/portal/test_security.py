"""What every request must pass and every answer carries."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.harness.live import Clock
from tests.portal.doored import doored
from tests.services.accounts.town import Town
from tests.services.accounts.visit import Visit

MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One town for all: nothing that is refused here leaves anything behind."""
    from portal import schema

    found = doored(tmp_path_factory.mktemp("town"), Clock(MORNING))
    schema.upgrade(found.house.db)
    yield found
    found.house.db.dispose()


@pytest.fixture
def visit(town: Town) -> Visit:
    """Somebody with a form open."""
    found = town.visit()
    found.open("/t/form")
    return found


def post(visit: Visit, path: str = "/t/form", headers: dict[str, str] | None = None, **more: Any) -> int:
    visit.last = visit.client.post(path, headers=headers or {}, **more)
    return visit.last.status_code


@pytest.mark.parametrize("path", ["/t/public", "/nowhere", "/t/none", "/t/contact"])
def test_every_answer_carries_the_headers(town: Town, path: str) -> None:
    visit = town.visit()
    visit.open(path)
    headers = visit.last.headers

    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "object-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers


def test_a_form_with_its_token_is_done(visit: Visit) -> None:
    assert visit.send("/t/form", name="花子") == 200
    assert visit.page == "did 花子"


def test_a_token_may_come_in_a_header(visit: Visit) -> None:
    assert post(visit, headers={"X-Form-Token": visit.token}, data={"name": "x"}) == 200


def test_a_form_page_has_a_new_token_each_time_and_all_are_good(visit: Visit) -> None:
    first = visit.token
    visit.open("/t/form")

    assert visit.token != first
    assert post(visit, data={"_token": first, "name": "x"}) == 200


@pytest.mark.parametrize("token", ["", "x", "A" * 64, "é", "=" * 10, "A" * 100_000])
def test_a_wrong_token_is_refused_and_what_was_typed_is_kept(visit: Visit, token: str) -> None:
    assert post(visit, data={"_token": token, "name": "typed by hand"}) == 400

    assert "typed by hand" in visit.page
    assert "もう一度送る" in visit.page


def test_sending_again_from_the_page_of_the_refusal_does_it(visit: Visit) -> None:
    post(visit, data={"_token": "x", "name": "typed by hand", "more": "又"})
    token = re.search(r'name="_token" value="([^"]+)"', visit.page)
    assert token is not None

    assert post(visit, data={"_token": token[1], "name": "typed by hand", "more": "又"}) == 200


def test_another_browsers_token_is_refused(town: Town, visit: Visit) -> None:
    other = town.visit()
    other.open("/t/form")

    assert post(other, data={"_token": visit.token}) == 400


def test_a_form_opened_before_signing_in_is_good_afterwards(town: Town, visit: Visit) -> None:
    before = visit.token

    town.sign_in_resident(visit)

    assert post(visit, data={"_token": before, "name": "x"}) == 200


def test_a_form_of_an_ended_session_is_good_no_more_in_another_browser(town: Town, visit: Visit) -> None:
    town.sign_in_resident(visit)
    visit.open("/t/form")
    token = visit.token
    visit.fill("/me/sign-out")

    assert post(visit, data={"_token": token}) == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://["},
        {"Origin": "http://localhost.evil.example"},
    ],
)
def test_what_another_site_sends_is_refused_and_not_offered_again(
    visit: Visit, headers: dict[str, str]
) -> None:
    sent = post(visit, headers=headers, data={"_token": visit.token, "name": "planted text"})

    assert sent == 403
    assert "planted text" not in visit.page


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {"Origin": "http://localhost"}, {}],
)
def test_what_our_own_pages_send_is_taken(visit: Visit, headers: dict[str, str]) -> None:
    assert post(visit, headers=headers, data={"_token": visit.token}) == 200


def test_a_webhook_that_says_why_needs_no_token(town: Town) -> None:
    assert post(town.visit(), "/t/hook", headers={"Sec-Fetch-Site": "cross-site"}, data=b"{}") == 200


def test_looking_with_head_does_nothing(visit: Visit) -> None:
    answer = visit.client.head("/t/careless")

    assert answer.status_code == 200
    assert answer.headers["X-Method"] == "GET"
    assert answer.data == b""


def test_a_method_that_is_not_offered_is_refused(visit: Visit) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        answer = visit.client.open("/t/form", method=method)
        assert answer.status_code == 405


def test_a_body_that_is_too_large_is_refused_with_a_page(visit: Visit) -> None:
    sent = post(visit, "/t/small", headers={"X-Form-Token": visit.token}, data={"name": "x" * 2000})

    assert sent == 413
    assert "大きすぎます" in visit.page


def test_ten_megabytes_of_text_reach_the_form(visit: Visit) -> None:
    assert post(visit, headers={"X-Form-Token": visit.token}, data={"name": "あ" * 3_000_000}) == 200


def test_more_fields_than_any_form_has_are_refused_before_they_are_read(visit: Visit) -> None:
    body = b"&".join([b"a=1"] * 100_000)

    sent = post(
        visit,
        headers={"X-Form-Token": visit.token},
        data=body,
        content_type="application/x-www-form-urlencoded",
    )

    assert sent == 413


def test_a_form_of_many_parts_is_refused(visit: Visit) -> None:
    body = (
        b"".join(b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' for _ in range(3000))
        + b"--x--\r\n"
    )

    sent = post(
        visit,
        headers={"X-Form-Token": visit.token},
        data=body,
        content_type="multipart/form-data; boundary=x",
    )

    assert sent == 413


@pytest.mark.parametrize("body", [b"\xff\xfe", b"a=%ff%fe&b=%u3042", b"%%%", b"=&=&="])
def test_broken_bodies_are_no_failure_of_ours(visit: Visit, body: bytes) -> None:
    sent = post(
        visit,
        headers={"X-Form-Token": visit.token},
        data=body,
        content_type="application/x-www-form-urlencoded",
    )

    assert sent == 200


def production(var: Path, now: datetime, **more: Any) -> Town:
    import base64

    key = base64.b64encode(b"k" * 32).decode()
    given = {
        "production": True, "secret_key": key, "town_keys": f"first:{key}",
        "database_url": f"sqlite:///{var / 'town.sqlite'}", **more,
    }  # fmt: skip
    return doored(var, Clock(now), **given)


def test_in_production_only_our_own_names_are_answered_to(tmp_path: Path, now: datetime) -> None:
    town = production(tmp_path, now, trusted_hosts="madoguchi.city.example, www.city.example")
    client = town.app.test_client()

    answers = [
        client.get("/t/public", base_url=f"https://{host}").status_code
        for host in (
            "madoguchi.city.example",
            "www.city.example",
            "localhost",
            "evil.example",
            "evil.example:443",
        )
    ]

    assert answers == [200, 200, 200, 400, 400]
    town.house.db.dispose()


def test_in_production_browsers_are_told_to_come_encrypted(tmp_path: Path, now: datetime) -> None:
    town = production(tmp_path, now)
    answer = town.app.test_client().get("/t/public", base_url="https://localhost")

    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    town.house.db.dispose()


def test_only_as_many_proxies_are_believed_as_there_are(tmp_path: Path, now: datetime) -> None:
    from flask import request

    town = doored(tmp_path, Clock(now), proxies=1)
    seen: list[str | None] = []
    town.app.before_request(lambda: seen.append(request.remote_addr))

    town.app.test_client().get("/t/public", headers={"X-Forwarded-For": "6.6.6.6, 203.0.113.5"})

    assert seen == ["203.0.113.5"]
    town.house.db.dispose()


def test_a_strangers_forwarded_address_is_not_believed_without_a_proxy(tmp_path: Path, now: datetime) -> None:
    from flask import request

    town = doored(tmp_path, Clock(now))
    seen: list[str | None] = []
    town.app.before_request(lambda: seen.append(request.remote_addr))

    town.app.test_client().get("/t/public", headers={"X-Forwarded-For": "6.6.6.6"})

    assert seen == ["127.0.0.1"]


@pytest.mark.parametrize(
    ("path", "kept"),
    [("/static/passkey.js?v=1", True), ("/static/passkey.js", False), ("/static/nothing.js?v=1", False)],
)
def test_our_own_files_may_be_kept_for_good_under_a_name_with_their_version(
    town: Town, path: str, kept: bool
) -> None:
    with town.app.test_client().get(path) as answer:
        assert ("immutable" in answer.headers.get("Cache-Control", "")) is kept
