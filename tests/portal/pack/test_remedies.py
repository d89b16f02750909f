"""Every fault of a file says its line and how to mend it, in words that stand in one table, and every one of them is planted."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from forms import dictionary, procedure
from forms.dictionary import Dictionary
from forms.faults import Broken
from portal.pack import check, reader, remedies, toml
from portal.pack.lists import PackFault
from tests.portal.pack.appointment_fault_cases import CASES as APPOINTMENT_CASES
from tests.portal.pack.builder import PACKS, faults, town
from tests.portal.pack.building_fault_cases import CASES as BUILDING_CASES
from tests.portal.pack.class_cases import CASES as CLASS_CASES
from tests.portal.pack.collecting_fault_cases import CASES as COLLECTING_CASES
from tests.portal.pack.crematorium_fault_cases import CASES as CREMATORIUM_CASES
from tests.portal.pack.draws_cases import CASES as DRAWS_CASES
from tests.portal.pack.event_cases import CASES as EVENT_CASES
from tests.portal.pack.event_cases import told
from tests.portal.pack.farewell_cases import CASES as FAREWELL_CASES
from tests.portal.pack.fault_cases import CASES
from tests.portal.pack.form_fault_cases import (
    FIELD_FAULTS,
    PROCEDURE_FAULTS,
    TOML_FAULTS,
    WHOLE,
    Change,
)
from tests.portal.pack.group_fault_cases import CASES as GROUP_CASES
from tests.portal.pack.kpi_fault_cases import CASES as KPI_CASES
from tests.portal.pack.line_fault_cases import CASES as LINE_CASES
from tests.portal.pack.list_fault_cases import LIST_FAULTS
from tests.portal.pack.notice_fault_cases import CASES as NOTICE_CASES
from tests.portal.pack.queue_fault_cases import CASES as QUEUE_CASES
from tests.portal.pack.report_fault_cases import CASES as REPORT_CASES
from tests.portal.pack.standard_fault_cases import CASES as STANDARD_CASES

ROOT = PACKS.parents[1]
JAPANESE = re.compile("[ぁ-んァ-ヶ一-龥]")
TELLING = {"fault", "Broken", "tell", "PackFault", "_at", "Reference"}
COMMON = PACKS / "common"


@pytest.fixture(scope="module")
def known() -> Dictionary:
    """The nationwide dictionary."""
    return reader.load(PACKS / "hinata").dictionary


def changed(change: Change) -> str:
    if isinstance(change, str):
        return WHOLE + change
    assert change[0] in WHOLE
    return WHOLE.replace(*change, 1)


def of_procedure(text: str, known: Dictionary) -> list[PackFault]:
    """What is told about a procedure's file."""
    document = toml.Document("todoke.toml", text)
    try:
        procedure.read("todoke", document.mapping, known)
    except Broken as broken:
        return document.faults(broken)
    return []


def of_fields(text: str, known: Dictionary) -> list[PackFault]:
    """What is told about a dictionary's file."""
    document = toml.Document("fields.toml", text)
    try:
        dictionary.read(document.mapping, known)
    except Broken as broken:
        return document.faults(broken)
    return []


def test_the_procedure_the_faults_are_planted_in_has_none(known: Dictionary) -> None:
    assert of_procedure(WHOLE, known) == []


@pytest.mark.parametrize("name", PROCEDURE_FAULTS)
def test_a_fault_of_a_procedure_names_line_key_and_words(name: str, known: Dictionary) -> None:
    change, line, key, words = PROCEDURE_FAULTS[name]

    found = of_procedure(changed(change), known)

    assert PackFault("todoke.toml", line, key, words) in found


@pytest.mark.parametrize("name", FIELD_FAULTS)
def test_a_fault_of_a_dictionary_names_line_key_and_words(name: str, known: Dictionary) -> None:
    text, line, key, words = FIELD_FAULTS[name]

    found = of_fields(text, known)

    assert PackFault("fields.toml", line, key, words) in found


@pytest.mark.parametrize("name", LIST_FAULTS)
def test_a_fault_of_a_list_names_file_line_key_and_words(name: str, tmp_path: Path) -> None:
    files, (file, line, key, words) = LIST_FAULTS[name]

    found = faults(tmp_path, **files)

    assert PackFault(f"test_town/{file}", line, key, words) in found


def test_a_file_that_is_missing_is_told_with_its_name(tmp_path: Path) -> None:
    folder = town(tmp_path)
    (folder / "divisions.csv").unlink()

    found = check.check(folder)

    missing = PackFault("test_town/divisions.csv", 1, "", "このファイルがありません")
    assert missing in found
    assert "hinata" in missing.remedy


def test_what_the_reader_of_toml_says_seldom_is_handed_on_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text("a = '''x\n", encoding="utf-8")

    _, found = toml.read(tmp_path / "x.toml", "x.toml")

    assert found[0].message.startswith("TOML として読めません: ")
    assert "カンマを確かめて" in found[0].remedy


