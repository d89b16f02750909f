"""Logs: one JSON line an event, with a request id and without anything about a person."""

import logging
import secrets
import sys
import time

from flask import Flask, Response, g, request

from portal.log_lines import Log


def init(app: Flask, level: str) -> None:
    """Log each request by its endpoint (never its address, which a visitor may have filled with anything)."""
    configure(level)
    log = Log("portal")

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
    logging.getLogger("portal").setLevel(level)
