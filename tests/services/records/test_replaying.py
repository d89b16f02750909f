"""A database restored from an older copy erases again what was erased since; the list for that names nobody."""

from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import erased, inbox
from portal.db import Database, new_id, writing
from portal.erased import Gone, Whose
from portal.people import ADDRESS, Contact, Resident
from portal.vault import DataKey, Unreadable, vault_of
from services.accounts.actions import erasing as accounts
from services.records.actions import replaying
from tests.services.records.builders import FILED, OVER, SECRET, closed, furnished, now_of


def somebody(session: Session, now: datetime) -> UUID:
    with writing(session):
        resident = Resident(id=new_id(), key_id=vault_of(session).new_key(session), made_at=now)
        session.add(resident)
        session.flush()
        sealed = vault_of(session).seal(session, resident.key_id, SECRET, ADDRESS)
        session.add(
            Contact(
                id=new_id(), resident_id=resident.id, kind="mail", token=b"t" * 16, sealed=sealed, confirmed_at=now
            )
        )  # fmt: skip
        session.flush()
    return resident.id


def test_what_was_erased_since_the_copy_is_erased_again(database: Database) -> None:
    with furnished(database).session() as session:
        case, other = closed(session, FILED), closed(session, FILED)
        resident = somebody(session, FILED)
        key = session.get_one(Resident, resident).key_id
        listed = [Gone(case.key_id, Whose.CASE, OVER), Gone(key, Whose.RESIDENT, OVER)]

        assert replaying.replay(session, listed, [accounts.erase], OVER) == 2

        with pytest.raises(Unreadable):
            inbox.answers(session, now_of(session, case))
        assert now_of(session, case).erased_at == OVER
        assert inbox.answers(session, now_of(session, other))["name"] == "見本 花子"
        assert session.get(Resident, resident) is None
        assert session.scalars(select(Contact.id)).all() == []
        assert {one.key_id for one in erased.listed(session)} == {case.key_id, key}


def test_a_second_replay_changes_nothing(database: Database) -> None:
    with furnished(database).session() as session:
        case = closed(session, FILED)
        listed = [Gone(case.key_id, Whose.CASE, OVER)]
        replaying.replay(session, listed, [], OVER)

        assert replaying.replay(session, listed, [], OVER) == 0

        assert now_of(session, case).erased_at == OVER


def test_a_key_whose_owner_is_gone_opens_nothing_either(database: Database) -> None:
    with furnished(database).session() as session:
        with writing(session):
            key = vault_of(session).new_key(session)

        replaying.replay(session, [Gone(key, Whose.CASE, OVER)], [], OVER)

        assert session.get(DataKey, key) is None


def test_the_list_is_read_as_it_was_written_and_names_nobody(database: Database) -> None:
    with furnished(database).session() as session:
        case = closed(session, FILED)
        with writing(session):
            erased.note(session, case.key_id, Whose.CASE, OVER)
            erased.note(session, case.key_id, Whose.CASE, OVER)

        lines = [str(one) for one in erased.listed(session)]

        assert lines == [f"{case.key_id} case 2031-04-01T01:00:00+00:00"]
        assert list(replaying.list_read([*lines, ""])) == list(erased.listed(session))
        assert str(case.id) not in lines[0]
        assert case.receipt_no not in lines[0]


def test_what_is_no_list_is_told() -> None:
    with pytest.raises(ValueError, match="UUID"):
        list(replaying.list_read(["hello there friend"]))
