"""The operator's commands about batches: columns for RPA, what there is, ordering, and taking by a relay."""

import io
import sys
import zipfile
from pathlib import Path
from typing import NoReturn

import click
from flask.cli import AppGroup
from sqlalchemy import select

from portal.doors import db, house, now
from portal.inbox import Actor
from portal.opening import today
from portal.refused import Refused
from services.batches.actions import layouts, ordering, taking
from services.batches.actions.making import folder
from services.batches.models import Batch
from services.batches.rules import columns as rules

group = AppGroup("batches", help="庁内連携 / Batches for the inner systems.")


@group.command("columns")
@click.argument("procedure", required=False)
@click.option(
    "--write", type=click.Path(file_okay=False, path_type=Path), help="一覧のフォルダを新しい列で伸ばす"
)
def columns(procedure: str | None, write: Path | None) -> None:
    """手続のCSVの列を示す / Print the columns of a procedure's CSV, or grow the shipped lists in a folder."""
    pack = house().pack
    if write is not None:
        for key, one in sorted(pack.procedures.items()):
            names = rules.grown(layouts.shipped(db(), key), layouts.fresh(one))
            (write / f"{key}.txt").write_text("\n".join(names) + "\n", encoding="utf-8")
        return
    if procedure not in pack.procedures:
        _stop(f"手続がありません / no such procedure: {procedure}")
    form = pack.procedure(str(procedure))
    layout, told = layouts.planned(db(), [form]), rules.labels(form)
    click.echo(f"{procedure} 版{layout.version} {len(layout.names)}列")
    for place, name in enumerate(layout.names, 1):
        click.echo("\t".join((str(place), name, *told.get(name, ("", "", "")))).rstrip())


@group.command("list")
def list_() -> None:
    """束の一覧 / Every batch with its number, state and hash."""
    for one in db().scalars(select(Batch).order_by(Batch.division, Batch.number)):
        click.echo(f"{folder(one)}\t{one.state}\t{one.cases}\t{one.sha256 or ''}")


@group.command("order")
@click.argument("plan")
def order(plan: str) -> None:
    """束の作成を求める / Order a batch by a plan of batches.csv; the worker makes it."""
    found = next((one for one in house().pack.batches(today(now())) if one.id == plan), None)
    if found is None:
        _stop(f"計画がありません / no such plan: {plan}")
    try:
        batch_id = ordering.order(db(), found, Actor("operator"), now())
    except Refused as refused:
        _stop(f"{plan}: {refused.code}")
    click.echo(folder(db().get_one(Batch, batch_id)))


@group.command("take")
@click.argument("division")
@click.argument("number", type=int)
@click.option("--to", "target", type=click.Path(file_okay=False, exists=True, path_type=Path), required=True)
@click.option(
    "--folder", "unpack", is_flag=True, help="ZIPでなくフォルダにする / a plain folder instead of a ZIP"
)
def take(division: str, number: int, target: Path, *, unpack: bool) -> None:
    """束を取り出す / Fetch a batch for a relay; fetched again it is the same."""
    try:
        batch, content = taking.take_by_command(db(), division, number, now())
    except Refused as refused:
        _stop(f"{division} {number}: {refused.code}")
    if unpack:
        # The names in it are our own: folders and receipt numbers.
        zipfile.ZipFile(io.BytesIO(content)).extractall(target)
    else:
        (target / f"{folder(batch)}.zip").write_bytes(content)
    click.echo(f"{folder(batch)}\t{batch.zip_sha256}")


def _stop(reason: str) -> NoReturn:
    click.echo(reason, err=True)
    sys.exit(1)
