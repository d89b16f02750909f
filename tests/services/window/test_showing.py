"""What staff saw on a document."""

import pytest

from forms.cards import CardKind, Unreadable
from services.window.rules.showing import How, how, said, shown

ANSWERS = {
    "name": "見本 花子",
    "name_kana": "ミホン ハナコ",
    "birth_date": "1955-04-01",
    "previous_address": {
        "postcode": "",
        "area": "見本県見本市",
        "street": "一丁目2",
        "building": "見本荘101",
    },
    "address": {"postcode": "0000000", "area": "ひなた市本町", "street": "3", "building": ""},
    "phone": "090",
}
KNOWN = said(ANSWERS)


def test_what_was_said_stands_in_the_order_of_a_card() -> None:
    assert [(one.part, one.key, one.text) for one in KNOWN] == [
        ("name", "name", "見本 花子"),
        ("name_kana", "name_kana", "ミホン ハナコ"),
        ("birth_date", "birth_date", "1955-04-01"),
        ("address", "previous_address", "見本県見本市一丁目2 見本荘101"),
        ("address", "address", "ひなた市本町3"),
    ]
    assert said({}) == ()


def test_a_tick_says_that_the_document_shows_the_same() -> None:
    values = shown({"kind": "passport", "same-name": "yes", "same-birth_date": "yes"}, KNOWN)

    assert (values.kind, values.name, values.birth_date, values.address) == (
        CardKind.PASSPORT,
        "見本 花子",
        "1955-04-01",
        "",
    )


def test_what_was_typed_goes_before_what_was_ticked() -> None:
    values = shown({"kind": "licence", "name": "見木 花子", "same-name": "yes", "same-address": "yes"}, KNOWN)

    assert (values.name, values.address) == ("見木 花子", "ひなた市本町3")


def test_of_two_addresses_the_first_that_is_ticked_stands() -> None:
    form = {"kind": "licence", "name": "見木 花子", "same-address": "yes", "same-previous_address": "yes"}

    assert shown(form, KNOWN).address == "見本県見本市一丁目2 見本荘101"


@pytest.mark.parametrize(
    "typed",
    [
        "昭和30年4月1日",
        "S30.4.1",
        "3300401",
        "1955-04-01",
        "19550401",
        "昭和３０年４月１日",
        "１９５５／４／１",
    ],
)
def test_a_birth_is_typed_as_documents_write_it(typed: str) -> None:
    assert shown({"kind": "other", "name": "見本", "birth_date": typed}, ()).birth_date == "1955-04-01"


@pytest.mark.parametrize(
    ("form", "code", "part"),
    [
        ({"kind": "other", "name": "見本", "birth_date": "昭和30年"}, "date_wrong", "birth_date"),
        ({"kind": "other", "name": "見本", "birth_date": "昭和65年1月1日"}, "date_wrong", "birth_date"),
        ({"kind": "other", "name": "見本", "birth_date": "きのう"}, "date_wrong", "birth_date"),
        ({"kind": "other"}, "card_empty", "name"),
        ({"name": "見本"}, "kind_unknown", "kind"),
        ({"kind": "other", "name": "見本", "address": "1234 5678 9018"}, "card_number", "address"),
        ({"kind": "myna", "name": "見本", "number": "123456789018"}, "card_number", "number"),
    ],
)
def test_what_cannot_stand_is_refused_where_it_stands(form: dict[str, str], code: str, part: str) -> None:
    with pytest.raises(Unreadable) as caught:
        shown(form, KNOWN)

    assert (caught.value.code, caught.value.part) == (code, part)


def test_doubts_come_one_a_line() -> None:
    assert shown({"kind": "licence", "name": "〓木", "doubts": "外字1\n\n欠字"}, ()).doubts == (
        "外字1",
        "欠字",
    )


@pytest.mark.parametrize(
    ("told", "found"),
    [("chip", How.CHIP), ("picture", How.PICTURE), ("eye", How.EYE), ("", How.EYE), ("x", How.EYE)],
)
def test_where_the_values_come_from_is_said(told: str, found: How) -> None:
    assert how({"how": told}) is found
