"""The operator's commands, in plain words: `flask --app wsgi COMMAND`."""

import sys

import click
from flask import Flask

from portal import audit, blank_sheets, schema
from portal import doctor as doctoring
from portal.authoring import cli as authoring
from portal.backup import cli as backup
from portal.db import writing
from portal.house import House
from portal.pack import check as pack_check


def init(app: Flask, house: House) -> None:
    """Give the application its commands, the shell's first and each room's after them."""
    for group in (_db(house), _pack(house), _outbox(house), _sample(house), _keys(house), _audit(house)):
        app.cli.add_command(group)
    app.cli.add_command(blank_sheets.group(house))
    for command in (_doctor(house), *backup.commands(house)):
        app.cli.add_command(command)
    app.cli.add_command(authoring.group(house.services, house.settings.packs, house.settings.town))
    for service in house.services:
        for command in service.cli:
            app.cli.add_command(command)


def _db(house: House) -> click.Group:
    group = click.Group("db", help="The database's versions.")

    @group.command()
    def upgrade() -> None:
        """Bring the database to the newest version."""
        try:
            schema.upgrade(house.db)
        except schema.Held as held:
            raise click.ClickException(str(held)) from held

    @group.command()
    @click.argument("to")
    def downgrade(to: str) -> None:
        """Take the database back to an earlier version."""
        try:
            schema.downgrade(house.db, to)
        except schema.Held as held:
            raise click.ClickException(str(held)) from held

    @group.command()
    @click.argument("number")
    @click.argument("message")
    def revise(number: str, message: str) -> None:
        """Write a new version from the models."""
        schema.revise(house.db, message, number)

    @group.command()
    def check() -> None:
        """Fail where the models and the database differ."""
        found = schema.differences(house.db)
        for difference in found:
            click.echo(repr(difference))
        sys.exit(1 if found else 0)

    return group


def _pack(house: House) -> click.Group:
    group = click.Group("pack", help="The towns' folders.")

    @group.command()
    @click.argument("towns", nargs=-1)
    def check(towns: tuple[str, ...]) -> None:
        """Name every fault of the towns' folders with file, line and key."""
        folders = [house.settings.packs / town for town in towns] or sorted(
            folder for folder in house.settings.packs.iterdir() if (folder / "town.toml").exists()
        )
        faults = [fault for folder in folders for fault in pack_check.check(folder)]
        for fault in faults:
            click.echo(str(fault))
        click.echo(f"{len(folders)} towns, {len(faults)} faults")
        sys.exit(1 if faults else 0)

    return group


def _outbox(house: House) -> click.Group:
    group = click.Group("outbox", help="What must be sent or called.")

    @group.command()
    @click.option("--until-empty", is_flag=True, help="stop when nothing is left to do now")
    def run(until_empty: bool) -> None:
        """Do what the outbox holds, and the nightly work, until stopped."""
        from portal.worker import Worker, stand_back

        stand_back(house)
        Worker(house).run(until_empty=until_empty)

    return group


def _sample(house: House) -> click.Group:
    group = click.Group("sample", help="The sample town's made-up people and requests.")

    @group.command()
    def load() -> None:
        """Fill the sample town, once; nothing is overwritten."""
        if house.town.real:
            raise click.ClickException("a real city's folder gets no made-up people or requests")
        for service in house.services:
            if service.sample is not None:
                with house.db.session() as session:
                    for line in service.sample(session, house):
                        click.echo(line)

    return group


def _doctor(house: House) -> click.Command:
    @click.command()
    def doctor() -> None:
        """Look at this deployment and say what is wrong and what to do; fails where something does not work."""
        found = []
        for finding in doctoring.look(house):
            click.echo(str(finding))
            found.append(finding)
        sys.exit(1 if doctoring.worst(found) is doctoring.State.WRONG else 0)

    return doctor


def _keys(house: House) -> click.Group:
    group = click.Group("keys", help="The keys that personal data is wrapped by.")

    @group.command()
    def rotate() -> None:
        """Wrap every data key anew under the current town key, a few at a time."""
        total = 0
        with house.db.session() as session:
            while True:
                with writing(session):
                    done = house.vault.rotate(session, 200)
                total += done
                if not done:
                    break
        click.echo(f"{total} data keys wrapped anew")

    return group


def _audit(house: House) -> click.Group:
    group = click.Group("audit", help="Who saw or did what.")

    @group.command()
    @click.option("--known", metavar="NO:SEAL", help="an end that an earlier line told (log: audit_sealed)")
    def verify(known: str | None) -> None:
        """Fail where a sealed row was changed, or where the chain does not lead through a known end any more.

        Note the last line elsewhere: only that shows a chain cut short or made anew.
        """
        with house.db.session() as session:
            broken = audit.verify(session, _head(known) if known else None)
            end = audit.head(session)
            last = f"{end.seal_no}:{end.seal.hex()}" if end else "nothing"
            click.echo(f"broken at {broken.seal_no}: {broken.why}" if broken else f"whole, up to {last}")
        sys.exit(1 if broken else 0)

    return group


def _head(told: str) -> audit.Head:
    number, _, seal = told.partition(":")
    try:
        return audit.Head(int(number), bytes.fromhex(seal))
    except ValueError:
        raise click.BadParameter("as NO:SEAL, a number and the seal in hexadecimal") from None
