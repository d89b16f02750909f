"""Where what the bot tells stands, who answers for it, when they last looked at it, and until when it holds."""

from collections.abc import Iterable, Mapping
from datetime import date

from chatbot.dialogue.replies import Source
from chatbot.emergencies import HOLDS
from portal.pack import Pack, lists
from portal.pack.lists import CHECKED
from portal.pack.rows import Division, Office
from portal.words import N_, Words

_LISTS = {
    "offices": N_("市役所と支所の一覧"),
    "divisions": N_("課と窓口の一覧"),
    "facilities": N_("公共施設の一覧"),
    "childcare": N_("子育て施設の一覧"),
    "shelters": N_("指定緊急避難場所の一覧"),
    "aed": N_("AEDの一覧"),
    "garbage": N_("ごみの分け方と収集日"),
}
# Both lists that garbage is told from; the sorting of single things stands in its kinds.
_GARBAGE = ("garbage_kinds", "districts")


def of_list(
    pack: Pack, words: Words, listed: str, day: date, division: str = "",
    checked_on: date | None = None, expires_on: date | None = None,
) -> Source:  # fmt: skip
    """A list of the town's; a row for which nobody is named is the reception's."""
    owner = pack.division(division or pack.town.reception, day)
    return Source(
        words.text(_LISTS[listed]), owner.name.say(words.language.key).text,
        checked_on=checked_on, expires_on=expires_on,
    )  # fmt: skip


def holds_until(pack: Pack, written: date | None, checked_on: date | None) -> date | None:
    """Until when an entry, a procedure or a place is told: the day written there, else as long as emergencies' hours hold once looked up.

    After it the division is named instead. Shelters and defibrillators are told however old their list is, and collection days end
    with their calendar. A sample is nobody's to look at again, and holds.
    """
    if written is not None or checked_on is None or pack.town.kind == "sample":
        return written
    return checked_on + HOLDS


def of_division(pack: Pack, words: Words, division: Division, day: date) -> Source:
    """What a division says of itself holds until the list has something else of it."""
    return of_list(
        pack, words, "divisions", day, division.id, division.checked_on, division.valid_to
    )  # fmt: skip


def of_office(pack: Pack, words: Words, office: Office, day: date) -> Source:
    """The same of a building."""
    return of_list(pack, words, "offices", day, "", office.checked_on, office.valid_to)


def of_garbage(pack: Pack, words: Words, division: str, day: date) -> Source:
    """The sorting and the collection days; they are as old as the line that was not looked at for longest."""
    rows = [row for name in _GARBAGE for row in pack.listing(name, day)]
    return of_list(pack, words, "garbage", day, division, looked_at(rows))


def looked_at(rows: Iterable[Mapping[str, str]]) -> date | None:
    """When somebody last looked at all of some lines; None where one of them does not say."""
    return oldest(lists.day(row.get(CHECKED, "")) for row in rows)


def oldest(days: Iterable[date | None]) -> date | None:
    """What was put together is as old as its oldest part; None where the age of one is not known."""
    every = list(days)
    known = [day for day in every if day is not None]
    return min(known) if known and len(known) == len(every) else None
