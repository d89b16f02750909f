"""A place of the town as the dialogue tells of it: where it is, its telephone, its hours, and whether it is open now."""

from collections.abc import Mapping
from datetime import datetime

from chatbot.dialogue.placing import ACCESS, EVERY_AED, LINES, PARKING, WIFI
from chatbot.dialogue.replies import Link, Passage, Phrase, Say
from chatbot.dialogue.world import Matter
from forms.wording import Said, Wording
from portal import site_words, sites
from portal.opening import today
from portal.pack import Pack
from portal.pack.shapes import AED
from portal.sites import Site
from portal.words import N_, Words
from services.chat.actions import sources

# So many are read at a glance; the page has the rest.
_AEDS = 12
# What stands in a sentence of the bot's.
_SENTENCES = ("place", "note", "parking", "wifi")
_EVERY = {
    PARKING: N_("駐車場のある施設"),
    WIFI: N_("無料のWi-Fiについて分かっている施設"),
    ACCESS: N_("バリアフリーについて分かっている施設"),
}
_MAP = "https://maps.gsi.go.jp/#17/{}/{}/"


def matter(pack: Pack, site: Site, words: Words, now: datetime) -> Matter:
    """One place: its name, then what is known of it, a line each."""
    lang = words.language.key
    title = _said(site.name, lang)
    told = {name: _in_words(name, one) for name, one in site_words.told(pack, site, words, now).items()}
    return Matter(
        key=site.key,
        title=title,
        text=Passage(f"{title.text}（{site.text}）") if site.text and title.lang != "en" else title,
        source=sources.of_list(
            pack,
            words,
            site.listed,
            today(now),
            site.division,
            site.checked_on,
            sources.holds_until(pack, site.expires_on, site.checked_on),
        ),
        division=site.division,
        links=_links(site),
        facts=told,
        lines=tuple(told[name] for name in LINES if name in told),
    )


def _in_words(name: str, said: Said) -> Say:
    """A telephone and an address are what they are in every language; the sentence around them is the bot's."""
    if name == "phone":
        return Phrase("bot_phone", {"number": said.text})
    told = Passage(said.text, said.lang)
    return Phrase(f"site_{name}", {name: told}) if name in _SENTENCES else told


def every_aed(pack: Pack, words: Words, now: datetime) -> Matter | None:
    """Where AEDs hang; None where the town keeps no list of them."""
    lang, found = words.language.key, sites.every_aed(pack, today(now))
    if not found:
        return None
    # What hangs outside can be reached at night.
    lines = [site_words.spot(one, words, named=True) for one in sorted(found, key=lambda one: not one.note)]
    rest = _left(lines, words, N_("ほかに%(count)sか所あります。地図のページで見てください。"))
    title = words.text(N_("AED（心臓が止まったときに使う機械）のある所"))
    return Matter(
        key=EVERY_AED,
        title=Passage(title, lang),
        text=Passage("\n".join([title, *lines[:_AEDS], *rest]), "ja" if lang == "en" else lang),
        source=sources.of_list(
            pack, words, AED.name, today(now), "", sources.looked_at(pack.listing(AED.name, today(now)))
        ),
        links=(Link(Phrase("link_map"), "/opendata/aed/map"),),
    )


def every(pack: Pack, known: Mapping[str, Site], what: str, words: Words, now: datetime) -> Matter | None:
    """Every place of which a list tells something, such as where one can park; None where none tells it."""
    lang = words.language.key
    found = [(one, said) for one in known.values() if (said := site_words.told_of(one, what, lang)).text]
    if not found:
        return None
    lines = [
        words.text(N_("・%(place)s：%(spot)s"), place=_said(one.name, lang).text, spot=said.text)
        for one, said in found
    ]
    rest = _left(lines, words, N_("ほかに%(count)sか所あります。施設の名前を書いて聞いてください。"))
    title = words.text(_EVERY[what])
    written = {said.lang for _, said in found}
    checked = sources.oldest(one.checked_on for one, _ in found)
    return Matter(
        key=f"{what}:all",
        title=Passage(title, lang),
        text=Passage("\n".join([title, *lines[:_AEDS], *rest]), lang if written == {lang} else "ja"),
        source=sources.of_list(pack, words, "facilities", today(now), "", checked),
    )


def _left(lines: list[str], words: Words, said: str) -> list[str]:
    left = len(lines) - _AEDS
    return [words.text(said, count=left)] if left > 0 else []


def _links(site: Site) -> tuple[Link, ...]:
    booking = (Link(Phrase("link_booking"), f"/reservations/{site.building.key}"),) if site.building else ()
    chart = (Link(Phrase("link_map"), _MAP.format(*site.point)),) if site.point else ()
    return (*booking, *chart)


def _said(wording: Wording, lang: str) -> Passage:
    said = wording.say(lang)
    return Passage(said.text, said.lang)
