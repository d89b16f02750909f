"""The operator's commands about lists of the national standard: checked strictly, or read as they come."""

import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from flask.cli import AppGroup

from portal import workbooks
from portal.pack import lists
from services.opendata.rules import tolerant
from services.opendata.rules.standing import SHEETS

group = AppGroup("opendata", help="オープンデータの一覧 / Lists of open data.")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_SHEET = click.option(
    "--as", "name", type=click.Choice(sorted(SHEETS)), required=True, help="どの一覧か / which list"
)


@group.command("check", with_appcontext=False)
@click.argument("file", type=_FILE)
@_SHEET
def check(file: Path, name: str) -> None:
    """国の標準のとおりかを、厳しく確かめる / Hold a list against the national standard."""
    found = list(_faults(_bytes(file), name))
    for fault in found:
        click.echo(fault)
    click.echo(f"{len(found)} faults")
    sys.exit(1 if found else 0)


@group.command("read", with_appcontext=False)
@click.argument("file", type=_FILE)
@_SHEET
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="直した一覧を書く先 / where to write it"
)
def read(file: Path, name: str, out: Path | None) -> None:
    """ほかの市が公開した一覧を、できるだけ読んで標準にそろえる / Read a list as other towns publish it."""
    found = tolerant.read(_bytes(file), SHEETS[name])
    for one in found.remarks:
        told = f"→ {one.after}" if one.after else "× 読めません / lost"
        click.echo(f"{one.line}行目 {one.column}: {one.before} {told}")
    for column in found.strange:
        click.echo(f"知らない列 / unknown column: {column}")
    click.echo(f"{len(found.rows)} rows, {len(found.repaired)} repaired, {len(found.lost)} lost")
    if out is not None:
        out.write_bytes(lists.write(SHEETS[name].names, found.rows))
    sys.exit(0 if found.rows else 1)


def _bytes(file: Path) -> bytes:
    raw = file.read_bytes()
    return workbooks.as_csv(raw) if workbooks.is_workbook(raw) else raw


def _faults(raw: bytes, name: str) -> Iterator[str]:
    sheet = SHEETS[name]
    lines = csv.reader(io.StringIO(lists.decode(raw) or "", newline=""))
    header = next(lines, [])
    wanted = sheet.expected(header)
    if tuple(header) != wanted:
        missing = [one for one in wanted if one not in header]
        strange = [one for one in header if one not in sheet.names]
        yield f"1行目: 列が標準と違います。ない列 {missing} 余分な列 {strange}"
    seen: set[str] = set()
    for at, cells in enumerate(lines, 2):
        said = dict(zip(header, cells, strict=False))
        for column, message in sheet.faults(said):
            yield f"{at}行目 {column}: {message}"
        if said.get("ID", "") in seen:
            yield f"{at}行目 ID: 同じIDが2つあります: {said['ID']}"
        seen.add(said.get("ID", ""))
