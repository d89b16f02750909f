"""Whoever is called answers: not a closed office at night, and never nobody."""

from datetime import date, datetime, time, timedelta

import pytest

from chatbot.emergencies import Line, OnCall, general
from chatbot.japan import TOKYO

ALARMS = general()
TUESDAY, NIGHT = datetime(2026, 11, 24, 11, tzinfo=TOKYO), datetime(2026, 11, 25, 2, tzinfo=TOKYO)
THE_TENTH = datetime(2026, 12, 11, 2, tzinfo=TOKYO)
SUNDAY = datetime(2026, 11, 22, 11, tzinfo=TOKYO)


def closed(day: date) -> bool:
    return day.weekday() > 4


def numbers(question: str, moment: datetime, **own: tuple[OnCall, ...]) -> list[str]:
    return [line.number for one in ALARMS.answering(question, moment, own, closed) for line in one.lines]


@pytest.mark.parametrize(
    ("question", "moment", "answering"),
    [
        ("死にたい", TUESDAY, ["0120-279-338", "0570-783-556"]),
        ("死にたい", TUESDAY.replace(hour=17), ["0120-279-338", "0120-783-556", "0570-783-556"]),
        ("死にたい", THE_TENTH, ["0120-279-338", "0120-783-556", "0570-783-556"]),
        ("死にたい", NIGHT, ["0120-279-338", "0570-783-556"]),
        ("夫に殴られた", TUESDAY, ["0120-279-889", "#8008", "110"]),
        ("夫に殴られた", SUNDAY, ["0120-279-889", "#8008", "110"]),
        ("夫に殴られた", NIGHT, ["0120-279-889", "#8008", "110"]),
        ("詐欺にあった", TUESDAY, ["#9110", "188", "110"]),
        ("詐欺にあった", SUNDAY, ["188", "110"]),
        ("詐欺にあった", NIGHT, ["110"]),
        ("子どもが洗剤を飲んだ", NIGHT, ["072-727-2499", "119"]),
        ("ガスのにおいがする", NIGHT, ["119"]),
        ("I smell gas", NIGHT, ["119"]),
        ("学校でいじめられている", NIGHT, ["0120-0-78310"]),
        ("虐待かもしれない", NIGHT, ["189"]),
        ("高齢者虐待を見た", NIGHT, ["110"]),
        ("性被害にあった", NIGHT, ["#8891", "#8103"]),
    ],
)
def test_only_who_answers_at_this_hour_is_named(
    question: str, moment: datetime, answering: list[str]
) -> None:
    assert numbers(question, moment) == answering


def test_somebody_answers_for_every_danger_at_every_hour() -> None:
    week = [SUNDAY.replace(hour=0) + timedelta(hours=count) for count in range(7 * 24)]
    nobody = [
        (alarm.emergency.key, moment)
        for alarm in ALARMS.alarms
        if alarm.emergency.lines
        for moment in week
        if not any((at := line.at(moment, closed)) and at.sure is not False for line in alarm.emergency.lines)
    ]

    assert not nobody


def line_of(number: str, moment: datetime) -> Line:
    found = (
        line for alarm in ALARMS.alarms for one in alarm.emergency.lines if (line := one.at(moment, closed))
    )
    return next(line for line in found if line.number == number)


def test_hours_that_differ_from_place_to_place_are_not_told_as_if_they_were_known() -> None:
    support, police, all_day = (line_of(one, TUESDAY) for one in ("#8891", "#9110", "#8103"))

    assert (support.sure, police.sure, all_day.sure) == (False, False, True)
    assert police.until is None
    assert line_of("119", TUESDAY).sure is None


def test_what_nobody_has_looked_up_for_a_year_is_named_without_its_hours() -> None:
    in_years = TUESDAY.replace(year=2028, hour=17)

    assert line_of("0120-783-556", TUESDAY.replace(hour=17)).until is not None
    old = line_of("0120-783-556", in_years)
    assert (old.sure, old.until) == (False, None)
    assert line_of("119", in_years).sure is None


def test_every_nationwide_number_says_where_and_when_its_hours_were_looked_up() -> None:
    lines = [one for alarm in ALARMS.alarms for one in alarm.emergency.lines]
    unsourced = {one.number for one in lines if not one.source.startswith(("https://", "http://"))}

    # These three stand in the law and answer always; 171 is a message board, not somebody who answers.
    assert unsourced == {"110", "118", "119"}
    assert {one.number for one in lines if one.checked is None} == {"110", "118", "119", "171"}
    assert {one.checked for one in lines if one.checked} >= {date(2026, 11, 22)}


def test_the_towns_own_number_comes_first_in_its_hours_only() -> None:
    night = OnCall("", "0000-00-9999", time(17, 15), time(8, 30), name={"ja": "水道の夜間当番"})

    assert numbers("水漏れしています", NIGHT, water=(night,)) == ["0000-00-9999"]
    assert numbers("水漏れしています", TUESDAY, water=(night,)) == []
    assert numbers("ガス漏れ", NIGHT, gas=(night,)) == ["0000-00-9999", "119"]


def test_a_night_belongs_to_the_day_on_which_it_began() -> None:
    friday_night = OnCall("x", "1", time(19), time(8), days="平日")
    early_saturday, early_monday = (
        datetime(2026, 11, 28, 2, tzinfo=TOKYO),
        datetime(2026, 11, 23, 2, tzinfo=TOKYO),
    )

    line = friday_night.at(early_saturday, closed)

    assert line is not None
    assert line.until == datetime(2026, 11, 28, 8, tzinfo=TOKYO)
    assert friday_night.at(early_monday, closed) is None


@pytest.mark.parametrize(
    "question",
    [
        "水道を使い始めたい", "ガスの契約を変えたい", "いじめ防止基本方針を見たい", "高齢者虐待防止計画の閲覧", "薬局はどこ", "たばこ税",
        "都市ガスの料金", "電池を捨てたい", "予防接種の予約", "防犯カメラの補助",
    ],
)  # fmt: skip
def test_everyday_questions_ring_no_bell(question: str) -> None:
    assert numbers(question, TUESDAY) == []
