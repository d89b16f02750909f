"""消す at the resident's own wish: everything the account keeps and what is unfinished goes, unless a procedure of law holds it."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.procedure import Assurance
from portal import erased, holds
from portal.db import Database, new_id, put, writing
from portal.holds import HoldKind, Wanted
from portal.inbox import HOUSE, CaseHolder
from portal.people import Resident, ResidentSeat
from portal.refused import Refused
from portal.vault import DataKey, vault_of
from services.accounts.actions import erasing
from services.applications.models import Draft
from tests.portal.cases import filed
from tests.services.records.builders import FILED, furnished

BROWSER, OTHER = b"b" * 32, b"o" * 32


def resident(session: Session) -> ResidentSeat:
    with writing(session):
        key_id = vault_of(session).new_key(session)
        person = Resident(id=new_id(), key_id=key_id, made_at=FILED)
        session.add(person)
        session.flush()
    return ResidentSeat(person.id, Assurance.login, (), uuid4())


def draft(session: Session, holder: bytes) -> UUID:
    with writing(session):
        draft_id, key_id = new_id(), vault_of(session).new_key(session)
        sealed = vault_of(session).seal(session, key_id, {"name": "見本 花子"}, "draft.answers")
        row = {
            "id": draft_id, "holder": holder, "procedure": "suido_kaishi", "way": "online", "locale": "ja",
            "key_id": key_id, "answers": sealed, "changed_at": FILED, "ends_at": FILED.replace(year=2030),
        }  # fmt: skip
        put(session, Draft, row)
    return key_id


def held_case(session: Session, seat: ResidentSeat) -> str:
    case = filed(session, FILED)
    with writing(session):
        put(session, CaseHolder, {"holder": seat.holder, "case_id": case.id})
        wanted = Wanted(HoldKind.REVIEW, date(2025, 6, 1), date(2025, 12, 1), "審査第5号")
        holds.place(session, case, wanted, HOUSE, FILED)
    return case.receipt_no


def test_the_account_and_what_is_unfinished_go_together(database: Database) -> None:
    with furnished(database).session() as session:
        seat = resident(session)
        keys = {draft(session, seat.holder), draft(session, BROWSER)}
        strangers = draft(session, OTHER)
        own = session.get_one(Resident, seat.id).key_id

        erasing.forget(session, seat, [seat.holder, BROWSER], FILED)

        assert session.get(Resident, seat.id) is None
        assert session.scalars(select(Draft.holder)).all() == [OTHER]
        left = set(session.scalars(select(DataKey.id)))
        assert not left & {*keys, own}
        assert strangers in left
        assert [(one.key_id, one.whose) for one in erased.listed(session)] == [(own, "resident")]


def test_a_hold_on_a_request_stops_it_and_says_why_and_how_long(database: Database) -> None:
    with furnished(database).session() as session:
        seat = resident(session)
        number = held_case(session, seat)

        with pytest.raises(Refused, match="erase_held"):
            erasing.forget(session, seat, [seat.holder], FILED)

        assert session.get(Resident, seat.id) is not None
        assert erasing.held(session, seat, [seat.holder], FILED) == (
            erasing.Held(number, HoldKind.REVIEW, date(2025, 12, 1)),
        )


def test_a_hold_on_somebody_elses_request_stops_nobody(database: Database) -> None:
    with furnished(database).session() as session:
        seat, other = resident(session), resident(session)
        held_case(session, other)

        erasing.forget(session, seat, [seat.holder], FILED)

        assert session.get(Resident, seat.id) is None
