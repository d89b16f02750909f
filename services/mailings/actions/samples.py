"""The sample town's made-up mailing: its list goes through the same check as a real one, its first letter has a code that is told."""

import io
import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import new_id, put, writing
from portal.opening import today
from portal.pack import Pack
from portal.pack.lists import write
from portal.people import StaffSeat
from services.mailings.actions import loading, making, standing
from services.mailings.actions.letters import hashed
from services.mailings.actions.making import Wish
from services.mailings.models import Addressee, LetterBatch, Mailing, PrintedLetter
from services.mailings.rules import codes
from services.mailings.rules.stages import Stage

FILE = "addressees.toml"


def load(session: Session, pack: Pack, now: datetime) -> Sequence[str]:
    """One mailing that was released, once; a town that has one already is left alone."""
    path = pack.folder / FILE
    if not path.exists() or session.scalar(select(Mailing.id).limit(1)) is not None:
        return []
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    mailing_id = _released(session, pack, said, now)
    _write_to(session, mailing_id, str(said["code"]), now)
    first = said["addressee"][0]
    return [f"見本の手紙の番号 {said['code']}（{first['氏名']}、生年月日 {first['生年月日']}）"]


def _released(session: Session, pack: Pack, said: Mapping[str, Any], now: datetime) -> UUID:
    division = pack.owner(said["procedure"], today(now)).id
    clerk, approver = _seat("worker", division), _seat("approver", division)
    until = today(now) + timedelta(days=60)
    wish = Wish(said["procedure"], said["title"], said["lead"], until)
    mailing_id = making.make(session, clerk, wish, now)
    names = list(dict.fromkeys(name for one in said["addressee"] for name in one))
    loading.hand_in(session, clerk, mailing_id, io.BytesIO(write(names, said["addressee"])), now)
    loading.count(session, clerk, mailing_id, now)
    making.propose(session, clerk, mailing_id, now)
    # Nothing is printed while a sample is loaded, so that a machine without a printer's parts starts too.
    with standing.holding(
        session, approver, mailing_id, standing.RELEASE, "mailing_released", now
    ) as mailing:
        standing.go(mailing, Stage.RELEASED)
        mailing.released_by, mailing.released_at = approver.id, now
    return mailing_id


def _write_to(session: Session, mailing_id: UUID, code: str, now: datetime) -> None:
    """Letters as if they had been posted: the first can be opened with the code that is told."""
    with writing(session):
        wanted = select(Addressee.id).where(Addressee.mailing_id == mailing_id, Addressee.stop == "")
        ids = session.scalars(wanted.order_by(Addressee.place)).all()
        batch_id = new_id()
        batch = {
            "id": batch_id,
            "mailing_id": mailing_id,
            "round": 1,
            "no": 1,
            "count": len(ids),
            "made_at": now,
        }
        put(session, LetterBatch, batch)
        rows = [
            {"addressee_id": id, "batch_id": batch_id, "seq": seq, "code": hashed(session, one)}
            for seq, id in enumerate(ids, 1)
            for one in [code if seq == 1 else codes.new()]
        ]
        put(session, PrintedLetter, rows)


def _seat(role: str, division: str) -> StaffSeat:
    """Somebody who does not exist, for what the sample's staff would have done."""
    reach = {division: frozenset({division})}
    return StaffSeat(new_id(), "", "", ((division, role),), reach, new_id())
