"""The sample town's made-up requests: filed by the same action as real ones, then moved to where the list says."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forms.procedure import Assurance
from portal import inbox, ledger, pace
from portal.db import writing
from portal.inbox import HOUSE, Case, State
from portal.opening import today
from portal.pack import Pack
from services.applications.actions import drafts, submit

FILE = "samples.toml"
COURSE = (State.ARRIVED, State.ACCEPTED, State.REVIEW, State.DONE)
COUNTED = {State.ACCEPTED: "accepted", State.WITHDRAWN: "withdrawn"}
# Nobody's browser: what is loaded belongs to the list and is opened at the desk alone.
NOBODY = b"\x00" * 32
ADDRESS = {"postcode": "", "area": "見本県ひなた市本町一丁目1番1号", "street": "", "building": ""}


def load(session: Session, pack: Pack, now: datetime) -> Sequence[str]:
    """File what the list holds, once; a town that has requests already is left alone."""
    path = pack.folder / FILE
    if not path.exists() or session.scalar(select(func.count()).select_from(Case)):
        return []
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    listed = told["case"]
    for entry in listed:
        usual = told["usual"][entry["procedure"]]
        _file(session, pack, entry, usual, now - timedelta(hours=entry["hours_ago"]))
    return [f"見本の申請 {len(listed)}件"]


def _file(
    session: Session, pack: Pack, entry: Mapping[str, Any], usual: Mapping[str, Any], then: datetime
) -> None:
    procedure = pack.procedures[entry["procedure"]]
    way = next(way for way in procedure.ways if way.kind == "online")
    nothing: dict[str, Any] = dict.fromkeys(ask.key for ask in procedure.asks)
    values = {**nothing, **usual, **entry["answers"]}
    if "water_start_date" in values:
        values["water_start_date"] = (today(then) + timedelta(days=9)).isoformat()
    draft_id = drafts.begin(session, procedure, way, values, NOBODY, "ja", then)
    draft = drafts.find(session, draft_id, [NOBODY], pack, then)
    if draft is None:
        raise LookupError(entry["procedure"])
    # Nobody put a card on a reader; at the desk it looks as if the person of the list had.
    extra = {way.register_address: ADDRESS} if way.register_address else {}
    proof = submit.Proof(signed=way.assurance is Assurance.signature, extra=extra)
    case = submit.submit(session, draft, pack, [], proof, then)
    _move(session, case, State(entry["until"]), then)


def _move(session: Session, case: Case, until: State, then: datetime) -> None:
    course = (State.WITHDRAWN,) if until is State.WITHDRAWN else COURSE[1 : COURSE.index(until) + 1]
    for hours, state in enumerate(course, start=1):
        with writing(session):
            held = inbox.take_hold(session, case.id)
            inbox.move(session, held, state, HOUSE, then + timedelta(hours=hours))
            if state in COUNTED:
                day = today(then + timedelta(hours=hours))
                ledger.event(session, COUNTED[state], case.procedure, case.channel, case.division, day)
            if state is State.DONE:
                pace.completed(session, held, then + timedelta(hours=hours))
