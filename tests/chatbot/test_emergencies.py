"""Danger is heard before anything else, and everyday words are not taken for danger."""

import pytest

from chatbot.emergencies import general

ALARMS = general()


def keys(question: str) -> list[str]:
    return [emergency.key for emergency in ALARMS.hear(question)]


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("火事です", "119"),
        ("隣の家が燃えている", "119"),
        ("かじです", "119"),
        ("救急", "119"),
        ("救急車を呼びたい", "119"),
        ("きゅうきゅうしゃを よんで ください", "119"),
        ("夫が倒れました意識がない", "119"),
        ("call an ambulance", "119"),
        ("fire!", "119"),
        ("泥棒に入られた", "110"),
        ("車にひき逃げされました", "110"),
        ("自殺したい", "0120-279-338"),
        ("もう死にたい", "0120-279-338"),
        ("しに たい", "0120-279-338"),
        ("I want to die", "0120-279-338"),
        ("子どもが虐待されているかもしれない", "189"),
        ("となりの ギャクタイ", "189"),
        ("夫に殴られています", "0120-279-889"),
        ("ＤＶの相談", "0120-279-889"),
        ("災害のとき", "171"),
        ("じしんが きたら", "171"),
        ("evacuation shelter", "171"),
        ("海で溺れている", "118"),
    ],
)
def test_danger_leads_to_its_number(question: str, number: str) -> None:
    assert number in [emergency.number for emergency in ALARMS.hear(question)]


@pytest.mark.parametrize(
    "question",
    [
        "",
        "住民票がほしい",
        "カジノ",
        "なかじまです",
        "過日の件",
        "火災保険の証明書",
        "火災報知器を付けたい",
        "救急箱",
        "救急講習を受けたい",
        "労働災害の届出",
        "災害ごみ",
        "DVDを捨てたい",
        "枯れ木が倒れそう",
        "蜂に刺されたとき",
        "高齢者虐待防止計画の閲覧",
        "ご自身で書いてください",
        "花火大会",
        "fireworks",
        "I was fired",
        "please help me fill in this form",
        "skills training",
        "ごみを捨てたい",
    ],
)
def test_everyday_words_are_no_danger(question: str) -> None:
    assert keys(question) == []


def test_the_most_pressing_comes_first() -> None:
    assert keys("地震で火事です") == ["fire", "disaster"]


def test_a_harmless_word_does_not_hide_a_danger_beside_it() -> None:
    assert keys("火災保険の家が火事です") == ["fire"]


def test_every_number_is_one_that_can_be_dialled() -> None:
    lines = [line for alarm in ALARMS.alarms for line in alarm.emergency.lines]
    assert all(line.number.replace("-", "").removeprefix("#").isdecimal() for line in lines)
    assert len({alarm.emergency.key for alarm in ALARMS.alarms}) == len(ALARMS.alarms)