@pytest.mark.parametrize("name", TOML_FAULTS)
def test_what_is_no_toml_is_told_in_japanese(name: str, tmp_path: Path) -> None:
    text, line, words = TOML_FAULTS[name]
    (tmp_path / "x.toml").write_text(text, encoding="utf-8")

    _, found = toml.read(tmp_path / "x.toml", "x.toml")

    assert found == (PackFault("x.toml", line, "", f"TOML として読めません（{words}）"),)
    assert found[0].remedy


def test_every_word_of_the_reader_of_toml_has_its_meaning_in_the_table() -> None:
    meant = {f"TOML として読めません（{words}）" for words in remedies._file()["toml"].values()}

    assert meant <= set(remedies.table())
    assert {f"TOML として読めません（{words}）" for _, _, words in TOML_FAULTS.values()} == meant


def told_in_code() -> Iterator[tuple[str, str]]:
    """Every sentence the readers tell a fault with, gaps standing for what varies, with its place."""
    for folder in ("forms", "portal/pack"):
        for file in sorted((ROOT / folder).glob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                for said in _said(node):
                    yield said, f"{folder}/{file.name}"


def _said(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "message":
        yield from filter(JAPANESE.search, [_shape(node.value)])
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        # The message stands last; before it come columns, which are Japanese too.
        texts = [shape for one in node.args if JAPANESE.search(shape := _shape(one))]
        if name in TELLING and texts:
            yield f"{texts[-1]}: {{}}" if name == "Reference" else texts[-1]


def _shape(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def test_every_fault_the_readers_can_tell_says_how_to_mend_it() -> None:
    silent = {said: place for said, place in told_in_code() if not remedies.remedy(said)}

    assert silent == {}


def test_the_table_holds_no_words_that_nothing_tells() -> None:
    told = {remedies.remedy(said) for said, _ in told_in_code()}
    left = {words for words, mend in remedies.table().items() if mend not in told}

    assert {words for words in left if not words.startswith("TOML として読めません")} == set()


def test_every_fault_in_the_table_is_planted_somewhere(tmp_path: Path, known: Dictionary) -> None:
    texts = [words for *_, words in (*PROCEDURE_FAULTS.values(), *FIELD_FAULTS.values())]
    found = {remedies.remedy(words) for words in texts}
    found |= {remedies.remedy(f"TOML として読めません（{words}）") for _, _, words in TOML_FAULTS.values()}
    found |= {remedies.remedy(words) for _, (*_, words) in LIST_FAULTS.values()}
    planted = (
        CASES
        | APPOINTMENT_CASES
        | BUILDING_CASES
        | CLASS_CASES
        | COLLECTING_CASES
        | CREMATORIUM_CASES
        | DRAWS_CASES
        | FAREWELL_CASES
        | GROUP_CASES
        | LINE_CASES
        | KPI_CASES
        | QUEUE_CASES
        | STANDARD_CASES
        | NOTICE_CASES
        | REPORT_CASES
    )
    for place, (files, _) in enumerate(planted.values()):
        found |= {fault.remedy for fault in faults(tmp_path / str(place), **files)}
    found |= {fault.remedy for case in EVENT_CASES for fault in told(case)}

    elsewhere = {"このファイルがありません", "TOML として読めません: {}"}  # in the two tests above
    assert {words for words, mend in remedies.table().items() if mend not in found} == elsewhere


def test_a_remedy_is_a_sentence_a_clerk_can_follow() -> None:
    for mend in remedies.table().values():
        assert len(mend) <= 120, mend
        assert re.search(r"ください|です。|ます。|直ります|\. |例: |あります|使えます", mend), mend


def test_two_circles_of_conditions_are_both_told_with_their_way_round(known: Dictionary) -> None:
    asks = (
        '{ field = "applicant_kind", when = { copies = 1 } }, { field = "name", when = { applicant_kind = "agent" } },'
        ' { field = "birth_date", when = { email = "x" } }, { field = "copies", when = { name = "見本" } },'
        ' { field = "email", when = { birth_date = "2000" } }'
    )

    found = of_procedure(WHOLE.replace('"applicant_kind", "name", "birth_date", "copies"', asks), known)

    told = [fault.message.partition(": ")[2] for fault in found if "条件が輪" in fault.message]
    assert sorted(told) == [
        "applicant_kind → copies → name → applicant_kind",
        "birth_date → email → birth_date",
    ]


def test_a_circle_through_a_computed_value_is_told(known: Dictionary) -> None:
    text = WHOLE.replace('"name", "birth_date"', '"name", { field = "birth_date", when = { age = 3 } }')
    age = '[[computed]]\nkey = "age"\nlabel = { ja = "a", easy = "a", en = "a" }\nage_of = "birth_date"\n'

    found = of_procedure(text + age, known)

    assert "条件が輪になっています: birth_date → age → birth_date" in {fault.message for fault in found}
