"""What a request about a registered group says: who asks, for which group, and who belongs to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import inbox
from portal.inbox import Case, CaseHolder
from portal.pack.groups import PROCEDURE
from portal.people import mail_token
from portal.search_forms import digits, plain
from portal.vault import Vault
from services.reservations.models.groups import Group
from services.reservations.rules.group_likeness import Known

NEW, RENEW, RENEW_MEMBERS, CHANGE, END = "new", "renew", "renew_members", "change", "end"
RENEWS = frozenset({RENEW, RENEW_MEMBERS})
# These list everybody anew.
LISTS = frozenset({NEW, RENEW_MEMBERS, CHANGE})
_YES = "yes"
_RESIDENT = b"r"


@dataclass(frozen=True)
class Person:
    """One member as the request names them."""

    name: str
    birth: str
    phone: str
    mail: str
    in_town: bool

    def __repr__(self) -> str:
        return "Person(…)"

    def sealed(self) -> Mapping[str, str]:
        """What is kept of them under the group's key."""
        return {"name": self.name, "birth": self.birth, "phone": self.phone, "mail": self.mail}

    def tokens(self, vault: Vault) -> frozenset[bytes]:
        """By what they are the same person elsewhere: the name with the day of birth, and with the telephone."""
        name, number = plain(self.name).replace(" ", ""), digits(self.phone)
        marks = [f"{name} {mark}" for mark in (self.birth, number) if mark]
        return frozenset(vault.token("group.person", mark) for mark in marks)

    def mail_token(self, vault: Vault) -> bytes | None:
        """By which account they may book for the group."""
        return mail_token(vault, self.mail) if self.mail else None


@dataclass(frozen=True)
class Asked:
    """A request as it was sent in."""

    request: str
    number: str
    name: str
    kana: str
    kind: str
    activity: str
    representative: Person
    mates: tuple[Person, ...]

    def __repr__(self) -> str:
        return "Asked(…)"

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody, who represents it first."""
        return (self.representative, *self.mates)

    def known(self, vault: Vault) -> Known:
        """As it is compared with the groups of the register; somebody named twice is one."""
        people = tuple(one.tokens(vault) for one in distinct(vault, self.people))
        return Known(self.name, self.kana, people, phone_token(vault, self.representative.phone))


def distinct(vault: Vault, people: Sequence[Person]) -> list[Person]:
    """Somebody who was named twice is a member once."""
    met: set[bytes] = set()
    found = []
    for one in people:
        marks = one.tokens(vault)
        if not marks & met:
            found.append(one)
        met |= marks
    return found


def phone_token(vault: Vault, phone: str) -> bytes | None:
    """By what the telephone of a group is found in another group."""
    number = digits(phone)
    return vault.token("group.phone", number) if number else None


def read(session: Session, case: Case) -> Asked | None:
    """What a request says, or None where it is about something else or was erased."""
    if case.procedure != PROCEDURE or case.erased_at is not None:
        return None
    told = inbox.answers(session, case)
    mates = told.get("group_members") or []
    return Asked(
        request=_text(told, "group_request"),
        number=plain(_text(told, "group_number")).replace(" ", ""),
        name=_text(told, "group_name"),
        kana=_text(told, "group_kana"),
        kind=_text(told, "group_class"),
        activity=_text(told, "group_activity"),
        representative=Person(
            _text(told, "name"), _text(told, "birth_date"), _text(told, "phone"), _text(told, "email"),
            told.get("group_in_town") == _YES,
        ),
        mates=tuple(_mate(one) for one in mates if isinstance(one, dict)),
    )  # fmt: skip


def meant(session: Session, asked: Asked) -> Group | None:
    """The group of the register that a request is about."""
    if asked.request == NEW:
        return None
    return session.scalar(select(Group).where(Group.number == asked.number))


def account(session: Session, case: Case) -> UUID | None:
    """The account with which a request was sent in, where somebody had signed in."""
    found = session.scalars(select(CaseHolder.holder).where(CaseHolder.case_id == case.id)).all()
    ids = [UUID(bytes=one[1:]) for one in found if len(one) == 17 and one.startswith(_RESIDENT)]
    return ids[0] if len(ids) == 1 else None


def _mate(told: Mapping[str, Any]) -> Person:
    return Person(
        _text(told, "mate_name"), _text(told, "mate_birth_date"), _text(told, "mate_phone"),
        _text(told, "mate_email"), told.get("mate_in_town") == _YES,
    )  # fmt: skip


def _text(told: Mapping[str, Any], key: str) -> str:
    found = told.get(key)
    return str(found).strip() if found is not None else ""
