"""Whoever runs halls: takes bookings on the telephone and notes who came, sets up fixed uses, closes a building for an election."""

from datetime import datetime, time, timedelta

from portal.db import writing
from portal.opening import TOKYO, today
from services.reservations.actions import blocking
from services.reservations.actions.blocking import Closing
from services.reservations.rules.states import BlockKind
from tests.journeys.desk import sign_in
from tests.journeys.quick import address, mailed
from tests.journeys.walk import Person, Visit

# 指定管理者 of the gymnasium alone, and who manages the community centre.
OPERATOR, MANAGER = "3001", "3002"
HERE = "/staff/reservations"
CENTRE = "chuo_kominkan"
# The languages share one town, so that each has a room and a week of its own.
ROOMS = {"ja": "washitsu", "easy": "hall_1", "en": "hall_2"}
WEEKS = {"ja": 1, "easy": 8, "en": 15}
# Nobody may be away from the desk for longer than this without signing in again.
_AWAY = timedelta(minutes=15)


def take_a_call(visit: Visit) -> None:
    """A booking by telephone is found by its number, noted as missed, and the note is taken back."""
    began = visit.town.clock.moment
    clerk = visit.enter(desk=True)
    sign_in(clerk, MANAGER)
    clerk.open(HERE)
    clerk.meet("halls-day")
    clerk.open(f"{HERE}?view=week")
    clerk.meet("halls-week")
    clerk.open(f"{HERE}/new")
    clerk.meet("halls-new")
    starts = _soon(began)
    day = f"{today(starts):%Y-%m-%d}"
    clerk.blamed("halls-new-wrong", {**_call(visit, ROOMS[visit.language], day, starts), "phone": "12"})
    clerk.onward({"phone": _phone(visit)})
    clerk.meet("halls-booked")
    _find(clerk, clerk.receipt_no())
    try:
        # They do not come.
        while visit.town.clock.moment < starts:
            visit.town.clock.moment += _AWAY
            clerk.page.reload()
        clerk.press('main form[action$="/do/missed"] button')
        clerk.meet("halls-missed")
        clerk.page.locator("main details:has(#reason-waive) summary").click()
        clerk.page.locator("#reason-waive").fill("電車が止まっていた。")
        clerk.press("main details:has(#reason-waive) button")
        clerk.press('main form[action$="/do/came"] button')
        clerk.meet("halls-came")
    finally:
        visit.town.clock.moment = began


def run_a_hall(visit: Visit) -> None:
    """指定管理者: one building and no other; a fixed use is looked at date by date, booked, made longer and cut off."""
    operator = visit.enter(desk=True)
    sign_in(operator, OPERATOR)
    operator.open(HERE)
    assert "/reservations/day.pdf?building=chuo" not in operator.page.content()
    operator.open(f"{HERE}?building={CENTRE}")
    operator.meet("halls-not-mine")
    operator.open(f"{HERE}/series")
    operator.meet("series-none")
    operator.follow('main a[href$="/series/new"]')
    operator.meet("series-new")
    told = {**_fixed(visit), "email": address(operator, "teiki")}
    operator.blamed("series-new-wrong", {**told, "to_day": "2026-12-01"})
    operator.onward({"to_day": "2027-02-20"})
    operator.meet("series-check")
    operator.press()
    operator.meet("series-made")
    one = operator.path.partition("?")[0]
    operator.open(f"{HERE}/series")
    operator.meet("series-listed")
    operator.open(f"{one}/extend")
    operator.meet("series-extend")
    operator.onward({"to_day": "2027-03-31"})
    operator.meet("series-extend-check")
    operator.press()
    operator.page.locator("main details:has(#reason) summary").click()
    operator.answer({"day": "2027-03-01", "reason": "年度末は練習を休むため"})
    operator.press("main details:has(#reason) button")
    operator.meet("series-cut")
    _look_at_the_series(visit)


def _look_at_the_series(visit: Visit) -> None:
    """Whoever has the fixed use signs in, and finds all its dates and each by itself."""
    regular = visit.enter()
    regular.open("/me/sign-in?next=/reservations/mine")
    regular.onward({"mail": address(regular, "teiki")})
    regular.open(mailed(regular, address(regular, "teiki")))
    regular.press()
    regular.open("/reservations/mine")
    regular.meet("series-among-own")
    regular.follow('main a[href^="/reservations/mine/series/"]')
    regular.meet("series-own")
    regular.follow('main li a[href^="/reservations/mine/"]')
    regular.meet("series-own-date")


def manage_a_hall(visit: Visit) -> None:
    """A use is allowed, somebody who waits answers by telephone, an election takes the building, and the figures stand."""
    manager = visit.enter(desk=True)
    sign_in(manager, MANAGER)
    _allow(manager)
    _wait(visit, manager)
    _vote(manager)
    _left(visit, manager)
    manager.open(f"{HERE}/figures")
    manager.meet("halls-figures")


