"""SIGKILL at random moments: every receipt that was shown is kept, its mail arrives, and nothing is left half-written."""

import os
import random
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from portal import files, inbox, ledger, sample_card, utc_now
from portal.db import Database
from portal.files import StoredFile
from portal.files.store import Store
from portal.house import House
from portal.inbox import Case, CaseEvent, CaseHolder, CaseToken
from portal.jobs import JobRun
from portal.ledger import Entry
from portal.opening import today
from portal.outbox import Outbox
from portal.payments import Due
from portal.vault import DataKey, vault_of
from portal.worker import Worker
from services.applications.models import CardSignatureKept, Draft
from services.appointments.models import CourseDraw
from tests.faults.house import Mortal, mortal
from tests.faults.people import Shown, Town, address, name, signs
from tests.harness.live import make_app
from tests.harness.mail import Mailbox

# How many people apply, and how often something is killed meanwhile.
SCALE = {"fast": (20, 6), "normal": (50, 10), "all": (200, 24)}
AT_ONCE = 4
# A lease that a killed process left behind has ended by then; so has the day that an unclaimed file is kept.
LATER, NEXT_DAY = timedelta(hours=3), timedelta(hours=25)


def settings(var: Path, database_url: str, box: Mailbox) -> dict[str, Any]:
    return {"var": var, "database_url": database_url, "smtp_host": box.host, "smtp_port": box.port}


def house_at(var: Path, database_url: str, box: Mailbox, ahead: timedelta) -> House:
    """The same town in this process, its clock some hours ahead."""
    given = settings(var, database_url, box)
    app = make_app(given.pop("var"), lambda: utc_now() + ahead, **given)  # type: ignore[arg-type]
    found: House = app.extensions["house"]
    return found


