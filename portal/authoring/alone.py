"""A town with one procedure: the nationwide folder, a town's, and the file that is being written."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from shutil import copytree, ignore_patterns

from portal.pack import check, lists, shapes
from portal.pack.lists import PackFault
from portal.pack.loaded import COMMON

# What would hide the file from its own writer; the lines stay, so that faults name the right ones.
_HIDDEN = re.compile(r'^(state\s*=\s*"draft"|valid_(?:from|to)\s*=)', re.MULTILINE)
_POPULAR = re.compile(r"^popular\s*=\s*\[[^\]]*\]", re.MULTILINE)
_LEADS_TO = re.compile(r'^procedure\s*=\s*"([a-z0-9_-]+)"', re.MULTILINE)
_NOT_HERE = ("その手続のファイルがありません", "算出の式に、ない手続があります")
_KEY = "手続ID"


def make(source: Path, packs: Path, town: str, target: Path) -> Path:
    """Make the folders below `target`; gives the town's."""
    # Guides of life events, calendars and garbage speak of many procedures, of which only one is here.
    bare = ignore_patterns(
        "procedures", "events.toml", "appointments", "buildings", "crematorium.toml", "groups.toml",
        "garbage*.csv", "collection*.csv",
    )  # fmt: skip
    copytree(packs / COMMON, target / COMMON, ignore=bare)
    copytree(packs / town, target / town, ignore=bare)
    folder = target / town
    _procedures(source, packs, town, folder / "procedures")
    _rewrite(folder / "town.toml", lambda text: _POPULAR.sub(f'popular = ["{source.stem}"]', text))
    # A dictionary beside a file that lies outside the packs belongs to it.
    beside = source.parent / "fields.toml"
    if source.parent.name != "procedures" and beside.is_file():
        (folder / "fields").mkdir(exist_ok=True)
        (folder / "fields" / "beside.toml").write_bytes(beside.read_bytes())
    _offer(folder / shapes.PROCEDURES.file, source.stem)
    _prune(target, check.check(folder), source.stem)
    return folder


def _procedures(source: Path, packs: Path, town: str, target: Path) -> None:
    """The file itself, and those its early ends lead to."""
    target.mkdir()
    raw = source.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # That it is in another code page is told by whoever reads it.
        (target / source.name).write_bytes(raw)
        return
    (target / source.name).write_text(_HIDDEN.sub(r"# \1", text), encoding="utf-8")
    for key in set(_LEADS_TO.findall(text)) - {source.stem}:
        paths = (root / "procedures" / f"{key}.toml" for root in (packs / town, packs / COMMON))
        if path := next((path for path in paths if path.is_file()), None):
            (target / path.name).write_bytes(path.read_bytes())


def _rewrite(path: Path, change: Callable[[str], str]) -> None:
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def _prune(target: Path, faults: Sequence[PackFault], key: str) -> None:
    """Leave out the lines of any list that speak of procedures which are not here; other faults stay, to be told of."""
    lines: dict[str, set[int]] = {}
    for fault in faults:
        if fault.message.startswith(_NOT_HERE) and not fault.message.endswith(f": {key}"):
            lines.setdefault(fault.file, set()).add(fault.line)
    for shape in (*shapes.TYPED, *shapes.HANDED_ON):
        for file, gone in lines.items():
            if file.endswith(f"/{shape.file}"):
                rows = lists.read(target / file, shape).rows
                kept = [row.cells for row in rows if row.line not in gone]
                (target / file).write_bytes(lists.write(shape.columns, kept))


def _offer(path: Path, key: str) -> None:
    """Offer it, whatever the town's list says about it now."""
    listed = lists.read(path, shapes.PROCEDURES) if path.is_file() else None
    if listed and listed.faults:
        return
    rows = [dict(row.cells) for row in listed.rows] if listed else []
    mine = next((row for row in rows if row[_KEY] == key), {_KEY: key})
    others = [row for row in rows if row[_KEY] != key]
    mine |= {"公開": "する", lists.FROM: "", lists.TO: ""}
    path.write_bytes(lists.write(shapes.PROCEDURES.columns, [*others, mine]))
