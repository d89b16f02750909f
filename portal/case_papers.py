"""The papers of a case: the receipt and the notice of its decision, made anew from the vault each time they are wanted."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy.orm import Session

from forms import journey, show
from forms.qr import svg
from portal import decisions, editions, inbox, shielded
from portal.decisions import Notice, Seal, Teaching
from portal.inbox import Case
from portal.notify import reach_in
from portal.opening import TOKYO, next_opening, today
from portal.pack import Pack
from portal.pack.sheets import NOTICE, RECEIPT, Sheets
from portal.service import Course
from portal.states import Outcome
from portal.words import plain

# A notice is Japanese in law whoever reads it, so these words do not follow the reader's language.
_DECIDED = {Outcome.APPROVE: "承認", Outcome.REJECT: "却下", Outcome.NO_EXEMPTION: "減免不承認"}


def receipt(
    session: Session,
    case: Case,
    sheets: Sheets,
    lang: str,
    address: str,
    day: date,
    own: Course | None = None,
) -> str:
    """受付の控え: what arrived and when; never a certificate."""
    pack = _pack(session)
    procedure, answers = editions.of(session, case), inbox.answers(session, case)
    procedure = procedure or pack.procedures[case.procedure]
    division = pack.division(case.division, day)
    taken = case.accepted_at or next_opening(pack, division.office, case.arrived_at)
    asked = [ask for _, visible in journey.pages(procedure, answers) for ask in visible]
    if case.shielded:
        answers = shielded.told(session, case)
        asked = [ask for ask in asked if not shielded.hides(ask.field)]
    rows = [(ask.label.say(lang).text, show.plain(ask.field, answers.get(ask.key), lang)) for ask in asked]
    return sheets.html(
        RECEIPT,
        lang=lang,
        procedure=procedure,
        division=division,
        office=pack.office(division.office, day),
        number=case.receipt_no,
        arrived=_moment(case.arrived_at, lang),
        accepted=_moment(taken, lang),
        expected=show.day(case.due_on, lang) if case.due_on else "",
        standing=plain(own.means) if own else "",
        facts=own.facts if own else (),
        # What was left empty on the way to a booking asks for nothing more.
        rows=[row for row in rows if row[1] or not own],
        files=[],
        address=address,
        qr=svg(case.receipt_no, case.receipt_no),
    )


def notice(session: Session, case: Case, sheets: Sheets, lang: str) -> str:
    """決定通知書 with everything the law asks for: 理由, 教示, 文書番号, 施行日, 公印 or 公印省略."""
    pack, found = _pack(session), decisions.notice(session, case)
    procedure = editions.of(session, case) or pack.procedures[case.procedure]
    filed = show.day(today(case.arrived_at), "ja")
    division = pack.division(case.division, found.effective_on)
    return sheets.html(
        NOTICE,
        lang=lang,
        division=division,
        office=pack.office(division.office, found.effective_on),
        addressee=_addressee(_to(session, case)),
        filed=filed,
        number=case.receipt_no,
        basis=procedure.law,
        **_said(found, procedure.title.say("ja").text, filed),
        **_remedies(found, pack),
    )


def _said(found: Notice, title: str, filed: str) -> dict[str, Any]:
    word = _DECIDED[found.kind]
    return {
        "title": f"{title}に対する{word}通知書",
        "opening": f"{filed}付けの{title}について、次のとおり{word}を決定しましたので、通知します。",
        "decision": word,
        "reason": found.reason.split("\n") if found.reason else [],
        "document_number": found.document_no,
        "issued": show.day(found.effective_on, "ja"),
    }


def _remedies(found: Notice, pack: Pack) -> dict[str, Any]:
    head = pack.town.head.say("ja").text
    return {
        "remedies": found.teaching is Teaching.APPEAL,
        "review_by": head,
        "defendant": pack.town.name.say("ja").text,
        "represented_by": head,
        # The stamp is put on the printed paper by hand; the frame shows where.
        "seal": Markup('<span class="seal">公印</span>') if found.seal is Seal.STAMPED else "",
    }


def _to(session: Session, case: Case) -> Mapping[str, Any]:
    """What an envelope's window may show: an address only where a letter may go there."""
    may = shielded.may_go(case, "letter")
    return inbox.answers(session, case) if may else shielded.told(session, case)


def _addressee(answers: Mapping[str, Any]) -> dict[str, str]:
    """To whom and where it goes: whoever filed, at the address they gave; without one it is handed over or asked for."""
    reach = reach_in(answers)
    postal = reach.postal or next((one for one in answers.values() if isinstance(one, dict)), {})
    street = f"{postal.get('area', '')}{postal.get('street', '')}"
    return {
        "name": reach.name,
        "postcode": postal.get("postcode", ""),
        "address": "　".join(part for part in (street, postal.get("building", "")) if part),
    }


def _moment(moment: datetime, lang: str) -> str:
    return f"{show.day(today(moment), lang)} {moment.astimezone(TOKYO):%H:%M}"


def _pack(session: Session) -> Pack:
    pack: Pack = session.info["pack"]
    return pack
