"""The sample town's made-up requests: filed by the same action as real ones, then moved to where the list says."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import inbox, ledger
from portal.db import writing
from portal.inbox import HOUSE, Case, State
from portal.opening import today
from portal.pack import Pack
from services.applications.actions import drafts, submit

FILE = "samples.toml"
COURSE = (State.ARRIVED, State.ACCEPTED, State.REVIEW, State.DONE)
COUNTED = {State.ACCEPTED: "accepted", State.DONE: "completed", State.WITHDRAWN: "withdrawn"}
# Nobody's browser: what is loaded belongs to the list and is opened at the desk alone.
NOBODY = b"\x00" * 32
USUAL: Mapping[str, Any] = {
    "water_address": {
        "postcode": "000-0001",
        "area": "見本県ひなた市本町",
        "street": "一丁目1番1号",
        "building": "",
    },
    "water_customer_number": None,
    "name_kana": None,
    "email": None,
    "water_use": "home",
    "dwelling_tenure": "owner",
    "landlord_name": None,
    "moving_from": "other_city",
    "previous_address": None,
    "billing_to": "same",
    "water_payment": "bank",
    "water_attendance": "no",
    "note": None,
}


def load(session: Session, pack: Pack, now: datetime) -> Sequence[str]:
    """File what the list holds, once; a town that has requests already is left alone."""
    path = pack.folder / FILE
    if not path.exists() or session.scalar(select(func.count()).select_from(Case)):
        return []
    listed = tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    for entry in listed:
        _file(session, pack, entry, now - timedelta(hours=entry["hours_ago"]))
    return [f"見本の申請 {len(listed)}件"]


def _file(session: Session, pack: Pack, entry: Mapping[str, Any], then: datetime) -> None:
    procedure = pack.procedures[entry["procedure"]]
    way = next(way for way in procedure.ways if way.kind == "online")
    values = {**USUAL, "water_start_date": (today(then) + timedelta(days=9)).isoformat(), **entry["answers"]}
    draft_id = drafts.begin(session, procedure, way, values, NOBODY, "ja", then)
    draft = drafts.find(session, draft_id, [NOBODY], pack, then)
    if draft is None:
        raise LookupError(entry["procedure"])
    case = submit.submit(session, draft, pack, [], submit.Proof(), then)
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
