"""The operator's commands for records: propose what is over, keep the list of erased keys, erase again after a restore."""

from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from portal import erased
from portal.house import House
from services.records.actions import erasing, proposing, replaying

group = click.Group(
    "sweep", help="Propose what is over; erase what was approved.", invoke_without_command=True
)


@click.pass_context
def sweep(context: click.Context) -> None:
    """Without a further word: list closed cases whose time is over in each division's 廃棄簿; nothing is erased."""
    if context.invoked_subcommand is None:
        _propose()


group.callback = sweep


@with_appcontext
def _propose() -> None:
    with _house().db.session() as session:
        listed = proposing.propose_due(session, _house().now())
    click.echo(f"{sum(listed.values())} cases listed in {len(listed)} lists")


@group.command()
@with_appcontext
def erase() -> None:
    """Erase what four eyes approved, as the worker does every ten minutes."""
    with _house().db.session() as session:
        click.echo(f"{erasing.run(session, _house().now())} cases erased")


@group.command("erased")
@click.option("--since", type=click.DateTime(), help="only what was erased from this day on (UTC)")
@with_appcontext
def list_erased(since: datetime | None) -> None:
    """Print the ids of destroyed keys; keep this list beside the backups, and never in them."""
    moment = since.astimezone(_house().now().tzinfo) if since else None
    with _house().db.session() as session:
        for gone in erased.listed(session, moment):
            click.echo(str(gone))


@group.command()
@click.argument("listed", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def replay(listed: Path) -> None:
    """After a restore: erase again what the list names, before anybody is let in."""
    try:
        gone = list(replaying.list_read(listed.read_text(encoding="utf-8").splitlines()))
    except ValueError as error:
        raise click.ClickException("this is no list of erased keys") from error
    forget = [service.erase for service in _house().services if service.erase]
    with _house().db.session() as session:
        total = replaying.replay(session, gone, forget, _house().now())
    click.echo(f"{total} erased again, {len(gone)} keys in the list")


def _house() -> House:
    house: House = current_app.extensions["house"]
    return house
