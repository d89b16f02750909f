"""Names as the banks' network takes them, and whether two of them are one."""

import pytest

from forms import zengin


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("ミホン ハナコ", "ﾐﾎﾝ ﾊﾅｺ"),
        ("みほん　はなこ", "ﾐﾎﾝ ﾊﾅｺ"),
        ("ガッキュウ ショウ", "ｶﾞﾂｷﾕｳ ｼﾖｳ"),
        ("パァティー ヲ", "ﾊﾟｱﾃｲ- ｵ"),
        ("ヴァン", "ｳﾞｱﾝ"),
        ("ｶ)ﾐﾎﾝｼﾖｳｶｲ", "ｶ)ﾐﾎﾝｼﾖｳｶｲ"),
        ("Mihon Maria", "MIHON MARIA"),
        ("カ）ミホン・ショップ", "ｶ)ﾐﾎﾝ.ｼﾖﾂﾌﾟ"),
        ("ヱビス ヰト", "ｴﾋﾞｽ ｲﾄ"),
    ],
)
def test_a_name_is_narrowed_as_the_network_writes_it(name: str, sent: str) -> None:
    narrowed = zengin.narrow(name)

    assert narrowed == sent
    assert zengin.strange(narrowed) == ""
    assert len(narrowed.encode("cp932")) == len(narrowed)


@pytest.mark.parametrize(("name", "strange"), [("見本 花子", "見"), ("ミホン@", "@"), ("ミホン＆コ", "&")])
def test_a_character_the_network_does_not_have_is_named(name: str, strange: str) -> None:
    assert zengin.strange(zengin.narrow(name)) == strange


@pytest.mark.parametrize(
    ("holder", "reading"),
    [
        ("ミホン ハナコ", "みほん はなこ"),
        ("ﾐﾎﾝﾊﾅｺ", "ミホン ハナコ"),
        ("ショウジ キヨウコ", "ショウジ キョウコ"),
        ("オオノ ケーコ", "オオノ ケコ"),
        ("MARIA MIHON", "MIHON MARIA"),
    ],
)
def test_spaces_small_letters_and_the_order_of_parts_are_no_difference(holder: str, reading: str) -> None:
    assert zengin.same_name(holder, reading)


@pytest.mark.parametrize(
    ("holder", "reading"),
    [("ミホン タロウ", "ミホン ハナコ"), ("ミボン ハナコ", "ミホン ハナコ"), ("", "ミホン")],
)
def test_another_name_is_another_name(holder: str, reading: str) -> None:
    assert not zengin.same_name(holder, reading)


def test_the_abbreviation_of_a_firm_says_nothing_about_its_name() -> None:
    assert zengin.same_name("カ)ミホンショウカイ", "ミホンショウカイ")
    assert zengin.same_name("ミホンショウカイ(カ", "ミホンショウカイ")
