"""Spans reach a collector where one is set, hold nothing of anybody, and never stand in the way; without one nothing happens."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from portal import tracing
from portal.db import Database
from portal.doctor import State, around, travelling
from portal.meter import Meter
from portal.outbox import Later
from portal.settings import Settings
from portal.tracing import LOST, Spans, onward
from portal.worker import Worker
from services.connections.outside import Call, Wire, call
from services.connections.rules.addresses import policy
from tests.harness.live import Clock, make_app
from tests.portal.collector import Collector, told
from tests.portal.sending import Carrier, a_house, added
from tests.services.applications.browsing import MORNING
from tests.services.connections.receiver import receiving

TRACE, CALLER = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
DAY = date(2026, 11, 20)
Made = Callable[..., Spans]


@pytest.fixture
def spans() -> Iterator[Made]:
    """Spans of a town, ended with the test."""
    made: list[Spans] = []

    def make(endpoint: str, meter: Meter | None = None) -> Spans:
        found = tracing.begun(Settings(otlp_endpoint=endpoint), meter or Meter(), b"secret")
        assert found is not None
        made.append(found)
        return found

    yield make
    for one in made:
        one.close()


@pytest.mark.parametrize("came", ["x", f"00-{'0' * 32}-{CALLER}-01", f"00-{TRACE}-{CALLER}-01\n山田"])
def test_a_broken_trace_is_begun_anew(spans: Made, collector: Collector, came: str) -> None:
    made = spans(collector.address)

    made.request("GET", "/", "1", came).end()
    made.flush()

    assert collector.spans[0].parent_span_id == b""


def test_what_is_called_meanwhile_takes_the_trace_along(spans: Made, collector: Collector) -> None:
    made, wire = spans(collector.address), Wire(resolve=lambda *_: ["127.0.0.1"])
    with receiving() as other:
        running = made.message("webhook", "webhook:1", DAY)
        call(Call(other.address, b"{}", {}), policy("127.0.0.0/8", "", plain=True), wire)
        running.end()
        call(Call(other.address, b"{}", {}), policy("127.0.0.0/8", "", plain=True), wire)
    made.flush()

    (span,) = collector.spans
    # The last two figures are flags, of which the lowest says that the span is kept.
    said, flags = other.got[0].headers["traceparent"].rsplit("-", 1)
    assert said == f"00-{span.trace_id.hex()}-{span.span_id.hex()}"
    assert int(flags, 16) & 1
    assert "traceparent" not in other.got[1].headers
    assert onward() == {}


def test_a_lane_is_a_mark_that_is_another_one_tomorrow(spans: Made, collector: Collector) -> None:
    made = spans(collector.address)

    for lane, day in (("a", DAY), ("a", DAY), ("b", DAY), ("a", date(2026, 11, 21))):
        made.message("mail", lane, day).end()
    made.flush()

    one, same, other, later = (told(span)["kurashi.lane"] for span in collector.spans)
    assert one == same
    assert len({one, other, later}) == 3


def test_a_message_says_how_it_ended(
    database: Database, spans: Made, collector: Collector, tmp_path: Path
) -> None:
    clock = Clock(MORNING)
    house = a_house(database, clock, tmp_path, Carrier(Later("busy"), ValueError("山田花子")))
    object.__setattr__(house, "spans", spans(collector.address))
    with database.session() as session:
        for lane in "abc":
            added(session, MORNING, kind="line", lane=lane)

    Worker(house).drain()
    made: Any = house.spans
    made.flush()

    ends = [told(one)["kurashi.end"] for one in collector.named("send line")]
    assert sorted(map(str, ends)) == ["done", "failed", "later"]
    assert "山田花子".encode() not in b"".join(collector.raw)


def lost(meter: Meter) -> Mapping[str, float]:
    return {key[1]: numbers[0] for key, numbers in meter.all().items() if key[0] == LOST}


@pytest.mark.parametrize("status", [400, 500])
def test_what_a_collector_does_not_take_is_counted_and_told_once(
    spans: Made, collector: Collector, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    meter = Meter()
    made, collector.status = spans(collector.address, meter), status
    for _ in range(2):
        made.request("GET", "/", "1").end()
        made.flush()
    collector.status = 200
    made.request("GET", "/", "1").end()
    made.flush()

    assert lost(meter) == {"away": 2.0}
    assert ["away" in one or "back" in one for one in caplog.messages] == [True, True]
    assert len(collector.spans) == 1


def test_nobody_waits_for_a_collector_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, let_go, meter = Event(), Event(), Meter()

    class Stuck:
        def export(self, _spans: object) -> Any:
            from opentelemetry.sdk.trace.export import SpanExportResult

            asked.set()
            let_go.wait(30)
            return SpanExportResult.SUCCESS

        def shutdown(self) -> None: ...

    monkeypatch.setattr(tracing, "MOST", 8)
    monkeypatch.setattr(tracing, "BATCH", 4)
    stuck: Any = Stuck()
    made = Spans(stuck, "hinata", meter, b"secret")
    made.request("GET", "/", "1").end()
    waiting = Thread(target=made.flush)
    waiting.start()
    assert asked.wait(30)

    for _ in range(20):
        made.request("GET", "/", "1").end()

    assert lost(meter) == {"full": 12.0}
    let_go.set()
    waiting.join(30)
    made.close()


def test_a_forked_worker_hands_over_its_own_spans_and_not_its_parents(
    spans: Made, collector: Collector
) -> None:
    made = spans(collector.address)
    made.request("GET", "/parent", "1").end()

    child = os.fork()
    if not child:
        made.request("GET", "/child", "2").end()
        made.flush()
        os._exit(0)
    os.waitpid(child, 0)
    made.flush()

    assert sorted(one.name for one in collector.spans) == ["GET /child", "GET /parent"]


def test_without_a_collector_nobody_makes_spans(tmp_path: Path) -> None:
    app = make_app(tmp_path, Clock(MORNING))

    app.test_client().get("/procedures")

    assert app.extensions["house"].spans is None
    assert "_trace" not in str(app.before_request_funcs)


@pytest.mark.parametrize(
    "module", ["opentelemetry.exporter.otlp.proto.http.trace_exporter", "opentelemetry.sdk.trace"]
)
def test_a_town_whose_packages_are_missing_does_not_start_and_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)

    with pytest.raises(SystemExit) as refused:
        make_app(tmp_path, Clock(MORNING), otlp_endpoint="http://127.0.0.1:4318")

    said = str(refused.value)
    assert "-r requirements/tracing.txt" in said
    assert "\n" not in said


def test_doctor_says_whether_the_collector_takes_spans(collector: Collector) -> None:
    assert around.collector(collector.address).state is State.FINE
    collector.status = 404
    assert around.collector(collector.address).state is State.THINK
    assert around.collector("http://127.0.0.1:9").state is State.THINK
    assert travelling.in_the_clear(Settings(otlp_endpoint="http://10.1.2.3:4318")) == [
        "KURASHI_OTLP_ENDPOINT"
    ]


def test_a_collector_has_an_address() -> None:
    assert tracing.whole("http://127.0.0.1:4318/") == "http://127.0.0.1:4318/v1/traces"
    assert tracing.whole("https://a.example/otlp/v1/traces") == "https://a.example/otlp/v1/traces"
    with pytest.raises(ValueError, match="KURASHI_OTLP_ENDPOINT"):
        Settings(otlp_endpoint="127.0.0.1:4318")
