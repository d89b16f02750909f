"""A talk without a browser: the sample town handed to a database, its mind, and somebody who writes and presses."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from chatbot.dialogue.world import World
from portal import finding
from portal.db import Database
from portal.finding import Finder
from portal.opening import today
from portal.settings import ROOT
from portal.words import Catalogues
from services.chat.actions import talks, worlds
from services.chat.actions.minds import Minds
from services.chat.actions.talks import Door
from services.chat.rules.keeping import Lines
from tests.harness import ground
from tests.portal import cases

# Ten in the morning of Friday 20 November 2026 in Japan: an open hour of an open day.
MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
SUNDAY = MORNING + timedelta(days=2)
BROWSER = Door("chat", b"browser")
TOKEN = re.compile(r'name="_token" value="([^"]+)"')


def equip(database: Database) -> Database:
    """Hand the database what the shell hands it."""
    return cases.equip(database, cases.hinata())


def town(now: datetime = MORNING) -> worlds.Town:
    """The sample town at a moment."""
    pack = cases.hinata()
    found = finder(today(now))
    return worlds.Town(
        pack, found, Catalogues(ROOT / "translations").words, now, mind=mind(today(now)).answer
    )


@cache
def mind(day: date) -> Minds:
    """The mind of the sample town as it ships, built once a run for all of its processes."""
    from chatbot.mind import build

    with ground.alone(f"mind-{day}") as folder:
        build(finder(day).index.documents, folder)
    return Minds(folder)


@cache
def finder(day: date) -> Finder:
    """What can be found in the sample town on a day."""
    return finding.finder(cases.hinata(), day)


def world(now: datetime = MORNING, locale: str = "ja") -> World:
    """The sample town, told to the dialogue."""
    return worlds.world(town(now), locale)


def write(session: Session, said: str, now: datetime = MORNING, door: Door = BROWSER) -> Lines:
    """Somebody writes."""
    return talks.say(session, door, talks.heard(said, ""), lambda: world(now), now)


def press(session: Session, action: str, now: datetime = MORNING, door: Door = BROWSER) -> Lines:
    """Somebody presses one of the buttons."""
    return talks.say(session, door, talks.heard("", action, action), lambda: world(now), now)


def send(client: FlaskClient, path: str = "/chat", page: str = "/chat", **form: Any) -> Any:
    """Fill in a page's form and follow where it leads."""
    token = TOKEN.findall(client.get(page).text)[-1]
    return client.post(path, data={"_token": token, **form}, follow_redirects=True)
