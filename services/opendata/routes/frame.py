"""What the room's addresses share: the sets as they are today, kept in memory, and answers that any site may read."""

from collections.abc import Callable, Mapping
from typing import TypeVar, cast

from flask import Response, current_app, request

from portal import whole
from portal.doors import figures_db, house, now
from portal.opening import today
from portal.pack import Pack
from portal.refused import Refused
from portal.whole import Kept
from services.opendata.actions import reading
from services.opendata.rules.description import Publisher, Told
from services.opendata.rules.standing import UNSURE
from services.opendata.rules.tables import Dataset, Table

Made = TypeVar("Made")
# So long a cache on the way may answer without asking; the lists change a few times a year, the counts once a month.
CACHE = "public, max-age=600"
_OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "If-None-Match, If-Range, Range",
    "Access-Control-Expose-Headers": "Accept-Ranges, Content-Disposition, Content-Range, ETag, Link",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def found(key: str) -> Dataset:
    """The set an address names."""
    about = reading.find(house().pack, key)
    if about is None:
        raise Refused("dataset_unknown", 404)
    return about


def table(about: Dataset) -> Table:
    """Its rows today."""
    return once(
        f"table/{about.key}", lambda: reading.table(figures_db(), about, today(now())), changes=about.hides
    )


def once(name: str, make: Callable[[], Made], *, changes: bool = False) -> Made:
    """What is made once a day, and again when the town's lists change; the same for everybody.

    Counts are made once an hour: those of a month that has just ended may still be on their way into the sums.
    """
    pack, moment = house().pack, now().strftime("%m%d%H") if changes else today(now())
    place = "opendata/counts" if changes else "opendata/lists"
    shelf = cast("tuple[Pack, object, dict[str, object]] | None", current_app.extensions.get(place))
    if shelf is None or shelf[0] is not pack or shelf[1] != moment:
        shelf = current_app.extensions[place] = (pack, moment, {})
    if name not in shelf[2]:
        shelf[2][name] = make()
    return cast(Made, shelf[2][name])


def given(kept: Kept, mimetype: str, filename: str = "") -> Response:
    """The bytes, the rest of them, or word that nobody changed them."""
    if request.range is None:
        response = whole.handed_out(kept, mimetype, CACHE)
    else:
        # A piece is a piece of the bytes as they are: of a compressed answer nobody knows what it holds.
        response = Response(kept.body, mimetype=mimetype)
        response.set_etag(kept.tag)
        response.headers["Cache-Control"] = CACHE
        response.vary.add("Accept-Encoding")
        response.make_conditional(request, accept_ranges=True, complete_length=len(kept.body))
    response.headers["Accept-Ranges"] = "bytes"
    if filename:
        response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return anywhere(response)


def anywhere(response: Response) -> Response:
    """Any site's script may read it, also what it asks before it asks."""
    response.headers.update(_OPEN)
    return response


def before_asking(response: Response) -> Response:
    """What a browser asks on behalf of another site's script before it sends that script's question."""
    return anywhere(response) if request.method == "OPTIONS" else response


def publisher() -> Publisher:
    """The town, as catalogues name it."""
    town = house().pack.town
    division = house().pack.division(town.reception, today(now()))
    names = {lang: town.name.say(lang).text for lang in ("ja", "en")}
    return Publisher(house().settings.base_url.rstrip("/") + "/opendata", names, town.lgcode, division.phone)


def told(about: Dataset) -> Told:
    """A set with its words in the languages of catalogues."""
    return Told(table(about), _words(about.title), _described(about))


def _described(about: Dataset) -> Mapping[str, str]:
    """What it is, and which of its columns no second publisher confirms."""
    text, unsure = _words(about.text), _words(UNSURE)
    if not about.alone:
        return text
    return {lang: f"{text[lang]} {unsure[lang]} {'、'.join(about.alone)}" for lang in text}


def everything() -> list[Told]:
    """Every set."""
    return [told(one) for one in reading.offered(house().pack)]


def _words(message: str) -> Mapping[str, str]:
    english = house().words.words("en")
    return {"ja": message, "en": str(english.gettext(message))}
