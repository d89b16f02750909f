"""The sample town's places, asked for by name in three languages: telephone, hours, place, and whether it is open at this hour."""

from datetime import UTC, date, datetime, timedelta

import pytest

from chatbot.dialogue import Said, State, step
from chatbot.dialogue.replies import Call, Fact, Handover, Link, Passage, Phrase, Reply
from portal.words import Words
from services.chat.actions import worlds
from services.chat.rules.phrases import PHRASES
from tests.services.chat.talking import MORNING, town

NIGHT = MORNING + timedelta(hours=12)
# Saturday 28 November 2026, ten in the morning in Japan.
SATURDAY = MORNING + timedelta(days=8)
# Monday 23 November 2026 is 勤労感謝の日.
HOLIDAY = MORNING + timedelta(days=3)
# Saturday 27 March 2027: the city hall is open for the season of moves.
MOVING = datetime(2027, 3, 27, 1, 0, tzinfo=UTC)


def talk(text: str, lang: str = "ja", at: datetime = MORNING) -> tuple[Reply, ...]:
    return step(State(), Said(text), worlds.world(town(at), lang))[1]


def lines(text: str, lang: str = "ja", at: datetime = MORNING) -> list[str]:
    """What is told, line by line, in words."""
    words = town(at).words(lang)
    return [
        _in_words(one, words)
        for reply in talk(text, lang, at)
        if isinstance(reply, Fact)
        for one in reply.say
    ]


def _in_words(one: Passage | Phrase, words: Words) -> str:
    if isinstance(one, Passage):
        return one.text
    values = {name: value.text if isinstance(value, Passage) else value for name, value in one.values.items()}
    return str(words.text(PHRASES[one.code], **values))


@pytest.mark.parametrize(
    ("text", "lang", "told"),
    [
        ("保健センターの電話番号", "ja", ["「保健センター」について", "電話：0000-00-4013"]),
        ("市役所はどこ", "ja", ["「ひなた市役所 本庁」について", "場所：ひなた市本町一丁目1番1号"]),
        ("体育館の住所", "ja", ["「総合体育館」について", "場所：見本県ひなた市中央台一丁目10番"]),
        ("税務課はどこですか", "ja", ["「税務課」について", "場所：ひなた市役所 本庁 2階 8番窓口"]),
        ("体育館の時間", "ja", ["「総合体育館」について", "開いている時間：火曜〜日曜 9:00〜21:30"]),
        ("ほけんセンターの でんわばんごうは？", "easy", ["「保健センター」の こと", "電話：0000-00-4013"]),
        ("What is the phone number of the health center?", "en", ["About “Health Center”", "Telephone: 0000-00-4013"]),
        ("Where is the tax division?", "en", ["About “Tax Division”", "Place: Hinata City Hall 2nd floor, counter 8"]),
    ],
)  # fmt: skip
def test_what_was_asked_of_a_place_stands_first(text: str, lang: str, told: list[str]) -> None:
    assert lines(text, lang)[:2] == told


def test_both_libraries_are_told_where_none_was_named() -> None:
    told = lines("図書館は何時まで")

    assert [one for one in told if one.startswith("「")] == ["「中央図書館」について", "「北図書館」について"]
    assert "注意：土日祝は17時まで" in told


@pytest.mark.parametrize(
    ("at", "now"),
    [
        (MORNING, "いま開いています。今日は17:15までです。"),
        (NIGHT, "いまは閉まっています。次に開くのは11月24日（火） 8:30です。"),
        (SATURDAY, "今日は休みです。次に開くのは11月30日（月） 8:30です。"),
        (HOLIDAY, "今日は休みです。次に開くのは11月24日（火） 8:30です。"),
        (MOVING, "いま開いています。今日は16:00までです。"),
    ],
    ids=["by day", "by night", "on a Saturday", "on a holiday", "extra opening"],
)
def test_whether_the_city_hall_is_open_knows_holidays_and_extra_openings(at: datetime, now: str) -> None:
    assert lines("市役所は今開いていますか", at=at)[1] == now


@pytest.mark.parametrize(
    ("text", "at", "now"),
    [
        ("保健センターは今日やってますか", HOLIDAY, "11月23日（月）は「勤労感謝の日」です。開いているかは、電話で確かめてください。"),
        ("中央図書館は今開いていますか", SATURDAY, "今日は開く日です。時間は、注意も見てください。"),
        ("中央公民館は今開いていますか", HOLIDAY, "今日は休みです。次に開くのは11月24日（火） 9:00です。"),
        ("城山公園は何時まで", NIGHT, "いつでも入れます。"),
    ],
)  # fmt: skip
def test_what_a_list_does_not_know_is_not_promised(text: str, at: datetime, now: str) -> None:
    assert now in lines(text, at=at)


def test_tomorrow_is_asked_for_too() -> None:
    assert lines("市役所は明日開いていますか")[1] == "11月21日（土）は休みです。"


def test_it_says_where_it_stands_who_answers_for_it_and_when_they_looked() -> None:
    replies = talk("保健センターの電話番号")

    (fact,) = (one for one in replies if isinstance(one, Fact))
    (source,) = fact.sources
    assert (source.title, source.division, source.checked_on) == (
        "公共施設の一覧", "健康づくり課", date(2026, 10, 1),
    )  # fmt: skip
    assert any(isinstance(one, Link) and "maps.gsi.go.jp" in one.address for one in replies)


def test_where_an_aed_hangs_is_told_after_the_number_for_whoever_has_collapsed() -> None:
    replies = talk("AEDはどこ")

    assert [one.number for one in replies if isinstance(one, Call)] == ["119"]
    assert any("中央図書館：1階 カウンターの横" in line for line in lines("AEDはどこ"))
    assert lines("図書館にAEDはありますか")[1] == "AEDの場所：1階 カウンターの横"


@pytest.mark.parametrize(
    "text", ["体育館の予約をやめたい", "市民課に何を持っていけばいいですか", "北図書館の本を延長したい"]
)
def test_what_asks_for_more_than_the_list_knows_is_not_answered_from_it(text: str) -> None:
    replies = talk(text)

    assert not any(line.startswith(("「総合", "「市民課", "「北図")) for line in lines(text))
    assert not any(isinstance(one, Handover) and not one.division for one in replies)


@pytest.mark.parametrize(
    ("text", "lang", "said"),
    [
        ("中央図書館の駐車場", "ja", "駐車場：40台。2時間まで無料"),
        ("市役所にWi-Fiはありますか", "ja", "無料のWi-Fi：1階から4階のロビーで、無料"),
        ("北支所で Wi-Fiは つかえますか", "easy", "ありません"),
        ("総合体育館は車いすで入れますか", "ja", "車椅子使用者用トイレ有、スロープ有"),
        ("Is there parking at the general gymnasium?", "en", "100 places, free"),
    ],
)
def test_a_feature_of_a_place_is_told_from_the_list_first(text: str, lang: str, said: str) -> None:
    assert said in lines(text, lang)[1]


def test_a_feature_of_no_place_is_told_of_all_that_the_list_knows() -> None:
    (text,) = lines("Wi-Fi")

    assert "・中央図書館：閲覧室で、無料" in text
    assert "・北支所：ありません" in text


def test_what_a_list_does_not_tell_of_a_place_is_told_to_be_asked_there() -> None:
    words = town().words("ja")

    assert lines("環境センターに駐車場はありますか")[1] == words.text(PHRASES["bot_place_ask"])
