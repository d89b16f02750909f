"""Filed cases of the sample town for tests, with full defaults."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from forms.procedure import Acceptance, AfterDue, Decision
from portal import arrivals, inbox, pack
from portal.arrivals import Filing
from portal.db import Database, new_id, writing
from portal.facilities import Editions
from portal.inbox import Actor, Case
from portal.opening import add_open_days, today
from portal.pack import Pack
from portal.search_forms import tokens_for
from portal.vault import Vault

PACKS = Path(__file__).parents[2] / "portal" / "packs"
ANSWERS: dict[str, Any] = {
    "way": "online",
    "water_start_date": "2026-12-01",
    "water_address": {
        "postcode": "000-0001",
        "area": "ひなた市本町",
        "street": "一丁目1番1号",
        "building": "",
    },
    "water_customer_number": None,
    "name": "見本 花子",
    "name_kana": "ミホン ハナコ",
    "phone": "090-1234-5678",
    "email": "hanako@example.jp",
    "water_use": "home",
    "dwelling_tenure": "owner",
    "moving_from": "other_city",
    "previous_address": None,
    "billing_to": "same",
    "water_payment": "bank",
    "water_attendance": "no",
    "note": None,
}


@cache
def hinata() -> Pack:
    return pack.read(PACKS / "hinata")


def town(
    decision: Decision = Decision.TWO_STEPS,
    acceptance: Acceptance = Acceptance.CLERK,
    *,
    exemption: bool = False,
    after_due: AfterDue = AfterDue.WAIT,
) -> Pack:
    """The sample town, whose water notification is decided about as a test needs it."""
    found = hinata()
    water = replace(
        found.procedure("suido_kaishi"),
        decision=decision,
        acceptance=acceptance,
        exemption=exemption,
        after_due=after_due,
    )
    return replace(found, procedures=MappingProxyType({**found.procedures, water.key: water}))


def equip(database: Database, with_pack: Pack | None = None) -> Database:
    """Hand the database what the shell hands it."""
    vault = Vault({"first": b"1" * 32}, "first")
    database.info.update(vault=vault, pack=with_pack or town(), hear={}, base_url="https://example.jp")
    return database


Sit = Callable[[], Session]


@contextmanager
def sitting(database: Database) -> Iterator[Sit]:
    """Sessions on a furnished database that carry the editions in force, as those of a running process do; each looks anew."""
    editions = Editions(hinata(), database)
    opened: list[Session] = []

    def session() -> Session:
        editions.forget()
        editions.look()
        opened.append(database.session())
        return opened[-1]

    yield session
    for one in opened:
        one.close()


def clerk() -> Actor:
    return Actor("staff", uuid4())


def filed(session: Session, now: datetime, **answers: Any) -> Case:
    """A case that has just arrived, in a block of its own."""
    with writing(session):
        return file(session, now, **answers)


def file(session: Session, now: datetime, *, safe_way: str = "", **answers: Any) -> Case:
    """A case that arrives within the caller's block; one with a safe way is shielded (支援措置)."""
    town_pack: Pack = session.info["pack"]
    vault: Vault = session.info["vault"]
    held = {**ANSWERS, **answers}
    procedure = town_pack.procedure("suido_kaishi")
    division = town_pack.owner(procedure.key, today(now))
    days = procedure.processing_days or 3
    return arrivals.receive(
        session,
        Filing(
            origin=new_id(), procedure=procedure.key, form_digest=procedure.digest, division=division.id,
            channel="online", way="online", assurance=1, locale="ja", key_id=vault.new_key(session),
            answers=held, holders=[b"h" * 32],
            tokens=[vault.token(*form) for form in tokens_for(held, town_pack.dictionary)],
            due_on=add_open_days(town_pack, division.office, today(now), days),
            shielded=bool(safe_way), safe_way=safe_way,
        ),
        now,
    )  # fmt: skip


def under_review(session: Session, now: datetime, **answers: Any) -> Case:
    """A case that a clerk has begun to examine."""
    with writing(session):
        case = file(session, now, **answers)
        inbox.move(session, case, inbox.State.ACCEPTED, clerk(), now)
        inbox.move(session, case, inbox.State.REVIEW, clerk(), now)
    return case
