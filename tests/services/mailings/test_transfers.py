"""総合振込: approved answers only, two people, once each, the same bytes again; and what the bank sends back."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.db import Database, new_id, put, writing
from portal.refused import Refused
from portal.states import Outcome as Decided
from portal.tasks import Task
from services.mailings.actions import answering, transfers
from services.mailings.models import Addressee, Mailing, TransferBatch, TransferLine
from tests.services.mailings import scene
from tests.services.mailings.town import ACCOUNT, people

# A Thursday on which banks are open.
PAY_ON = date(2026, 12, 10)


def one_approved(session: Session, now: datetime, **account: str) -> Addressee:
    one = scene.addressees(session, scene.released(session, now))[0]
    scene.approved(session, one.id, now, payout_account={**ACCOUNT, **account})
    return scene.addressees(session, one.mailing_id)[0]


def mailing_of(session: Session, one: Addressee) -> Mailing:
    return session.get_one(Mailing, one.mailing_id, populate_existing=True)


def hindrances(session: Session, one: Addressee) -> list[str]:
    return [found.hindrance for found in transfers.candidates(session, mailing_of(session, one))]


def test_only_approved_answers_are_paid(database: Database, now: datetime) -> None:
    with scene.ready(database).session() as session:
        mailing_id = scene.released(session, now, people(4))
        approved, rejected, undecided, _ = scene.addressees(session, mailing_id)
        scene.approved(session, approved.id, now)
        case = scene.filed(session, scene.opened(session, rejected.id, now), now)
        scene.decide(session, case.id, now, Decided.REJECT)
        scene.filed(session, scene.opened(session, undecided.id, now), now)

        found = transfers.candidates(session, session.get_one(Mailing, mailing_id))

        assert [one.addressee.id for one in found] == [approved.id]


def test_the_city_pays_its_own_figure_and_not_the_answers(database: Database, now: datetime) -> None:
    with scene.ready(database).session() as session:
        one = one_approved(session, now)

        found = transfers.candidates(session, mailing_of(session, one))

        assert [candidate.yen for candidate in found] == [30000]


def test_a_file_is_released_by_another_person_and_is_the_same_whenever_it_is_fetched(
    database: Database, now: datetime
) -> None:
    with scene.ready(database).session() as session:
        one, clerk, approver = one_approved(session, now), scene.seat(), scene.seat("approver")
        batch_id = transfers.propose(session, clerk, one.mailing_id, PAY_ON, now)
        with pytest.raises(Refused, match="transfer_unreleased"):
            transfers.fetch(session, clerk, batch_id, now)

        transfers.release(session, approver, batch_id, now)
        name, made = transfers.fetch(session, clerk, batch_id, now)

        batch = session.get_one(TransferBatch, batch_id)
        assert name == "furikomi-001-20261210.txt"
        assert made == transfers.fetch(session, clerk, batch_id, now + timedelta(days=9))[1]
        assert hashlib.sha256(made).hexdigest() == batch.digest
        assert (batch.count, batch.yen) == (1, 30000)
        assert made.split(b"\r\n")[1][50:80].decode("cp932") == "ﾐﾎﾝ ﾊﾅｺ".ljust(30)


def test_an_approver_does_not_release_what_they_proposed(database: Database, now: datetime) -> None:
    with scene.ready(database).session() as session:
        one, approver = one_approved(session, now), scene.seat("approver")
        batch_id = transfers.propose(session, approver, one.mailing_id, PAY_ON, now)

        with pytest.raises(Refused, match="four_eyes"):
            transfers.release(session, approver, batch_id, now)


def test_nobody_is_put_into_a_second_file(database: Database, now: datetime) -> None:
    with scene.ready(database).session() as session:
        one = one_approved(session, now)
        transfers.propose(session, scene.seat(), one.mailing_id, PAY_ON, now)

        with pytest.raises(Refused, match="nothing_to_transfer"):
            transfers.propose(session, scene.seat(), one.mailing_id, PAY_ON, now)


def test_of_two_files_proposed_at_one_moment_one_is_made(database: Database, now: datetime) -> None:
    scene.ready(database)
    with database.session() as session:
        one = one_approved(session, now)
    gate = Barrier(2)

    def press(_: int) -> str:
        with database.session() as mine:
            gate.wait()
            try:
                transfers.propose(mine, scene.seat(), one.mailing_id, PAY_ON, now)
            except Refused as refused:
                return refused.code
            return "made"

    with ThreadPoolExecutor(2) as pool:
        ends = list(pool.map(press, range(2)))

    assert ends.count("made") == 1
    assert set(ends) <= {"made", "transfer_changed", "nothing_to_transfer"}
    with database.session() as session:
        assert len(session.scalars(select(TransferLine)).all()) == 1


def test_the_database_itself_refuses_a_second_payment_that_stands(database: Database, now: datetime) -> None:
    with scene.ready(database).session() as session:
        one = one_approved(session, now)
        batch_id = transfers.propose(session, scene.seat(), one.mailing_id, PAY_ON, now)

        row = {"batch_id": batch_id, "addressee_id": one.id, "no": 2, "yen": 1, "why": "", "id": new_id()}
        with pytest.raises(IntegrityError), writing(session):
            put(session, TransferLine, row)


def test_a_dropped_file_frees_everybody_in_it(database: Database, now: datetime) -> None:
    with scene.ready(database).session() as session:
        one = one_approved(session, now)
        batch_id = transfers.propose(session, scene.seat(), one.mailing_id, PAY_ON, now)

        transfers.drop(session, scene.seat(), batch_id, now)

        assert hindrances(session, one) == [""]
        with pytest.raises(Refused, match="mailing_stage"):
            transfers.release(session, scene.seat("approver"), batch_id, now)


@pytest.mark.parametrize("day", [None, date(2026, 11, 20), date(2026, 12, 12), date(2026, 11, 23)])
def test_money_moves_on_a_day_on_which_banks_are_open(
    day: date | None, database: Database, now: datetime
) -> None:
    with scene.ready(database).session() as session:
        one = one_approved(session, now)

        with pytest.raises(Refused, match="pay_day"):
            transfers.propose(session, scene.seat(), one.mailing_id, day, now)


def test_somebody_whose_account_bears_another_name_waits_for_a_clerk(
    database: Database, now: datetime
) -> None:
    with scene.ready(database).session() as session:
        one = one_approved(session, now, holder="ミホン タロウ")
        assert hindrances(session, one) == ["holder_differs"]

        transfers.confirm(session, scene.seat(), one.id, now)

        assert hindrances(session, one) == [""]


def test_an_account_without_its_codes_waits_until_they_are_filled_in(
    database: Database, now: datetime
) -> None:
    with scene.ready(database).session() as session:
        one = one_approved(session, now, bank_code="", branch_code="")
        assert hindrances(session, one) == ["code_missing"]

        transfers.repair(session, scene.seat(), one.id, ACCOUNT, now)

        assert hindrances(session, one) == [""]


def test_what_was_confirmed_of_one_account_does_not_hold_for_another(
    database: Database, now: datetime
) -> None:
    with scene.ready(database).session() as session:
        one = one_approved(session, now, holder="ミホン タロウ")
        transfers.confirm(session, scene.seat(), one.id, now)

        transfers.repair(session, scene.seat(), one.id, {**ACCOUNT, "holder": "レイジ ジロウ"}, now)

        assert hindrances(session, one) == ["holder_differs"]


def test_a_payment_that_came_back_becomes_a_task_and_is_paid_again_after_repair(
    database: Database, now: datetime
) -> None:
    with scene.ready(database).session() as session:
        one, clerk = one_approved(session, now), scene.seat()
        batch_id = transfers.propose(session, clerk, one.mailing_id, PAY_ON, now)
        transfers.release(session, scene.seat("approver"), batch_id, now)

        assert transfers.failed(session, clerk, batch_id, [(1, "3")], now) == 1
        assert transfers.failed(session, clerk, batch_id, [(1, "3")], now) == 0

        assert [task.kind for task in session.scalars(select(Task))] == ["transfer_failed"]
        assert hindrances(session, one) == ["bounced"]
        transfers.repair(session, clerk, one.id, {**ACCOUNT, "number": "7654321"}, now + timedelta(hours=1))
        assert hindrances(session, one) == [""]
        second = transfers.propose(session, clerk, one.mailing_id, PAY_ON, now)
        assert session.get_one(TransferBatch, second).no == 2


def test_a_result_about_a_payment_nobody_made_changes_nothing(database: Database, now: datetime) -> None:
    with scene.ready(database).session() as session:
        one, clerk = one_approved(session, now), scene.seat()
        batch_id = transfers.propose(session, clerk, one.mailing_id, PAY_ON, now)
        transfers.release(session, scene.seat("approver"), batch_id, now)

        with pytest.raises(Refused, match="result_faulty"):
            transfers.failed(session, clerk, batch_id, [(1, "3"), (2, "3")], now)

        assert session.scalars(select(TransferLine.failed_at)).all() == [None]


def test_a_file_holding_somebody_who_is_unanswered_again_is_not_released(
    database: Database, now: datetime
) -> None:
    with scene.ready(database).session() as session:
        one = one_approved(session, now)
        batch_id = transfers.propose(session, scene.seat(), one.mailing_id, PAY_ON, now)
        with writing(session):
            session.get_one(Addressee, one.id).outcome = ""

        with pytest.raises(Refused, match="transfer_changed"):
            transfers.release(session, scene.seat("approver"), batch_id, now)


def test_another_division_sees_no_file(database: Database, now: datetime) -> None:
    with scene.ready(database).session() as session:
        one = one_approved(session, now)
        batch_id = transfers.propose(session, scene.seat(), one.mailing_id, PAY_ON, now)

        with pytest.raises(Refused, match="mailing_unknown"):
            transfers.fetch(session, scene.seat(division="suido"), batch_id, now)


def test_the_history_tells_that_somebody_was_paid(database: Database, now: datetime) -> None:
    with scene.ready(database).session() as session:
        one = one_approved(session, now)
        batch_id = transfers.propose(session, scene.seat(), one.mailing_id, PAY_ON, now)
        transfers.release(session, scene.seat("approver"), batch_id, now)

        lines = answering.history(session, one.id)

        assert [line.kind for line in lines] == ["opened", "answered", "transfer"]
