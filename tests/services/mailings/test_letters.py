"""Letters: planned in files, printed by the worker, and for whom none is printed."""

from datetime import datetime

import pytest
from sqlalchemy import select

from portal.db import Database
from portal.printing import Printer
from portal.refused import Refused
from services.mailings.actions import answering, letters, listing, making
from services.mailings.models import LetterBatch, Mailing, PrintedLetter
from services.mailings.rules import codes, paper
from services.mailings.rules.stages import Outcome
from tests.portal.cases import hinata
from tests.services.mailings import scene
from tests.services.mailings.town import ACCOUNT, PERSON, people


@pytest.fixture(scope="module")
def printer() -> Printer:
    """A press for all tests of this file."""
    return Printer(hinata())


def test_the_unstopped_are_parted_into_files_with_running_numbers(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "LETTERS", 2)
    rows = [*people(4), {**PERSON, "宛名番号": "9", "発送停止": "支援措置"}, {**PERSON, "宛名番号": "10"}]
    with scene.ready(database).session() as session:
        mailing_id = scene.released(session, now, rows)

        letters.plan(session, mailing_id, 1, now)

        batches = session.scalars(select(LetterBatch).order_by(LetterBatch.no)).all()
        assert [(one.no, one.count) for one in batches] == [(1, 2), (2, 2), (3, 1)]
        assert session.scalars(select(PrintedLetter.seq).order_by(PrintedLetter.seq)).all() == [1, 2, 3, 4, 5]


def test_a_file_is_printed_with_codes_of_which_only_hashes_stay(
    database: Database, now: datetime, printer: Printer
) -> None:
    with scene.ready(database).session() as session:
        mailing_id = scene.released(session, now, people(3))
        stopped, answered, _ = scene.addressees(session, mailing_id)
        letters.stop(session, scene.seat(), stopped.id, "moved", now)
        answering.tell(session, scene.seat(), answered.id, Outcome.DECLINED, now)
        batch_id = session.scalars(select(LetterBatch.id)).one()

        letters.print_batch(session, batch_id, printer, now)

        batch = session.get_one(LetterBatch, batch_id, populate_existing=True)
        assert (batch.count, batch.made_at) == (1, now)
        assert [code is None for code in session.scalars(select(PrintedLetter.code).order_by(PrintedLetter.seq))] == [
            True, True, False,
        ]  # fmt: skip
        name, content = letters.fetch(session, scene.seat(), batch_id, now)
        assert name == "letters-1-001.pdf"
        assert b"".join(content).startswith(b"%PDF-")


def test_a_file_is_made_once_however_often_the_worker_comes(
    database: Database, now: datetime, printer: Printer
) -> None:
    with scene.ready(database).session() as session:
        scene.released(session, now)
        batch_id = session.scalars(select(LetterBatch.id)).one()
        letters.print_batch(session, batch_id, printer, now)
        first = session.scalars(select(PrintedLetter.code)).all()

        letters.print_batch(session, batch_id, printer, now)

        assert session.scalars(select(PrintedLetter.code)).all() == first


def test_a_reminder_goes_to_the_unanswered_alone(database: Database, now: datetime, printer: Printer) -> None:
    with scene.ready(database).session() as session:
        mailing_id = scene.released(session, now, people(3))
        declined, returned, silent = scene.addressees(session, mailing_id)
        letters.print_batch(session, session.scalars(select(LetterBatch.id)).one(), printer, now)
        answering.tell(session, scene.seat(), declined.id, Outcome.DECLINED, now)
        answering.tell(session, scene.seat(), returned.id, Outcome.RETURNED, now)

        making.remind(session, scene.seat("approver"), mailing_id, 1, now)
        letters.plan(session, mailing_id, 2, now)

        second = session.scalars(select(LetterBatch.id).where(LetterBatch.round == 2)).one()
        written = select(PrintedLetter.addressee_id).where(PrintedLetter.batch_id == second)
        assert session.scalars(written).all() == [silent.id]


def test_a_reminder_waits_for_the_letters_before_it(database: Database, now: datetime) -> None:
    with scene.ready(database).session() as session:
        mailing_id = scene.released(session, now)

        with pytest.raises(Refused, match="letters_unmade"):
            making.remind(session, scene.seat("approver"), mailing_id, 1, now)


def test_a_letter_made_again_closes_the_one_before(database: Database, now: datetime) -> None:
    with scene.ready(database).session() as session:
        one = scene.addressees(session, scene.released(session, now))[0]
        code = codes.new()
        scene.letter(session, one.id)

        letters.again(session, scene.seat(), one.id, now)

        assert answering.find(session, code) is None
        assert session.scalars(select(PrintedLetter.code)).all() == [None, None]


def test_the_page_counts_what_became_of_everybody(database: Database, now: datetime) -> None:
    rows = [*people(4), {**PERSON, "宛名番号": "9", "発送停止": "死亡"}]
    with scene.ready(database).session() as session:
        mailing_id = scene.released(session, now, rows)
        first, second, third, *_ = scene.addressees(session, mailing_id)
        scene.filed(session, scene.opened(session, first.id, now), now)
        answering.tell(session, scene.seat(), second.id, Outcome.DECLINED, now)
        answering.tell(session, scene.seat(), third.id, Outcome.RETURNED, now)

        found = listing.progress(session, session.get_one(Mailing, mailing_id))

        assert (found.total, found.sent, found.opened, found.stopped) == (5, 4, 1, 1)
        assert (found.answered, found.declined, found.returned, found.unanswered) == (1, 1, 1, 1)
        assert found.ways == {"online": 1}


def test_a_letter_gives_no_account_and_no_second_knowledge_away() -> None:
    procedure = hinata().procedure("kurashi_ouen")
    answers = {
        "name": "見本 花子", "birth_date": "1955-04-01", "phone": "080-0000-0001", "payout_account": ACCOUNT,
        "benefit_amount": 30000,
    }  # fmt: skip

    said = str(paper.rows(procedure, answers))

    assert "30,000円" in said
    assert "＊＊＊＊567" in said
    assert all(secret not in said for secret in ("1234567", "1955", "080-0000"))


def test_a_code_is_twelve_letters_that_are_taken_for_nothing_else() -> None:
    made = {codes.new() for _ in range(200)}

    assert len(made) == 200
    assert all(len(one) == 14 and not set("01OILU") & set(one) for one in made)


@pytest.mark.parametrize(
    "typed",
    [
        "abcd23456789",
        "ＡＢＣＤ－２３４５－６７８９",
        " ABCD 2345 6789 ",
        "https://x.example/mailings/ABCD-2345-6789",
    ],
)
def test_a_code_is_read_however_it_is_typed_or_scanned(typed: str) -> None:
    assert codes.read(typed) == "ABCD-2345-6789"


@pytest.mark.parametrize("typed", ["", "ABCD", "ABCD-2345-67890", "0000-0000-0000"])
def test_half_a_code_is_none(typed: str) -> None:
    assert codes.read(typed) == ""
