"""Logs: one JSON line an event, with a request id and without anything about a person."""

import logging
import secrets
import sys
import time
from typing import Any

import structlog
from flask import Flask, Response, g, request


def init(app: Flask, level: str) -> None:
    """Log each request by its endpoint (never its address, which a visitor may have filled with anything)."""
    configure(level)
    log = structlog.get_logger("portal")

    @app.before_request
    def begin() -> None:
        g.request_id = secrets.token_hex(8)
        g.began = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.get("request_id", "")
        if response.status_code >= 500 or app.logger.isEnabledFor(logging.DEBUG):
            log.info(
                "request",
                id=g.get("request_id"),
                endpoint=request.endpoint,
                method=request.method,
                status=response.status_code,
                ms=round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1),
            )
        return response


def configure(level: str) -> None:
    """Send every log line to standard error as JSON."""
    logging.basicConfig(level=level, stream=sys.stderr, format="%(message)s")
    # Libraries that print addresses or statements must stay quiet.
    for name in ("httpx", "sqlalchemy", "urllib3", "weasyprint", "fontTools"):
        logging.getLogger(name).setLevel(logging.ERROR)
    # It tells of each of its plug-ins, which says nothing to somebody who starts the town for the first time.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_text,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        cache_logger_on_first_use=False,
    )


def failure(error: BaseException) -> dict[str, Any]:
    """What may be logged of an error: its kind and the places it passed, never its text."""
    places, trace = [], error.__traceback__
    while trace is not None:
        places.append(f"{trace.tb_frame.f_code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return {"error": type(error).__name__, "places": places[-8:]}


def _without_text(_log: Any, _method: str, line: Any) -> Any:
    # An exception's own text may quote what somebody typed.
    error = line.pop("exc_info", None)
    if isinstance(error, BaseException):
        line.update(failure(error))
    return line
