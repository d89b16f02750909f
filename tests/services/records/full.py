"""A case with everything a case can have, so that a test can look whether any of it is left."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from portal import conversation, corrections, decisions, files, holds, inbox, notify, tasks
from portal.db import Base, new_id, writing
from portal.decisions import Proposal
from portal.holds import HoldKind, Wanted
from portal.inbox import HOUSE, Actor, Case
from portal.letters import SEALED, Letter
from portal.people import StaffSeat
from portal.states import Outcome, State
from portal.vault import vault_of
from services.applications.models import CardSignatureKept
from services.desk.models import CaseLabel
from services.records.actions import reviewing
from services.records.actions.proposing import propose_due
from services.records.models import Disposal
from services.records.rules import Stage
from tests.harness.samples import PDF
from tests.portal import cases
from tests.services.records.builders import SECRET

CLERK, APPROVER = Actor("staff", UUID(int=1)), Actor("staff", UUID(int=2))


def full_case(session: Session, when: datetime) -> Case:
    """Filed with a secret everywhere, corrected, decided, told by mail and letter, held once, completed."""
    # The fields of the form take a note; the office writes the secret wherever it may write at all.
    case = cases.under_review(session, when, note=SECRET, name=f"見本 {SECRET}")
    file = files.stage(
        session,
        BytesIO(PDF.replace(b"%%EOF", f"% {SECRET}\n%%EOF".encode())),
        f"{SECRET}.pdf",
        when,
        origin=case.origin,
    )
    with writing(session):
        files.claim(session, [file.id], origin=case.origin, owner_kind="case", owner_id=case.id, now=when)
        sealed = vault_of(session).seal(session, case.key_id, SECRET, "card_signature.sealed")
        session.add(CaseLabel(case_id=case.id, label=SECRET, division=case.division))
        session.execute(insert(CardSignatureKept), {"case_id": case.id, "signed_at": when, "sealed": sealed})
        conversation.write(session, case, CLERK, SECRET, when, origin=new_id())
        inbox.note(session, case, "memo", CLERK, when, public=False, text=SECRET)
        corrections.ask(session, case, ["name"], SECRET, _day(when, 14), CLERK, when)
    with writing(session):
        held = inbox.take_hold(session, case.id)
        corrections.answer(session, held, {"name": f"訂正 {SECRET}"}, when)
        decisions.propose(session, held, Proposal(Outcome.REJECT, SECRET), CLERK, when)
        decisions.decide(session, held, APPROVER, when)
    _told(session, case, when)
    with writing(session):
        held = inbox.take_hold(session, case.id)
        hold = holds.place(session, held, Wanted(HoldKind.LAWSUIT, _day(when, 0), reason=SECRET), CLERK, when)
        holds.lift(session, hold, _day(when, 0), CLERK, when)
        inbox.move(session, held, State.DONE, HOUSE, when)
    return session.get_one(Case, case.id, populate_existing=True)


def _told(session: Session, case: Case, when: datetime) -> None:
    with writing(session):
        notify.notify_case(session, case, "completed", when)
        refs = {"case": str(case.id), "division": case.division}
        vault, letter_id = vault_of(session), new_id()
        key_id = vault.new_key(session)
        session.add(
            Letter(
                id=letter_id, template="returned", refs=refs, key_id=key_id, made_at=when,
                sealed=vault.seal(session, key_id, {"name": SECRET}, SEALED), printed_at=when,
            )
        )  # fmt: skip
        session.flush()
        tasks.add(session, "letter", division="suido", refs={**refs, "letter": str(letter_id)}, now=when)
        for task in tasks.open_tasks(session, ["suido"]):
            tasks.finish(session, task.id, UUID(int=1), when)


def _day(when: datetime, later: int) -> Any:
    return (when + timedelta(days=later)).date()


def approved(session: Session, now: datetime, clerk: StaffSeat, approver: StaffSeat) -> UUID:
    """Everything that is over, listed, proposed and approved."""
    propose_due(session, now)
    stands = session.scalars(select(Disposal).where(Disposal.stage == Stage.LISTED)).one()
    reviewing.propose(session, clerk, stands.id, stands.version, now)
    reviewing.approve(session, approver, stands.id, stands.version, now)
    return stands.id


def blobs(session: Session) -> Iterator[tuple[str, bytes]]:
    """Every sealed or hashed value of every table, with its place."""
    for table in Base.metadata.sorted_tables:
        for row in session.execute(text(f'SELECT * FROM "{table.name}"')).mappings():  # noqa: S608 (our own names)
            for column, value in row.items():
                if isinstance(value, bytes | memoryview):
                    yield f"{table.name}.{column}", bytes(value)


def readable(session: Session, key: bytes) -> list[str]:
    """Where something still lies that this data key opens, whatever it was bound to."""
    found, cipher = [], AESGCM(key)
    contexts = [
        inbox.ANSWERS, inbox.NOTE, corrections.REASON, corrections.BEFORE, corrections.AFTER, decisions.REASON,
        decisions.REMARK, conversation.TEXT, holds.REASON, "outbox.sealed", "letter.sealed", "card_signature.sealed",
        "stored_file.name",
    ]  # fmt: skip
    for place, blob in blobs(session):
        for context in contexts:
            try:
                cipher.decrypt(blob[:12], blob[12:], context.encode())
            except (InvalidTag, ValueError):
                continue
            found.append(place)
    return found


def rows_of(session: Session, case_id: UUID) -> dict[str, int]:
    """How many rows of each table still point at a case, by column or within their refs."""
    found: dict[str, int] = {}
    for table in Base.metadata.sorted_tables:
        if "case_id" in table.c:
            rows = session.execute(select(table.c.case_id).where(table.c.case_id == case_id)).all()
            found[table.name] = len(rows)
    for name in ("outbox", "letter", "tasks"):
        table = Base.metadata.tables[name]
        refs = session.execute(select(table.c.refs)).scalars()
        found[name] = sum(one.get("case") == str(case_id) for one in refs)
    return {name: count for name, count in found.items() if count}
