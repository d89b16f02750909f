"""The search-only normal forms a case can be found by: names, readings, telephones, receipt numbers; never stored, only hashed."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from forms.dictionary import Dictionary
from portal.receipt_numbers import read_receipt_number

Form = tuple[str, str]

NAME, SURNAME, KANA, KANA_HEAD, PHONE, RECEIPT = "name", "surname", "kana", "kana_head", "phone", "receipt"
# One character would say next to nothing and match half a town; past eight the whole reading is what is asked for.
SHORTEST_HEAD, LONGEST_HEAD = 2, 8
# A question longer than this is no name; it is cut before anything looks at it.
LONGEST_QUERY = 120

_TO_KATAKANA = {code: code + 0x60 for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}
# What a register tells apart and a clerk who hears a name cannot: only the search key forgets the difference.
_VARIANTS = str.maketrans(
    "髙﨑嵜碕邉邊斎齋齊濵濱𠮷栁桒德澤眞廣惠國櫻嶋嶌淺瀨黑增曻冨",
    "高崎崎崎辺辺斉斉斉浜浜吉柳桑徳沢真広恵国桜島島浅瀬黒増昇富",
)
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\u200b-\u200d\ufeff]")
_DASHES = re.compile("[-\u2010-\u2015\u2212\u30fc\uff70\uff0d ()./・]")
_KANA = re.compile("[\u30a1-\u30fe]+")
_LATIN = re.compile("[^\u3040-\u30ff\u3400-\u9fff]+")


def plain(text: str) -> str:
    """One form for all widths, cases, kana and variant kanji, with single spaces."""
    narrow = unicodedata.normalize("NFKC", _SELECTORS.sub("", text)).casefold()
    return " ".join(narrow.translate(_TO_KATAKANA).translate(_VARIANTS).split())


def digits(text: str) -> str:
    """A telephone as its digits from the leading zero on, or nothing where something else stands there."""
    narrow = unicodedata.normalize("NFKC", text).casefold().partition("内線")[0]
    bare = _DASHES.sub("", narrow)
    if bare.startswith("+81"):
        bare = "0" + bare[3:].removeprefix("0")
    bare = bare.removeprefix("+")
    return bare if bare.isascii() and bare.isdigit() and 6 <= len(bare) <= 15 else ""


def tokens_for(answers: Mapping[str, Any], dictionary: Dictionary) -> list[Form]:
    """Everything a case with these answers shall be found by."""
    found: dict[Form, None] = {}
    for key, value in _told(answers):
        field = dictionary.get(key)
        if field is None or not isinstance(value, str):
            continue
        if field.kind == "name":
            found.update(dict.fromkeys(_of_name(value)))
        elif field.kind == "kana":
            found.update(dict.fromkeys(_of_kana(value)))
        elif field.kind == "phone" and (number := digits(value)):
            found[PHONE, number] = None
    return list(found)


def _told(answers: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every answer, those about each person of a list among them: a child is looked for by its own name."""
    for key, value in answers.items():
        if isinstance(value, list):
            for item in value:
                yield from item.items() if isinstance(item, dict) else ()
        else:
            yield key, value


def tokens_of_query(query: str) -> list[Form]:
    """Everything that one typed question may mean; a case that carries any of them is an answer."""
    typed = query[:LONGEST_QUERY]
    if number := digits(typed):
        return [(PHONE, number)]
    whole = plain(typed).replace(" ", "")
    if not whole:
        return []
    # A name in Latin letters may by chance read as a receipt number, so both are looked up.
    receipt = read_receipt_number(unicodedata.normalize("NFKC", typed))
    found = [(RECEIPT, receipt)] if receipt else []
    found += [(NAME, whole), (SURNAME, whole)]
    if _KANA.fullmatch(whole):
        found.append((KANA, whole))
        if len(whole) >= SHORTEST_HEAD:
            # Past the longest head a few neighbours may come along; none is ever missed.
            found.append((KANA_HEAD, whole[:LONGEST_HEAD]))
    return found


def _of_name(value: str) -> Iterator[Form]:
    words = plain(value).split()
    if not words:
        return
    yield NAME, "".join(words)
    yield SURNAME, words[0]
    if _LATIN.fullmatch("".join(words)):
        # Names in Latin letters come in any order: 在留カード, passport and speech differ.
        yield from ((SURNAME, word) for word in words[1:] if len(word) > 1)
        yield NAME, "".join(reversed(words))


def _of_kana(value: str) -> Iterator[Form]:
    whole = plain(value).replace(" ", "")
    if not whole:
        return
    yield KANA, whole
    for length in range(SHORTEST_HEAD, min(len(whole), LONGEST_HEAD) + 1):
        yield KANA_HEAD, whole[:length]
