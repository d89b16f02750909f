"""One meaning, one key: any two questions that sound alike were read by somebody and judged to differ, with the reason."""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from forms.dictionary import Dictionary
from forms.field import Field
from forms.wording import Wording
from portal.authoring import likeness
from portal.pack import reader
from tests.portal.pack.builder import PACKS, TOWNS

# From here on two labels must have been read by a person; below it they share a word or two.
LINE = 0.66
TABLE = tomllib.loads(Path(__file__).with_name("synonyms.toml").read_text(encoding="utf-8"))["different"]


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    """Every field there is: the nationwide ones and those of every town."""
    fields: dict[str, Field] = {}
    for town in TOWNS:
        fields.update(reader.load(PACKS / town).dictionary.fields)
    return Dictionary(fields)


def judged() -> set[tuple[str, str]]:
    return {pair for entry in TABLE for pair in combinations(sorted(entry["keys"]), 2)}


def unread(dictionary: Dictionary) -> dict[tuple[str, str], float]:
    """The pairs that sound alike and that nobody has judged."""
    found = likeness.pairs(dictionary.fields.values(), LINE)
    return {pair: alike for pair, alike in found.items() if pair not in judged()}


def test_any_two_questions_that_sound_alike_were_judged_to_differ(dictionary: Dictionary) -> None:
    assert unread(dictionary) == {}, "use the key there is, or write into synonyms.toml why the two differ"


def planted() -> Iterator[tuple[str, str, str, str, str]]:
    """Second keys for meanings that have one, as a careless hand would write them."""
    yield "name", "name", "お名前", "お名前", "Your name"
    yield "name", "name", "申請者の氏名", "もうしこむ 人の 名前", "Applicant's name"
    yield "name_kana", "kana", "お名前のふりがな", "名前の よみかた", "Name in kana"
    yield "birth_date", "birth", "お誕生日", "たんじょうび", "Birthday"
    yield "birth_date", "date", "申請者の生年月日", "生まれた 日", "Date of birth"
    yield "address", "address", "ご住所", "すんでいる ところ", "Home address"
    yield "address", "text", "お住まいの所在地", "いえの 住所", "Where you live"
    yield "phone", "phone", "連絡先の電話番号", "でんわ", "Telephone number"
    yield "phone", "phone", "日中の連絡先", "でんわ ばんごう", "Daytime telephone number"
    yield "email", "email", "電子メール", "メール", "E-mail"
    yield "payout_account", "bank_account", "振込口座", "お金を 入れる こうざ", "Account to pay into"
    yield "spouse_name", "name", "夫または妻の名前", "おっと・つまの 名前", "Name of spouse"
    yield "child_birth_date", "birth", "子どもの誕生日", "子どもの たんじょうび", "Child's date of birth"
    yield "household_head_name", "name", "世帯主のお名前", "せたいぬしの 名前", "Head of household"
    yield "doc_estimate", "file", "見積書の写し", "みつもりの かみ", "Estimate"
    yield "agent_phone", "phone", "代わりの人の連絡先", "たのまれた 人の でんわ", "Agent's telephone"
    yield "note", "long_text", "備考", "ほかに 書きたい こと", "Remarks"


@pytest.mark.parametrize(("key", "kind", "ja", "easy", "en"), list(planted()))
def test_a_planted_second_key_for_one_meaning_is_found(
    key: str, kind: str, ja: str, easy: str, en: str, dictionary: Dictionary
) -> None:
    label = Wording({"ja": ja, "easy": easy, "en": en})
    second = replace(dictionary[key], key="planted_" + key, kind=kind, label=label)

    found = unread(Dictionary({key: dictionary[key], second.key: second}))

    assert tuple(sorted((key, second.key))) in found


def test_a_question_of_another_meaning_is_not_suspected(dictionary: Dictionary) -> None:
    label = Wording({"ja": "好きな楽器", "easy": "すきな がっき", "en": "Favourite instrument"})
    other = Field("planted", "text", label)

    assert unread(Dictionary({**dictionary.fields, "planted": other})) == {}


def test_every_line_of_the_table_is_about_fields_there_are_and_gives_a_reason(dictionary: Dictionary) -> None:
    assert [key for entry in TABLE for key in entry["keys"] if key not in dictionary] == []
    assert [entry for entry in TABLE if len(entry["keys"]) < 2 or not entry["because"].endswith("。")] == []


def test_no_line_of_the_table_speaks_of_keys_that_do_not_sound_alike(dictionary: Dictionary) -> None:
    alike = set(likeness.pairs(dictionary.fields.values(), LINE))
    idle = [entry["keys"] for entry in TABLE if not alike & set(combinations(sorted(entry["keys"]), 2))]

    assert idle == []
