"""A thing is found by any of its names, misspelt ones too; what is not sure is offered, what is not there is not made up."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.garbage import FEW, Item, Kind, Sorting, sorting, speaks_of_disposal


def a_thing(key: str, ja: str, easy: str, en: str, *names: str) -> Item:
    return Item(key, {"ja": ja, "easy": easy, "en": en}, "moyasu", names=names)


@cache
def a_dictionary() -> Sorting:
    kinds = (
        Kind(
            "moyasu",
            {"ja": "燃やすごみ", "en": "Burnable garbage"},
            {"ja": "週2回"},
            ("燃えるごみ", "可燃ごみ"),
        ),
        Kind("sodai", {"ja": "粗大ごみ", "en": "Large items"}, {"ja": "申し込む"}, ("大型ごみ",)),
    )
    return sorting(
        kinds,
        (
            a_thing("pet", "ペットボトル", "ペットボトル", "PET bottles", "PETボトル"),
            a_thing("cap", "ペットボトルのふた", "ペットボトルの ふた", "PET bottle caps", "キャップ"),
            a_thing("kasa", "傘", "かさ", "Umbrellas", "日傘"),
            a_thing("tray", "食品トレー", "しょくひんトレー", "Food trays", "トレイ"),
            a_thing("egg", "卵パック", "たまごの 入れもの", "Egg cartons (plastic)"),
            a_thing("milk", "牛乳パック", "ぎゅうにゅうパック", "Milk cartons", "紙パック"),
            a_thing(
                "toy", "おもちゃ（金属・電池）", "おもちゃ（でんちの もの）", "Toys with batteries", "玩具"
            ),
            a_thing("cd", "CD・DVD", "CD・DVD", "CDs and DVDs", "ディスク"),
            a_thing("futon", "布団", "ふとん", "Futons", "敷布団"),
            a_thing("battery", "乾電池", "でんち", "Batteries"),
            a_thing("recharge", "充電池", "じゅうでんち", "Rechargeable batteries", "モバイルバッテリー"),
        ),
    )


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("ペットボトルのふた", "cap"), ("ペットボトルのふたはどう捨てますか", "cap"), ("ﾍﾟｯﾄﾎﾞﾄﾙﾉﾌﾀ", "cap"), ("ぺっとぼとるの ふた", "cap"),
        ("ペットボトル", "pet"), ("ペットボトルを捨てたい", "pet"), ("ＰＥＴボトル", "pet"), ("傘", "kasa"), ("かさを すてたい", "kasa"),
        ("壊れた傘の捨て方", "kasa"), ("玩具", "toy"), ("おもちゃは何ごみですか", "toy"), ("ＤＶＤ", "cd"), ("敷布団", "futon"),
        ("フトン", "futon"), ("モバイルバッテリーは何ごみ？", "recharge"), ("how do I throw away PET bottle caps?", "cap"),
        ("umbrella", "kasa"), ("Where do batteries go", "battery"), ("food tray", "tray"),
    ],
)  # fmt: skip
def test_a_thing_is_found_by_its_names(said: str, key: str) -> None:
    found = a_dictionary().find(said)

    assert [item.key for item in found.items][:1] == [key]


@pytest.mark.parametrize(
    "said", ["ペットボトルのふた", "傘を捨てたい", "壊れた傘", "PET bottle caps", "ぺっとぼとるの ふた"]
)
def test_what_is_named_whole_is_sure(said: str) -> None:
    assert a_dictionary().find(said).sure


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("ペットボトノレ", "pet"), ("ペトボトル", "pet"), ("ペットボトルのフ夕", "cap"), ("牛乳バック", "milk"), ("モバイルバッテリ", "recharge"),
        ("モバイルバッテーリ", "recharge"),
    ],
)  # fmt: skip
def test_a_misspelt_thing_is_found(said: str, key: str) -> None:
    assert key in [item.key for item in a_dictionary().find(said).items]


@pytest.mark.parametrize(("said", "keys"), [("パック", {"egg", "milk"}), ("電池", {"battery", "recharge"})])
def test_a_word_of_several_things_offers_them(said: str, keys: set[str]) -> None:
    found = a_dictionary().find(said)

    assert not found.sure
    assert {item.key for item in found.items} >= keys


def test_a_part_of_a_thing_is_not_taken_for_the_thing() -> None:
    found = a_dictionary().find("傘のふた")

    assert not found.sure
    assert {item.key for item in found.items} == {"kasa", "cap"}


@pytest.mark.parametrize(
    "said", ["", "ピラミッド", "宇宙船を捨てたい", "住民票", "spaceship", "？？？", "を"]
)
def test_what_is_not_there_is_not_made_up(said: str) -> None:
    assert a_dictionary().find(said).items == ()


@pytest.mark.parametrize(
    ("said", "key"),
    [("燃えるゴミはいつ", "moyasu"), ("粗大ごみを出したい", "sodai"), ("burnable garbage", "moyasu")],
)
def test_a_kind_is_known_by_what_people_call_it(said: str, key: str) -> None:
    kind = a_dictionary().kind(said)

    assert kind is not None
    assert kind.key == key


@pytest.mark.parametrize(
    ("said", "asked"),
    [("傘の捨て方", True), ("かさを すてたい", True), ("how do I throw my old sofa away", True), ("傘は何ごみ", True),
     ("住民票がほしい", False), ("納付書を出したい", False), ("I threw a party", False)],
)  # fmt: skip
def test_asking_how_to_get_rid_of_something_is_heard(said: str, asked: bool) -> None:
    assert speaks_of_disposal(said) is asked


@given(st.text(max_size=60))
def test_whatever_is_said_few_things_are_offered(said: str) -> None:
    found = a_dictionary().find(said)

    assert len(found.items) <= FEW or found.sure is False
    assert len(found.items) == 1 or not found.sure
    a_dictionary().kind(said)
