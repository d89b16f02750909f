"""The schemas for editors: exactly the keys the readers read, every shipped file fits, planted faults do not."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from forms import conditions, dictionary, procedure
from forms.dictionary import Dictionary
from forms.reading import Table
from portal.authoring import schema
from portal.authoring.cli import group
from portal.authoring.told import TOLD
from portal.pack import reader
from tests.portal.pack.builder import PACKS
from tests.portal.pack.form_fault_cases import AGE, EXIT, WHOLE, WORDS

DOCS = PACKS.parents[1] / "docs" / "schema"
PROCEDURES = sorted(PACKS.glob("*/procedures/*.toml"))
DICTIONARIES = [*PACKS.glob("*/fields.toml"), *sorted(PACKS.glob("*/fields/*.toml"))]
# A file that has every kind of table the reader knows, so that it visits them all.
EVERYTHING = (
    f'fee = {{ yen = 1 }}\nfirst = {{ title = {WORDS}, text = {WORDS} }}\n'
    f'links = [{{ title = {WORDS}, link = "https://x.example/" }}]\n'
    + WHOLE.replace('"doc_health_insurance"', '{ field = "doc_health_insurance", when = { copies = { min = 1 } } }')
    + EXIT + AGE + '[[open]]\nfrom = "06-01"\nto = "06-02"\n[deadline_from]\nfield = "birth_date"\ndays = 1\n'
)  # fmt: skip
FIELD = (
    f'[extra]\nkind = "choice"\nlabel = {WORDS}\nchoices = [{{ value = "a", ja = "a", easy = "a", en = "a" }}, '
    '{ value = "b", ja = "b", easy = "b", en = "b" }]\n'
)
DRAWS = 'draws_on = { group = "a", take = { b = "c" }, give = { g = "h" }, when = { i = "j" }, where = { d = "e" }, aged = { f = [6, 14] } }\n'
PROCEDURE_FAULTS = {
    "an unknown key": ("number =", "numbr ="),
    "a number in digits": ('"7001"', "7001"),
    "an unknown way": ('kind = "online"', 'kind = "fax"'),
    "a language left out": (', en = "Notice"', ""),
    "an empty language": ('en = "Notice"', 'en = " "'),
    "no division": ('division = "sogo"\n', ""),
    "nothing asked": ('ask = ["child_name", "child_birth_date"]\n', ""),
    "a step of a taken name": ('key = "last"', 'key = "tasks"'),
    "a list too long": ("max = 3", "max = 31"),
    "what remains unsaid": ('kind = "online"\ncompletes = "online"', 'kind = "online"\ncompletes = "partly"'),
    "a state nobody knows": ('number = "7001"', 'state = "secret"'),
    "an unknown key of a question": ("optional = true", "optinal = true"),
    "a condition that says nothing": ("optional = true", "when = { copies = {} }"),
}
FIELD_FAULTS = {
    "an unknown kind": ('"choice"', '"wish"'),
    "a key with a capital": ("[extra]", "[Extra]"),
    "a taken key": ("[extra]", "[way]"),
    "an unknown setting": ("label =", "lable ="),
    "choices of a text": ('"choice"', '"text"'),
    "a value in Japanese": ('value = "b"', 'value = "犬"'),
}


def validator(which: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((DOCS / f"{which}.json").read_text(encoding="utf-8")))


def plain(value: Any) -> Any:
    """TOML's days as an editor hands them to the schema."""
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def wrong(which: str, text: str) -> list[str]:
    return [str(error.message) for error in validator(which).iter_errors(plain(tomllib.loads(text)))]


@pytest.mark.parametrize("which", ["procedure", "fields"])
def test_the_written_schema_is_what_the_command_prints_and_a_sound_schema(which: str) -> None:
    printed = CliRunner().invoke(group((), PACKS, "hinata"), ["schema", which]).output

    assert (DOCS / f"{which}.json").read_text(encoding="utf-8") == printed
    Draft202012Validator.check_schema(json.loads(printed))


