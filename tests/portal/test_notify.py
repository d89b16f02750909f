"""Which way a message takes, and what is stored of it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from portal import notify, outbox, people, shielded, tasks
from portal.db import Database, writing
from portal.notify import Reach, choose
from portal.outbox import Outbox, Row
from tests.portal.cases import clerk, equip, file
from tests.portal.sending import REFS, claimed

SHELL = notify.SHELL
WITH_LINE = SHELL | {"line"}
POSTAL = {"postcode": "000-0001", "area": "ひなた市本町", "street": "一丁目1番1号", "building": ""}
PAPER = Reach(name="見本 花子", postal=POSTAL)


@pytest.mark.parametrize(
    ("reach", "kinds", "must", "way"),
    [
        (Reach(mail="a@mail.example", line="U1", phone="0"), WITH_LINE, False, "mail"),
        (Reach(mail="a@mail.example", line="U1", wish="line"), WITH_LINE, False, "line"),
        (Reach(mail="a@mail.example", line="U1", wish="line"), SHELL, False, "mail"),
        (Reach(line="U1"), WITH_LINE, False, "line"),
        (Reach(line="U1"), SHELL, True, None),
        (Reach(phone="0"), SHELL, False, None),
        (Reach(phone="0"), SHELL, True, "telephone"),
        (Reach(mail="a@mail.example", phone="0", wish="telephone"), SHELL, False, "telephone"),
        (PAPER, SHELL, False, None),
        (PAPER, SHELL, True, "letter"),
        (
            Reach(mail="a@mail.example", name="見本 花子", postal=POSTAL, wish="letter"),
            SHELL,
            False,
            "letter",
        ),
        (Reach(mail="a@mail.example", wish="letter"), SHELL, False, "mail"),
        (Reach(name="見本 花子"), SHELL, True, None),
        (Reach(), WITH_LINE, True, None),
    ],
)
def test_the_way_is_the_one_wished_for_or_the_quickest_that_exists(
    reach: Reach, kinds: frozenset[str], must: bool, way: str | None
) -> None:
    assert choose(reach, kinds, must=must) == way


def test_an_address_never_prints_itself() -> None:
    assert "hanako" not in repr(Reach(mail="hanako@mail.example"))


def tell(session: Session, to: Reach | str | UUID, now: datetime, **named: Any) -> str | None:
    told: dict[str, Any] = {"refs": REFS, "values": {"receipt": "X"}, "locale": "ja", "now": now, **named}
    with writing(session):
        return notify.notify(session, to, told.pop("template", "receipt"), **told)


def only(session: Session, now: datetime, kind: str = "mail") -> Row:
    (row,) = claimed(session, now, kinds=[kind])
    return outbox.opened(session, row)


def test_a_mail_carries_its_address_sealed(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        assert tell(session, "hanako@mail.example", now) == "mail"
        row = only(session, now)

    assert row.values == {"receipt": "X", "to": "hanako@mail.example"}
    assert (row.template, row.locale, row.refs) == ("receipt", "ja", REFS)


def test_mails_to_one_person_share_a_lane_however_the_address_is_written(
    database: Database, now: datetime
) -> None:
    with equip(database).session() as session:
        tell(session, "Hanako@mail.example", now)
        tell(session, "hanako@MAIL.example", now)
        tell(session, "taro@mail.example", now)

        lanes = session.scalars(select(Outbox.lane).order_by(Outbox.no)).all()
    assert lanes[0] == lanes[1] != lanes[2]
    assert "hanako" not in lanes[0]


def test_a_letter_carries_name_and_address(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        assert tell(session, PAPER, now, template="returned") == "letter"
        row = only(session, now, "letter")

    assert row.values == {"receipt": "X", "name": "見本 花子", "postal": POSTAL}


def test_line_is_used_only_where_a_room_sends_it(database: Database, now: datetime) -> None:
    equip(database)
    reach = Reach(line="U0123", wish="line")
    with database.session() as session:
        assert tell(session, reach, now) is None

    database.info["kinds"] = frozenset({"line"})
    with database.session() as session:
        assert tell(session, reach, now) == "line"
        assert only(session, now, "line").values["to"] == "U0123"


def test_what_must_arrive_and_has_only_a_telephone_becomes_a_call_by_staff(
    database: Database, now: datetime
) -> None:
    with equip(database).session() as session:
        assert tell(session, Reach(phone="0000-00-0000"), now, template="correction_requested") == "telephone"
        row = only(session, now, "telephone")

    assert row.values == {"receipt": "X", "name": "", "to": "0000-00-0000"}


def test_who_chose_the_telephone_is_not_called_about_what_they_know(
    database: Database, now: datetime
) -> None:
    reach = Reach(mail="hanako@mail.example", phone="0000-00-0000", wish="telephone")
    with equip(database).session() as session:
        assert tell(session, reach, now) is None
        assert tell(session, reach, now, template="completed") == "telephone"


@pytest.mark.parametrize(
    ("said", "way"), [("mail", "mail"), ("phone", "telephone"), ("post", "letter"), ("fax", "fax")]
)
def test_a_case_is_told_the_way_its_person_chose(
    said: str, way: str, database: Database, now: datetime
) -> None:
    with equip(database).session() as session, writing(session):
        case = file(
            session, now, email="hanako@mail.example", phone="0000-00-0000", fax="0000-00-0001",
            address=POSTAL, reply_by=said,
        )  # fmt: skip

        assert notify.notify_case(session, case, "completed", now) == way


def test_a_number_left_over_from_a_choice_taken_back_is_not_used() -> None:
    reach = notify.reach_in({"phone": "1", "fax": "2", "reply_by": "phone"})

    assert (reach.wish, reach.fax) == ("telephone", "")


def test_a_resident_is_reached_at_the_address_they_confirmed_first(database: Database, now: datetime) -> None:
    resident = uuid4()
    with equip(database).session() as session:
        vault = session.info["vault"]
        with writing(session):
            key_id = vault.new_key(session)
            session.execute(insert(people.Resident), {"id": resident, "key_id": key_id, "made_at": now})
            for days, address in ((2, "new@mail.example"), (1, "first@mail.example")):
                session.execute(
                    insert(people.Contact),
                    {
                        "resident_id": resident, "kind": "mail", "token": people.mail_token(vault, address),
                        "sealed": vault.seal(session, key_id, address, people.ADDRESS),
                        "confirmed_at": now + timedelta(days=days),
                    },
                )  # fmt: skip

        assert tell(session, resident, now) == "mail"
        assert only(session, now).values["to"] == "first@mail.example"


def test_a_resident_without_an_address_is_not_written_to(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        assert tell(session, uuid4(), now) is None


def test_the_person_of_a_case_is_told_by_the_way_their_answers_give(
    database: Database, now: datetime
) -> None:
    with equip(database).session() as session:
        with writing(session):
            case = file(session, now, email="hanako@mail.example")
            how = notify.notify_case(session, case, "receipt", now)
        row = only(session, now)

    assert how == "mail"
    assert row.refs == {"case": str(case.id), "procedure": "suido_kaishi", "division": "suido"}
    assert row.values == {
        "to": "hanako@mail.example",
        "receipt": case.receipt_no,
        "arrived": now.isoformat(),
        "link": "https://example.jp/applications",
    }


def test_what_a_case_was_told_dies_with_the_cases_key(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        with writing(session):
            case = file(session, now)
            notify.notify_case(session, case, "receipt", now)

        assert session.scalar(select(Outbox.key_id)) == case.key_id


def test_a_case_may_be_told_more_than_the_usual(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        with writing(session):
            case = file(session, now)
            notify.notify_case(
                session,
                case,
                "correction_requested",
                now,
                to="taro@mail.example",
                values={"due": "2026-12-04"},
            )
        row = only(session, now)

    assert row.values["due"] == "2026-12-04"
    assert row.values["to"] == "taro@mail.example"


def test_an_agent_who_files_is_the_one_who_is_written_to() -> None:
    answers = {
        "name": "見本 花子", "address": POSTAL, "phone": "1", "agent_name": "見本 次郎",
        "agent_address": {**POSTAL, "area": "ひなた市北町"}, "agent_phone": "2",
    }  # fmt: skip

    reach = notify.reach_in(answers)

    assert (reach.name, reach.phone) == ("見本 次郎", "2")
    assert reach.postal is not None
    assert reach.postal["area"] == "ひなた市北町"


def test_answers_without_any_way_reach_nobody() -> None:
    assert notify.reach_in({"name": "見本 花子", "email": None, "address": None}).ways == frozenset()


@pytest.mark.parametrize(
    ("safe", "how"), [("mail", "mail"), ("telephone", "telephone"), ("letter", None), ("counter", None)]
)
def test_a_shielded_case_is_told_only_by_the_way_that_is_safe(
    database: Database, now: datetime, safe: str, how: str | None
) -> None:
    with equip(database).session() as session, writing(session):
        case = file(session, now, safe_way=safe, address=POSTAL)

        assert notify.notify_case(session, case, "returned", now) == how


def test_a_letter_goes_once_a_clerk_has_confirmed_the_address(database: Database, now: datetime) -> None:
    with equip(database).session() as session, writing(session):
        case = file(session, now, safe_way="letter", address=POSTAL)
        case.shield_confirmed_at = now

        assert notify.notify_case(session, case, "returned", now) == "letter"


def test_what_must_arrive_and_may_not_be_sent_becomes_work_for_a_clerk(
    database: Database, now: datetime
) -> None:
    with equip(database).session() as session:
        with writing(session):
            case = file(session, now, safe_way="counter")
            notify.notify_case(session, case, "receipt", now)
            notify.notify_case(session, case, "returned", now)

        open_now = tasks.open_tasks(session, {case.division})
        assert [one.kind for one in open_now] == ["shield_confirm", "shield_unsent"]
        assert session.scalars(select(Outbox)).all() == []


@pytest.mark.parametrize("kind", ["mail", "letter"])
def test_what_was_written_before_a_case_was_shielded_is_not_sent_any_more(
    database: Database, now: datetime, kind: str
) -> None:
    with equip(database).session() as session:
        with writing(session):
            case = file(session, now)
            shielded.begin(session, case, "counter", clerk(), now)

        assert shielded.holds_back(session, {"case": str(case.id)}, kind)
        assert not shielded.holds_back(session, {}, kind)
