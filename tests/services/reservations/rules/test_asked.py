"""What a question asks to book: the rooms it names, the day, the part of the day; and none where it speaks of something else."""

from datetime import date

import pytest

from services.reservations.rules import asked
from services.reservations.rules.spans import Part
from tests.portal.cases import hinata

FRIDAY = date(2026, 11, 20)


def named(question: str) -> list[str]:
    readings = {row["ID"]: row["名称_カナ"] for row in hinata().listing("facilities", FRIDAY)}
    found = asked.places(hinata().buildings.values(), question, FRIDAY, readings)
    return [f"{house.key}/{','.join(unit.key for unit in units)}" for house, units in found]


@pytest.mark.parametrize(
    ("question", "rooms"),
    [
        ("公民館の和室の空きは", ["chuo_kominkan/washitsu"]),
        ("会議室 空いてる？", ["sogo_taiikukan/kaigi"]),
        ("野球場を予約したい", ["kawabe/yakyu_1,yakyu_2"]),
        ("アリーナの空き", ["sogo_taiikukan/arena,arena_a,arena_b"]),
        ("たたみの へやは あいて いますか", ["chuo_kominkan/washitsu"]),
        ("Is the meeting room free?", ["sogo_taiikukan/kaigi"]),
        ("駐車場の場所は空いていますか", []),
        ("粗大ごみを予約したい", []),
        ("a room", []),
    ],
)
def test_rooms_are_named_as_people_call_them(question: str, rooms: list[str]) -> None:
    assert named(question) == rooms


def test_a_house_that_is_named_alone_means_all_of_its_rooms() -> None:
    assert named("体育館 あした 空いてる？") == ["sogo_taiikukan/arena,arena_a,arena_b,budo,kaigi,training"]


@pytest.mark.parametrize(
    ("question", "houses"),
    [
        ("たいいくかんは あいて いますか", ["sogo_taiikukan"]),
        ("そうごう たいいくかん あした", ["sogo_taiikukan"]),
        ("こうみんかんを よやくしたい", ["chuo_kominkan"]),
        ("カワベリョクチは空いてる？", ["kawabe"]),
        ("ほけん せんたーは どこ", []),
        ("いくかんじです", []),
    ],
)
def test_a_house_is_found_by_its_name_in_kana(question: str, houses: list[str]) -> None:
    assert [one.partition("/")[0] for one in named(question)] == houses


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("きょう", FRIDAY),
        ("あしたの夜", date(2026, 11, 21)),
        ("day after tomorrow", date(2026, 11, 22)),
        ("日曜日", date(2026, 11, 22)),
        ("金曜", FRIDAY),
        ("木曜に", date(2026, 11, 26)),
        ("来週の土曜", date(2026, 11, 28)),
        ("next week", date(2026, 11, 23)),
        ("12月3日", date(2026, 12, 3)),
        ("1/5に", date(2027, 1, 5)),
        ("2月30日", None),
        ("体育館", None),
    ],
)
def test_days_are_read_as_people_say_them_and_lie_ahead(question: str, day: date | None) -> None:
    assert asked.day_of(question, FRIDAY) == day


@pytest.mark.parametrize(
    ("question", "part"),
    [("朝から", Part.AM), ("午後", Part.PM), ("tomorrow evening", Part.NIGHT), ("いつでも", None)],
)
def test_the_part_of_a_day_is_heard(question: str, part: Part | None) -> None:
    assert asked.part_of(question) == part