def storm(town: Town, servers: Mortal, people: int, kills: int, chance: random.Random) -> None:
    """Let everybody apply, a few more after each kill, so that there is always somebody to be hurt."""
    rows = [
        threading.Thread(target=town.apply, args=(range(first, people, AT_ONCE),), daemon=True)
        for first in range(AT_ONCE)
    ]
    for row in rows:
        row.start()
    for kill in range(kills):
        town.gate.release((people * (kill + 1)) // kills - (people * kill) // kills)
        servers.wait()
        time.sleep(chance.uniform(0, 0.6))
        servers.kill_one()
    while any(row.is_alive() for row in rows):
        servers.wait()
        time.sleep(0.1)


def test_whoever_dies_nothing_that_was_acknowledged_is_lost(
    database_url: str, tmp_path: Path, slow_smtp: Mailbox, scale: str
) -> None:
    people, kills = SCALE[scale]
    seed = int(os.environ.get("KURASHI_SEED", random.randrange(10**6)))  # noqa: S311 (it is printed to be repeated)
    print(f"seed {seed}: KURASHI_SEED={seed} repeats it")
    chance, var = random.Random(seed), tmp_path / "var"  # noqa: S311 (as above)
    sample_card.make(var / "hinata", utc_now())
    env = {
        f"KURASHI_{key.upper()}": str(value) for key, value in settings(var, database_url, slow_smtp).items()
    }

    with mortal(env, tmp_path, chance) as servers:
        town = Town(servers.port, today(utc_now()))
        storm(town, servers, people, kills, chance)
    print(f"killed: {servers.killed}; {sum(map(bool, town.interrupted))} people pressed again")

    assert town.faults == []
    # The kills fell into what people did and not beside it.
    assert any(town.interrupted)
    assert sorted(one.person for one in town.shown) == list(range(people))
    house = house_at(var, database_url, slow_smtp, LATER)
    Worker(house).run(until_empty=True)
    with house.db.session() as session:
        every_receipt_is_kept(session, town.shown)
        every_signature_is_kept(session, town.shown)
        nothing_is_half_written(session, people)
        every_mail_arrived(session, slow_smtp, town.shown)
        nobody_waits_for_the_dead(session)
        is_sound(house.db, session)
        files_are_whole(session, house.files, house.now() + NEXT_DAY)
    house.db.dispose()


def every_receipt_is_kept(session: Session, shown: list[Shown]) -> None:
    """Number, address and answers, as the person saw them."""
    for one in shown:
        case = session.get_one(Case, UUID(one.case))
        held = inbox.answers(session, case)
        assert case.receipt_no == one.number
        assert (held["name"], held["email"]) == (name(one.person), address(one.person))
        assert held["note"] == f"{one.person}番目です"


def every_signature_is_kept(session: Session, shown: list[Shown]) -> None:
    """Beside each signed case its one proof and its one fee, and beside no other case."""
    signed = sorted(UUID(one.case) for one in shown if signs(one.person))

    assert signed
    assert sorted(session.scalars(select(CardSignatureKept.case_id))) == signed
    assert sorted(session.scalars(select(Due.subject_id).where(Due.what == "fee"))) == signed
    for one in signed:
        held = inbox.answers(session, session.get_one(Case, one))
        assert held["address"]["area"] == sample_card.Holder().address


def nothing_is_half_written(session: Session, people: int) -> None:
    """Each case whole, and no more cases than people; nothing is both draft and case, and no key seals nothing."""
    cases = session.scalars(select(Case)).all()
    assert len(cases) == people
    for case in cases:
        for table in (CaseEvent, CaseToken, CaseHolder):
            assert session.scalar(select(func.count()).select_from(table).where(table.case_id == case.id))
        lines = [line.kind for line, _ in inbox.history(session, case, public_only=False)]
        assert lines.count("arrived") == 1
        receipt = vault_of(session).token("receipt", case.receipt_no)
        assert session.get(CaseToken, (receipt, case.id)) is not None
    filed = select(func.sum(Entry.n)).where(Entry.kind == ledger.Kind.FILED)
    assert session.scalar(filed) == people
    assert not session.scalars(select(Draft.id).where(Draft.id.in_(select(Case.origin)))).all()
    keys = select(Draft.key_id).union(
        select(Case.key_id),
        select(StoredFile.key_id),
        select(Outbox.key_id).where(Outbox.key_id.is_not(None)),
        # The sample town has a course whose draw is promised from its first day.
        select(CourseDraw.key_id),
    )
    assert set(session.scalars(select(DataKey.id))) == set(session.scalars(keys))


def every_mail_arrived(session: Session, box: Mailbox, shown: list[Shown]) -> None:
    """At least once each, and every time under the one Message-ID of its row."""
    for one in shown:
        rows = session.scalars(select(Outbox).where(Outbox.template == "receipt")).all()
        mine = [row for row in rows if row.refs["case"] == one.case]
        assert [row.state for row in mine] == ["done"]
        mails = [mail for mail in box.to(address(one.person)) if one.number in str(mail["Subject"])]
        assert mails
        assert {str(mail["Message-ID"]).partition("@")[0] for mail in mails} == {f"<{mine[0].id}"}


def nobody_waits_for_the_dead(session: Session) -> None:
    """No row and no job is held by a process that is gone."""
    assert set(session.scalars(select(Outbox.state))) == {"done"}
    assert not session.scalars(select(JobRun.name).where(JobRun.lease.is_not(None))).all()


def is_sound(database: Database, session: Session) -> None:
    if database.is_sqlite:
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"
        assert not session.execute(text("PRAGMA foreign_key_check")).all()


def files_are_whole(session: Session, store: Store, moment: datetime) -> None:
    """After the sweep of the next night there is an object for each held file, and nothing else."""
    files.sweep(session, moment)

    held = session.scalars(select(StoredFile)).all()
    assert held
    assert {file.state for file in held} == {"held"}
    assert {file_id for file_id, _ in store.listed()} == {file.id for file in held}
    assert store.sweep_drafts(moment) == 0
    for file in held:
        assert sum(map(len, files.content(session, file))) == file.size
