"""Log lines: one JSON object each, of named fields, without anything about a person."""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

# Whose town is worked for at this moment, where one process serves several; every line then says so.
TOWN: ContextVar[str] = ContextVar("town", default="")
# The id of the request that this thread is answering; the lines of one request are found by it.
REQUEST: ContextVar[str] = ContextVar("request", default="")


class Log:
    """Writes what happened under a name: an event, and what it is about, field by field."""

    def __init__(self, name: str) -> None:
        self._log = logging.getLogger(name)

    def info(self, event: str, **fields: object) -> None:
        """Something an operator may want to know."""
        self._write(logging.INFO, event, fields)

    def warning(self, event: str, **fields: object) -> None:
        """Something that was put right by itself."""
        self._write(logging.WARNING, event, fields)

    def error(self, event: str, *, caught: BaseException | None = None, **fields: object) -> None:
        """Something that somebody must look at; of an error only what `failure` tells."""
        self._write(logging.ERROR, event, fields if caught is None else {**fields, **failure(caught)})

    def _write(self, level: int, event: str, fields: dict[str, Any]) -> None:
        if self._log.isEnabledFor(level):
            at = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
            line = {**fields, "event": event, "level": logging.getLevelName(level).lower(), "timestamp": at}
            if town := TOWN.get():
                line["town"] = town
            if asked := REQUEST.get():
                line["request"] = asked
            self._log.log(level, "%s", json.dumps(line, ensure_ascii=False, default=str))


def failure(error: BaseException) -> dict[str, Any]:
    """What may be logged of an error: its kind and the places it passed, never its text, which may quote what somebody typed."""
    places, trace = [], error.__traceback__
    while trace is not None:
        places.append(f"{trace.tb_frame.f_code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return {"error": type(error).__name__, "places": places[-8:]}
