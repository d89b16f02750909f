"""Bounces: reports that a mail could not be delivered are found, understood and turned into tasks."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest

from portal import bounces, outbox, tasks
from portal.db import Database, writing
from tests.portal.sending import added, claimed, furnished

OWN = UUID("0199a000-0000-7000-8000-000000000001")


def report(row_id: UUID = OWN, action: str = "failed", quoted: str = "message/rfc822") -> bytes:
    """A delivery status notification as RFC 3464 has it, in a mail server's words of our own making."""
    inner = f"Message-ID: <{row_id}@city.hinata.example>\nFrom: town@city.hinata.example\nSubject: test\n"
    return f"""From: MAILER-DAEMON@relay.example
To: kurashi-no-mado@city.hinata.example
Subject: Undelivered
Message-ID: <report-1@relay.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain

It did not arrive.
--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; hanako@mail.example
Action: {action}
Status: 5.1.1

--cut
Content-Type: {quoted}

{inner}
body
--cut--
""".encode()


PROSE = f"""From: Mail Delivery Subsystem <postmaster@carrier.example>
Subject: Returned mail

User unknown.
----- original -----
Message-ID: <{OWN}@city.hinata.example>
""".encode()
ABSENCE = f"""From: hanako@mail.example
Subject: out of office
In-Reply-To: <{OWN}@city.hinata.example>

Back on Monday. <{OWN}@city.hinata.example>
""".encode()


@pytest.mark.parametrize("quoted", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_of_failure_names_our_mail(quoted: str) -> None:
    assert bounces.read(report(quoted=quoted)) == (frozenset({OWN}), "bounced_5.1.1")


def test_a_carrier_that_answers_in_prose_is_understood() -> None:
    assert bounces.read(PROSE) == (frozenset({OWN}), "bounced")


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", ""])
def test_a_report_that_nothing_failed_is_no_bounce(action: str) -> None:
    assert bounces.read(report(action=action)) is None


@pytest.mark.parametrize(
    "raw", [ABSENCE, b"", b"\xff\xfe\x00", b"From: mailer-daemon@x\n\nno id here", b"<" * 5000]
)
def test_what_is_no_report_is_left_alone(raw: bytes) -> None:
    assert bounces.read(raw) is None


def test_the_folder_is_emptied_into_tasks_and_the_rest_put_aside(
    database: Database, now: datetime, tmp_path: Path
) -> None:
    folder = tmp_path / "bounces"
    folder.mkdir()
    with furnished(database).session() as session:
        row_id = added(session, now)
        (row,) = claimed(session, now)
        with writing(session):
            outbox.finish(session, row, now)
        (folder / "1.eml").write_bytes(report(row_id))
        (folder / "2.eml").write_bytes(ABSENCE)
        (folder / "3.eml").write_bytes(report(row_id))
        (folder / ".half").write_bytes(b"being written")

        assert bounces.sweep(session, folder, now) == 1
        (task,) = tasks.open_tasks(session, {"suido"})

    assert task.kind == "undelivered"
    assert task.refs["outbox"] == str(row_id)
    assert sorted(path.name for path in folder.iterdir()) == [".half", bounces.ASIDE]
    assert [path.name for path in (folder / bounces.ASIDE).iterdir()] == ["2.eml"]


def test_a_folder_that_is_not_there_holds_no_bounces(
    database: Database, now: datetime, tmp_path: Path
) -> None:
    with furnished(database).session() as session:
        assert bounces.sweep(session, tmp_path / "none", now) == 0


@pytest.mark.parametrize("written", ["<{}@city.hinata.example>", "{}@city.hinata.example", " <{}@x> "])
def test_a_message_id_may_be_written_in_any_way(database: Database, now: datetime, written: str) -> None:
    with furnished(database).session() as session:
        row_id = added(session, now)
        with writing(session):
            assert bounces.bounced(session, written.format(row_id), now)
            assert not bounces.bounced(session, row_id, now)


def test_the_id_of_somebody_elses_mail_is_not_ours(database: Database, now: datetime) -> None:
    with furnished(database).session() as session, writing(session):
        assert not bounces.bounced(session, "<report-1@relay.example>", now)
        assert not bounces.bounced(session, OWN, now)
