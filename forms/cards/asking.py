"""The talk with a card: which commands are given in which order, and when the talk ends instead."""

from __future__ import annotations

from forms.cards import apdu, tlv
from forms.cards.apdu import Select, Send
from forms.cards.kinds import CardKind
from forms.cards.licence import read_licence
from forms.cards.myna import read_myna
from forms.cards.unreadable import Unreadable
from forms.cards.values import CardValues

PIN, CHECK_B, NUMBER = 4, 14, 12
LICENCE_TEXT = 880
# A card locks at none; the last try is the holder's own.
KEPT_FOR_THE_HOLDER = 1


def ask(kind: CardKind, secret: str, send: Send) -> CardValues:
    """Read one card of this kind; `send` is the reader."""
    if kind is CardKind.MYNA:
        return ask_myna(secret, send)
    if kind is CardKind.LICENCE:
        return ask_licence(secret, send)
    raise Unreadable("kind_unknown")


def ask_myna(secret: str, send: Send) -> CardValues:
    """券面事項入力補助 with the four-digit number, or with 照合番号B of fourteen digits; never with 照合番号A."""
    if len(secret) == NUMBER:
        raise Unreadable("pin_is_number")
    if not _is_digits(secret, PIN, CHECK_B):
        raise Unreadable("pin_digits")
    _open(send, Select.MYNA)
    _choose(send, Select.MYNA_PIN if len(secret) == PIN else Select.MYNA_CHECK_B)
    _unlock(send, secret)
    _choose(send, Select.MYNA_ATTRIBUTES)
    head = _read(send, 0, 8)
    return read_myna(head + _rest(send, len(head), tlv.whole_size(head)))


def ask_licence(secret: str, send: Send) -> CardValues:
    """DF1/EF01 with PIN 1; PIN 2, which opens 本籍 and the photograph, is neither asked nor sent."""
    if secret and not _is_digits(secret, PIN):
        raise Unreadable("pin_digits")
    # The card shows first that it is a licence, so that no other card is given a file's name or a secret number meant for one.
    _open(send, Select.LICENCE)
    _choose(send, Select.LICENCE_ROOT)
    _choose(send, Select.LICENCE_PIN_SET)
    opened = tlv.simple_blocks(_read(send, 0, 3))
    if len(opened) != 1 or opened[0].value not in (b"\x00", b"\x01"):
        raise Unreadable("card_broken")
    if opened[0].value == b"\x01" and not secret:
        raise Unreadable("pin_digits")
    _choose(send, Select.LICENCE_PIN_1)
    _unlock(send, secret if opened[0].value == b"\x01" else apdu.UNSET)
    _open(send, Select.LICENCE)
    _choose(send, Select.LICENCE_TEXT)
    return read_licence(_rest(send, 0, LICENCE_TEXT))


def _is_digits(secret: str, *lengths: int) -> bool:
    return secret.isascii() and secret.isdecimal() and len(secret) in lengths


def _open(send: Send, which: Select) -> None:
    """Choose an application: a card that lacks it is of another kind."""
    if apdu.status(send(which.value)) != apdu.OK:
        raise Unreadable("card_other")


def _choose(send: Send, which: Select) -> None:
    if apdu.status(send(which.value)) != apdu.OK:
        raise Unreadable("card_refuses")


def _unlock(send: Send, secret: str) -> None:
    """Count the tries first, and leave the last one to the holder."""
    left = _tries(apdu.status(send(apdu.COUNT_TRIES)))
    if left == 0:
        raise Unreadable("pin_locked", left=0)
    if left is None:
        raise Unreadable("card_refuses")
    if left <= KEPT_FOR_THE_HOLDER:
        raise Unreadable("pin_last", left=left)
    said = apdu.status(send(apdu.verify(secret)))
    if said == apdu.OK:
        return
    left = _tries(said)
    if left is None:
        raise Unreadable("card_refuses")
    raise Unreadable("pin_wrong" if left else "pin_locked", left=left)


def _tries(said: int) -> int | None:
    if said in apdu.LOCKED:
        return 0
    return said & 0xF if said & 0xFFF0 == apdu.TRIES else None


def _rest(send: Send, at: int, size: int) -> bytes:
    """The file from one place up to its size, or to where the card says that it ends."""
    found = b""
    while at + len(found) < size:
        more = _read(send, at + len(found), min(apdu.LARGEST_READ, size - at - len(found)))
        if not more:
            break
        found += more
    return found


def _read(send: Send, at: int, count: int) -> bytes:
    answer = send(apdu.read(at, count))
    said = apdu.status(answer)
    if said not in apdu.ENDED and said != apdu.OK:
        raise Unreadable("card_refuses")
    return answer[:-2][:count]
