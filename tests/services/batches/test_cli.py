"""The operator's commands: columns for RPA, ordering, and a relay that fetches a ZIP or a plain folder."""

import hashlib
from pathlib import Path
from typing import Any

from sqlalchemy import select

from portal.audit import Audit
from portal.states import State
from portal.worker import Worker
from services.batches.models import BatchTaking
from services.batches.rules.columns import FRONT
from tests.services.batches.town import unpacked
from tests.services.desk.builders import Desk


def run(town: Desk, *words: str) -> Any:
    return town.app.test_cli_runner().invoke(args=["batches", *words])


def test_the_columns_of_a_procedure_are_printed_with_their_places_and_words(town: Desk) -> None:
    lines = run(town, "columns", "suido_kaishi").output.splitlines()

    assert lines[0] == f"suido_kaishi 版1 {len(lines) - 1}列"
    assert [line.split("\t")[1] for line in lines[1 : len(FRONT) + 1]] == list(FRONT)
    assert {"water_address.area", "水道を使う場所の住所：市区町村・町名"} <= {
        cell for line in lines for cell in line.split("\t")
    }
    assert all(line.split("\t")[2:] for line in lines[1:]), "every column says what it means"
    assert any("home=" in line for line in lines)


def test_an_unknown_procedure_plan_or_number_is_told(town: Desk, tmp_path: Path) -> None:
    answers = [
        run(town, "columns", "nani"),
        run(town, "order", "nani"),
        run(town, "take", "suido", "999", "--to", str(tmp_path)),
    ]

    assert [one.exit_code for one in answers] == [1, 1, 1]
    assert all(one.output for one in answers)


def test_the_lists_are_grown_and_never_turned_round(town: Desk, tmp_path: Path) -> None:
    run(town, "columns", "--write", str(tmp_path))

    names = (tmp_path / "suido_kaishi.txt").read_text(encoding="utf-8").split()
    shipped = Path(__file__).parents[3] / "portal" / "packs" / "common" / "columns" / "suido_kaishi.txt"
    assert names == shipped.read_text(encoding="utf-8").split()


def test_a_relay_fetches_a_zip_or_a_folder_and_is_written_down(own: Desk, tmp_path: Path) -> None:
    case = own.case(own.filed(State.ACCEPTED))
    ordered = run(own, "order", "suido_kyusui")
    early = run(own, "take", "suido", "1", "--to", str(tmp_path))
    Worker(own.app.extensions["house"]).drain()

    whole = run(own, "take", "suido", "1", "--to", str(tmp_path))
    apart = run(own, "take", "suido", "1", "--to", str(tmp_path), "--folder")

    raw = (tmp_path / "suido-000001.zip").read_bytes()
    folder = tmp_path / "suido-000001"
    assert (ordered.output.strip(), early.exit_code) == ("suido-000001", 1)
    assert whole.output.split() == ["suido-000001", hashlib.sha256(raw).hexdigest()]
    assert apart.exit_code == 0
    assert {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    } == dict(unpacked(raw))
    assert (folder / "cases" / case.receipt_no / "request.pdf").exists()
    with own.session() as session:
        assert list(session.scalars(select(BatchTaking.staff_id))) == [None, None]
        assert list(session.scalars(select(Audit.actor_kind).where(Audit.verb == "took"))) == ["operator"] * 2
    assert "made" in run(own, "list").output
