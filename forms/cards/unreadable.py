"""Why a card, or what was typed from one, cannot be taken: a code and at most the tries that are left."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# What each means; the words for people stand with whoever shows them.
CODES: Mapping[str, str] = MappingProxyType(
    {
        "reader_none": "no reader is connected",
        "card_none": "no card lies on the reader",
        "card_other": "the card is of another kind",
        "card_broken": "what the card holds is not built as it should be",
        "card_short": "what the card holds ends too early",
        "card_refuses": "the card does not do what it is asked",
        "card_too_long": "a value is longer than any card can hold",
        "card_number": "a 個人番号 stands where none may stand",
        "card_empty": "there is no name",
        "date_wrong": "the day of birth is no date",
        "sex_wrong": "the sex is none of those on a card",
        "number_wrong": "the number of the document is not written as such numbers are",
        "letters_wrong": "characters that no card holds",
        "pin_digits": "the secret number has the wrong number of digits",
        "pin_is_number": "twelve digits are a 個人番号, which is never asked",
        "pin_wrong": "the secret number is wrong",
        "pin_last": "one try is left, and it is not used up here",
        "pin_locked": "no try is left",
        "picture_kind": "the picture is of no kind that is taken, or too large",
        "picture_unread": "nothing could be read on the picture",
        "kind_unknown": "no such kind of document",
    }
)


class Unreadable(Exception):
    """A clear refusal; it never carries what was read or typed."""

    def __init__(self, code: str, left: int | None = None, part: str = "") -> None:
        if code not in CODES:
            raise ValueError(f"no such refusal: {code}")
        self.code = code
        self.left = left
        self.part = part
        super().__init__(code)
