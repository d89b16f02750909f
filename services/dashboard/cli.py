"""The operator's commands: years of a made-up town's figures, and summing without waiting for the night."""

import time

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from portal.house import House
from portal.opening import today
from services.dashboard.actions import history, summing

group = click.Group("demo", help="Figures of the sample town.")


@group.command("history")
@click.option("--years", default=3, type=click.IntRange(1, 20), help="how many years, ending today")
@click.option("--filings", default=20_000, type=click.IntRange(1), help="how many requests in all of them")
@click.option(
    "--once", is_flag=True, help="say nothing, and do nothing where there is a history or a real city"
)
@with_appcontext
def make(years: int, filings: int, once: bool) -> None:
    """Write years of made-up figures into the ledger, once, and sum them."""
    house: House = current_app.extensions["house"]
    with house.db.session() as session:
        refusal = "a real city's folder gets no made-up figures" if house.town.real else ""
        if not refusal and history.there(session, today(house.now())):
            refusal = "this ledger has a history already"
        if refusal and once:
            return
        if refusal:
            raise click.ClickException(refusal)
        told = _written(session, house, years, filings)
    if not once:
        click.echo(told)


def _written(session: Session, house: House, years: int, filings: int) -> str:
    begun = time.monotonic()
    lines = history.write(session, house.pack, today(house.now()), years, filings)
    written = time.monotonic()
    summed = summing.sum_all(session, house.now())
    return (
        f"{lines} lines of the ledger in {written - begun:.1f} s\n"
        f"{summed} days of a kind summed in {time.monotonic() - written:.1f} s"
    )
