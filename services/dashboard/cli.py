"""The operator's commands: years of a made-up town's figures, and summing without waiting for the night."""

import time

import click
from flask import current_app
from flask.cli import with_appcontext

from portal.house import House
from portal.opening import today
from services.dashboard.actions import history, summing

group = click.Group("demo", help="Figures of the sample town.")


@group.command("history")
@click.option("--years", default=3, type=click.IntRange(1, 20), help="how many years, ending today")
@click.option("--filings", default=20_000, type=click.IntRange(1), help="how many requests in all of them")
@with_appcontext
def make(years: int, filings: int) -> None:
    """Write years of made-up figures into the ledger, once, and sum them."""
    house: House = current_app.extensions["house"]
    if house.town.real:
        raise click.ClickException("a real city's folder gets no made-up figures")
    with house.db.session() as session:
        if history.there(session, today(house.now())):
            raise click.ClickException("this ledger has a history already")
        begun = time.monotonic()
        lines = history.write(session, house.pack, today(house.now()), years, filings)
        click.echo(f"{lines} lines of the ledger in {time.monotonic() - begun:.1f} s")
        begun = time.monotonic()
        summed = summing.sum_all(session, house.now())
        click.echo(f"{summed} days of a kind summed in {time.monotonic() - begun:.1f} s")
