"""受付名簿 on paper: who comes on a day in the order of their times, with a box to tick."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from forms import show
from portal.opening import TOKYO
from portal.pack.appointments import Bookable
from portal.pack.lists import write
from portal.people import StaffSeat
from portal.printing import Printer
from services.appointments.actions import roll
from services.appointments.rules.states import UNPLACED

SHEET = "sheets/appointment_day.html"
COLUMNS = ("時間", "名前", "フリガナ", "生年月日", "用件", "電話番号", "受付番号", "自己負担金(円)", "受付")


def pdf(
    session: Session, seat: StaffSeat, found: Bookable, day: date, printer: Printer, now: datetime
) -> bytes:
    """The sheet, A4; whoever waits or still types is not on it."""
    booked = [one for one in roll.rows(session, found, day, day) if one.state not in UNPLACED]
    lines = roll.lines(session, seat, found, booked, now)
    return printer.sheet(
        SHEET,
        title=found.title.say("ja").text,
        day=show.day(day, "ja"),
        weekday="月火水木金土日"[day.weekday()],
        lines=[
            {
                "time": f"{one.visitor.starts_at.astimezone(TOKYO):%H:%M}",
                "name": one.name,
                "kana": one.kana,
                "born": show.day(date.fromisoformat(one.born), "ja") if _whole(one.born) else one.born,
                "what": "・".join(matter.title.say("ja").text for matter in one.matters),
                "phone": one.phone,
                "number": one.number,
                "owes": f"{one.owes:,}円" if one.owes else "",
            }
            for one in lines
        ],
        printed=f"{now.astimezone(TOKYO):%Y-%m-%d %H:%M}　{seat.name}",
    )


def listed(session: Session, seat: StaffSeat, found: Bookable, day: date, now: datetime) -> bytes:
    """The same people as a list that a spreadsheet opens."""
    booked = [one for one in roll.rows(session, found, day, day) if one.state not in UNPLACED]
    return write(
        COLUMNS,
        (
            {
                "時間": f"{one.visitor.starts_at.astimezone(TOKYO):%H:%M}", "名前": one.name, "フリガナ": one.kana,
                "生年月日": one.born, "用件": "・".join(matter.title.say("ja").text for matter in one.matters),
                "電話番号": one.phone, "受付番号": one.number, "自己負担金(円)": str(one.owes),
                "受付": "済" if one.visitor.came_at else "",
            }
            for one in roll.lines(session, seat, found, booked, now)
        ),
    )  # fmt: skip


def _whole(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
