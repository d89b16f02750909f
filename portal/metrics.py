"""Figures for whoever watches the machine, in Prometheus' text format; counts only, and only to this machine itself.

What stands in the database is the same whichever process answers. What the processes counted themselves is the sum of all of
them on this machine (`portal.meter`): one scrape of any of them tells of all, and several machines are scraped one by one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, abort, request
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.audit import Audit
from portal.doors import db, house, now, open_door
from portal.inbox import Case
from portal.jobs import JobRun
from portal.meter import SECONDS, SHARES, Key
from portal.outbox import Outbox
from portal.service import Figure
from portal.tasks import Task

pages = Blueprint("metrics", __name__)

# A name, the values of its labels, and the number.
Row = tuple[str, tuple[str, ...], float]
HERE = {"127.0.0.1", "::1"}


@dataclass(frozen=True)
class Told:
    """A figure: how Prometheus reads it, what it is, the names of its labels, and where its buckets end."""

    kind: str
    help: str
    labels: tuple[str, ...] = ()
    bounds: tuple[float, ...] = ()


# What the processes count themselves.
COUNTED: Mapping[str, Told] = {
    "kurashi_requests_total": Told(
        "counter", "Requests answered, by route and kind of status.", ("endpoint", "method", "status")
    ),
    "kurashi_request_seconds": Told(
        "histogram", "How long answers took in the application.", ("endpoint",), SECONDS
    ),
    "kurashi_kept_answers_total": Told("counter", "Answers given from memory, before any route was asked."),
    "kurashi_refused_total": Told(
        "counter",
        "What people were refused, by code: slot_taken is a claim refused, too_many_tries a throttle.",
        ("code",),
    ),
    "kurashi_failures_total": Told("counter", "Errors of the program, by where they were met.", ("where",)),
    "kurashi_slow_queries_total": Told("counter", "Statements slower than KURASHI_SLOW_QUERY_MS."),
    "kurashi_spans_lost_total": Told(
        "counter", "Spans that no collector got: too many waited (full), or it was away.", ("why",)
    ),
    "kurashi_sent_total": Told(
        "counter", "What the outbox's rows came to: done, later, never, failed.", ("kind", "end")
    ),
    "kurashi_bot_answers_total": Told(
        "counter", "How questions to the bot were answered: sure, choices, unknown.", ("how",)
    ),
    "kurashi_bot_confidence": Told(
        "histogram", "How sure the bot was of the answers it gave outright.", (), SHARES
    ),
}
# What stands in the database; the rooms' own come by `Service.figures`.
STANDING: Mapping[str, Told] = {
    "kurashi_cases": Told("gauge", "Requests by state.", ("state",)),
    "kurashi_outbox": Told("gauge", "Rows of the outbox by state.", ("state",)),
    "kurashi_outbox_waiting": Told("gauge", "Rows of the outbox whose time has come, by kind.", ("kind",)),
    "kurashi_outbox_oldest_seconds": Told("gauge", "How long the oldest row waits whose time has come."),
    "kurashi_tasks_open": Told("gauge", "What staff still have to do."),
    "kurashi_worker_heartbeat_seconds": Told(
        "gauge", "Seconds since any worker's last sign of life; -1 where there was never one."
    ),
    "kurashi_jobs_failing": Told("gauge", "Jobs whose last run failed."),
    "kurashi_audit_unsealed": Told("gauge", "Rows of the audit trail that stand in no chain yet."),
}


@pages.get("/metrics")
@open_door
def metrics() -> Response:
    """What stands in the database now, and what this machine's processes counted; a proxy in front hands nothing of it on."""
    if request.remote_addr not in HERE or "X-Forwarded-For" in request.headers:
        abort(404)
    lines = [*standing(figures(db(), now()))]
    for service in house().services:
        if service.figures:
            lines += rooms(service.figures(db(), now()))
    lines += counted(house().meter.all())
    return Response("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8")


