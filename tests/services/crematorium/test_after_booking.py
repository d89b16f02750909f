"""After booking: the permit's number, warnings and lapses, another time, giving back, arrivals, undertakers, pauses."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forms.procedure import Assurance
from portal import inbox, payments
from portal.db import Database, new_id, writing
from portal.inbox import RESIDENT, Actor, Case
from portal.outbox.rows import Outbox
from portal.people import ResidentSeat
from portal.refused import Refused
from portal.slots.tables import QuotaCount, SlotClaim
from services.crematorium import workers
from services.crematorium.actions import attending, cancelling, firms, moving, pausing, permits, reach
from services.crematorium.actions.pausing import Pause
from services.crematorium.models.cremations import Cremation
from services.crematorium.models.firms import UndertakerMember
from services.crematorium.rules.states import State
from tests.services.crematorium.builders import PERMIT, at, booked, furnished, seat, wish


def found(session: Session, row: Cremation) -> Cremation:
    """The row as the database has it now."""
    return session.get_one(Cremation, row.id, populate_existing=True)


def firm_of(session: Session, now: datetime) -> UUID:
    """An undertaker of the sample town."""
    return firms.register(session, "見本葬祭", "0000-00-7000", "sousai@example.jp", now, seat())


def test_the_permits_number_makes_it_certain_and_frees_a_place_among_the_tentative(
    database: Database, now: datetime
) -> None:
    with furnished(database).session() as session:
        row = booked(session, now)
        with pytest.raises(Refused, match="permit_incomplete"):
            permits.tell(session, row.id, "", "ひなた市", RESIDENT, now)

        permits.tell(session, row.id, "第9号", "ひなた市", RESIDENT, now)

        row = found(session, row)
        assert (row.state, row.permit_until) == (State.CONFIRMED, None)
        assert inbox.answers(session, session.get_one(Case, row.case_id))["cremation_permit_no"] == "第9号"
        assert session.scalar(select(QuotaCount.used)) == 0


def test_without_a_number_it_is_warned_once_and_lapses(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        row = booked(session, now)
        until = row.permit_until
        assert until is not None

        workers.look_after(session, until - timedelta(hours=13))
        assert found(session, row).warned_at is None
        workers.look_after(session, until - timedelta(hours=12))
        workers.look_after(session, until - timedelta(hours=1))
        sent = list(session.scalars(select(Outbox.template).where(Outbox.template.like("cremation_%"))))
        workers.look_after(session, until)

        row = found(session, row)
        assert sent == ["cremation_permit"]
        assert (row.state, row.late_at) == (State.LAPSED, until)
        assert session.scalar(select(func.count()).select_from(SlotClaim)) == 0
        assert session.get_one(Case, row.case_id).state == inbox.State.WITHDRAWN
        assert booked(session, now + timedelta(hours=1), **PERMIT).state == State.CONFIRMED


def test_another_time_takes_everything_along_or_changes_nothing(database: Database, now: datetime) -> None:
    along = {"shikijo": "kokubetsu"}
    with furnished(database).session() as session:
        row = booked(session, now, wish(along=along), **PERMIT)
        booked(session, now, wish(at(26, 11, 30), "ro_2", along=along), **PERMIT)

        with pytest.raises(Refused, match="use_taken"):
            moving.move(session, row.id, ("ro_1", at(26, 11, 30)), along, RESIDENT, now)
        assert found(session, row).starts_at == at(23, 9, 30)
        moving.move(session, row.id, ("ro_1", at(27, 11, 30)), along, RESIDENT, now)

        assert found(session, row).starts_at == at(27, 11, 30)
        with pytest.raises(Refused, match="within_24_hours"):
            moving.move(session, row.id, ("ro_1", at(20, 15, 30)), {}, RESIDENT, now)
        assert booked(session, now, wish(along=along), **PERMIT).state == State.CONFIRMED


def test_what_is_given_back_can_be_had_at_once(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        row = booked(session, now, wish(along={"machiai_1": "during"}))

        cancelling.cancel(session, row.id, RESIDENT, now)
        cancelling.cancel(session, row.id, RESIDENT, now)

        row = found(session, row)
        assert (row.state, row.late_at) == (State.CANCELLED, None)
        assert session.get_one(Case, row.case_id).state == inbox.State.WITHDRAWN
        assert session.scalar(select(func.count()).select_from(SlotClaim)) == 0
        assert session.scalar(select(QuotaCount.used)) == 0


def test_nobody_is_taken_in_without_the_permit_itself(database: Database, now: datetime) -> None:
    clerk = Actor("staff", new_id())
    with furnished(database).session() as session:
        row = booked(session, now, wish(relief="seiho", along={"machiai_1": "during"}), **PERMIT)
        morning = at(23, 9)

        with pytest.raises(Refused, match="permit_not_seen"):
            attending.came(session, row.id, clerk, morning, permit_seen=False)
        with pytest.raises(Refused, match="not_begun"):
            attending.came(session, row.id, clerk, now, permit_seen=True)
        attending.came(session, row.id, clerk, morning, permit_seen=True)

        row = found(session, row)
        assert (row.state, row.came_at) == (State.HELD, morning)
        assert row.case_id is not None
        assert payments.outstanding(session, "case", row.case_id) == 12000
        assert session.get_one(Case, row.case_id).state == inbox.State.DONE


def test_an_undertaker_holds_five_tentative_ones_and_no_sixth(database: Database, now: datetime) -> None:
    holder = b"\x09" * 16
    with furnished(database).session() as session:
        firm = firm_of(session, now)
        times = [at(day, hour, 30) for day in (23, 26) for hour in (9, 11, 13)]
        for moment in times[:5]:
            booked(session, now, wish(moment, firm=firm, holder=holder))

        with pytest.raises(Refused, match="tentative_used_up"):
            booked(session, now, wish(times[5], firm=firm, holder=holder))

        assert firms.tentative(session, firm) == 5


def test_giving_back_late_three_times_stops_an_undertaker_for_a_while(
    database: Database, now: datetime
) -> None:
    late = at(22, 12)
    with furnished(database).session() as session:
        firm = firm_of(session, now)
        for _ in range(3):
            row = booked(session, now, wish(firm=firm), **PERMIT)
            cancelling.cancel(session, row.id, RESIDENT, late)

        with pytest.raises(Refused, match="undertaker_pauses"):
            booked(session, late, wish(at(26, 9, 30), firm=firm), **PERMIT)

        assert firms.late(session, firm, late) == 3
        row = booked(session, late + timedelta(days=31), wish(at(25, 9, 30, month=12), firm=firm), **PERMIT)
        assert row.state == State.CONFIRMED


def test_another_undertaker_sees_nothing(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        mine, other = firm_of(session, now), firm_of(session, now)
        people = {}
        for firm in (mine, other):
            people[firm] = ResidentSeat(new_id(), Assurance.contact, (), new_id())
            with writing(session):
                session.add(UndertakerMember(resident_id=people[firm].id, firm_id=firm, joined_at=now))
        row = booked(session, now, wish(firm=mine))

        assert reach.own(session, row.id, people[mine], [])[0].id == row.id
        assert [one.id for one in reach.mine(session, people[mine], [])] == [row.id]
        with pytest.raises(Refused, match="use_unknown"):
            reach.own(session, row.id, people[other], [])
        assert list(reach.mine(session, people[other], [])) == []
        with pytest.raises(Refused, match="facility_unknown"):
            reach.for_staff(session, seat(division="bunka"), row.id)


def test_a_stopped_undertaker_books_nothing(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        firm = firm_of(session, now)
        firms.stop(session, firm, "見本の理由", now, seat())

        with pytest.raises(Refused, match="undertaker_stopped"):
            booked(session, now, wish(firm=firm), **PERMIT)

        firms.resume(session, firm, now, seat())
        assert booked(session, now, wish(firm=firm), **PERMIT).state == State.CONFIRMED


def test_a_furnace_is_stopped_only_where_nobody_stands(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        booked(session, now, **PERMIT)
        stop = Pause("ro_1", at(23, 9), at(23, 18), "見本の点検")

        with pytest.raises(Refused, match="use_taken"):
            pausing.pause(session, stop, seat(), now)
        assert len(pausing.in_the_way(session, stop)) == 1
        made = pausing.pause(session, Pause("ro_2", at(23, 9), at(23, 18), "見本の点検"), seat(), now)
        with pytest.raises(Refused, match="use_taken"):
            booked(session, now, wish(furnace="ro_2"), **PERMIT)

        pausing.resume(session, made, seat(), now)
        assert booked(session, now, wish(furnace="ro_2"), **PERMIT).state == State.CONFIRMED
