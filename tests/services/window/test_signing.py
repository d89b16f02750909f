"""Signatures: each paper is signed as its form demands, staff see which lack it and tick each, an empty pad is no signature."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forms.procedure import Sign
from portal import inbox
from portal.db import Database
from portal.inbox import CaseEvent
from portal.people import StaffSeat
from portal.refused import Refused
from services.window.actions import confirming, handing_over, signing, visits
from services.window.actions.visits import Nothing
from services.window.models.visits import PadSignature, Visit
from services.window.rules import signing as rules
from services.window.rules.signing import Signature
from tests.portal.cases import hinata
from tests.services.applications.builders import furnished
from tests.services.window.moving import prepared
from tests.services.window.visiting import again, filled, plan, seat, sheets

# The move-in's six papers; of these three are signed by hand and one on the tablet.
RESIDENT = ("resident", None)
STROKE = "M10 10L200 150M300 20L420 180"


def handed(session: Session, by: StaffSeat, now: datetime, pads: dict[str, str] | None = None) -> Visit:
    """A family that moved in, handed over; `pads` is what was drawn."""
    wanted = Nothing(event="tennyu", answers=prepared())
    visit = visits.find(session, by, visits.begin(session, by, wanted, now), now)
    visit = visits.papers_seen(session, by, visit, ["licence"], now)
    visit = confirming.confirm(session, visit, visit.row.version, pads or {}, RESIDENT, now)
    handing_over.hand_over(session, by, visit, plan(visit, now), hinata(), sheets(), now)
    return visits.ended(session, by, visit.id)


def stand(session: Session, row: Visit) -> dict[str, Signature]:
    """How it stands with each paper."""
    return {one.procedure.key: one.signature for one in signing.papers(session, row, hinata())}


def test_each_paper_is_signed_as_its_form_demands(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        row = handed(session, seat(), now, {"kodomo_iryo": STROKE})

        found = stand(session, row)

        assert found["tennyu"] is Signature.LACKING
        assert found["inkan_touroku"] is Signature.LACKING
        assert found["kodomo_iryo"] is Signature.DRAWN
        assert found["kokuho_kanyu"] is Signature.PRINTED


def test_a_pad_that_was_left_is_signed_on_the_paper(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        found = stand(session, handed(session, seat(), now))

        assert found["kodomo_iryo"] is Signature.LACKING


def test_each_paper_is_ticked_by_itself_and_noted_once(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        by = seat()
        row = handed(session, by, now)
        one = next(
            p for p in signing.papers(session, row, hinata()) if p.procedure.key == "inkan_touroku"
        ).case

        for _ in range(2):
            signing.take(session, by, row, hinata(), [one.id], now)

        found = stand(session, row)
        assert (found["inkan_touroku"], found["tennyu"]) == (Signature.TAKEN, Signature.LACKING)
        lines = [line.kind for line, _ in inbox.history(session, one, public_only=False)]
        assert lines.count("window_signed") == 1


def test_all_are_ticked_at_once_and_only_what_lacks_it_is_noted(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        by = seat()
        row = handed(session, by, now)
        lacked = [key for key, one in stand(session, row).items() if one is Signature.LACKING]

        signing.take(session, by, row, hinata(), None, now)

        assert Signature.LACKING not in stand(session, row).values()
        noted = session.scalar(
            select(func.count()).select_from(CaseEvent).where(CaseEvent.kind == "window_signed")
        )
        assert noted == len(lacked)


def test_nothing_ticked_and_papers_of_others_are_refused(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        by = seat()
        row = handed(session, by, now)

        with pytest.raises(Refused, match="no_paper_ticked"):
            signing.take(session, by, row, hinata(), [], now)
        with pytest.raises(Refused, match="case_unknown"):
            signing.take(session, by, row, hinata(), [uuid4()], now)


def test_the_counter_lists_the_days_papers_that_lack_it(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        by = seat()
        row = handed(session, by, now)

        listed = signing.lacking(session, by, hinata(), now)
        elsewhere = signing.lacking(session, seat(division="kita_shisho"), hinata(), now)
        tomorrow = signing.lacking(session, by, hinata(), now + timedelta(days=1))
        signing.take(session, by, row, hinata(), None, now)

        lacked = [(one.id, count) for one, count in listed]
        assert lacked == [(row.id, 3)]
        assert elsewhere == tomorrow == signing.lacking(session, by, hinata(), now) == []


def test_paper_of_an_outage_was_signed_when_it_was_written(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        by = seat()
        wanted = Nothing(event="tennyu", answers=prepared(), arrived_at=now - timedelta(hours=2))
        visit = visits.find(session, by, visits.begin(session, by, wanted, now), now)
        visit = visits.papers_seen(session, by, visit, ["licence"], now)
        handing_over.hand_over(session, by, visit, plan(visit, now), hinata(), sheets(), now)

        found = stand(session, visits.ended(session, by, visit.id))

        assert found["tennyu"] is found["kodomo_iryo"] is Signature.BEFORE
        assert Signature.LACKING not in found.values()


def test_what_is_drawn_lies_sealed_with_the_case_and_goes_with_it(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        row = handed(session, seat(), now, {"kodomo_iryo": STROKE})
        (case,) = [p.case for p in signing.papers(session, row, hinata()) if p.procedure.key == "kodomo_iryo"]

        assert signing.signature(session, case) == STROKE
        assert session.get_one(PadSignature, case.id).sealed.find(b"M10") == -1


@pytest.mark.parametrize(("path", "code"), [("M1 1", "signature_unreadable"), ("-", "signature_missing")])
def test_what_is_no_name_is_refused(database: Database, now: datetime, path: str, code: str) -> None:
    with furnished(database).session() as session:
        by = seat()
        visit = filled(session, by, now)

        with pytest.raises(Refused, match=code):
            confirming.confirm(session, visit, visit.row.version, {"suido_kaishi": path}, RESIDENT, now)

        assert again(session, by, visit.id, now).row.confirmed_at is None


def test_a_tap_is_no_signature_and_what_is_no_path_is_not_drawn() -> None:
    assert rules.is_empty("M10 10L14 12")
    assert not rules.is_empty(STROKE)
    assert not rules.is_path('"><script>')
    assert not rules.is_path("M1 1L2 2" * 5000)


@pytest.mark.parametrize("sign", Sign)
def test_nothing_lacks_once_it_is_taken(sign: Sign) -> None:
    assert rules.of(sign, drawn=False, before=False, taken=True) is not Signature.LACKING
