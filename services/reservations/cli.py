"""The room's commands: what staff published about a building is taken out as a file of the town's folder."""

from pathlib import Path

import click
import tomli
from flask import current_app
from flask.cli import with_appcontext

from portal import facilities
from portal.house import House
from portal.opening import today
from portal.pack import toml_text
from services.reservations.actions import photos

group = click.Group("facility", help="Public facilities as they are run now.")


@group.command()
@click.argument("building")
@click.option(
    "--photos",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write its pictures into this folder, as buildings/photos would hold them.",
)
@with_appcontext
def export(building: str, folder: Path | None) -> None:
    """Print the edition in force as portal/packs/<town>/buildings/<building>.toml would say it."""
    house: House = current_app.extensions["house"]
    with house.db.session() as session:
        found = house.pack.buildings.get(building)
        if found is None:
            raise click.ClickException(f"no building {building}; there are {', '.join(house.pack.buildings)}")
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            for name, content in photos.exported(session, found):
                (folder / name).write_bytes(content)
        head = f"{found.title.texts['ja']}: {found.edition} ({today(house.now())})"
        click.echo(toml_text.written(tomli.loads(facilities.body(session, building)), head), nl=False)
