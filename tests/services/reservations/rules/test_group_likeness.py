"""Which groups look alike: planted pairs are found, groups that only sound like it are left alone; every name is made up."""

import pytest

from services.reservations.rules.group_likeness import Known, Likeness, Why, alike, core, same_name

HALF = 50


def people(*names: str) -> tuple[frozenset[bytes], ...]:
    """People by one token each."""
    return tuple(frozenset({name.encode()}) for name in names)


SAME = (
    ("見本卓球クラブ", "見本 卓球サークル"),
    ("見本卓球クラブ", "見本卓球部"),
    ("ひなたバドミントンＡ", "ﾋﾅﾀﾊﾞﾄﾞﾐﾝﾄﾝ・B"),
    ("見本テニス第一", "見本テニス第２"),
    ("チームひなた", "ひなたクラブ"),
    ("見本フラダンス同好会", "フラダンス見本の会"),
    ("みほんコーラス", "みほんコーラヌ"),
    ("髙田吹奏楽団", "高田吹奏楽"),
    ("Mihon Soccer Club", "mihon soccer"),
)
DIFFERENT = (
    ("見本卓球クラブ", "見本野球クラブ"),
    ("朝のヨガの会", "夜のヨガの会"),
    ("花の会", "雲の会"),
    ("ひなたバレーボール", "ひなたバスケットボール"),
    ("南町子ども会", "北町子ども会"),
    ("見本合唱団", "見本合気道"),
    ("青空俳句会", "青空短歌会"),
)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_name_written_in_two_ways_is_one(one: str, other: str) -> None:
    assert same_name(one, other)
    assert same_name(other, one)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_names_that_only_sound_alike_are_two(one: str, other: str) -> None:
    assert not same_name(one, other)


def test_a_name_that_is_nothing_but_a_common_word_keeps_it() -> None:
    assert core("クラブ") == "クラブ"
    assert core("") == ""


def test_the_reading_finds_a_name_written_in_other_letters() -> None:
    asks = Known("みほん合唱団", "ミホンガッショウダン")
    stands = Known("見本合唱団", "みほん がっしょうだん")

    assert alike(asks, stands, HALF) == Likeness((Why.NAME,), 0, 0)


def test_seven_of_eight_members_in_common_are_told_by_their_number() -> None:
    asks = Known("ア", "", people(*"abcdefgh"))
    stands = Known("イ", "", people(*"abcdefgxyz"))

    assert alike(asks, stands, HALF) == Likeness((Why.MEMBERS,), 7, 8)


def test_one_person_in_common_is_what_every_town_has() -> None:
    asks, stands = Known("ア", "", people("a", "b")), Known("イ", "", people("a", "c"))

    assert alike(asks, stands, HALF) is None


def test_fewer_in_common_than_the_town_says_are_left_alone() -> None:
    asks, stands = Known("ア", "", people(*"abcdefgh")), Known("イ", "", people(*"abcstuvw"))

    assert alike(asks, stands, HALF) is None
    assert alike(asks, stands, 30) is not None


def test_a_person_is_the_same_by_any_of_their_marks() -> None:
    asks = Known("ア", "", (frozenset({b"1", b"2"}), frozenset({b"3"})))
    stands = Known("イ", "", (frozenset({b"2", b"9"}), frozenset({b"3", b"8"})))

    assert alike(asks, stands, HALF) == Likeness((Why.MEMBERS,), 2, 2)


def test_one_telephone_is_told() -> None:
    assert alike(Known("ア", "", phone=b"t"), Known("イ", "", phone=b"t"), HALF) == Likeness(
        (Why.PHONE,), 0, 0
    )
    assert alike(Known("ア", ""), Known("イ", ""), HALF) is None
