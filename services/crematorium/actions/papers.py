"""Papers: the slip or permit of one booking, and the day's sheet of the office."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import show
from portal import audit, inbox
from portal.db import writing
from portal.inbox import Case
from portal.opening import TOKYO, today
from portal.pack import Pack
from portal.pack.lists import write
from portal.people import StaffSeat
from portal.printing import Printer
from portal.vault import Unreadable, vault_of
from services.crematorium.actions import looking, own
from services.crematorium.actions.own import Own
from services.crematorium.actions.wishes import hall_of
from services.crematorium.models.firms import Undertaker
from services.crematorium.rules import days
from services.crematorium.rules.states import State

SLIP, DAY = "sheets/cremation_slip.html", "sheets/cremation_day.html"
# Who may open the name on a case may read it in the calendar.
NAMES = "case.read"
COLUMNS = (
    "入炉", "終わり", "炉", "区分", "状態", "故人", "申請者", "電話番号", "葬祭業者", "火葬許可証", "注意", "受付番号", "部屋など",
    "料金(円)",
)  # fmt: skip
STATES: Mapping[State, str] = {State.TENTATIVE: "仮予約", State.CONFIRMED: "予約済み", State.HELD: "受付済み"}
PACEMAKER: Mapping[str, str] = {"yes": "ペースメーカーあり", "unknown": "ペースメーカー不明"}


@dataclass(frozen=True)
class Person:
    """Who is cremated and who asks, as the office reads it."""

    deceased: str
    mourner: str
    phone: str
    firm: str
    permit: str
    marks: tuple[str, ...]
    receipt: str

    def __repr__(self) -> str:
        return "Person(…)"


NOBODY = Person("", "", "", "", "", (), "")


def slip(session: Session, found: Own, case: Case, printer: Printer, now: datetime) -> bytes:
    """予約票, or 火葬場使用許可書 once the booking is certain; A4."""
    hall = hall_of(session)
    pack: Pack = session.info["pack"]
    division = pack.division(hall.operator, today(now))
    rows = [row for row in pack.listing("facilities", today(now)) if row.get("ID") == hall.listed]
    return printer.sheet(
        SLIP,
        certain=found.row.state in (State.CONFIRMED, State.HELD),
        hall=hall.title.say("ja").text,
        place=rows[0].get("所在地_連結表記", "") if rows else "",
        phone=division.phone,
        office=division.name.say("ja").text,
        person=person(session, case),
        when=f"{show.day(today(found.row.starts_at), 'ja')}（{weekday(found.row.starts_at)}）　{clock(found.row.starts_at)}",
        furnace=found.furnace.title.say("ja").text,
        sort=found.sort.title.say("ja").text,
        along=[
            (
                one.extra.title.say("ja").text,
                one.use.title.say("ja").text,
                span(one.starts, one.ends),
                one.yen,
            )
            for one in found.along
        ],
        yen=found.row.yen,
        relieved=found.row.relieved,
        total=found.yen,
        until=span_word(found.row.permit_until) if found.row.permit_until else "",
        needs_permit=found.needs_permit,
        printed=f"{now.astimezone(TOKYO):%Y-%m-%d %H:%M}",
    )


def day_sheet(session: Session, seat: StaffSeat, day: date, printer: Printer, now: datetime) -> bytes:
    """日報 of the 斎場; whoever prints it has looked at every name on it."""
    hall = hall_of(session)
    rows = list(looking.booked(session, day, 1))
    told = own.told_all(session, rows, now)
    people = persons(session, seat, [one.case_id for one in rows if one.case_id], now)
    shut = days.shut(hall, day)
    words = {"tomobiki": "友引", "yearly": "年末年始", "closed": shut.reason.say("ja").text if shut else ""}
    return printer.sheet(
        DAY,
        hall=hall.title.say("ja").text,
        day=show.day(day, "ja"),
        weekday="月火水木金土日"[day.weekday()],
        shut=words[shut.why] if shut else "",
        lines=[
            (told[one.id], clock(one.starts_at), people.get(one.case_id or one.id, NOBODY), one.state)
            for one in rows
            if one.id in told
        ],
        along=sorted(
            (one.starts, span(one.starts, one.ends), one.extra.title.say("ja").text,
             one.use.title.say("ja").text, people.get(found.row.case_id or found.row.id, NOBODY).deceased)
            for found in told.values() for one in found.along
        ),
        printed=f"{now.astimezone(TOKYO):%Y-%m-%d %H:%M}　{seat.name}",
    )  # fmt: skip


def day_list(session: Session, seat: StaffSeat, day: date, now: datetime) -> bytes:
    """The same day, a line an admission."""
    rows = list(looking.booked(session, day, 1))
    told = own.told_all(session, rows, now)
    people = persons(session, seat, [one.case_id for one in rows if one.case_id], now)
    return write(
        COLUMNS,
        (_line(told[one.id], people.get(one.case_id or one.id, NOBODY)) for one in rows if one.id in told),
    )


def _line(found: Own, who: Person) -> dict[str, str]:
    row = found.row
    along = (
        f"{one.extra.title.say('ja').text} {one.use.title.say('ja').text} {span(one.starts, one.ends)}"
        for one in found.along
    )
    return {
        "入炉": clock(row.starts_at), "終わり": clock(row.ends_at), "炉": found.furnace.title.say("ja").text,
        "区分": found.sort.title.say("ja").text, "状態": STATES[State(row.state)], "故人": who.deceased,
        "申請者": who.mourner, "電話番号": who.phone, "葬祭業者": who.firm, "火葬許可証": who.permit,
        "注意": "・".join(who.marks), "受付番号": who.receipt, "部屋など": "、".join(along), "料金(円)": str(found.yen),
    }  # fmt: skip


def persons(session: Session, seat: StaffSeat, ids: list[UUID], now: datetime) -> dict[UUID, Person]:
    """Who the bookings of these cases are for, opened for who may open the cases; each look is written down."""
    if not seat.may(NAMES, hall_of(session).operator):
        return {}
    cases = session.scalars(select(Case).where(Case.id.in_(ids), Case.erased_at.is_(None))).all()
    if not cases:
        return {}
    with writing(session):
        audit.saw_each(session, "staff", seat.id, "listed", "case", [one.id for one in cases], now)
    vault_of(session).fetch(session, [one.key_id for one in cases])
    return {one.id: person(session, one) for one in cases}


def person(session: Session, case: Case) -> Person:
    """Who one booking is for."""
    try:
        told = inbox.answers(session, case)
    except Unreadable:
        return Person("", "", "", "", "", (), case.receipt_no)
    parts = (str(told.get("cremation_permit_city") or ""), str(told.get("cremation_permit_no") or ""))
    marks = [PACEMAKER.get(str(told.get("cremation_pacemaker")), "")]
    marks.append("感染症法30条" if told.get("cremation_infection") == "yes" else "")
    return Person(
        deceased=str(told.get("deceased_name") or ""),
        mourner=str(told.get("name") or ""),
        phone=str(told.get("phone") or ""),
        firm=str(told.get("company_name") or ""),
        permit="　".join(one for one in parts if one),
        marks=tuple(one for one in marks if one),
        receipt=case.receipt_no,
    )


def firm_name(session: Session, firm_id: UUID | None) -> str:
    """The undertaker of a booking."""
    found = session.get(Undertaker, firm_id) if firm_id else None
    return found.name if found else ""


def clock(moment: datetime) -> str:
    """A time of day in Japan."""
    return f"{moment.astimezone(TOKYO):%H:%M}"


def weekday(moment: datetime) -> str:
    """A weekday in Japan."""
    return "月火水木金土日"[moment.astimezone(TOKYO).weekday()]


def span_word(moment: datetime) -> str:
    """A moment in words."""
    return f"{show.day(today(moment), 'ja')} {clock(moment)}"


def span(starts: datetime, ends: datetime) -> str:
    """From when to when; the day stands before each where they differ."""
    first, last = starts.astimezone(TOKYO), ends.astimezone(TOKYO)
    if first.date() == last.date():
        return f"{first:%H:%M}〜{last:%H:%M}"
    return f"{first.month}/{first.day} {first:%H:%M}〜{last.month}/{last.day} {last:%H:%M}"
