"""Who may do what, in which division, on which day."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from portal.db import Database, new_id, writing
from portal.people import (
    PERMISSIONS,
    Role,
    RoleName,
    Staff,
    StaffSeat,
    in_force,
    mail_token,
    roles_on,
    staff_for,
    staff_names,
    staff_seat,
)
from portal.vault import Vault

MARCH, APRIL = date(2027, 3, 31), date(2027, 4, 1)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    database.info["vault"] = Vault({"first": b"k" * 32}, "first")
    with database.session() as opened:
        yield opened


def add_staff(session: Session, number: str, *roles: Role, until: date | None = None) -> Staff:
    """Somebody with these roles."""
    with writing(session):
        staff = Staff(
            id=new_id(), number=number, name=f"見本 {number}", mail="", since=date(2020, 4, 1), until=until,
            password_hash=None, key_id=new_id(), totp_sealed=None, totp_step=0, sample=False,
        )  # fmt: skip
        session.add(staff)
        session.flush()
        for role in roles:
            role.staff_id = staff.id
            session.add(role)
    return staff


def role(
    name: str,
    division: str = "shimin",
    since: date = date(2024, 4, 1),
    until: date | None = None,
    kind: str = "main",
) -> Role:
    return Role(
        id=new_id(), division=division, role=name, kind=kind, since=since, until=until, handed_over=False
    )


def alone(division: str) -> frozenset[str]:
    return frozenset({division})


def seat(*roles: tuple[str, str], reach: dict[str, frozenset[str]] | None = None) -> StaffSeat:
    return StaffSeat(uuid4(), "1001", "見本 太郎", roles, reach or {}, uuid4())


def test_a_role_holds_from_its_first_day_to_its_last() -> None:
    assert not in_force(APRIL, None, MARCH)
    assert in_force(APRIL, None, APRIL)
    assert in_force(APRIL, APRIL, APRIL)
    assert not in_force(date(2026, 4, 1), MARCH, APRIL)


@pytest.mark.parametrize(
    ("name", "may", "may_not"),
    [
        ("counter", "case.accept", "case.work"),
        ("worker", "case.propose", "case.decide"),
        ("approver", "case.decide", "staff.manage"),
        ("editor", "content.edit", "case.read"),
        ("monitor", "figures.read", "case.read"),
        ("administrator", "audit.read", "case.read"),
    ],
)
def test_a_role_allows_its_work_and_no_more(name: str, may: str, may_not: str) -> None:
    assert seat(("shimin", name)).may(may)
    assert not seat(("shimin", name)).may(may_not)


def test_every_role_is_told_what_it_allows() -> None:
    assert set(PERMISSIONS) == set(RoleName)


def test_a_permission_holds_in_the_division_it_was_given_in_and_nowhere_else() -> None:
    found = seat(("shimin", "worker"), ("suido", "counter"))

    assert found.divisions_for("case.read") == {"shimin", "suido"}
    assert found.divisions_for("case.work") == {"shimin"}
    assert found.may("case.work", "shimin")
    assert not found.may("case.work", "suido")
    assert not found.may("case.work", "zeimu")


def test_a_role_reaches_the_cases_of_those_whose_work_was_taken_over() -> None:
    found = seat(("zeimu", "worker"), reach={"zeimu": frozenset({"zeimu", "shuno"})})

    assert found.divisions_for("case.work") == {"zeimu", "shuno"}


def test_nobody_without_a_role_may_do_anything() -> None:
    assert seat().permissions == frozenset()
    assert not seat().may("case.read")


def test_roles_change_at_midnight_by_themselves(session: Session) -> None:
    staff = add_staff(session, "1001", role("worker", until=MARCH), role("approver", "suido", since=APRIL))

    before, after = (staff_seat(session, staff, day, uuid4(), alone) for day in (MARCH, APRIL))

    assert before.roles == (("shimin", "worker"),)
    assert after.roles == (("suido", "approver"),)


def test_second_roles_stand_behind_the_main_one(session: Session) -> None:
    staff = add_staff(
        session,
        "1001",
        role("counter", "a", kind="help"),
        role("worker", "b", kind="second"),
        role("worker", "c"),
    )

    assert [one.division for one in roles_on(session, staff.id, MARCH)] == ["c", "b", "a"]


def test_whoever_may_do_a_thing_is_listed_once(session: Session) -> None:
    add_staff(session, "1002", role("approver"))
    add_staff(session, "1001", role("approver"), role("approver", "suido"))
    add_staff(session, "1003", role("worker"))
    add_staff(session, "1004", role("approver", until=MARCH))
    add_staff(session, "1005", role("approver"), until=MARCH)

    found = staff_for(session, "case.decide", frozenset({"shimin", "suido"}), APRIL)

    assert [one.number for one in found] == ["1001", "1002"]


def test_names_are_found_for_ids(session: Session) -> None:
    staff = add_staff(session, "1001")

    assert staff_names(session, frozenset({staff.id, uuid4()})) == {staff.id: "見本 1001"}


def test_a_mail_address_is_one_however_it_is_written() -> None:
    vault = Vault({"first": b"k" * 32}, "first")

    assert mail_token(vault, " Hanako@Mail.Example ") == mail_token(vault, "hanako@mail.example")
    assert mail_token(vault, "hanako@mail.example") != mail_token(vault, "taro@mail.example")


def test_a_role_of_an_unknown_name_is_a_mistake(session: Session, now: datetime) -> None:
    staff = add_staff(session, "1001", role("emperor"))

    with pytest.raises(ValueError, match="emperor"):
        staff_seat(session, staff, MARCH, uuid4(), alone).may("case.read")
