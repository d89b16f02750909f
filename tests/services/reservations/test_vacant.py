"""What is free of the rooms that a question names, told in words, and what instead where the day has nothing."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from portal.db import Database
from portal.service import Vacancy
from portal.settings import ROOT
from portal.words import Catalogues
from services.reservations.actions import vacant
from tests.services.reservations.builders import at, booked, furnished, wish

WORDS = Catalogues(ROOT / "translations").words


@pytest.fixture
def room(database: Database) -> Iterator[Session]:
    """A session of the sample town."""
    with furnished(database).session() as session:
        yield session


def told(room: Session, question: str, now: datetime, lang: str = "ja") -> tuple[Vacancy, ...]:
    return vacant.told(room, question, WORDS(lang), now)


def test_a_room_is_told_with_the_parts_of_the_day_and_the_way_to_book_it(
    room: Session, now: datetime
) -> None:
    found = told(room, "会議室は、あした空いていますか", now)

    assert [(one.text, one.ways) for one in found] == [
        (
            "11月21日（土）に空いている時間です。\n・会議室：午前・午後・夜",
            (("空きを見て予約する", "/reservations/sogo_taiikukan/kaigi?day=2026-11-21#free"),),
        )
    ]


def test_what_is_taken_is_not_told(room: Session, now: datetime) -> None:
    booked(room, wish(at(21, 9, month=11), hours=8), now)

    assert told(room, "会議室 あした 空き", now)[0].text.endswith("・会議室：夜")
    assert "次に空いている時間です" in told(room, "会議室 あした 午前 空き", now)[0].text


def test_a_day_that_is_full_is_said_to_be_and_others_are_named(room: Session, now: datetime) -> None:
    booked(room, wish(at(21, 9, month=11), hours=8), now)
    booked(room, wish(at(21, 17, 30, month=11), hours=3.5), now)

    found = told(room, "Is the meeting room free tomorrow?", now, "en")[0]

    assert found.text.startswith("Nothing is free on Sat 21 Nov.")
    assert "・Meeting room: Fri 20 Nov" in found.text
    assert [address for _, address in found.ways] == [
        "/reservations/sogo_taiikukan/kaigi",
        "/reservations?day=2026-11-21",
    ]


def test_without_a_day_the_next_times_are_told(room: Session, now: datetime) -> None:
    found = told(room, "音楽室の空き", now)[0]

    assert found.text.startswith("次に空いている時間です。\n・音楽室：11月21日（土） 午前・午後・夜")
    assert found.address == "/reservations/chuo_kominkan/ongaku"


def test_a_day_that_nobody_can_book_yet_is_said_to_be_one(room: Session, now: datetime) -> None:
    assert told(room, "会議室 8月3日 空き", now)[0].text.startswith(
        "8月3日（火）の予約は、まだ始まっていません。"
    )


def test_whoever_names_no_room_is_told_of_none(room: Session, now: datetime) -> None:
    assert told(room, "粗大ごみを予約したい", now) == ()
