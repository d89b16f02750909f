"""The sample town's dictionary answers in three languages, and its collection days can be subscribed to."""

from datetime import UTC, date, datetime

import pytest

from portal.garbage import dictionary, feed
from portal.words import LANGUAGES
from tests.portal.cases import hinata

DAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("ペットボトルのふた", "pla"), ("ペットボトルのキャップ", "pla"), ("なまごみ", "moyasu"), ("ソファーを捨てたい", "sodai"),
        ("テレビの処分", "kaden"), ("スプレー缶はどう出しますか", "yugai"), ("ダンボール", "paper"), ("PET bottle caps", "pla"),
        ("how do I throw away a sofa", "sodai"), ("けいこうとう", "yugai"),
    ],
)  # fmt: skip
def test_a_thing_of_the_sample_town_has_its_kind(said: str, kind: str) -> None:
    found = dictionary(hinata(), DAY).find(said)

    assert [item.kind for item in found.items][:1] == [kind]


def test_a_kind_leads_to_its_procedure() -> None:
    kind = dictionary(hinata(), DAY).kind("大型ごみ")

    assert kind is not None
    assert (kind.key, kind.procedure) == ("sodai", "sodai_gomi")


def test_the_sample_town_says_what_its_answers_say() -> None:
    days = hinata().collections

    assert {
        day.weekday() for kind, day in days.between("kita", DAY, date(2026, 12, 20)) if kind == "moyasu"
    } == {0, 3}
    assert {
        day.weekday() for kind, day in days.between("minami", DAY, date(2026, 12, 20)) if kind == "moyasu"
    } == {1, 4}


def test_the_year_end_of_the_sample_town() -> None:
    days = hinata().collections.between("kita", date(2026, 12, 28), date(2027, 1, 15))

    assert days == (
        ("moyasu", date(2026, 12, 28)),
        ("moyasu", date(2026, 12, 30)),
        ("pla", date(2026, 12, 30)),
        ("moyasu", date(2027, 1, 4)),
        ("can", date(2027, 1, 5)),
        ("pla", date(2027, 1, 6)),
        ("moyasu", date(2027, 1, 7)),
        ("moyasanai", date(2027, 1, 8)),
        ("moyasu", date(2027, 1, 11)),
        ("pet", date(2027, 1, 12)),
        ("pla", date(2027, 1, 13)),
        ("moyasu", date(2027, 1, 14)),
        ("paper", date(2027, 1, 15)),
    )


def test_collection_days_are_whole_days_of_a_calendar() -> None:
    calendar = feed(hinata(), "kita", date(2026, 12, 30), date(2026, 12, 31), LANGUAGES["en"], NOW)

    assert "DTSTART;VALUE=DATE:20261230\r\nDTEND;VALUE=DATE:20261231\r\nSUMMARY:Burnable garbage" in calendar
    assert "UID:hinata-kita-moyasu-20261230@kurashi-no-mado" in calendar
    assert calendar.count("BEGIN:VEVENT") == 2


def test_there_is_no_calendar_of_a_district_nobody_knows() -> None:
    assert feed(hinata(), "nowhere", DAY, DAY, LANGUAGES["ja"], NOW) == ""
