"""Letters: set ready once, printed by staff, ticked off."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from portal import letters, tasks
from portal.db import Database, writing
from portal.letters import Letter, LetterSender
from portal.messages import Messages
from portal.outbox import Never, Row
from tests.portal.cases import equip, hinata
from tests.portal.sending import REFS, VALUES

POSTAL = {"postcode": "000-0001", "area": "ひなた市本町", "street": "一丁目1番1号", "building": "見本荘 2号"}
STAFF = UUID(int=9)


def a_row(now: datetime, **values: Any) -> Row:
    return Row(
        no=1, id=UUID(int=1), kind="letter", lane="a", template="returned", locale="ja", refs=REFS, attempts=1,
        made_at=now, expires_at=None, lease=UUID(int=2), leased_until=now, taken_at=now,
        values={**VALUES, "name": "見本 花子", "postal": POSTAL, **values},
    )  # fmt: skip


def test_a_letter_is_stored_sealed_and_becomes_a_task(database: Database, now: datetime) -> None:
    messages = Messages(hinata())
    with equip(database).session() as session:
        LetterSender(messages)(session, a_row(now))

        stored = session.execute(text("SELECT * FROM letter")).one()
        (task,) = tasks.open_tasks(session, {"suido"})
        paper = letters.read(session, UUID(task.refs["letter"]))

    assert "花子".encode() not in b"".join(part for part in stored if isinstance(part, bytes))
    assert task.kind == "letter"
    assert paper is not None
    assert (paper.name, paper.postal, paper.lang) == ("見本 花子", POSTAL, "ja")
    assert "花子" not in repr(paper)


def test_a_row_that_is_tried_twice_makes_one_letter(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        for _ in range(2):
            LetterSender(Messages(hinata()))(session, a_row(now))

        assert session.scalar(select(func.count()).select_from(Letter)) == 1
        assert len(tasks.open_tasks(session, {"suido"})) == 1


def test_a_letter_without_an_address_is_never_tried_again(database: Database, now: datetime) -> None:
    with equip(database).session() as session, pytest.raises(Never, match="postal_address"):
        LetterSender(Messages(hinata()))(session, a_row(now, postal=None))


def test_the_printed_page_carries_address_subject_and_text_and_no_markup_of_others(
    database: Database, now: datetime
) -> None:
    messages = Messages(hinata())
    with equip(database).session() as session:
        LetterSender(messages)(session, a_row(now, name="<b>髙﨑</b>"))
        paper = letters.read(session, UUID(int=1))

    assert paper is not None
    page = letters.page(messages, paper)
    assert "&lt;b&gt;髙﨑&lt;/b&gt; 様" in page
    assert "〒000-0001" in page
    assert "見本荘 2号" in page
    assert "<h1>お手続きをお返しします（受付番号 ABCD-EFG-HJKL）</h1>" in page
    assert "<style" not in page
    assert "style=" not in page


def test_a_letter_is_ticked_off_once(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        LetterSender(Messages(hinata()))(session, a_row(now))

        with writing(session):
            marked = [letters.printed(session, UUID(int=1), STAFF, now) for _ in range(2)]

    assert marked == [True, False]


def test_an_unknown_letter_is_nothing(database: Database) -> None:
    with equip(database).session() as session:
        assert letters.read(session, UUID(int=3)) is None
