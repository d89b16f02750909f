"""A club registers, the division that keeps the register looks closely and approves, and a member books for it on the telephone."""

from urllib.parse import urlsplit

from tests.journeys.desk import sign_in
from tests.journeys.quick import address, mailed
from tests.journeys.walk import Person, Visit

# Who keeps the register in the sample town.
KEEPER = "3002"
DAY = "2026-12-10"
ROOM = f"/reservations/chuo_kominkan/washitsu?day={DAY}"


def born(year: str, name: str) -> dict[str, str]:
    """A day of birth as it is typed."""
    return {f"{name}-era": "west", f"{name}-year": year, f"{name}-month": "4", f"{name}-day": "1"}


def register_a_group(visit: Visit) -> None:
    """From what a group gets to a booking of the group."""
    head, friend = visit.enter(), visit.enter()
    mail = address(friend, "dantai")
    number = _apply(head, mail)
    keeper = visit.enter(desk=True)
    _approve(keeper, number)
    _book(friend, mail)
    _draw(friend)
    _line(keeper)
    _stop(keeper, friend)


def club(visit: Visit) -> str:
    """A name nobody else in the town has: the languages share one register."""
    return f"見本{'卓囲歌'[['ja', 'easy', 'en'].index(visit.language)]}{'好' if visit.js else '友'}会"


def _apply(head: Person, friend: str) -> str:
    visit = head.visit
    head.open("/reservations/groups")
    head.meet("groups")
    head.follow('main a.button[href$="/dantai_toroku"]')
    head.meet("groups-guide")
    head.open("/applications/new/dantai_toroku/online")
    head.meet("groups-request")
    head.onward({"group_request": "new"})
    head.meet("groups-group")
    head.onward(
        {
            "group_name": club(visit), "group_kana": "みほん", "group_class": "general",
            "group_activity": "毎週水曜日の練習",
        }
    )  # fmt: skip
    head.meet("groups-representative")
    person = {"name": f"見本 {visit.language}", "group_in_town": "yes", "phone": "080-0000-0000"}
    head.onward({**person, **born("1970", "birth_date"), "email": address(head, "daihyo")})
    head.meet("groups-member")
    head.onward(
        {
            "mate_name": f"見本 友{visit.language}",
            **born("1980", "mate_birth_date"),
            "mate_in_town": "yes",
            "mate_email": friend,
        }
    )
    head.meet("groups-members")
    head.onward({})
    head.onward({})
    head.meet("groups-check")
    head.press()
    head.meet("groups-receipt")
    return head.receipt_no()


def _approve(keeper: Person, number: str) -> None:
    """Two members are too few for this town, so that it is approved with a word about why."""
    sign_in(keeper, KEEPER)
    keeper.page.locator("#desk-search").fill(number)
    keeper.press(".find button")
    keeper.follow(f'main a:text-is("{number}")')
    keeper.press()
    keeper.press()
    keeper.meet("staff-group-request")
    keeper.press()
    keeper.meet("staff-group-refused")
    keeper.follow('main a[href*="/staff/cases/"]')
    keeper.page.locator("#group-note").fill("活動を始めたばかりで、来月までに5人になる。")
    keeper.press('main form[action*="/groups/noted/"] button')
    keeper.press()
    keeper.meet("staff-group-approved")
    keeper.open("/staff/reservations/groups")
    keeper.meet("staff-groups")
    keeper.follow(f'main a:text-is("{club(keeper.visit)}")')
    keeper.meet("staff-group")


def _book(friend: Person, mail: str) -> None:
    friend.open("/me/sign-in?next=/reservations/groups")
    friend.onward({"mail": mail})
    friend.open(mailed(friend, mail))
    friend.press()
    friend.open("/reservations/groups")
    friend.meet("groups-mine")
    friend.open(ROOM)
    friend.follow(".begin a")
    friend.onward({"people": "12", "purpose": "meeting", "who": "resident"})
    friend.meet("groups-details")
    friend.page.locator('main [name="group"]').nth(1).check()
    friend.onward({"name": "見本 友", "phone": "080-0000-0001", "use_purpose": "練習"})
    friend.meet("groups-booking-check")
    assert club(friend.visit) in friend.words()
    friend.press()
    friend.open("/reservations/mine")
    friend.meet("groups-bookings")
    friend.follow('main a[href^="/reservations/mine/"]')
    friend.meet("groups-booking")


def _draw(friend: Person) -> None:
    """A draw seen as the group that one books for."""
    friend.open("/reservations/lottery")
    friend.follow('main a[href^="/reservations/lottery/"] >> nth=0')
    friend.follow('main a[href*="?for="]')
    friend.meet("groups-draw")


def _line(keeper: Person) -> None:
    """Who waits for the time of a booking, and somebody more who telephones."""
    group = urlsplit(keeper.page.url).path
    keeper.open(f"/staff/reservations?day={DAY}&building=chuo_kominkan")
    use = keeper.page.locator('main a[href*="/staff/reservations/use/"]').first.get_attribute("href") or ""
    keeper.open(f"/staff/reservations/waiting?use={use.rpartition('/')[2]}")
    keeper.meet("staff-waiting-use")
    keeper.open("/staff/reservations/waiting/new")
    keeper.meet("staff-waiting-new")
    keeper.blamed("staff-waiting-new-wrong", {"name": ""})
    keeper.open(group)


def _stop(keeper: Person, friend: Person) -> None:
    keeper.page.reload()
    keeper.meet("staff-group-with-booking")
    keeper.page.locator("#reason").fill("確かめるため")
    keeper.press('main form[action$="/stop"] button')
    keeper.meet("staff-group-stopped")
    friend.open("/reservations/groups")
    friend.meet("groups-stopped")
