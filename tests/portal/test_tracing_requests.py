"""Spans of whole requests hold nothing of whoever asked, are found by the number on the answer, and join a proxy's trace."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from portal.house import House
from portal.worker import Worker
from tests.portal.collector import Collector, told
from tests.portal.test_logs import add_pages
from tests.services.applications.browsing import MORNING, WATER, Site, hand_in, site

TRACE, CALLER = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


@pytest.fixture
def traced(tmp_path: Path, collector: Collector) -> Iterator[Callable[..., Site]]:
    """A sample town that sends its spans to the collector."""
    made: list[House] = []

    def make(**more: Any) -> Site:
        found = site(tmp_path / "var", MORNING, otlp_endpoint=collector.address, **more)
        add_pages(found.app)
        made.append(found.house)
        return found

    yield make
    for one in made:
        end(one)


def end(house: House) -> None:
    assert house.spans is not None
    house.spans.close()
    house.db.dispose()


def arrived(site: Site) -> None:
    assert site.house.spans is not None
    site.house.spans.flush()


def typed() -> set[str]:
    """What somebody typed who asks for water; single letters and figures stand everywhere."""
    values = (str(value) for step in WATER.values() for value in step.values())
    return {value for value in values if len(value) > 2 and not value.isascii()} | {
        "hanako",
        "090-1234-5678",
        "000-0001",
    }


def test_a_request_handed_in_leaves_spans_with_nothing_of_whoever_asked(
    traced: Callable[..., Site], collector: Collector
) -> None:
    town = traced()
    browser = town.browser()

    page = hand_in(browser)
    browser.client.get("/procedures?q=%E5%B1%B1%E7%94%B0%E8%8A%B1%E5%AD%90")
    Worker(town.house).send("mail")
    arrived(town)

    case = page.path.rpartition("/")[2]
    assert len(collector.named("POST /applications/draft/<uuid:draft_id>/<step_key>")) == len(WATER) - 1
    assert len(collector.named("POST /applications/draft/<uuid:draft_id>")) == 1
    (mail,) = collector.named("send mail")
    assert (told(mail)["kurashi.kind"], told(mail)["kurashi.end"]) == ("mail", "done")
    raw = b"".join(collector.raw)
    ip = str(browser.client.environ_base["REMOTE_ADDR"])
    for private in (*typed(), case, "山田花子", "q=", ip, "suido_kaishi", "Mozilla", "Werkzeug"):
        assert private.encode() not in raw, private
    assert {key for one in collector.spans for key in told(one)} == {
        "http.request.method", "http.route", "http.response.status_code", "kurashi.request_id",
        "kurashi.kind", "kurashi.lane", "kurashi.end",
    }  # fmt: skip
    assert collector.town == {"hinata"}
    assert set(collector.paths) == {"/v1/traces"}


def test_a_span_is_found_by_the_number_on_the_answer(
    traced: Callable[..., Site], collector: Collector
) -> None:
    town = traced()
    client = town.app.test_client()

    ids = {path: client.get(path).headers["X-Request-Id"] for path in ("/t/fails", "/t/none", "/procedures")}
    arrived(town)

    found = {told(one)["kurashi.request_id"]: one for one in collector.spans}
    failed, missing, shown = (found[ids[path]] for path in ids)
    assert (failed.name, told(failed)["http.response.status_code"]) == ("GET /t/fails", 500)
    assert failed.status.code == Status.STATUS_CODE_ERROR
    assert not failed.events
    # A path that nobody knows may hold anything.
    assert (missing.name, "http.route" in told(missing)) == ("GET", False)
    assert (shown.kind, shown.status.code) == (Span.SPAN_KIND_SERVER, Status.STATUS_CODE_UNSET)
    assert "山田花子".encode() not in b"".join(collector.raw)


@pytest.mark.parametrize("proxies", [0, 1])
def test_a_trace_is_joined_only_behind_a_proxy_of_ours(
    traced: Callable[..., Site], collector: Collector, proxies: int
) -> None:
    town = traced(proxies=proxies)

    town.app.test_client().get("/t/writes", headers={"traceparent": f"00-{TRACE}-{CALLER}-01"})
    arrived(town)

    (span,) = collector.named("GET /t/writes")
    assert (span.trace_id.hex() == TRACE, span.parent_span_id.hex() == CALLER) == (bool(proxies),) * 2
