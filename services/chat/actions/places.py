"""A place of the town as the dialogue tells of it: where it is, its telephone, its hours, and whether it is open now."""

from datetime import datetime

from chatbot.dialogue.placing import EVERY_AED, LINES
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
            pack, words, site.listed, today(now), site.division, site.checked_on, site.expires_on
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
    return Phrase(f"site_{name}", {name: told}) if name in ("place", "note") else told


def every_aed(pack: Pack, words: Words, now: datetime) -> Matter | None:
    """Where AEDs hang; None where the town keeps no list of them."""
    lang, found = words.language.key, sites.every_aed(pack, today(now))
    if not found:
        return None
    # What hangs outside can be reached at night.
    lines = [site_words.spot(one, words, named=True) for one in sorted(found, key=lambda one: not one.note)]
    left = len(lines) - _AEDS
    rest = (
        [words.text(N_("ほかに%(count)sか所あります。地図のページで見てください。"), count=left)]
        if left > 0
        else []
    )
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


def _links(site: Site) -> tuple[Link, ...]:
    booking = (Link(Phrase("link_booking"), f"/reservations/{site.building.key}"),) if site.building else ()
    chart = (Link(Phrase("link_map"), _MAP.format(*site.point)),) if site.point else ()
    return (*booking, *chart)


def _said(wording: Wording, lang: str) -> Passage:
    said = wording.say(lang)
    return Passage(said.text, said.lang)
