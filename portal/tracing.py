"""Tracing: where KURASHI_OTLP_ENDPOINT names a collector, a span for each request and each message sent; nothing otherwise.

A span holds what a log line may hold: the template of a route, never its address; kinds and codes, never what somebody typed.
"""

import hashlib
import hmac
import logging
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from datetime import date
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from portal.log_lines import Log
from portal.meter import Meter
from portal.settings import Settings

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import ReadableSpan
    from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
    from opentelemetry.trace import Span

# What a call to another machine of the city takes along, so that its spans join ours (W3C's trace context).
_ONWARD: ContextVar[str] = ContextVar("onward", default="")
# So many spans wait for the collector at most, and so many go together; what comes on top is dropped and counted.
MOST, BATCH = 2048, 512
# How long a collector is given; only the thread that hands the spans over waits for it.
PATIENCE = 5.0
# How a collector is asked where no path of its own is named.
_PATH = "/v1/traces"
LOST = "kurashi_spans_lost_total"
INSTALL = (
    "KURASHI_OTLP_ENDPOINT の部品がありません / its packages are missing: "
    ".venv/bin/pip install --require-hashes -r requirements/tracing.txt"
)


def onward() -> Mapping[str, str]:
    """The header that joins another machine's span to the one that runs here; none where nobody traces."""
    said = _ONWARD.get()
    return {"traceparent": said} if said else {}


def begun(settings: Settings, meter: Meter, secret: bytes) -> "Spans | None":
    """Who makes the spans of this town, if anybody does; a process that could not stops at once, in one line."""
    if not settings.otlp_endpoint:
        return None
    try:
        return Spans(_exporter(settings.otlp_endpoint), settings.town, meter, secret)
    except ModuleNotFoundError:
        raise SystemExit(INSTALL) from None


def whole(endpoint: str) -> str:
    """The address spans are sent to: a collector named without a path has the usual one."""
    return endpoint if urlsplit(endpoint).path.strip("/") else endpoint.rstrip("/") + _PATH


def _exporter(endpoint: str) -> "SpanExporter":
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    # It tells of each failure with addresses and in a form of its own; ours is told by the one below.
    logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)
    return OTLPSpanExporter(endpoint=whole(endpoint), timeout=PATIENCE)


class Spans:
    """Makes spans; a thread of its own hands them over in batches, so that nobody who is served waits for a collector."""

    def __init__(self, exporter: "SpanExporter", town: str, meter: Meter, secret: bytes) -> None:
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        self._secret, self._meter = secret, meter
        self._room = BoundedSemaphore(MOST)
        self._read = TraceContextTextMapPropagator().extract
        counted: Any = _Counted(exporter, meter, self._room)
        # A town's own, and not the library's global one: one process may serve several towns.
        self._provider = TracerProvider(
            resource=Resource.create({"service.name": "kurashi-no-mado", "kurashi.town": town})
        )
        self._provider.add_span_processor(
            BatchSpanProcessor(counted, max_queue_size=MOST, max_export_batch_size=BATCH)
        )
        self._tracer = self._provider.get_tracer("portal")

    def request(self, method: str, route: str, request_id: str, came: str = "") -> "Running":
        """A request that is being answered; `came` is the caller's own traceparent, where a proxy of ours gives one."""
        from opentelemetry.trace import SpanKind

        told = {"http.request.method": method, "kurashi.request_id": request_id}
        return self._running(
            f"{method} {route}".rstrip(),
            SpanKind.SERVER,
            {**told, **({"http.route": route} if route else {})},
            came,
        )

    def message(self, kind: str, lane: str, day: date) -> "Running":
        """A row of the outbox that is being sent; its lane is told as a mark that is another one tomorrow."""
        from opentelemetry.trace import SpanKind

        mark = hmac.new(self._secret, f"{day}:{lane}".encode(), hashlib.sha256).hexdigest()[:12]
        return self._running(
            f"send {kind}", SpanKind.CONSUMER, {"kurashi.kind": kind, "kurashi.lane": mark}, ""
        )

    def _running(self, name: str, kind: Any, told: Mapping[str, str], came: str) -> "Running":
        from opentelemetry.context import Context

        above = self._read({"traceparent": came}, Context()) if came else Context()
        span = self._tracer.start_span(name, context=above, kind=kind, attributes=told)
        return Running(span, self._room, self._meter)

    def flush(self) -> None:
        """Hand over what waits, now."""
        self._provider.force_flush()

    def close(self) -> None:
        """Hand over what waits and end the thread."""
        self._provider.shutdown()


class Running:
    """A span that has begun, and what calls made meanwhile take along."""

    def __init__(self, span: "Span", room: BoundedSemaphore, meter: Meter) -> None:
        self._span, self._room, self._meter = span, room, meter
        here = span.get_span_context()
        _ONWARD.set(f"00-{here.trace_id:032x}-{here.span_id:016x}-{here.trace_flags:02x}")

    def end(self, *, failed: bool = False, **told: str | int) -> None:
        """It is over; `told` goes with it, two underlines standing for a point."""
        from opentelemetry.trace import StatusCode

        _ONWARD.set("")
        if not self._span.is_recording():
            return
        if not self._room.acquire(blocking=False):
            # A span that is never ended is never handed over.
            self._meter.count(LOST, "full")
            return
        self._span.set_attributes({name.replace("__", "."): value for name, value in told.items()})
        if failed:
            self._span.set_status(StatusCode.ERROR)
        self._span.end()


class _Counted:
    """Hands spans on; what a collector does not take is dropped and counted, and told once when that begins and ends."""

    def __init__(self, exporter: "SpanExporter", meter: Meter, room: BoundedSemaphore) -> None:
        self._exporter, self._meter, self._room = exporter, meter, room
        self._away, self._log = False, Log("portal.tracing")

    def export(self, spans: "Sequence[ReadableSpan]") -> "SpanExportResult":
        """Hand over a batch."""
        # They have left the queue, whatever comes of them.
        self._room.release(len(spans))
        found = self._exporter.export(spans)
        away = found.name != "SUCCESS"
        if away:
            self._meter.count(LOST, "away", by=len(spans))
        if away is not self._away:
            self._away = away
            self._log.warning("collector_away" if away else "collector_back")
        return found

    def shutdown(self) -> None:
        """No more comes."""
        self._exporter.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Nothing waits in here."""
        return True
