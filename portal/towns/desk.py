"""The desk of a deployment with several towns: its front, and the commands that add a town, list them, or go through all."""

import sys
from collections.abc import Sequence
from typing import cast

import click
from flask import Flask
from flask.cli import ScriptInfo

from portal import create_app
from portal.log_lines import TOWN
from portal.service import Service
from portal.settings import Settings
from portal.towns import Listed, TownsFault, adding, read
from portal.towns.hall import Hall


def front(services: Sequence[Service], settings: Settings) -> Flask | Hall:
    """One town's application, or the hall of a list of them."""
    if settings.towns_file is None:
        return create_app(services, settings)
    return Hall(read(settings), lambda town: create_app(services, town.settings))


def commanded(hall: Hall, services: Sequence[Service], settings: Settings, name: str = "") -> Flask:
    """The application whose commands are run: of one town by its name, else of the deployment itself."""
    if not name:
        return desk(hall, services, settings)
    if name not in hall.names():
        raise TownsFault(f"{name} is not in {settings.towns_file}: flask town list")
    TOWN.set(name)
    return hall.town(name)


def desk(hall: Hall, services: Sequence[Service], settings: Settings) -> Flask:
    """An application without pages: the commands that are no single town's."""
    app = Flask("towns")
    app.cli.add_command(_towns(hall, services, settings))
    app.cli.add_command(_outbox(hall))
    return app


def _towns(hall: Hall, services: Sequence[Service], settings: Settings) -> click.Group:
    group = click.Group("town", help="The towns that this deployment serves.")

    @group.command("list")
    def list_them() -> None:
        """Each town with its host names."""
        for town in read(settings).values():
            click.echo(f"{town.name}  {' '.join(town.hosts)}")

    @group.command()
    @click.argument("name")
    @click.option("--address", required=True, help="what residents use: https://portal.city.example.jp")
    @click.option("--host", "hosts", multiple=True, help="another host name")
    @click.option("--database", default="", help="its own; made where the server lets us")
    @click.option("--files", default="", help="its own place for files; empty: a folder under var/")
    def add(name: str, address: str, hosts: tuple[str, ...], database: str, files: str) -> None:
        """Add a town: its part of the list, its keys, its database and all its tables."""
        said = {"base_url": address, "hosts": list(hosts), "database_url": database, "files_url": files}
        try:
            town = adding.add(settings, name, said)
        except TownsFault as fault:
            raise click.ClickException(str(fault)) from None
        _run(create_app(services, town.settings), town, ("db", "upgrade"))
        adding.enlist(settings, town)
        click.echo(f"{name}: {' '.join(town.hosts)}")
        click.echo(f"KURASHI_TOWN={name} flask --app wsgi staff add, then deploy/restart")

    @group.command(context_settings={"ignore_unknown_options": True})
    @click.argument("words", nargs=-1, required=True, type=click.UNPROCESSED)
    def each(words: tuple[str, ...]) -> None:
        """Run a command for every town, {town} in its words being the name: town each db upgrade."""
        listed, worst = read(settings), 0
        for name in hall.names():
            click.echo(f"== {name}")
            put = tuple(word.replace("{town}", name) for word in words)
            worst = max(worst, _run(hall.town(name), listed[name], put))
        sys.exit(worst)

    return group


def _run(app: Flask, town: Listed, words: Sequence[str]) -> int:
    """A command of one town, in this process; its exit code."""
    TOWN.set(town.name)
    try:
        app.cli.main(list(words), standalone_mode=False, obj=ScriptInfo(create_app=lambda: app))
    except SystemExit as end:
        return cast("int", end.code or 0)
    except click.ClickException as fault:
        fault.show()
        return fault.exit_code
    finally:
        TOWN.set("")
        app.extensions["house"].db.dispose()
    return 0


def _outbox(hall: Hall) -> click.Group:
    group = click.Group("outbox", help="What must be sent or called, for all towns.")

    @group.command()
    def run() -> None:
        """Do what the outboxes of all towns hold, and their nightly work, until stopped."""
        from portal.towns.rounds import Rounds
        from portal.worker import Worker, stand_back

        houses = {name: hall.town(name).extensions["house"] for name in hall.names()}
        for house in houses.values():
            stand_back(house)
        Rounds({name: Worker(house) for name, house in houses.items()}).run()

    return group
