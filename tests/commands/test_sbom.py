"""The list of parts names everything that is locked, once, with what it is needed for."""

import json
import re
from pathlib import Path

import pytest

from commands import sbom

ROOT = Path()


def parts() -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(json.dumps(sbom.listed(ROOT)))["components"]
    return found


def test_everything_that_is_locked_stands_in_the_list_once() -> None:
    locked = {
        name.lower().replace("_", "-")
        for lock in sbom.LOCKS
        for name in re.findall(
            r"^([\w.-]+)(?:\[[\w,-]*\])?==", (ROOT / f"requirements/{lock}.txt").read_text(), re.MULTILINE
        )
    }

    found = parts()

    names = [one["name"] for one in found if one["purl"].startswith("pkg:pypi/")]
    assert set(names) == locked
    assert len({one["bom-ref"] for one in found}) == len(found)


def test_what_runs_is_told_from_what_only_tests() -> None:
    scopes = {one["name"]: one["scope"] for one in parts()}

    assert scopes["flask"] == scopes["granian"] == "required"
    assert scopes["pytest"] == "excluded"


def test_what_stands_in_the_repository_is_named_with_its_version() -> None:
    carried = {one["name"]: one["version"] for one in parts() if one["purl"].startswith("pkg:npm/")}

    assert set(carried) == {folder.name for folder in (ROOT / "static/vendor").iterdir()}
    assert "unknown" not in carried.values()


def test_it_is_written_where_it_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert sbom.main([str(tmp_path / "sbom.json")]) == 0
    assert sbom.main([]) == 0

    written = (tmp_path / "sbom.json").read_text()
    assert written == capsys.readouterr().out
    assert json.loads(written)["bomFormat"] == "CycloneDX"
