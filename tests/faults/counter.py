"""A counter in a process of its own, for a test that kills it: database address, file of the slips to be scanned, which turn it is.

It says what it has done only once that is stored, as the page does that a clerk sees next.
"""

import json
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from portal.db import Database
from portal.people import StaffSeat
from portal.refused import Refused
from services.window.actions import confirming, handing_over, redeeming, visits
from tests.portal.cases import hinata
from tests.services.applications.builders import furnished
from tests.services.window import visiting

MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
SEAT = replace(visiting.seat(), id=UUID("01a1fc17-6c83-7826-8036-3d622ac79a57"))


def moment(turn: int) -> datetime:
    """After each fall the house stands again a minute later."""
    return MORNING + timedelta(minutes=turn)


def typed(name: str) -> str:
    """What the clerk adds to what a resident of this name prepared."""
    return f"{name}さんの連絡事項"


def main(url: str, slips: str, turn: str) -> None:
    """Finish the visits that go on, then scan one slip after the other; the server may fall at any instant."""
    now, tokens = moment(int(turn)), json.loads(Path(slips).read_text())
    with furnished(Database(url)).session() as session:
        visiting.sheets()
        _say("working")
        for row in visits.mine(session, SEAT, now):
            _serve(session, SEAT, row.id, now)
        for place, token in enumerate(tokens):
            try:
                visit_id = redeeming.redeem(session, SEAT, token, now)
            except Refused as refused:
                # The fall came between the storing and the answer; the visit stood among those that went on.
                _say(f"refused {place} {refused.code}")
                continue
            _say(f"redeemed {place} {visit_id}")
            _serve(session, SEAT, visit_id, now)
    _say("done")
    time.sleep(60)


def _serve(session: Session, seat: StaffSeat, visit_id: UUID, now: datetime) -> None:
    """Type what is missing, see the papers, have it read, hand it over."""
    visit = visits.find(session, seat, visit_id, now)
    note = typed(str(visit.content.answers["name"]))
    visit, _ = visits.save(session, seat, visit, {"note": note}, {}, now)
    _say(f"typed {visit_id} {note}")
    visit = visits.papers_seen(session, seat, visit, ["licence"], now)
    visit = confirming.confirm(session, visit, visit.row.version, {}, ("resident", None), now)
    plan = visiting.plan(visit, now)
    cases = handing_over.hand_over(session, seat, visit, plan, hinata(), visiting.sheets(), now)
    _say(f"handed {visit_id} {','.join(case.receipt_no for case in cases)}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
