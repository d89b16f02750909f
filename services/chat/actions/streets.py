"""The street in a talk: what is near a place somebody sends, and a report that a talk begins and a page ends."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from chatbot.dialogue.replies import Link, Passage, Phrase, Source
from chatbot.dialogue.world import Matter, Trouble
from portal import sightings
from portal.distances import Point, metres, point_of
from portal.pack import Pack, lists
from portal.pack.lists import CHECKED, REVIEW
from portal.pack.reports import KIND, PROCEDURE
from portal.sightings import Sighting
from portal.words import N_, Words
from services.chat.actions import sources

# Of each list so many, and none that is farther than somebody would walk.
_SHELTERS, _FACILITIES, _REACH = 3, 2, 5_000.0
_DANGERS = {
    "洪水": N_("洪水"),
    "崖崩れ、土石流及び地滑り": N_("土砂災害"),
    "高潮": N_("高潮"),
    "地震": N_("地震"),
    "津波": N_("津波"),
    "大規模な火事": N_("大きな火事"),
    "内水氾濫": N_("大雨で水があふれるとき"),
    "火山現象": N_("噴火"),
}
_MAP = "https://maps.gsi.go.jp/#17/{}/{}/"


def nearby(pack: Pack, words: Words, day: date, point: Point) -> tuple[Matter, ...]:
    """The nearest 指定緊急避難場所 and public facilities, shelters first: in a disaster nobody reads on."""
    shelters = _nearest(pack, "shelters", day, point)[:_SHELTERS]
    named = {row["名称"] for _, row in shelters}
    others = [one for one in _nearest(pack, "facilities", day, point) if one[1]["名称"] not in named]
    found = [_shelter(away, row, words, _source(pack, words, "shelters", row, day)) for away, row in shelters]
    return (
        *found,
        *(
            _facility(away, row, words, _source(pack, words, "facilities", row, day))
            for away, row in others[:_FACILITIES]
        ),
    )


def troubles(pack: Pack, day: date, lang: str) -> tuple[tuple[str, Passage], ...]:
    """What can be reported here, in the order of the page."""
    if not pack.offered(PROCEDURE, day):
        return ()
    said = ((one.value, one.label.say(lang)) for one in pack.dictionary.fields[KIND].choices)
    return tuple((key, Passage(one.text, one.lang)) for key, one in said)


def begin(
    session: Session, trouble: Trouble, channel: str, now: datetime, friend: UUID | None = None
) -> Link | None:
    """Hand what was told to the room that takes reports; the answer is the page that ends it."""
    photos = tuple(UUID(one) for one in trouble.photos)
    seen = Sighting(trouble.kind, photos, trouble.point, trouble.place, "", channel, trouble.lang, friend)
    address = sightings.begin(session, seen, now)
    return Link(Phrase("link_report"), address) if address else None


def _nearest(pack: Pack, listed: str, day: date, point: Point) -> list[tuple[float, Mapping[str, str]]]:
    found = []
    for row in pack.listing(listed, day):
        there = point_of(f"{row.get('緯度', '')},{row.get('経度', '')}")
        if there is not None and (away := metres(point, there)) <= _REACH:
            found.append((away, row))
    return sorted(found, key=lambda one: one[0])


def _source(pack: Pack, words: Words, listed: str, row: Mapping[str, str], day: date) -> Source:
    keeper = row.get("部署ID", "")
    checked, review = lists.day(row.get(CHECKED, "")), lists.day(row.get(REVIEW, ""))
    return sources.of_list(pack, words, listed, day, keeper, checked, review)


def _shelter(away: float, row: Mapping[str, str], words: Words, source: Source) -> Matter:
    dangers = [word for column, word in _DANGERS.items() if row.get(f"災害種別_{column}") == "1"]
    listed = words.text(N_("、")).join(words.text(one) for one in dangers)
    text = words.text(N_("避難場所（%(dangers)s）。およそ%(metres)sメートル")) % {
        "dangers": listed, "metres": _rounded(away),
    }  # fmt: skip
    return _matter(row, words, text, source)


def _facility(away: float, row: Mapping[str, str], words: Words, source: Source) -> Matter:
    text = words.text(N_("公共施設。およそ%(metres)sメートル")) % {"metres": _rounded(away)}
    return _matter(row, words, text, source)


def _matter(row: Mapping[str, str], words: Words, text: str, source: Source) -> Matter:
    # The national data sets name this column in two ways.
    named = row.get("名称_英語") or row.get("名称_英字") or ""
    english = named if words.language.key == "en" else ""
    title = Passage(english, "en") if english else Passage(row["名称"])
    links = (Link(Phrase("link_map"), _MAP.format(row["緯度"], row["経度"])),)
    return Matter(f"near:{row.get('ID', '')}", title, Passage(text, words.language.key), source, links=links)


def _rounded(away: float) -> int:
    return max(10, int(round(away, -1)))
