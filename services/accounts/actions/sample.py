"""The sample town's made-up staff: their password is printed and their code is shown, in a sample town only."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import writing
from portal.opening import today
from portal.pack import Pack
from portal.pack.town import Town
from portal.people import TOTP_SECRET, Staff
from portal.vault import vault_of
from services.accounts.actions import hashing, staff_people
from services.accounts.actions.staff_people import NewRole, NewStaff
from services.accounts.rules import totp

# It protects nothing: it stands on the sample town's sign-in page.
PASSWORD = "mihon-no-machi"  # noqa: S105


@dataclass(frozen=True)
class Made:
    """Somebody who does not exist, with roles as (division, role, kind)."""

    number: str
    name: str
    roles: tuple[tuple[str, str, str], ...]


def people() -> tuple[Made, ...]:
    """Everybody who is needed to see every side of the desk."""
    return (
        Made("1001", "見本 一郎", (("shimin", "counter", "main"),)),
        Made("1002", "見本 二美", (("shimin", "worker", "main"),)),
        Made("1003", "見本 三奈", (("shimin", "approver", "main"),)),
        Made("2001", "見本 四朗", (("suido", "worker", "main"), ("shimin", "counter", "help"))),
        Made("2002", "見本 五月", (("suido", "approver", "main"),)),
        Made("2101", "見本 道夫", (("doro", "worker", "main"), ("toshi", "worker", "help"))),
        Made("3001", "見本 八重", (("sports_kyokai", "worker", "main"),)),
        Made("3002", "見本 十和", (("bunka", "approver", "main"),)),
        Made("3003", "見本 千秋", (("sports_kyokai", "approver", "main"),)),
        Made("8101", "見本 九美", (("kaikei", "accountant", "main"),)),
        Made("8001", "見本 六花", (("sogo", "editor", "main"), ("sogo", "monitor", "main"))),
        Made("9001", "見本 七海", (("sogo", "administrator", "main"),)),
    )


def is_sample(town: Town) -> bool:
    """Whether the town itself is made up; a real city's name never carries printed passwords."""
    return not town.real


def load(session: Session, pack: Pack, now: datetime) -> list[str]:
    """Make them, once; says who there is."""
    if not is_sample(pack.town):
        return []
    stored = hashing.hashed(PASSWORD)
    with writing(session):
        for one in people():
            if session.scalar(select(Staff.id).where(Staff.number == one.number)) is None:
                _make(session, pack, one, stored, now)
    return [f"{one.number} {one.name} {PASSWORD}" for one in people()]


def _make(session: Session, pack: Pack, one: Made, stored: str, now: datetime) -> None:
    since = today(now).replace(month=1, day=1)
    roles = [
        NewRole(division, role, kind, since)
        for division, role, kind in one.roles
        if division in pack.division_ids
    ]
    new = NewStaff(one.number, one.name, f"{one.number}@staff.{pack.code}.example", since, sample=True)
    staff_id = staff_people.store(session, new, roles)
    staff = session.get_one(Staff, staff_id)
    staff.password_hash = stored
    staff.totp_sealed = vault_of(session).seal(session, staff.key_id, totp.new_secret().hex(), TOTP_SECRET)
    session.flush()


def code(session: Session, town: Town, staff: Staff, now: datetime) -> str | None:
    """The code of a made-up person of a made-up town, to be shown beside the box that asks for it."""
    if not (is_sample(town) and staff.sample and staff.totp_sealed):
        return None
    secret = bytes.fromhex(vault_of(session).open(session, staff.key_id, staff.totp_sealed, TOTP_SECRET))
    # A code that was used opens nothing again, so the next one is shown; it is accepted a little early.
    step = max(totp.step_of(now), staff.totp_step + 1)
    return totp.code(secret, step)
