"""The shell's own pages: the front page that asks 「何をしますか」, search, health, and what every portal must say."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from flask import Blueprint, Response, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from forms.numbers import find_individual_numbers
from forms.procedure import Procedure
from forms.wording import Wording
from portal import disaster, i18n, schema, service, site_words
from portal.disaster import Standing
from portal.doors import db, house, now, open_door
from portal.finding import Finder, finder, printed_number
from portal.opening import today
from portal.pack import Pack
from portal.pack.rows import Division
from portal.shelters import shelters
from portal.sites import Site
from portal.whole import whole
from portal.whom import contact

pages = Blueprint("home", __name__)

# The box takes no more, and nobody's matter needs more.
LONGEST_SEARCH = 100
# What the front page of a disaster holds; all shelters are one link away.
NEWS, SHELTERS = 5, 12


@pages.get("/")
@open_door
def front() -> Response:
    """The front page: the same bytes for everybody who reads the same language on the same day, or in the same disaster."""
    standing = disaster.seen(house().db)
    if standing.now:
        return whole(f"front/{standing.version}", lambda: _in_a_disaster(standing))
    return whole("front", lambda: i18n.page("home.html", popular=popular(), menu=menu(), contact=reception()))


def _in_a_disaster(standing: Standing) -> str:
    """What to do, where to go, whom to call, what is new; the everyday matters stand below."""
    return i18n.page(
        "home.html",
        popular=popular(),
        menu=menu(),
        contact=reception(),
        disaster=standing,
        news=service.news(house().services, db(), NEWS),
        shelters=shelters(house().pack, today(now()))[:SHELTERS],
    )


@pages.get("/search")
@open_door
def search() -> AnyResponse | str:
    """A four-digit 広報番号 leads straight to its procedure; other words to what the town has written."""
    asked = request.args.get("q", "")[:LONGEST_SEARCH].strip()
    number = printed_number(asked)
    printed = house().pack.by_number(number) if number else None
    if printed is not None:
        return redirect(url_for("applications.guide", key=printed.key))
    # A 個人番号 is not looked for, and not printed on the page either.
    secret = bool(find_individual_numbers(asked))
    shown = "" if secret else asked
    found = todays().find(shown)
    return i18n.page(
        "search.html",
        asked=shown,
        number=number,
        secret=secret,
        found=found,
        places=[_place(site) for site in found.sites],
        contact=reception(),
    )


def _place(site: Site) -> dict[str, object]:
    """A place somebody asked for by name: its telephone, whether it is open now, its hours, where it is."""
    words = i18n.words()
    say, told = i18n.speaker(words), site_words.told(house().pack, site, words, now())
    lines = (told[name] for name in ("today", "hours", "note", "place", "access") if name in told)
    return {
        "name": say(site.name),
        "phone": site.phone,
        "lines": [say(Wording({one.lang: one.text})) for one in lines],
        "bookable": f"/reservations/{site.building.key}" if site.building else "",
    }


@pages.get("/health")
@open_door
def health() -> Response:
    """Whether this worker answers at all; without its database it still tells what it remembers."""
    return Response("ok\n", mimetype="text/plain")


@pages.get("/ready")
@open_door
def ready() -> Response:
    """Whether this worker can do everything: its database answers, and is of a version that it understands."""
    late = schema.is_behind(db().connection())
    words = "the database must be upgraded first: flask --app wsgi db upgrade" if late else "ok"
    return Response(f"{words}\n", status=503 if late else 200, mimetype="text/plain")


@pages.get("/accessibility")
@open_door
def accessibility() -> Response:
    """What we do for everybody, and what is not good yet."""
    return whole("accessibility", lambda: i18n.page("about/accessibility.html"))


@pages.get("/privacy")
@open_door
def privacy() -> Response:
    """What is kept, how, and for how long."""
    kept = house().settings
    hours, days = kept.chat_hours, kept.chat_days
    return whole(
        "privacy",
        lambda: i18n.page(
            "about/privacy.html", hours=hours, days=days, model=bool(kept.chat_model_url), contact=reception()
        ),
    )


@pages.get("/contact")
@open_door
def asking() -> Response:
    """Every division and its telephone, the one that answers for all of them first."""
    town, day = house().pack, today(now())
    first = town.division(town.town.reception, day)
    listed = [first, *(division for division in town.divisions(day) if division.id != first.id)]
    return whole("contact", lambda: i18n.page("about/contact.html", offices=_by_office(listed, day)))


def _by_office(divisions: Sequence[Division], day: date) -> list[dict[str, object]]:
    """The divisions under the office they sit in, whose name and hours are then said once."""
    found: dict[str, dict[str, Any]] = {}
    say = i18n.speaker(i18n.words())
    for division in divisions:
        office = house().pack.office(division.office, day)
        told = contact(division, office, day)
        under = found.setdefault(
            office.id, {"name": say(office.name), "hours": told["hours"], "divisions": []}
        )
        under["divisions"].append({**told, "place": say(division.place) if division.place else ""})
    return list(found.values())


def todays() -> Finder:
    """What can be found today: made once a day and when editors publish, for it takes as long as many searches."""
    pack, day = house().pack, today(now())
    kept = cast("tuple[Pack, Finder] | None", current_app.extensions.get("finder"))
    if kept is None or kept[0] is not pack or kept[1].day != day:
        kept = current_app.extensions["finder"] = (pack, finder(pack, day))
    return kept[1]


def reception() -> dict[str, object]:
    """Whom to ask who does not know whom to ask."""
    town, day = house().pack, today(now())
    division = town.division(town.town.reception, day)
    return contact(division, town.office(division.office, day), day)


def popular() -> Sequence[Procedure]:
    """The commonest procedures, as the town's pack lists them, where they are offered today."""
    town, day = house().pack, today(now())
    return [town.procedures[key] for key in town.popular if town.offered(key, day)]


def menu() -> list[dict[str, Any]]:
    """The rooms' entries, in their order; of a room for which the town has nothing, none."""
    every = (item for service in house().services for item in service.menu)
    shown = (item for item in every if item.offered is None or item.offered(None, house().pack))
    items = sorted(shown, key=lambda item: item.order)
    return [{"href": url_for(item.endpoint), "words": item.words, "asks": item.asks} for item in items]
