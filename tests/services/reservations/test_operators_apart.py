"""An operator (指定管理者) walks through everything the staff's pages lead to, and finds nothing of another operator's."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from portal.inbox import Case
from services.reservations.models.bookings import Block
from services.reservations.models.series import Series
from services.reservations.models.waiting import Wait
from tests.services.desk.builders import Desk, Seat, desk
from tests.services.reservations.staffed import CULTURE, SPORTS
from tests.services.reservations.test_routes_series import made
from tests.services.reservations.test_routes_staff_uses import HERE, booked

MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
# Everything a division can hold, beside administering the whole town.
ROLES = ("counter", "worker", "approver", "editor", "accountant")
LINK = re.compile(r'href="(/staff[^"#]*)')
# Where bookings and 利用料金 are told; at its full size the walk goes everywhere.
ROOMS = re.compile(r"/staff(/(reservations|payments|cases|tasks|search|records|dashboard)\b.*)?$")
_LEAVE = re.compile(r"\.pdf|/(sign-out|leave|away|language|words)\b|[?&]lang=")
_NUMBER = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d{2}(-\d{2})?")
# So many pages of one kind are enough: a calendar leads on for ever, and a day of it has a link for each room and hour.
OF_A_KIND = {"fast": 1, "normal": 1, "all": 4}
_VALUE = re.compile(r"=[^&]*|/units/\w+|(?<=/buildings/)\w+|(?<=/edit/)\w+|(?<=/queue/)\w+")


@dataclass(frozen=True)
class Marks:
    """What only one operator's own pages may say, and the addresses of what is its own."""

    words: Mapping[str, str]
    places: tuple[str, ...]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    found = desk(tmp_path_factory.mktemp("operators"), MORNING)
    yield found
    found.close()


@pytest.fixture(scope="module")
def theirs(town: Desk) -> Marks:
    """Bookings, a request, a series, a place in the line and a closure of the hall, each under a name of its own."""
    worker = town.seat("worker", division=CULTURE)
    places = [
        booked(worker, 2, name="松風 一葉", company_name="松風会", use_purpose="松風の稽古", people="13"),
        booked(
            worker, 3, "hall", name="松風 二葉", company_name="松風会", use_purpose="松風の発表", people="113"
        ),
    ]
    series = made(worker, name="松風 三葉", company_name="松風定期会", **{"at-2026-12-29": "later"})
    closed = {
        "place": "chuo_kominkan/chori", "from_day": "2026-12-04", "from_time": "09:00", "to_day": "2026-12-04",
        "to_time": "12:00", "kind": "repair", "reason": "松風の水道工事",
    }  # fmt: skip
    assert worker.post(f"{HERE}/blocks/new", **closed).status_code == 303
    line = {
        "place": "chuo_kominkan/washitsu", "from_day": "2026-12-02", "from_time": "10:00", "to_time": "12:00", "people": "8",
        "purpose": "meeting", "who": "resident", "channel": "telephone", "locale": "ja", "name": "松風 四葉",
        "phone": "090-7777-8888", "mail": "", "email": "",
    }  # fmt: skip
    assert worker.post(f"{HERE}/waiting/new", **line).status_code == 303
    with town.session() as session:
        cases = session.scalars(select(Case).where(Case.division == CULTURE)).all()
        ids = [session.scalars(select(one.id)).one() for one in (Block, Series, Wait)]
        words = {"name": "松風", "phone": "7777-8888"}
        words |= {f"receipt {n}": one.receipt_no for n, one in enumerate(cases)}
        words |= {f"id {n}": str(one) for n, one in enumerate([*ids, *(case.id for case in cases)])}
        words |= {f"use {n}": place.rpartition("/")[2] for n, place in enumerate(places)}
    more = [f"{place}/{end}" for place in places for end in ("move", "permit.pdf")]
    cased = [f"/staff/cases/{one.id}" for one in cases]
    house = f"{HERE}/buildings/chuo_kominkan"
    own = [
        *places, *more, *cased, series, f"{series}/extend", house, f"{house}/edit/rules", f"{house}/photos",
        f"{house}/preview", f"{HERE}?building=chuo_kominkan", f"{HERE}/figures?building=chuo_kominkan",
    ]  # fmt: skip
    return Marks(words, tuple(own))


def walk(seat: Seat, most: int) -> Iterator[tuple[str, str]]:
    """Every page and file that links lead to, with what it says; some of each kind."""
    days = [f"{HERE}?day=2026-12-{day:02}" for day in (2, 3, 4)]
    begin = ["/staff", HERE, *days, f"{HERE}?view=week&day=2026-12-02"]
    waiting, seen, kinds = [*begin], set[str](), dict[str, int]()
    while waiting:
        path = waiting.pop(0)
        kind = _VALUE.sub("=", _NUMBER.sub("*", path))
        enough = path not in begin and kinds.get(kind, 0) >= most
        if path in seen or enough or _LEAVE.search(path) or (most == 1 and not ROOMS.match(path)):
            continue
        seen.add(path)
        kinds[kind] = kinds.get(kind, 0) + 1
        answer = seat.get(path)
        if answer.status_code in (301, 302, 303):
            waiting.append(urlsplit(answer.headers["Location"]).path)
            continue
        assert answer.status_code < 500, path
        if answer.mimetype in ("text/html", "text/csv", "application/json"):
            said = answer.get_data().decode("utf-8", "replace")
            yield path, said
            if answer.mimetype == "text/html":
                waiting += [found.replace("&amp;", "&") for found in LINK.findall(said)]


def found_in(pages: Mapping[str, str], marks: Marks) -> list[str]:
    return [
        f"{path}: {what}"
        for path, said in pages.items()
        for what, word in marks.words.items()
        if word in said
    ]


def test_an_operator_finds_nothing_of_anothers_on_any_page_file_or_figure(
    town: Desk, theirs: Marks, scale: str
) -> None:
    mine = town.seat(*ROLES, division=SPORTS)
    booked(mine, 2, place="sogo_taiikukan/kaigi", name="竹林 一郎", use_purpose="竹林の会")

    pages = dict(walk(mine, OF_A_KIND[scale]))

    assert len(pages) > 40, sorted(pages)
    assert any("竹林" in said for said in pages.values())
    assert found_in(pages, theirs) == []
    rows = [said for path, said in pages.items() if path.startswith(f"{HERE}/figures")]
    assert rows
    assert not any("中央公民館" in said for said in rows)
    # The same walk of whoever runs the hall finds all kinds of it, so that the walk can find.
    own = dict(walk(town.seat("worker", division=CULTURE), 1))
    told = {one.rpartition(": ")[2].partition(" ")[0] for one in found_in(own, theirs)}
    assert told == {"name", "phone", "receipt", "id", "use"}


def test_addresses_of_anothers_bookings_are_as_unknown_as_those_of_nobody(town: Desk, theirs: Marks) -> None:
    mine = town.seat(*ROLES, division=SPORTS)

    for path in theirs.places:
        answer = mine.get(path)

        said = answer.get_data(as_text=True)
        assert answer.status_code in (403, 404) or "中央公民館" not in said, path
        assert not any(word in said for word in theirs.words.values() if word not in path), path
