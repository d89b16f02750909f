"""When a notice goes out again, what may stand in it."""

from datetime import date, datetime, timedelta

import pytest

from portal.opening import TOKYO
from services.chat.rules import preflight
from services.notices.rules import repeating, shaping, writing
from tests.services.chat.line_kinds import words
from tests.services.notices.scene import MORNING, told

FIRST = datetime(2027, 1, 31, 18, 30, tzinfo=TOKYO)


def test_a_month_without_that_day_has_it_on_its_last_one() -> None:
    found = [repeating.after(FIRST, turn, "monthly", date(2027, 4, 30)) for turn in range(1, 6)]

    days = [one.date() for one in found if one]
    assert days == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)]
    assert all(one.hour == 18 for one in found if one)


def test_a_week_later_is_the_same_hour_and_the_last_day_counts() -> None:
    assert repeating.turns(FIRST, "weekly", date(2027, 2, 14)) == 3
    assert repeating.turns(FIRST, "", None) == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": {}}, "title"),
        ({"body": {"ja": ""}}, "body"),
        ({"title": {"ja": "題", "en": "title"}, "body": {"ja": "文"}}, "half_en"),
        ({"title": {"ja": "題" * 61}}, "title_long"),
        ({"body": {"ja": "文" * 1001, "en": "text"}}, "body_long"),
        ({"body": {"ja": "電話は 080 1234 5678", "en": "text"}}, "personal"),
        ({"link": "http://example.jp/"}, "link"),
        ({"link": "//example.jp"}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"first_at": MORNING - timedelta(minutes=1)}, "first_at"),
        ({"repeats": "weekly"}, "until"),
        ({"repeats": "weekly", "until": date(2028, 11, 20)}, "until"),
    ],
)
def test_what_may_not_stand_in_a_notice(changes: dict[str, object], code: str) -> None:
    assert code in writing.faults(told(**changes), MORNING)


def test_a_whole_notice_has_no_fault() -> None:
    assert writing.faults(told(link="/procedures", first_at=MORNING + timedelta(hours=1)), MORNING) == ()


@pytest.mark.parametrize("one", ["あ", "🚰", "👩‍🚒", "🇯🇵"])
def test_the_longest_notice_of_whatever_letters_is_taken_by_line(one: str) -> None:
    title, body = (one * (most // len(one)) for most in (writing.TITLE, writing.BODY))

    made = shaping.messages(
        shaping.text({"ja": title}, {"ja": body}, words("ja")),
        words("ja"),
        "https://example.jp/",
        "#00605b",
        urgent=False,
        test=True,
    )

    # What is not taken would be a word that something is ready, to a whole town.
    assert preflight.faults(made) == ()
    assert made[0]["contents"]["body"]["contents"][-1]["text"] == body
    assert made[0]["altText"].startswith(title)
