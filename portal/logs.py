"""Logs: one JSON line an event, with the request's id and without anything about a person; and each request counted."""

import logging
import re
import secrets
import sys
import time

from flask import Flask, Response, g, request

from portal.asking import house as asked_house
from portal.house import House
from portal.log_lines import REQUEST, Log
from portal.tracing import Running, Spans

# An id that a proxy of ours gives, so that its line and ours can be laid side by side.
_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
SLOW = 2.0
# Anybody may make up a method; a figure has no line for each.
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
# Who tries doors or guesses shows in these.
REFUSED = frozenset({400, 401, 403, 413, 429})


def init(app: Flask, house: House) -> None:
    """Log and count each request by its endpoint (never its address, which a visitor may have filled with anything)."""
    configure(house.settings.log_level)
    log, behind_proxy, meter = Log("portal"), house.settings.proxies > 0, house.meter
    every = house.settings.log_requests or house.settings.log_level == "DEBUG"

    @app.before_request
    def begin() -> None:
        given = request.environ.get("HTTP_X_REQUEST_ID", "") if behind_proxy else ""
        g.request_id = given if given and _ID.fullmatch(given) else secrets.token_hex(8)
        g.began = time.perf_counter()
        REQUEST.set(g.request_id)

    @app.after_request
    def end(response: Response) -> Response:
        took = time.perf_counter() - g.get("began", time.perf_counter())
        status, endpoint = response.status_code, request.endpoint or "none"
        response.headers["X-Request-Id"] = g.get("request_id", "")
        method = _method()
        meter.count("kurashi_requests_total", endpoint, method, f"{status // 100}xx")
        meter.observe("kurashi_request_seconds", endpoint, value=took)
        codes = sorted(told()) if "told" in g else ()
        for code in codes:
            meter.count("kurashi_refused_total", code)
        if every or status >= 500 or status in REFUSED or took > SLOW:
            log.info(
                "request", endpoint=endpoint, method=method, status=status, ms=round(took * 1000, 1),
                **({"refused": codes} if codes else {}),
            )  # fmt: skip
        return response

    if house.spans is not None:
        _trace(app, house.spans, behind_proxy=behind_proxy)

    @app.teardown_request
    def over(_error: BaseException | None) -> None:
        REQUEST.set("")


def _trace(app: Flask, spans: Spans, *, behind_proxy: bool) -> None:
    """A span for each request; of its address only the template of the route, for a visitor may fill the rest with anything."""

    @app.before_request
    def begin() -> None:
        route = request.url_rule.rule if request.url_rule else ""
        came = request.environ.get("HTTP_TRACEPARENT", "") if behind_proxy else ""
        g.span = spans.request(_method(), route, g.request_id, came)

    @app.after_request
    def end(response: Response) -> Response:
        status = response.status_code
        running: Running | None = g.pop("span", None)
        if running is not None:
            running.end(failed=status >= 500, http__response__status_code=status)
        return response


def _method() -> str:
    return request.method if request.method in METHODS else "OTHER"


def told() -> set[str]:
    """The codes of what this request was refused, to be counted at its end; a code says nothing about a person."""
    found: set[str] = g.setdefault("told", set())
    return found


def failed(where: str) -> None:
    """Count an error of the program."""
    asked_house().meter.count("kurashi_failures_total", where)


def configure(level: str) -> None:
    """Send every log line to standard error as JSON."""
    logging.basicConfig(level=level, stream=sys.stderr, format="%(message)s")
    # Libraries that print addresses or statements must stay quiet.
    for name in ("httpx", "sqlalchemy", "urllib3", "weasyprint", "fontTools"):
        logging.getLogger(name).setLevel(logging.ERROR)
    # It tells of each of its plug-ins, which says nothing to somebody who starts the town for the first time.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("portal").setLevel(level)
