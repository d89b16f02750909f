"""What can be asked next about a procedure, told from the town's own lists: price, ways, days."""

from datetime import date

from chatbot.dialogue.replies import Passage
from forms.procedure import Procedure
from portal.pack import Pack
from portal.words import N_, Words


def of_procedure(pack: Pack, found: Procedure, day: date, words: Words) -> dict[str, Passage]:
    """Each thing that can be asked of a procedure and that the town has told; what it has not is left out."""
    lang = words.language.key
    told = {
        "fee": _fee(pack, found, day, words),
        "online": _online(found, words),
        "post": words.text(N_("郵送でもできます。")) if found.way("post") else "",
        "weekend": words.text(N_("オンラインなら、土曜日・日曜日・休日もできます。"))
        if _is_online(found)
        else "",
        "place": _place(pack, found, day, words),
        "bring": words.text(N_("、")).join(one.say(lang).text for one in found.bring),
        "who": found.who.say(lang).text,
        "deadline": found.deadline.say(lang).text,
        "days": words.text(N_("役所の開く日で%(days)s日"), days=found.processing_days)
        if found.processing_days
        else "",
    }
    written = {
        "bring": found.bring[0].say(lang).lang if found.bring else lang,
        "who": found.who.say(lang).lang,
    }
    written["deadline"] = found.deadline.say(lang).lang
    return {name: Passage(text, written.get(name, lang)) for name, text in told.items() if text}


def _is_online(found: Procedure) -> bool:
    return any(way.kind == "online" for way in found.ways)


def _online(found: Procedure, words: Words) -> str:
    if _is_online(found):
        return words.text(N_("オンラインでできます。手続きの案内から始めてください。"))
    return words.text(N_("オンラインではできません。")) if found.ways else ""


def _place(pack: Pack, found: Procedure, day: date, words: Words) -> str:
    if found.way("window") is None:
        return ""
    lang, division = words.language.key, pack.owner(found.key, day)
    office = pack.office(division.office, day)
    names = (office.name, division.name, division.place)
    return " ".join(text for one in names if (text := one.say(lang).text))


def _fee(pack: Pack, found: Procedure, day: date, words: Words) -> str:
    fee = pack.fee(found.key, day)
    if fee is None:
        unknown = found.fee or found.fee_later or pack.town.real
        return "" if unknown else words.text(N_("無料"))
    if not fee.yen:
        return words.text(N_("無料"))
    yen = f"{fee.yen:,}"
    return words.text(N_("1通 %(yen)s円") if fee.per == "copies" else N_("%(yen)s円"), yen=yen)