def test_every_shipped_procedure_fits_the_schema() -> None:
    found = {path.name: wrong("procedure", path.read_text(encoding="utf-8-sig")) for path in PROCEDURES}

    assert len(found) >= 57
    assert {name: errors for name, errors in found.items() if errors} == {}


def test_every_shipped_dictionary_fits_the_schema() -> None:
    found = {path.name: wrong("fields", path.read_text(encoding="utf-8-sig")) for path in DICTIONARIES}

    assert "fields.toml" in found
    assert {name: errors for name, errors in found.items() if errors} == {}


@pytest.mark.parametrize("name", PROCEDURE_FAULTS)
def test_a_faulty_procedure_does_not_fit(name: str) -> None:
    old, new = PROCEDURE_FAULTS[name]
    assert wrong("procedure", WHOLE) == []
    assert old in WHOLE

    assert wrong("procedure", WHOLE.replace(old, new))


@pytest.mark.parametrize("name", FIELD_FAULTS)
def test_a_faulty_dictionary_does_not_fit(name: str) -> None:
    old, new = FIELD_FAULTS[name]
    assert wrong("fields", FIELD) == []
    assert old in FIELD

    assert wrong("fields", FIELD.replace(old, new))


# ---------------------------------------------------------------- the same keys on both sides


def read_keys(monkeypatch: pytest.MonkeyPatch, known: Dictionary) -> dict[str, set[str]]:
    """Every key the readers ask a table for, by the table's place in the file."""
    found: dict[str, set[str]] = {}
    take, contains = Table.take, Table.__contains__

    def note(table: Table, key: str) -> None:
        place = ".".join(part.partition("[")[0] for part in table.path.split("."))
        found.setdefault(place, set()).add(key)

    def noted_take(table: Table, key: str) -> object:
        note(table, key)
        return take(table, key)

    def noted_contains(table: Table, key: str) -> bool:
        note(table, key)
        return contains(table, key)

    monkeypatch.setattr(Table, "take", noted_take)
    monkeypatch.setattr(Table, "__contains__", noted_contains)
    # A question without a word of its own is read no further; here every one is read to its end.
    monkeypatch.setattr(Table, "empty", False)
    procedure.read("todoke", tomllib.loads(EVERYTHING), known)
    for how in (
        "sum_of = ['copies']",
        "count_of = 'children'",
        "days_from = 'birth_date'\ndays_to = 'today'",
    ):
        procedure.read("todoke", tomllib.loads(EVERYTHING.replace('age_of = "birth_date"', how)), known)
    dictionary.read(tomllib.loads(FIELD))
    dictionary.read(tomllib.loads(FIELD.replace('"choice"', '"group"').partition("choices")[0] + DRAWS))
    return found


def schema_keys(which: str) -> Iterator[tuple[str, set[str]]]:
    """Every table of a schema with its keys, by the name its descriptions have."""
    whole = schema.procedure() if which == "procedure" else schema.fields()
    waiting: list[Any] = [whole]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            properties = part.get("properties", {})
            if (
                part.get("additionalProperties") is False
                and properties
                and "ja" not in set(properties) - {"value"}
            ):
                yield ",".join(sorted(properties)), set(properties)
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part


def test_the_schema_has_every_key_the_reader_reads_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    known = reader.load(PACKS / "hinata").dictionary

    read = read_keys(monkeypatch, known)

    bounds = {keys_at for keys_at in read if keys_at.startswith("step.ask.when.")}
    tables = {frozenset(keys) for place, keys in read.items() if place != "extra.choices"}
    offered = {frozenset(keys) for which in ("procedure", "fields") for _, keys in schema_keys(which)}
    assert bounds
    assert tables == offered


def test_every_description_is_used_and_every_key_has_one() -> None:
    text = schema.written("procedure") + schema.written("fields")
    unused = [key for key, told in TOLD.items() if json.dumps(told[0], ensure_ascii=False)[1:-1] not in text]

    assert [key for key in unused if not key.startswith("choices.")] == []


def test_the_ways_of_a_condition_are_those_of_the_reader() -> None:
    assert schema.procedure()["properties"]["way"]["items"]["properties"]["kind"]["enum"] == list(
        conditions.WAYS
    )
