"""The ground the tests stand on is itself tried."""

import gc
import smtplib
import socket
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import Select, literal_column, select, text
from sqlalchemy.engine.interfaces import CacheStats

from portal.db import Database
from tests.harness.mail import Mailbox
from tests.harness.network import Outside


def test_a_fresh_database_answers(database: Database) -> None:
    with database.session() as session:
        assert session.execute(text("SELECT 1")).scalar_one() == 1


def test_the_fixed_moment_knows_its_zone(now: datetime) -> None:
    assert now.utcoffset() is not None


def test_mail_given_to_the_server_is_kept(smtp: Mailbox) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "town@example.jp", "a@example.jp", "見本"
    message.set_content("これは見本です。")

    with smtplib.SMTP(smtp.host, smtp.port) as client:
        client.send_message(message)

    assert [kept["Subject"] for kept in smtp.to("a@example.jp")] == ["見本"]


def test_an_ordered_refusal_is_given(smtp: Mailbox) -> None:
    smtp.answers.append("450 try later")

    with smtplib.SMTP(smtp.host, smtp.port) as client, pytest.raises(smtplib.SMTPDataError) as refused:
        client.sendmail("town@example.jp", ["a@example.jp"], "Subject: x\r\n\r\nx")

    assert refused.value.smtp_code == 450
    assert smtp.messages == []


def test_another_machine_is_out_of_reach() -> None:
    with pytest.raises(Outside):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(Outside):
        socket.getaddrinfo("example.com", 443)


def test_a_statement_is_put_into_sql_once_for_all_databases_of_a_kind(tmp_path: Path) -> None:
    asked: Select[tuple[str]] = select(literal_column("1").label("asked_once"))
    states = []

    for name in ("one", "other"):
        opened = Database(f"sqlite:///{tmp_path / name}")
        with opened.engine.connect() as connection:
            states.append(connection.execute(asked).context.cache_hit)
        opened.dispose()

    assert states == [CacheStats.CACHE_MISS, CacheStats.CACHE_HIT]


def test_what_was_there_before_the_tests_is_not_walked_over_again() -> None:
    assert gc.isenabled()
    assert gc.get_freeze_count() > 100_000
