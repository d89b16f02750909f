"""One addressee, one answer: whichever way comes first, the database refuses every other."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from sqlalchemy import select

from portal import inbox
from portal.db import Database, new_id, writing
from portal.inbox import HOUSE, Case, State
from portal.refused import Refused
from services.mailings.actions import answering, binding
from services.mailings.rules.stages import Outcome
from tests.services.mailings import scene
from tests.services.mailings.town import people


def test_a_filed_form_answers_its_letter_with_who_when_and_which_way(
    database: Database, now: datetime
) -> None:
    with scene.ready(database).session() as session:
        one = scene.addressees(session, scene.released(session, now))[0]

        case = scene.filed(session, scene.opened(session, one.id, now), now)

        one = scene.addressees(session, one.mailing_id)[0]
        assert (one.outcome, one.answered_way, one.answered_at, one.case_id) == (
            Outcome.ANSWERED, "online", now, case.id,
        )  # fmt: skip
        assert [line.kind for line in answering.history(session, one.id)] == ["opened", "answered"]


def test_a_second_answer_leaves_no_case_behind(database: Database, now: datetime) -> None:
    with scene.ready(database).session() as session:
        one = scene.addressees(session, scene.released(session, now))[0]
        first, second = (scene.opened(session, one.id, now, bytes([n]) * 32) for n in (1, 2))
        scene.filed(session, first, now)

        with pytest.raises(Refused, match="already_answered"):
            scene.filed(session, second, now)

        assert session.scalars(select(Case.origin)).all() == [first]


def test_of_many_answers_at_one_moment_one_is_taken(database: Database, now: datetime) -> None:
    scene.ready(database)
    with database.session() as session:
        one = scene.addressees(session, scene.released(session, now))[0]
        drafts = [scene.opened(session, one.id, now, bytes([n]) * 32) for n in range(4)]
    gate = Barrier(4)

    def press(place: int) -> str:
        with database.session() as mine:
            gate.wait()
            try:
                scene.filed(mine, drafts[place], now)
            except Refused as refused:
                return refused.code
            return "taken"

    with ThreadPoolExecutor(4) as pool:
        ends = sorted(pool.map(press, range(4)))

    assert ends == ["already_answered"] * 3 + ["taken"]
    with database.session() as session:
        assert len(session.scalars(select(Case.id)).all()) == 1


def test_a_paper_after_the_declining_by_telephone_is_refused(database: Database, now: datetime) -> None:
    with scene.ready(database).session() as session:
        one = scene.addressees(session, scene.released(session, now))[0]
        held = scene.letter(session, one.id)
        answering.tell(session, scene.seat(), one.id, Outcome.DECLINED, now)

        held = answering.Letter(scene.addressees(session, one.mailing_id)[0], held.mailing)
        with pytest.raises(Refused, match="already_answered"):
            answering.enter(session, scene.seat(), held, "post", now)


def test_a_letter_that_came_back_may_still_be_answered(database: Database, now: datetime) -> None:
    with scene.ready(database).session() as session:
        one = scene.addressees(session, scene.released(session, now))[0]
        draft_id = scene.opened(session, one.id, now)
        answering.tell(session, scene.seat(), one.id, Outcome.RETURNED, now)

        scene.filed(session, draft_id, now)

        assert scene.addressees(session, one.mailing_id)[0].outcome == Outcome.ANSWERED


@pytest.mark.parametrize("end", [State.WITHDRAWN, State.RETURNED])
def test_a_request_that_ended_frees_its_addressee(end: State, database: Database, now: datetime) -> None:
    with scene.ready(database).session() as session:
        one = scene.addressees(session, scene.released(session, now))[0]
        case = scene.filed(session, scene.opened(session, one.id, now), now)

        with writing(session):
            held = inbox.take_hold(session, case.id)
            inbox.move(session, held, State.ACCEPTED, HOUSE, now)
            inbox.move(session, held, end, HOUSE, now)

        one = scene.addressees(session, one.mailing_id)[0]
        assert (one.outcome, one.case_id, one.answered_way) == (Outcome.NONE, None, "")


def test_a_protected_persons_answer_stops_their_letters(database: Database, now: datetime) -> None:
    with scene.ready(database).session() as session:
        one = scene.addressees(session, scene.released(session, now))[0]
        draft_id = scene.opened(session, one.id, now)

        scene.filed(session, draft_id, now, shielded=True)

        assert scene.addressees(session, one.mailing_id)[0].stop == "shielded"


def test_a_request_without_a_letter_is_bound_once(database: Database, now: datetime) -> None:
    with scene.ready(database).session() as session:
        first, second = scene.addressees(session, scene.released(session, now, people(2)))
        case = scene.filed(session, new_id(), now)
        assert binding.wants_addressee(session, case)

        binding.bind(session, scene.seat(), first.id, case.receipt_no, now)

        assert scene.addressees(session, first.mailing_id)[0].case_id == case.id
        assert not binding.wants_addressee(session, case)
        with pytest.raises(Refused, match="already_answered"):
            binding.bind(session, scene.seat(), second.id, case.receipt_no, now)


def test_what_staff_told_by_mistake_is_taken_back_and_an_answer_is_not(
    database: Database, now: datetime
) -> None:
    with scene.ready(database).session() as session:
        first, second = scene.addressees(session, scene.released(session, now, people(2)))
        answering.tell(session, scene.seat(), first.id, Outcome.DECLINED, now)
        scene.filed(session, scene.opened(session, second.id, now), now)

        answering.undo(session, scene.seat(), first.id, now)

        assert [one.outcome for one in scene.addressees(session, first.mailing_id)] == ["", "answered"]
        with pytest.raises(Refused, match="mailing_stage"):
            answering.undo(session, scene.seat(), second.id, now)
