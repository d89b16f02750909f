"""The room's commands: what staff published about a building is taken out as a file of the town's folder."""

import click
import tomli
from flask import current_app
from flask.cli import with_appcontext

from portal import facilities
from portal.house import House
from portal.opening import today
from portal.pack import toml_text

group = click.Group("facility", help="Public facilities as they are run now.")


@group.command()
@click.argument("building")
@with_appcontext
def export(building: str) -> None:
    """Print the edition in force as portal/packs/<town>/buildings/<building>.toml would say it."""
    house: House = current_app.extensions["house"]
    with house.db.session() as session:
        found = house.pack.buildings.get(building)
        if found is None:
            raise click.ClickException(f"no building {building}; there are {', '.join(house.pack.buildings)}")
        head = f"{found.title.texts['ja']}: {found.edition} ({today(house.now())})"
        click.echo(toml_text.written(tomli.loads(facilities.body(session, building)), head), nl=False)
