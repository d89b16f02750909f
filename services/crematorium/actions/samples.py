"""The sample town's 斎場: two undertakers and a week of made-up bookings, some over, some certain, some that wait for the permit."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import new_id
from portal.inbox import HOUSE
from portal.opening import TOKYO, today
from portal.pack import Pack
from portal.pack.crematorium import Kind, Who
from portal.vault import vault_of
from services.crematorium.actions import attending, booking, cancelling, firms, looking, reach
from services.crematorium.actions.booking import Told
from services.crematorium.actions.looking import Admission, Room
from services.crematorium.actions.wishes import Wish, hall_of
from services.crematorium.models.cremations import Cremation
from services.crematorium.rules import terms

FIRMS = (
    ("見本葬祭", "0000-00-7101", "sousai@example.jp"),
    ("見本セレモニー", "0000-00-7102", "ceremony@example.jp"),
)
# How many days ahead, which of the free admissions, who died, which business, whether the permit is there, what goes along.
WEEK: tuple[tuple[int, int, str, int | None, bool, Mapping[str, str]], ...] = (
    (-2, 0, "見本 一郎", 0, True, {"machiai_1": "during"}),
    (-2, 2, "見本 松子", 1, True, {}),
    (-1, 1, "見本 竹男", None, True, {"machiai_1": "during"}),
    (0, 1, "見本 梅子", 0, True, {"machiai_2": "during", "shikijo": "kokubetsu"}),
    (1, 0, "見本 秋子", 1, True, {"machiai_1": "during", "shikijo": "kokubetsu"}),
    (1, 3, "見本 冬樹", 0, False, {}),
    (2, 1, "見本 春代", None, False, {"machiai_1": "during"}),
    (3, 0, "見本 夏彦", 0, False, {"shikijo": "tsuya", "machiai_2": "during"}),
    (4, 2, "見本 桜子", 1, True, {"reian": "one_night"}),
)
PERMIT: Mapping[str, str] = {"cremation_permit_no": "見本第100号", "cremation_permit_city": "見本市"}
_DAY = timedelta(days=1)


def load(session: Session, now: datetime) -> Sequence[str]:
    """Fill the calendar, once; a town that has bookings, or no such things to take along, is left alone."""
    pack: Pack = session.info["pack"]
    if pack.crematorium is None or session.scalar(select(Cremation.id).limit(1)) is not None:
        return ()
    registered = [firms.register(session, name, phone, mail, now) for name, phone, mail in FIRMS]
    made = sum(_one(session, number, registered, now) for number in range(len(WEEK)))
    return (f"見本の火葬の予約 {made}件 /crematorium",)


def _one(session: Session, number: int, registered: Sequence[UUID], now: datetime) -> bool:
    """One booking of the week; one of a day that is over was booked before that day, and attended."""
    ahead, place, *_ = WEEK[number]
    here = today(now)
    asked = now if ahead > 0 else datetime.combine(here + (ahead - 3) * _DAY, time(9), TOKYO)
    found = _free(session, here + ahead * _DAY, place, asked)
    if found is None:
        return False
    row = _book(session, number, found, registered, asked)
    if row.starts_at < now:
        attending.came(session, row.id, HOUSE, row.starts_at, permit_seen=True)
    elif ahead == max(one[0] for one in WEEK):
        # Somebody changed their plans, as people do.
        cancelling.cancel(session, row.id, HOUSE, now, "見本：日を改める")
    return True


def _free(session: Session, day: date, place: int, asked: datetime) -> Admission | None:
    """One of the admissions of a day that were free then, for the deceased and not for animals."""
    hall = hall_of(session)
    people = {one.key for one in hall.sorts if one.kind is Kind.PERSON}
    (found,) = looking.days_of(session, hall, day, 1, asked)
    free = [one for one in found.admissions if one.room is Room.FREE and people & set(one.furnace.sorts)]
    return sorted(free, key=lambda one: one.starts)[place % len(free)] if free else None


def _book(
    session: Session, number: int, found: Admission, registered: Sequence[UUID], asked: datetime
) -> Cremation:
    _, _, name, which, known, wanted = WEEK[number]
    hall = hall_of(session)
    # In the evening it is too late to go without a permit to tomorrow's admissions.
    certain = known or terms.permit_until(hall.rules, found.starts, asked) <= asked
    phone = f"080-0000-73{number:02}"
    firm = None if which is None else registered[which]
    answers: dict[str, Any] = {
        "deceased_name": name, "deceased_birth_date": f"19{35 + number}-05-05", "cremation_infection": "no",
        # Long enough ago for every admission of the week.
        "deceased_on": (today(asked) - _DAY).isoformat(), "cremation_time": "05:30",
        "cremation_pacemaker": "no", "name": "見本 花子", "name_kana": "ミホン ハナコ", "phone": phone,
        **(PERMIT if certain else {}),
    }  # fmt: skip
    if which is not None:
        answers |= {"company_name": FIRMS[which][0], "email": FIRMS[which][2]}
    free = looking.free_extras(session, hall, found.furnace, found.starts)
    along = {key: use for key, use in wanted.items() if any(one.key == use for one in free.get(key, ()))}
    adults = next(one.key for one in hall.sorts if one.kind is Kind.PERSON and one.key in found.furnace.sorts)
    holder = reach.holder(vault_of(session), firm=firm, phone=phone)
    wish = Wish(
        found.furnace.key, found.starts, adults, Who.RESIDENT, new_id(), along, firm=firm, holder=holder
    )
    return booking.book(session, wish, Told(answers), asked)
