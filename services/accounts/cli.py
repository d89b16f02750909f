"""The operator's commands about staff: the first administrator, the personnel office's list, a new invitation."""

import sys
from pathlib import Path
from typing import NoReturn

import click
from flask.cli import AppGroup

from portal.doors import db, house, now
from portal.opening import today
from portal.people import RoleName
from portal.refused import Refused
from services.accounts.actions import roster, staff_in, staff_people
from services.accounts.actions.staff_people import NewRole, NewStaff
from services.accounts.rules import roster as lists

group = AppGroup("staff", help="職員 / Staff.")


@group.command("add")
@click.argument("number")
@click.argument("name")
@click.option("--mail", default="", help="where the invitation goes")
@click.option("--division", required=True, help="a division's id, as in divisions.csv")
@click.option("--role", type=click.Choice([str(role) for role in RoleName]), default="administrator")
def add(number: str, name: str, mail: str, division: str, role: str) -> None:
    """職員を1人加える / Add one member of staff and print the invitation."""
    if division not in house().pack.division_ids:
        _stop(f"部署IDがありません / no such division: {division}")
    new = NewStaff(number, name, mail, today(now()))
    try:
        _, link = staff_people.add(db(), new, [NewRole(division, role, "main", today(now()))], now())
    except Refused as refused:
        _stop(f"{number}: {refused.code}")
    click.echo(link)


@group.command("invite")
@click.argument("number")
def invite(number: str) -> None:
    """招待をやり直す / Invite somebody again and print the link."""
    found = staff_in.by_number(db(), number, now())
    if found is None:
        _stop(f"この番号の職員がいません / no such number: {number}")
    click.echo(staff_people.invite_again(db(), found.id, now()))


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="確かめるだけ / only say what would be done")
@click.option("--invite", "invitations", is_flag=True, help="新しい職員に招待を送る / invite whoever is new")
def import_(file: Path, dry_run: bool, invitations: bool) -> None:
    """人事異動の表を読み込む / Carry out the personnel office's list."""
    try:
        moves, faults = lists.read(lists.decode(file.read_bytes()), house().pack.division_ids)
    except ValueError:
        _stop(f"{file}: UTF-8でもShift_JIS(cp932)でもありません / neither UTF-8 nor cp932")
    for fault in faults:
        click.echo(f"{file}:{fault.line}: {fault.column}: {fault.code}", err=True)
    if faults:
        _stop(f"{len(faults)}か所を直してください。何も変えていません / nothing was changed")
    for one in roster.plan(db(), moves):
        click.echo(_told(one))
    if dry_run:
        click.echo("確かめただけです。何も変えていません / dry run, nothing was changed")
        return
    done = roster.carry_out(db(), moves, now(), invitations=invitations)
    click.echo(f"{done}人 / {done} people")


def _told(one: roster.Planned) -> str:
    words = [f"{one.number}", "新規" if one.is_new else ""]
    words += [f"-{role.division}/{role.role}/{role.kind} 〜{last}" for role, last in one.changes.end]
    words += [
        f"+{role.division}/{role.role}/{role.kind} {role.since}〜{role.until or ''}"
        for role in one.changes.start
    ]
    return " ".join(word for word in words if word)


def _stop(reason: str) -> NoReturn:
    click.echo(reason, err=True)
    sys.exit(1)
