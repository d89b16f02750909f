"""A collector of spans: a real server on the loopback that reads what OTLP sends as its protobuf says."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span


@dataclass
class Collector:
    """What arrived: spans and what they say of where they come from; and with which status the next is answered."""

    address: str = ""
    spans: list[Span] = field(default_factory=list)
    town: set[str] = field(default_factory=set)
    raw: list[bytes] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    status: int = 200

    def named(self, name: str) -> Sequence[Span]:
        """The spans of a name."""
        return [one for one in self.spans if one.name == name]


def told(span: Span) -> dict[str, str | int]:
    """Its attributes."""
    return {
        one.key: one.value.int_value if one.value.HasField("int_value") else one.value.string_value
        for one in span.attributes
    }


class _Handler(BaseHTTPRequestHandler):
    """Takes a batch down."""

    collector: Collector

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        found = self.collector
        found.paths.append(self.path)
        if found.status == 200:
            batch = ExportTraceServiceRequest.FromString(raw)
            found.raw.append(raw)
            for resource in batch.resource_spans:
                said = {one.key: one.value.string_value for one in resource.resource.attributes}
                found.town.add(said["kurashi.town"])
                found.spans += [span for scope in resource.scope_spans for span in scope.spans]
        self.send_response(found.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def collecting() -> Iterator[Collector]:
    """A collector on a free port until the block ends."""
    found = Collector()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Own", (_Handler,), {"collector": found}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    found.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield found
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
