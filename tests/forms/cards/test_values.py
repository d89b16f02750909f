"""What was taken over from a document, whoever or whatever wrote it down."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.cards import CardKind, CardValues, Unreadable, read_licence, read_myna
from forms.cards.values import from_mapping
from forms.numbers import find_individual_numbers, has_check_digit
from tests.harness.card_images import attributes, matters

SEEN = {"kind": "other", "name": "見本 花子", "birth_date": "1955-04-01"}
PARTS = ("name", "name_kana", "address", "birth_date", "sex", "number", "doubts")


def planted(count: int, seed: int = 20261121) -> list[str]:
    """Twelve digits with a true check digit, as many as asked."""
    chosen = random.Random(seed)  # noqa: S311 (made-up numbers)
    found: list[str] = []
    while len(found) < count:
        digits = f"{chosen.randrange(10**12):012}"
        if has_check_digit(digits):
            found.append(digits)
    return found


def written(digits: str, chosen: random.Random) -> str:
    """The same number as people, cards and recognisers write it."""
    gap = chosen.choice(["", " ", "-", "　", "－", "・"])
    text = gap.join((digits[:4], digits[4:8], digits[8:]))
    wide = text.translate({ord(one): ord(one) + 0xFEE0 for one in "0123456789"})
    return chosen.choice(["", "番号", "見本"]) + chosen.choice([text, wide])


def refused(given_: dict[str, object]) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        from_mapping(given_)
    return caught.value


def test_two_thousand_planted_numbers_never_pass() -> None:
    chosen = random.Random(1)  # noqa: S311 (made-up numbers)
    kinds = list(CardKind)

    for digits in planted(2000):
        part = chosen.choice([one for one in PARTS if one != "number"])
        kind = chosen.choice(kinds)
        text: object = written(digits, chosen)
        said = refused({**SEEN, "kind": kind, part: [text] if part == "doubts" else text})
        assert said.code in {"card_number", "date_wrong", "sex_wrong", "card_too_long"}
        assert digits not in repr(said)


@pytest.mark.parametrize("kind", [kind for kind in CardKind if kind is not CardKind.LICENCE])
def test_a_planted_number_is_no_documents_number(kind: CardKind) -> None:
    for digits in planted(100):
        assert refused({**SEEN, "kind": kind, "number": digits}).code in {"card_number", "number_wrong"}


def test_two_thousand_planted_numbers_never_pass_from_a_chip() -> None:
    for digits in planted(2000, seed=7):
        wide = "".join(chr(ord(one) + 0xFEE0) for one in digits)
        for read, data in ((read_myna, attributes(address=digits)), (read_licence, matters(name=wide))):
            with pytest.raises(Unreadable) as caught:
                read(data)
            assert caught.value.code == "card_number"


def test_the_number_of_a_licence_is_never_taken_for_another() -> None:
    chosen = random.Random(3)  # noqa: S311 (made-up numbers)
    numbers = [f"{chosen.randrange(10, 98)}{chosen.randrange(10**10):010}" for _ in range(2000)]

    assert any(has_check_digit(one) for one in numbers)
    for one in numbers:
        assert from_mapping({**SEEN, "kind": "licence", "number": one}).number == one


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("licence", "3098 1234 5670", "309812345670"),
        ("licence", "３０９８１２３４５６７０", "309812345670"),
        ("residence", "ab12345678cd", "AB12345678CD"),
        ("passport", "TZ1234567", "TZ1234567"),
    ],
)
def test_a_documents_number_is_written_one_way(kind: str, typed: str, kept: str) -> None:
    assert from_mapping({**SEEN, "kind": kind, "number": typed}).number == kept


@pytest.mark.parametrize(
    ("given_", "code"),
    [
        ({}, "kind_unknown"),
        ({"kind": "library"}, "kind_unknown"),
        ({"kind": "other"}, "card_empty"),
        ({**SEEN, "name": 5}, "card_broken"),
        ({**SEEN, "doubts": "外字1"}, "card_broken"),
        ({**SEEN, "doubts": [1]}, "card_broken"),
        ({**SEEN, "name": "見" * 101}, "card_too_long"),
        ({**SEEN, "name": "見\n本"}, "letters_wrong"),
        ({**SEEN, "name_kana": "見本"}, "letters_wrong"),
        ({**SEEN, "birth_date": "昭和30年"}, "date_wrong"),
        ({**SEEN, "birth_date": "1955-02-30"}, "date_wrong"),
        ({**SEEN, "birth_date": "1955"}, "date_wrong"),
        ({**SEEN, "sex": "F"}, "sex_wrong"),
        ({**SEEN, "kind": "licence", "number": "12345"}, "number_wrong"),
        ({**SEEN, "kind": "licence", "number": "\x00" * 200}, "number_wrong"),
        ({**SEEN, "kind": "insurance", "number": "12345678"}, "number_wrong"),
    ],
)
def test_what_cannot_stand_is_refused(given_: dict[str, object], code: str) -> None:
    assert refused(given_).code == code


def test_values_come_back_from_what_they_are_sent_as() -> None:
    values = read_licence(matters(name="①木　太郎"))

    assert from_mapping(values.as_dict()) == values


def test_no_value_shows_in_a_log() -> None:
    assert repr(read_myna(attributes())) == "CardValues(kind=<CardKind.MYNA: 'myna'>)"


@settings(max_examples=60)
@given(
    st.dictionaries(
        st.sampled_from(("kind", *PARTS)),
        st.one_of(st.text(max_size=20), st.sampled_from(list(CardKind)), st.none()),
    )
)
def test_whatever_is_sent_gives_values_or_a_refusal(sent: dict[str, object]) -> None:
    try:
        values = from_mapping(sent)
    except Unreadable:
        return
    assert isinstance(values, CardValues)
    assert not find_individual_numbers(f"{values.name} {values.address}")


@given(st.binary(max_size=300), st.integers(0, 200), st.binary(max_size=8))
def test_whatever_a_chip_holds_gives_values_or_a_refusal(noise: bytes, at: int, patch: bytes) -> None:
    bent = [data[:at] + patch + data[at + len(patch) :] for data in (attributes(), matters())]
    for read, data in (
        (read_myna, bent[0]),
        (read_licence, bent[1]),
        (read_myna, noise),
        (read_licence, noise),
    ):
        try:
            found = read(data)
        except Unreadable:
            continue
        assert found.name
