"""Addresses and headers nobody of good will sends: a page that says what to do, and never a failure."""

from collections.abc import Mapping

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder, run_wsgi_app

from portal.bodies import FORM
from tests.services.applications.browsing import Site
from tests.services.applications.hostile import anything, percent, wrong_bytes

DRAFT = "/applications/draft/01a1fc16-c363-706f-b8e4-68c7b919754a"
CASE = "/applications/01a1fc16-c363-706f-b8e4-68c7b919754a"
ROOTS = (
    "/", "/procedures/", "/procedures/juminhyo/", "/n/", "/applications/", "/applications/draft/", f"{DRAFT}/", f"{CASE}/",
    "/applications/new/", "/applications/new/suido_kaishi/", "/look/",
)  # fmt: skip
PAGES = (
    "/", "/search", "/procedures", "/procedures/juminhyo", "/procedures/juminhyo/sign", "/contact", "/applications/",
    "/applications/resume", "/applications/new/suido_kaishi/online", DRAFT, CASE, "/look/site.css",
)  # fmt: skip
QUESTIONS = ("q", "lang", "ruby", "back", "next", "v", "_token", "")
METHODS = ("GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "見本")
HEADERS = (
    "COOKIE", "ACCEPT_LANGUAGE", "ACCEPT_ENCODING", "ACCEPT", "ORIGIN", "REFERER", "HOST", "SEC_FETCH_SITE", "IF_NONE_MATCH",
    "IF_MODIFIED_SINCE", "IF_RANGE", "RANGE", "X_FORWARDED_FOR", "X_FORM_TOKEN", "AUTHORIZATION", "USER_AGENT", "CONTENT_TYPE",
)  # fmt: skip
raw = st.one_of(anything.map(str.encode), wrong_bytes)
cookies = st.builds(
    lambda name, value: name + b"=" + value,
    st.sampled_from([b"kmado_visit", b"kmado_session", b"kmado_staff", b"kmado_device", b"lang", b"ruby"]),
    raw,
)


def status_of(
    site: Site, path: bytes, query: str = "", method: str = "GET", headers: Mapping[str, bytes] | None = None
) -> int:
    """The answer to an address as a server hands it in: its path as bytes, its question still in percent signs."""
    asked = EnvironBuilder(method=method, data=b"_token=x" if method == "POST" else None, content_type=FORM)
    environ = asked.get_environ()
    environ.update(PATH_INFO=path.decode("latin-1"), QUERY_STRING=query)
    for name, value in (headers or {}).items():
        environ[name if name == "CONTENT_TYPE" else f"HTTP_{name}"] = value.decode("latin-1")
    body, status, _ = run_wsgi_app(site.app, environ)
    assert b"".join(body) or method not in ("GET", "POST") or status.startswith("3")
    return int(status.split()[0])


@given(root=st.sampled_from(ROOTS), end=raw, method=st.sampled_from(METHODS))
@example(root="/procedures/", end=b"\xed\xa0\x80", method="GET")
def test_any_path_gets_an_answer(hinata_site: Site, root: str, end: bytes, method: str) -> None:
    assert status_of(hinata_site, root.encode() + end, method=method) < 500


@given(page=st.sampled_from(PAGES), name=st.sampled_from(QUESTIONS), value=raw)
def test_any_question_in_an_address_gets_an_answer(
    hinata_site: Site, page: str, name: str, value: bytes
) -> None:
    assert status_of(hinata_site, page.encode(), query=f"{name}={percent(value)}") < 500


@given(
    page=st.sampled_from(PAGES),
    name=st.sampled_from(HEADERS),
    value=raw,
    method=st.sampled_from(("GET", "POST")),
)
@example(page="/applications/resume", name="ORIGIN", value=b"http://[::", method="POST")
@example(page="/applications/", name="ACCEPT_LANGUAGE", value=b"en;q=nan,ja;q=1e999", method="GET")
def test_any_header_gets_an_answer(
    hinata_site: Site, page: str, name: str, value: bytes, method: str
) -> None:
    assert status_of(hinata_site, page.encode(), method=method, headers={name: value}) < 500


@given(page=st.sampled_from(PAGES), cookie=st.lists(cookies, max_size=4))
def test_any_cookie_gets_an_answer(hinata_site: Site, page: str, cookie: list[bytes]) -> None:
    assert status_of(hinata_site, page.encode(), headers={"COOKIE": b"; ".join(cookie)}) < 500


@pytest.mark.parametrize(
    "asked", ["<script>alert(1)</script>", "' OR 1=1 --", "\x00", "あ" * 5000, "\u202e1021", "%"]
)
def test_what_was_searched_for_is_printed_as_text_and_nothing_more(hinata_site: Site, asked: str) -> None:
    page = hinata_site.browser().open(f"/search?q={percent(asked)}")

    assert page.status == 200
    assert "<script>alert" not in page.html
    assert len(page.html) < 60_000


def test_a_search_for_an_individual_number_is_not_made_and_not_printed(hinata_site: Site) -> None:
    page = hinata_site.browser().open("/search?q=123456789018")

    assert page.status == 200
    assert "123456789018" not in page.html
    assert "個人番号" in page.text
