"""The forms drawn as municipal paper: what is asked stands on them, and nothing stands there that no answer can fill."""

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from forms import boxes
from forms.procedure import Procedure
from portal.pack import read
from portal.pack.sheets import Sheets
from tests.portal.pack.builder import PACKS
from tests.portal.pack.form_answers import ANSWERS

PACK = read(PACKS / "hinata")
SHEETS = Sheets(PACK)
FOLDER = PACKS / "common" / "sheets"
DRAWN = tuple(
    key
    for key, procedure in PACK.procedures.items()
    if procedure.sheet
    and 'extends "sheets/form.html"' in (PACK.folder.parent / "common" / procedure.sheet).read_text()
)


def asked_at_the_counter(procedure: Procedure) -> set[str]:
    """Every question a paper can be asked for; a file is never printed, nor what is asked online alone."""
    ways = {"online", "elsewhere"}
    found = set()
    for step in procedure.steps:
        for ask in (*step.asks, *(step.repeat.asks if step.repeat else ())):
            online = any(
                one.key == "way" and set(one.among) <= ways for one in (*step.when, *ask.when) if one.among
            )
            if ask.field.kind not in ("file", "group") and not online:
                found.add(ask.key)
    return found


def drawn_keys(key: str) -> set[str]:
    return {part for one in SHEETS.boxes(key) for part in one.partition("=")[0].split(".")}


@pytest.mark.parametrize("key", DRAWN)
def test_every_box_of_a_form_can_be_filled(key: str) -> None:
    drawn = SHEETS.boxes(key)

    assert drawn, "the form writes an answer outside its boxes"
    assert [one for one in drawn if not boxes.known(one, PACK.procedures[key])] == []


@pytest.mark.parametrize("key", DRAWN)
def test_whatever_is_asked_stands_on_the_form(key: str) -> None:
    assert asked_at_the_counter(PACK.procedures[key]) - drawn_keys(key) == set()


@pytest.mark.parametrize("key", DRAWN)
def test_every_row_of_a_list_has_the_same_boxes(key: str) -> None:
    """What a row has no box for would be printed nowhere: the 別紙 takes whole items."""
    rows: dict[str, dict[int, set[str]]] = {}
    for path in SHEETS.boxes(key):
        group, place, box = (*path.split(".", 2), "", "")[:3]
        if place.isdigit():
            rows.setdefault(group, {}).setdefault(int(place), set()).add(box)

    for drawn in rows.values():
        assert len({frozenset(one) for one in drawn.values()}) == 1


@pytest.mark.parametrize("key", DRAWN)
def test_every_choice_of_a_question_drawn_with_ticks_is_there(key: str) -> None:
    procedure = PACK.procedures[key]
    ticked: dict[str, set[str]] = {}
    for path, tick, value in (one.partition("=") for one in SHEETS.boxes(key)):
        if tick:
            ticked.setdefault(path.split(".")[-1], set()).add(value)

    asks = {ask.key: ask for ask in procedure.every_ask}
    # Whoever answers so is sent elsewhere and prints no form.
    ended = {(one.key, value) for way in procedure.exits for one in way.when for value in one.among}
    lacking = {
        name: {one.value for one in asks[name].field.choices if (name, one.value) not in ended} - values
        for name, values in ticked.items()
        if name in asks and asks[name].field.choices
    }
    assert {name: values for name, values in lacking.items() if values} == {}


@pytest.mark.parametrize("key", DRAWN)
def test_a_form_names_its_pages_and_has_answers_to_be_looked_at_with(key: str) -> None:
    top = (FOLDER / Path(PACK.procedures[key].sheet).name).read_text()

    assert re.search(r"^ +pages +\d$", top, re.MULTILINE)
    assert key in ANSWERS


@pytest.mark.parametrize(
    "key", [key for key in DRAWN if PACK.procedures[key].individual_number_box.value != "none"]
)
def test_the_individual_number_is_an_empty_box(key: str) -> None:
    page = SHEETS.request(key, ANSWERS[key], "ja", date(2026, 12, 1))
    cells = re.findall(r'data-box="hand:number"[^>]*>(.*?)</span>\n?<small', page, re.DOTALL)

    assert cells
    assert all(re.sub(r"<[^>]*>|\s|　", "", unescape(one)) == "" for one in cells)
