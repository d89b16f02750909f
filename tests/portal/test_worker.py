"""The worker: sends, tries again, buries, does jobs, and outlives whatever a row or a room does."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal import audit, jobs, ledger, tasks
from portal.db import Database, writing
from portal.duties import mail_from
from portal.mail import sample_mails
from portal.outbox import Later, Never, Outbox, Row
from portal.worker import Worker
from tests.harness.live import Clock
from tests.harness.mail import Mailbox
from tests.portal.cases import hinata
from tests.portal.sending import Carrier, MailSettings, SmallHouse, a_house, added, furnished

DAY = date(2026, 11, 20)


def outcome(session: Session) -> list[tuple[str, str | None]]:
    session.rollback()
    return [(state, error) for state, error in session.execute(select(Outbox.state, Outbox.last_error))]


def test_a_stored_mail_lands_in_the_sample_towns_folder(
    database: Database, now: datetime, tmp_path: Path
) -> None:
    house = a_house(database, Clock(now), tmp_path)
    with database.session() as session:
        row_id = added(session, now)

        assert Worker(house).drain() == 1

        (found,) = sample_mails(tmp_path / "mails")
        assert found.id == row_id
        assert outcome(session) == [("done", None)]


def test_a_stored_mail_reaches_the_mail_server(database: Database, now: datetime, smtp: Mailbox) -> None:
    settings = MailSettings(smtp_port=smtp.port, mail_from="town@city.hinata.example")
    with furnished(database).session() as session:
        row_id = added(session, now)

        Worker(SmallHouse(database, settings, now=Clock(now))).run(until_empty=True)

        (message,) = smtp.messages
        assert message["Message-ID"] == f"<{row_id}@city.hinata.example>"
        assert outcome(session) == [("done", None)]


def test_a_mail_the_server_cannot_take_now_is_sent_later(
    database: Database, now: datetime, smtp: Mailbox
) -> None:
    smtp.answers = ["451 later"]
    clock = Clock(now)
    worker = Worker(SmallHouse(furnished(database), MailSettings(smtp_port=smtp.port), now=clock))
    with database.session() as session:
        added(session, now)

        assert worker.drain() == 1
        assert outcome(session) == [("waiting", "smtp_451")]
        assert worker.drain() == 0

        clock.forward(seconds=30)
        assert worker.drain() == 1
        assert outcome(session) == [("done", None)]


def test_a_mail_the_server_refuses_becomes_a_task(database: Database, now: datetime, smtp: Mailbox) -> None:
    smtp.answers = ["550 no such user"]
    with furnished(database).session() as session:
        added(session, now)

        Worker(SmallHouse(database, MailSettings(smtp_port=smtp.port), now=Clock(now))).drain()

        assert outcome(session) == [("dead", "smtp_550")]
        (task,) = tasks.open_tasks(session, {"suido"})
        assert task.kind == "undelivered"


@pytest.mark.parametrize(
    ("raised", "stands"),
    [
        (Later("line_429", timedelta(hours=1)), ("waiting", "line_429")),
        (Later("line_500"), ("waiting", "line_500")),
        (Never("line_blocked"), ("dead", "line_blocked")),
        (ZeroDivisionError("見本 花子"), ("waiting", "error_ZeroDivisionError")),
    ],
)
def test_how_a_rooms_sender_fails_is_noted_without_a_word_of_its_own(
    database: Database, now: datetime, tmp_path: Path, raised: BaseException, stands: tuple[str, str]
) -> None:
    house = a_house(database, Clock(now), tmp_path, Carrier(raised))
    with database.session() as session:
        added(session, now, kind="line")

        Worker(house).drain()

        assert outcome(session) == [stands]


def test_nothing_personal_is_logged_when_a_sender_fails(
    database: Database,
    now: datetime,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    house = a_house(
        database, Clock(now), tmp_path, Carrier(ZeroDivisionError("見本 花子"), Never("line_blocked"))
    )
    with database.session() as session:
        for lane in "ab":
            added(session, now, kind="line", lane=lane)
    Worker(house).drain()

    # Where a town was made in this process before, its lines go through logging, else straight to the terminal.
    said = "".join(capfd.readouterr()) + caplog.text
    assert "ZeroDivisionError" in said
    assert "line_blocked" in said
    assert "花子" not in said
    assert "hanako" not in said


def test_a_sender_gets_the_values_and_how_often_it_was_tried(
    database: Database, now: datetime, tmp_path: Path
) -> None:
    clock, carrier = Clock(now), Carrier(Later("line_500"))
    worker = Worker(a_house(database, clock, tmp_path, carrier))
    with database.session() as session:
        row_id = added(session, now, kind="line", values={"to": "U1"})
    worker.drain()
    clock.forward(minutes=1)
    worker.drain()

    (row,) = carrier.rows
    assert (row.id, row.attempts, row.values, row.taken_at) == (row_id, 2, {"to": "U1"}, clock.moment)


def test_a_row_whose_key_was_destroyed_is_not_sent(database: Database, now: datetime, tmp_path: Path) -> None:
    house = a_house(database, Clock(now), tmp_path)
    with database.session() as session:
        added(session, now)
        with writing(session):
            session.execute(text("DELETE FROM data_key"))

        Worker(house).drain()

        assert outcome(session) == [("dead", "erased")]
    assert not sample_mails(tmp_path / "mails")


def test_a_sender_that_writes_outside_a_block_stores_nothing(
    database: Database, now: datetime, tmp_path: Path
) -> None:
    def careless(session: Session, row: Row) -> None:
        tasks.add(session, "half", refs={}, now=now)

    house = a_house(database, Clock(now), tmp_path, careless)
    with database.session() as session:
        added(session, now, kind="line")
        Worker(house).drain()

        assert outcome(session) == [("waiting", "error_RuntimeError")]
        assert not tasks.open_tasks(session, (), nobodys=True)


def test_a_letter_becomes_a_printable_and_a_task(database: Database, now: datetime, tmp_path: Path) -> None:
    house = a_house(database, Clock(now), tmp_path)
    postal = {"postcode": "000-0001", "area": "ひなた市本町", "street": "一丁目1番1号", "building": ""}
    with database.session() as session:
        added(
            session, now, kind="letter", template="returned",
            values={"name": "見本 花子", "postal": postal, "receipt": "X", "link": "https://a.example/"},
        )  # fmt: skip
        Worker(house).drain()

        (task,) = tasks.open_tasks(session, {"suido"})
        assert task.kind == "letter"


def test_the_houses_own_jobs_and_the_rooms_are_done(
    database: Database, now: datetime, tmp_path: Path
) -> None:
    done: list[datetime] = []
    clock = Clock(now)
    house = a_house(database, clock, tmp_path, workers={"nightly": lambda _session, at: done.append(at)})
    with database.session() as session:
        with writing(session):
            audit.saw(session, "staff", None, "case.read", "case", None, now)
        house.buffer.note("viewed", "juminhyo", "online", "shimin", DAY)

        for _ in range(3):
            Worker(house).work()
            clock.forward(minutes=5)

        assert done == [now]
        assert audit.head(session) is not None
        assert ledger.total(ledger.counts(session, "viewed", DAY, DAY)) == 1
        assert jobs.done_at(session, "heartbeat") == clock.moment - timedelta(minutes=5)
        assert jobs.done_at(session, "room.nightly") == now


def test_bounces_are_read_where_a_folder_is_set(database: Database, now: datetime, tmp_path: Path) -> None:
    folder = tmp_path / "bounces"
    folder.mkdir()
    (folder / "1.eml").write_bytes(b"From: somebody@mail.example\n\nhello\n")

    Worker(a_house(database, Clock(now), tmp_path, bounce_folder=folder)).work()

    assert (folder / "not-ours" / "1.eml").exists()


def test_a_row_nobody_can_send_is_told_to_staff(database: Database, now: datetime, tmp_path: Path) -> None:
    clock = Clock(now)
    house = a_house(database, clock, tmp_path)
    with database.session() as session:
        added(session, now, kind="pigeon")
        clock.forward(hours=2)
        Worker(house).drain()

        assert outcome(session) == [("dead", "no_sender")]


def test_a_batch_is_given_back_when_its_lease_would_end_too_soon(
    database: Database, now: datetime, tmp_path: Path
) -> None:
    clock = Clock(now)

    def slow(session: Session, row: Row) -> None:
        clock.forward(minutes=2)

    worker = Worker(a_house(database, clock, tmp_path, slow))
    with database.session() as session:
        for lane in "abcd":
            added(session, now, kind="line", lane=lane)

        assert worker.send("line") == 2

        session.rollback()
        rows = session.execute(select(Outbox.state, Outbox.attempts).order_by(Outbox.no)).all()
        assert [tuple(row) for row in rows] == [("done", 1), ("done", 1), ("waiting", 0), ("waiting", 0)]


def test_a_worker_whose_lease_ended_does_not_note_what_another_does(
    database: Database, now: datetime, tmp_path: Path
) -> None:
    clock = Clock(now)
    second = Carrier()

    def overslept(session: Session, row: Row) -> None:
        clock.forward(hours=1)
        Worker(a_house(database, clock, tmp_path, second)).send("line")

    with furnished(database).session() as session:
        row_id = added(session, now, kind="line")
        Worker(a_house(database, clock, tmp_path, overslept)).send("line")

        (row,) = second.rows
        assert (row.id, row.attempts) == (row_id, 2)
        assert outcome(session) == [("done", None)]


def test_a_mail_server_is_never_given_an_address_that_does_not_exist(database: Database) -> None:
    nameless = replace(hinata(), town=replace(hinata().town, mail_from=""))
    house = SmallHouse(database, MailSettings(), pack=nameless)

    with pytest.raises(ValueError, match="KURASHI_MAIL_FROM"):
        mail_from(house)
    assert (
        mail_from(replace(house, settings=MailSettings(mail_folder=Path("x")))) == "no-reply@hinata.example"
    )
