"""The columns of the shipped procedures stay where they are: inner systems and RPA know them by place and by name."""

import hashlib
from datetime import datetime
from pathlib import Path

import pytest

from forms.procedure import Procedure
from portal.db import Database, writing
from services.batches.actions import layouts
from services.batches.actions.layouts import Layout
from services.batches.rules import columns
from services.batches.rules.columns import FRONT
from tests.portal import cases
from tests.services.batches.town import accepted, content, equip, made, unpacked

SHIPPED = cases.PACKS / "common" / "columns"
# For each procedure, how many columns were given out when this line was written, and what they were.
FROZEN = Path(__file__).with_name("columns.txt")
PROCEDURES = sorted(cases.hinata().procedures.values(), key=lambda one: one.key)
GROW = "flask --app wsgi batches columns --write portal/packs/common/columns"


def shipped(key: str) -> tuple[str, ...]:
    path = SHIPPED / f"{key}.txt"
    return tuple(path.read_text(encoding="utf-8").split()) if path.is_file() else ()


def told(names: tuple[str, ...]) -> str:
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:32]


@pytest.mark.parametrize("procedure", PROCEDURES, ids=[one.key for one in PROCEDURES])
def test_a_shipped_procedure_has_a_place_for_every_answer(procedure: Procedure) -> None:
    names = shipped(procedure.key)

    new = [name for name in layouts.fresh(procedure) if name not in names]

    assert not new, f"new questions get their columns at the end: {GROW}"


@pytest.mark.parametrize("procedure", PROCEDURES, ids=[one.key for one in PROCEDURES])
def test_no_column_of_a_shipped_procedure_vanished(procedure: Procedure) -> None:
    gone = [name for name in shipped(procedure.key) if name not in layouts.fresh(procedure)]

    assert not gone, f"inner systems read these, so a question keeps its key and a list its length: {gone}"


def test_no_column_that_was_given_out_moved() -> None:
    moved = []
    for line in FROZEN.read_text(encoding="utf-8").splitlines():
        key, count, frozen = line.split()
        if told(shipped(key)[: int(count)]) != frozen:
            moved.append(key)

    assert not moved, f"columns stay where they are, new ones go to the end: {moved}"


def test_columns_begin_alike_and_none_stands_twice() -> None:
    for path in SHIPPED.glob("*.txt"):
        names = shipped(path.stem)

        assert names[: len(FRONT)] == FRONT, path.stem
        assert len(set(names)) == len(names), path.stem


def test_a_list_has_columns_up_to_its_most() -> None:
    names = columns.wanted(cases.hinata().procedure("jidou_teate_nintei"))

    counts = [name for name in names if name.endswith(".count")]
    assert counts
    group = counts[0].removesuffix(".count")
    most = max(
        int(name.split(".")[1]) for name in names if name.startswith(f"{group}.") and name != counts[0]
    )
    first = [name.split(".", 2)[2] for name in names if name.startswith(f"{group}.1.")]
    last = [name.split(".", 2)[2] for name in names if name.startswith(f"{group}.{most}.")]
    assert most > 1
    assert first == last


def test_a_question_added_in_the_middle_gets_the_last_column(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        water = cases.hinata().procedure("suido_kaishi")
        known = tuple(name for name in layouts.fresh(water) if name != "phone")
        with writing(session):
            layouts.keep(session, water.key, Layout(known, 1))

        found = layouts.planned(session, [water])
        with writing(session):
            layouts.keep(session, water.key, found)

        assert found == Layout((*known, "phone"), 2)
        assert layouts.planned(session, [water]) == found


def test_what_a_form_no_longer_asks_keeps_its_column_and_stays_empty(
    database: Database, now: datetime
) -> None:
    with equip(database).session() as session:
        with writing(session):
            layouts.keep(session, "suido_kaishi", Layout((*FRONT, "water_pipe", "name"), 3))
        accepted(session, now)

        batch = made(session, now)

        header, row = (
            unpacked(content(session, batch))["data/suido_kaishi.csv"].decode("utf-8-sig").splitlines()
        )
        place = len(FRONT)
        assert header.split(",")[place : place + 2] == ['"water_pipe"', '"name"']
        assert row.split(",")[place : place + 2] == ['""', '"見本 花子"']
        assert batch.manifest
        assert batch.manifest["layouts"] == {"suido_kaishi": 4}
