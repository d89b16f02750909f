"""The shell's own pages: the front page that asks 「何をしますか」, search, health, and what every portal must say."""

import unicodedata
from collections.abc import Sequence

from flask import Blueprint, Response, redirect, request, url_for
from sqlalchemy import text
from werkzeug.wrappers import Response as AnyResponse

from forms.procedure import Procedure
from portal import i18n
from portal.doors import db, house, now, open_door
from portal.finding import find
from portal.opening import today
from portal.whole import whole
from portal.whom import contact

pages = Blueprint("home", __name__)


@pages.get("/")
@open_door
def front() -> Response:
    """The front page: the same bytes for everybody who reads the same language on the same day."""
    return whole("front", lambda: i18n.page("home.html", popular=popular(), menu=menu()))


@pages.get("/search")
@open_door
def search() -> AnyResponse | str:
    """A four-digit 広報番号 leads straight to its procedure; other words to a list."""
    asked = request.args.get("q", "")[:100]
    number = unicodedata.normalize("NFKC", asked).strip()
    found = house().pack.by_number(number) if number.isdigit() and len(number) == 4 else None
    if found is not None:
        return redirect(url_for("applications.guide", key=found.key))
    hits = find(house().pack.procedures.values(), asked, i18n.words().language.key)
    return i18n.page("search.html", asked=asked, hits=hits)


@pages.get("/health")
@open_door
def health() -> Response:
    """Whether this worker can read its database."""
    db().execute(text("SELECT 1"))
    return Response("ok\n", mimetype="text/plain")


@pages.get("/accessibility")
@open_door
def accessibility() -> Response:
    """What we do for everybody, and what is not good yet."""
    return whole("accessibility", lambda: i18n.page("about/accessibility.html"))


@pages.get("/privacy")
@open_door
def privacy() -> Response:
    """What is kept, how, and for how long."""
    return whole("privacy", lambda: i18n.page("about/privacy.html"))


@pages.get("/contact")
@open_door
def asking() -> Response:
    """Every division and its telephone, the one that answers for all of them first."""
    town, day = house().pack, today(now())
    first = town.division(town.town.reception, day)
    listed = [first, *(division for division in town.divisions(day) if division.id != first.id)]
    return whole(
        "contact",
        lambda: i18n.page(
            "about/contact.html",
            divisions=[contact(division, town.office(division.office, day), day) for division in listed],
        ),
    )


def popular() -> Sequence[Procedure]:
    """The commonest procedures, as the town's pack lists them."""
    town = house().pack
    return [town.procedures[key] for key in town.popular if key in town.procedures]


def menu() -> list[dict[str, str]]:
    """The rooms' entries, in their order."""
    items = sorted(
        (item for service in house().services for item in service.menu), key=lambda item: item.order
    )
    return [{"href": url_for(item.endpoint), "words": item.words} for item in items]

