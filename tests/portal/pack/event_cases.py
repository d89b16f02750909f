"""Planted faults of an event of life: what is changed in a whole one, and exactly what must be told."""

# ruff: noqa: E501 (a case is read on one line, as long as its file and its sentence are)

from portal.pack import events, toml
from portal.pack.lists import PackFault
from tests.portal.cases import hinata

WORDS = '{ ja = "引っ越し", easy = "ひっこし", en = "Move" }'
WHOLE = f"""[[event]]
key = "move"
icon = "move"
title = {WORDS}
summary = {WORDS}
ask = ["water_start_date", {{ field = "purpose", optional = true }}]

[[event.part]]
procedure = "juminhyo"
when = {{ purpose = "work" }}
given = {{ applicant_kind = "self" }}

[[event.part]]
procedure = "suido_kaishi"
same = {{ water_address = "address" }}

[[event.elsewhere]]
title = {WORDS}
text = {WORDS}
link = "https://www.example.jp/"
"""
CASES: dict[str, tuple[str, str, int, str, str]] = {
    "a key nobody can type": ('"move"\nicon', '"Move"\nicon', 2, "event[1].key", "できごとの名前に使えません（英小文字・数字・_）: Move"),
    "an icon nobody drew": ('icon = "move"', 'icon = "cake"', 3, "event[1].icon", "move・child・heart・people・person・house・paper・bag・book・calendar のどれでもありません"),
    "a question nobody knows": ('"water_start_date"', '"zzz"', 6, "event[1].ask[1]", "辞書にない項目です: zzz"),
    "a file": ('"water_start_date"', '"doc_payout_account"', 6, "event[1].ask[1]", "できごとの質問では、添付を尋ねられません"),
    "an answer that cannot be": ('purpose = "work"', 'purpose = "fun"', 10, "event[1].part[1].when.purpose", "この項目の答えになりえない値です: fun"),
    "a procedure that is not there": ('"juminhyo"', '"zzz"', 9, "event[1].part[1].procedure", "その手続のファイルがありません: zzz"),
    "given to a question nobody asks": ("applicant_kind =", "water_use =", 11, "event[1].part[1].given.water_use", "この手続では尋ねていません: water_use"),
    "given an answer that cannot be": ('"self"', '"me"', 11, "event[1].part[1].given.applicant_kind", "この質問の答えになりえない値です: me"),
    "given a list": ('"self"', "{ a = 1 }", 11, "event[1].part[1].given.applicant_kind", "文字列か数か true・false を書いてください"),
    "the same as nothing": ('"address"', '"zzz"', 15, "event[1].part[2].same.water_address", "このできごとで尋ねていないか、種類のちがう項目です: zzz"),
    "the same as a day": ('"address"', '"water_start_date"', 15, "event[1].part[2].same.water_address", "このできごとで尋ねていないか、種類のちがう項目です: water_start_date"),
    "a link without a lock": ("https://", "http://", 20, "event[1].elsewhere[1].link", "https:// で始めてください"),
    "a misspelt key": ("summary", "sumary", 5, "event[1].sumary", "知らない項目です（summary の書きまちがいではありませんか）"),
    "an event that is no list": ("[[event]]", "[event]", 1, "event", "[[event]] の形で書いてください"),
    "a word that is no event": ("[[event]]", "zzz = 1\n[[event]]", 1, "zzz", "知らない項目です"),
    "switched off, but not there": ("[[event]]", 'off = ["zzz"]\n[[event]]', 1, "off[1]", "そのようなできごとはありません: zzz"),
    "switched off by a word": ("[[event]]", 'off = "zzz"\n[[event]]', 1, "off", "文字列の並びではありません"),
    "a procedure that is no matter for the counter": ('"juminhyo"', '"shicho_tegami"', 9, "event[1].part[1].procedure", "窓口で出せない手続です: shicho_tegami"),
}  # fmt: skip


def told(case: str) -> list[PackFault]:
    """What is told about a case, with the sample town's questions and procedures around it."""
    before, after = CASES[case][:2]
    assert before in WHOLE
    document = toml.Document("common/events.toml", WHOLE.replace(before, after, 1))
    found, faults = events.read(document, {}, hinata().dictionary)
    return [*faults, *events.faults(document, found, hinata().procedures)]