def _allow(manager: Person) -> None:
    _book(manager, "hall", 0)
    manager.press()
    manager.meet("halls-allowed")
    assert manager.paper('main a[href$="/permit.pdf"]').startswith(b"%PDF")


def _wait(visit: Visit, manager: Person) -> None:
    """Somebody without mail waits; the time is given back, they are called, and say yes."""
    _book(manager, "washitsu", 1)
    use = manager.path.partition("?")[0]
    waiter = visit.enter()
    waiter.open(
        f"/reservations/wait?building={CENTRE}&unit=washitsu&day={_day(visit, 1)}&people=8&purpose=meeting"
        f"&who=resident&from={_day(visit, 1)}T10:00:00%2B09:00&until={_day(visit, 1)}T12:00:00%2B09:00"
    )
    waiter.onward({"name": "見本 次郎", "phone": "090-1111-2222"})
    waiter.meet("halls-waiting-by-telephone")
    manager.open(f"{HERE}/waiting")
    manager.open(use)
    manager.page.locator("main details:has(#reason-cancel) summary").click()
    manager.page.locator("#reason-cancel").fill("電話で取り消しの申し出")
    manager.press("main details:has(#reason-cancel) button")
    manager.open(f"{HERE}/waiting")
    manager.meet("staff-waiting-offer")
    manager.answer({"use_purpose": "見本の会"})
    manager.press('main form[action$="/take"] button')
    manager.meet("staff-waiting-taken")


def _vote(manager: Person) -> None:
    """What stands in the way of a polling station is seen first, then called off as a whole."""
    visit = manager.visit
    _book(manager, "chori", 2)
    manager.open(f"{HERE}/blocks/new")
    manager.meet("blocks-new")
    manager.answer(
        {
            "place": CENTRE, "from_day": _day(visit, 2), "from_time": "09:00", "to_day": _day(visit, 2),
            "to_time": "21:00", "kind": "polling", "reason": "市長選挙の投票所になるため",
        }
    )  # fmt: skip
    manager.press()
    manager.meet("blocks-in-the-way", faulty=True)
    manager.press()
    manager.meet("blocks-closed")


def _left(visit: Visit, manager: Person) -> None:
    """A sweep that did not come to its end is ended by hand."""
    _book(manager, "ongaku", 3, purpose="music")
    house = visit.town.app.extensions["house"]
    building = house.pack.buildings[CENTRE]
    day = datetime.fromisoformat(_day(visit, 3)).date()
    first, last = (datetime.combine(day, time(hour), TOKYO) for hour in (9, 21))
    closing = Closing(building, building.unit("ongaku"), first, last, BlockKind.REPAIR, "見本：ピアノの修理")
    with house.db.session() as session, writing(session):
        blocking.put(session, closing, None, visit.town.clock())
    manager.open(f"{HERE}/blocks")
    manager.meet("blocks-left")
    manager.press('main form[action$="/finish"] button')


def _book(clerk: Person, room: str, more: int, **changes: str) -> None:
    clerk.open(f"{HERE}/new")
    day = _day(clerk.visit, more)
    at = datetime.fromisoformat(f"{day}T10:00+09:00")
    clerk.onward({**_call(clerk.visit, room, day, at), **changes})


def _call(visit: Visit, room: str, day: str, starts: datetime) -> dict[str, str]:
    """What somebody says on the telephone."""
    purpose = {"chori": "cooking", "ongaku": "music"}.get(room, "meeting")
    return {
        "place": f"{CENTRE}/{room}", "from_day": day, "from_time": f"{starts.astimezone(TOKYO):%H:%M}",
        "to_time": f"{starts.astimezone(TOKYO) + timedelta(hours=2):%H:%M}", "people": "12", "purpose": purpose,
        "channel": "telephone", "use_purpose": "見本の会", "name": "見本 花子", "phone": _phone(visit),
    }  # fmt: skip


def _fixed(visit: Visit) -> dict[str, str]:
    """Every week in the meeting room, each language on a weekday of its own."""
    weekday = {"ja": "1", "easy": "2", "en": "3"}[visit.language]
    return {
        "place": "sogo_taiikukan/kaigi", "weekday": weekday, "from_day": "2026-12-10", "from_time": "10:00",
        "to_time": "12:00", "people": "10", "purpose": "meeting", "use_purpose": "見本の定例会", "name": "見本 三郎",
        "phone": "080-0000-0300",
    }  # fmt: skip


def _find(clerk: Person, number: str) -> None:
    """Its number is typed, or read by a scanner that types."""
    clerk.open(HERE)
    clerk.page.locator("#number").fill(number)
    clerk.press(f'main form[action="{HERE}/find"] button')
    assert number in clerk.words()


def _soon(moment: datetime) -> datetime:
    """The next half hour."""
    return moment + timedelta(minutes=30 - moment.minute % 30)


def _day(visit: Visit, more: int) -> str:
    return f"2026-12-{WEEKS[visit.language] + more:02}"


def _phone(visit: Visit) -> str:
    return f"080-0000-01{WEEKS[visit.language]:02}"
