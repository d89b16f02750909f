"""Figures for whoever watches the machine, in Prometheus' text format; counts only, and only to this machine itself."""

from datetime import datetime

from flask import Blueprint, Response, abort, request
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.doors import db, now, open_door
from portal.inbox import Case
from portal.outbox import Outbox
from portal.tasks import Task

pages = Blueprint("metrics", __name__)

HERE = {"127.0.0.1", "::1"}


@pages.get("/metrics")
@open_door
def metrics() -> Response:
    """What stands in the database now; a proxy in front hands nothing of it on."""
    if request.remote_addr not in HERE or "X-Forwarded-For" in request.headers:
        abort(404)
    lines = [f"{name}{labels} {value}" for name, labels, value in figures(db(), now())]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


def figures(session: Session, moment: datetime) -> list[tuple[str, str, float]]:
    """Requests by state, what waits to be sent and since when, and what staff still have to do."""
    states = session.execute(select(Case.state, func.count()).group_by(Case.state).order_by(Case.state))
    rows = [("kurashi_cases", f'{{state="{state}"}}', float(count)) for state, count in states]
    waiting = session.execute(
        select(Outbox.state, func.count()).group_by(Outbox.state).order_by(Outbox.state)
    )
    rows += [("kurashi_outbox", f'{{state="{state}"}}', float(count)) for state, count in waiting]
    oldest = session.scalar(select(func.min(Outbox.made_at)).where(Outbox.state == "waiting"))
    rows.append(("kurashi_outbox_oldest_seconds", "", (moment - oldest).total_seconds() if oldest else 0.0))
    tasks = session.scalar(select(func.count()).select_from(Task).where(Task.done_at.is_(None)))
    return [*rows, ("kurashi_tasks_open", "", float(tasks or 0))]