def figures(session: Session, moment: datetime) -> list[Row]:
    """Requests by state, what waits to be sent and since when, who works, and what staff still have to do."""
    states = session.execute(select(Case.state, func.count()).group_by(Case.state).order_by(Case.state))
    rows: list[Row] = [("kurashi_cases", (state,), float(count)) for state, count in states]
    sent = session.execute(select(Outbox.state, func.count()).group_by(Outbox.state).order_by(Outbox.state))
    rows += [("kurashi_outbox", (state,), float(count)) for state, count in sent]
    due = (Outbox.state == "waiting", Outbox.not_before <= moment)
    kinds = select(Outbox.kind, func.count()).where(*due).group_by(Outbox.kind).order_by(Outbox.kind)
    rows += [("kurashi_outbox_waiting", (kind,), float(count)) for kind, count in session.execute(kinds)]
    oldest = session.scalar(select(func.min(Outbox.not_before)).where(*due))
    rows.append(("kurashi_outbox_oldest_seconds", (), _since(oldest, moment, 0.0)))
    tasks = session.scalar(select(func.count()).select_from(Task).where(Task.done_at.is_(None)))
    rows.append(("kurashi_tasks_open", (), float(tasks or 0)))
    return [*rows, *_working(session, moment)]


def _working(session: Session, moment: datetime) -> Iterator[Row]:
    beat = session.scalar(select(JobRun.done_at).where(JobRun.name == "heartbeat"))
    yield "kurashi_worker_heartbeat_seconds", (), _since(beat, moment, -1.0)
    failing = session.scalar(select(func.count()).select_from(JobRun).where(JobRun.last_error.is_not(None)))
    yield "kurashi_jobs_failing", (), float(failing or 0)
    unsealed = session.scalar(select(func.count()).select_from(Audit).where(Audit.seal_no.is_(None)))
    yield "kurashi_audit_unsealed", (), float(unsealed or 0)


def _since(past: datetime | None, moment: datetime, never: float) -> float:
    return never if past is None else (moment - past).total_seconds()


def standing(found: Iterable[Row]) -> Iterator[str]:
    """The lines of what stands in the database."""
    begun = ""
    for name, values, number in found:
        if name != begun:
            yield from _head(name, STANDING[name])
            begun = name
        yield _line(name, STANDING[name].labels, values, number)


def rooms(found: Sequence[Figure]) -> Iterator[str]:
    """The lines of what a room tells."""
    begun = ""
    for one in found:
        if one.name != begun:
            yield from _head(one.name, Told("gauge", one.help))
            begun = one.name
        yield _line(one.name, tuple(one.labels), tuple(one.labels.values()), one.value)


def counted(total: Mapping[Key, list[float]]) -> Iterator[str]:
    """The lines of what the processes counted; every name has its head, though nothing was counted yet."""
    for name, told in COUNTED.items():
        yield from _head(name, told)
        mine = sorted((key[1:], numbers) for key, numbers in total.items() if key[0] == name)
        if not mine and not told.labels:
            mine = [((), [0.0] * (len(told.bounds) + 2 if told.bounds else 1))]
        for values, numbers in mine:
            if told.bounds:
                yield from _buckets(name, told, values, numbers)
            else:
                yield _line(name, told.labels, values, numbers[0])


def _buckets(name: str, told: Told, values: tuple[str, ...], numbers: Sequence[float]) -> Iterator[str]:
    below = 0.0
    for bound, number in zip((*map(str, told.bounds), "+Inf"), numbers[1:], strict=False):
        below += number
        yield _line(f"{name}_bucket", (*told.labels, "le"), (*values, bound), below)
    yield _line(f"{name}_sum", told.labels, values, numbers[0])
    yield _line(f"{name}_count", told.labels, values, below)


def _head(name: str, told: Told) -> Iterator[str]:
    yield f"# HELP {name} {told.help}"
    yield f"# TYPE {name} {told.kind}"


def _line(name: str, labels: Sequence[str], values: Sequence[str], number: float) -> str:
    said = ",".join(f'{label}="{_plain(value)}"' for label, value in zip(labels, values, strict=False))
    return f"{name}{{{said}}} {number}" if said else f"{name} {number}"


def _plain(value: str) -> str:
    # Names of routes, codes and states are ours; whatever else came in cannot break the line.
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
