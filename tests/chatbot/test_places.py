"""Places are heard by their name, in kana, by their kind; and nothing is taken for a place that only sounds like one."""

import pytest

from chatbot.places import Place, Places, places

EVERY = (
    Place(
        "hall", ("みどり市役所 本庁", "みどり市役所", "本庁"), ("ミドリシヤクショ",), ("Midori City Hall",)
    ),
    Place("central", ("中央図書館",), ("チュウオウトショカン",), ("Central Library",)),
    Place("north", ("北図書館",), ("キタトショカン",), ("North Library",)),
    Place("health", ("保健センター",), ("ホケンセンター",), ("Health Center",)),
    Place("park", ("城山公園",), (), ("Shiroyama Park",)),
    Place("tax", ("税務課",), (), ("Tax Division",), inside="hall", house=False),
)


def town() -> Places:
    return places(EVERY, ("みどり市の", "みどり市", "みどり"))


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("保健センターの電話番号", ["health"]),
        ("ほけんセンターは どこですか", ["health"]),
        ("ほけんせんたーの でんわ", ["health"]),
        ("市役所はどこ", ["hall"]),
        ("役場の場所", ["hall"]),
        ("図書館は何時まで", ["central", "north"]),
        ("中央図書館は何時まで", ["central"]),
        ("中央図書館と北図書館の住所", ["central", "north"]),
        ("Where is the library?", ["central", "north"]),
        ("midori city hall", ["hall"]),
        ("市役所の税務課はどこ", ["tax"]),
        ("駐車場はどこ", []),
        ("Where can I park?", ["park"]),
        ("parking", []),
        ("病院はどこ", []),
        ("", []),
        ("図書館" * 60, []),
    ],
)
def test_a_place_is_heard_by_its_name_or_its_kind(text: str, keys: list[str]) -> None:
    found = town().heard(text)

    assert sorted(found.keys if found else ()) == sorted(keys)


@pytest.mark.parametrize(
    ("text", "rest", "full"),
    [
        ("保健センターの電話番号", "の電話番号", True),
        ("みどり市の図書館は何時まで", "は何時まで", False),
        ("東図書館はどこ", "東 はどこ", False),
    ],
)
def test_what_is_left_tells_whether_it_is_about_the_place(text: str, rest: str, full: bool) -> None:
    found = town().heard(text)

    assert found is not None
    assert (" ".join(found.rest.split()), found.full) == (rest, full)


def test_a_town_without_places_hears_none() -> None:
    assert places(()).heard("市役所はどこ") is None
