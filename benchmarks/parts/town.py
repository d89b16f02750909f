"""The sample town, ready to be measured: its own folder and database, served, with residents in the middle of a form."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlencode

from sqlalchemy import create_engine, select, text

from benchmarks.parts import serving
from benchmarks.parts.load import plain_post
from portal import sessions
from portal.db import Database, writing
from portal.people import Staff
from tests.harness.resident import WATER, Resident

BEGIN = "/applications/new/suido_kaishi/online"


@dataclass(frozen=True)
class Town:
    """A served town, and the settings it runs with."""

    port: int
    url: str
    env: Mapping[str, str]

    def cases(self) -> int:
        """How many cases the database holds."""
        engine = create_engine(self.url)
        with engine.connect() as connection:
            found = connection.execute(text("SELECT count(*) FROM cases")).scalar_one()
        engine.dispose()
        return int(found)

    def resident_at_the_check(self) -> tuple[Resident, str, bytes]:
        """Somebody who has answered everything: with the path of the check page and the bytes that hand the form in."""
        somebody = Resident(self.port)
        page = somebody.fill_in(BEGIN, WATER)
        body = urlencode(page.form().filled(WATER))
        return somebody, page.path, plain_post(self.port, somebody.target(page), body, somebody.cookie)

    def resident_at_a_step(self) -> tuple[Resident, str, bytes]:
        """Somebody at the second step of a draft: with its path and the bytes that save it."""
        somebody = Resident(self.port)
        page = somebody.send(somebody.open(BEGIN), WATER)
        body = urlencode(page.form().filled(WATER))
        return somebody, page.path, plain_post(self.port, somebody.target(page), body, somebody.cookie)


@contextmanager
def town(
    kind: str,
    place: Path,
    packs: Path | None = None,
    *,
    target: str = "wsgi:app",
    more: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Town]:
    """The sample town on a database of one kind, with two web workers; its folder, application and settings may be one's own."""
    with serving.database(kind, place, f"town-{kind}") as url:
        env = {
            "KURASHI_VAR": str(place / f"var-{kind}"),
            "KURASHI_DATABASE_URL": url,
            "KURASHI_LOG_LEVEL": "ERROR",
            # Everybody who is measured comes from this one machine: counted as always, but never made to wait.
            "KURASHI_FORMS_PER_NETWORK": "1000000",
            "KURASHI_API_PER_MINUTE": "1000000",
            **({"KURASHI_PACKS": str(packs)} if packs else {}),
            **more,
        }
        for words in (("db", "upgrade"), ("sample", "load")):
            flask = [sys.executable, "-m", "flask", "--app", "wsgi", *words]
            subprocess.run(
                flask, cwd=serving.ROOT, env={**os.environ, **env}, check=True, stdout=subprocess.DEVNULL
            )
        with serving.served(target, env) as port:
            yield Town(port, url, env)


def at_the_desk(here: Town, number: str, moment: datetime | None = None) -> Resident:
    """A member of the sample town's staff who has signed in, now or at the moment that the town believes it is."""
    database = Database(here.url)
    now = moment or datetime.now(UTC)
    with database.session() as session:
        person = session.scalars(select(Staff.id).where(Staff.number == number)).one()
        with writing(session):
            cookie = sessions.begin(session, "staff", person, sessions.FULL, now)
    database.dispose()
    clerk = Resident(here.port)
    clerk.cookies["kmado_staff"] = cookie
    return clerk
