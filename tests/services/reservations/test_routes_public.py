"""The pages on which everybody finds a room and sees what is free, and the same for programs."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest

from portal.db import writing
from portal.slots import claiming
from services.reservations.actions import looking
from services.reservations.rules import claims, openings
from tests.services.applications.browsing import MORNING, Site, site, sizes

DAY = date(2026, 11, 26)


@pytest.fixture(scope="module")
def hinata_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    found = site(tmp_path_factory.mktemp("reservations"), MORNING)
    yield found
    found.close()


def take(site: Site, unit: str, starts: time, ends: time, day: date = DAY) -> None:
    """Somebody has a room."""
    building, room = looking.find(site.house.pack, *unit.split("/"))
    span = openings.at(day, starts), openings.at(day, ends)
    with site.session() as session, writing(session):
        claiming.claim(session, uuid4(), "booking", claims.claimed(building, room, None, *span))
        claiming.changed(session, building.key)


def test_somebody_finds_a_room_by_purpose_people_day_and_time(hinata_site: Site) -> None:
    browser = hinata_site.browser()

    page = browser.open(f"/reservations?day={DAY}&purpose=cooking&people=20&part=am")

    assert "1部屋が空いています" in page.text
    assert "調理室" in page.text
    assert "ホール（全室）" not in page.text


def test_somebody_finds_a_room_by_what_is_lent_and_what_helps_and_reads_why(hinata_site: Site) -> None:
    browser = hinata_site.browser()
    asked = f"day={DAY}&purpose=music&equipment=projector&equipment=piano&access=hearing&access=slope"

    page = browser.open(f"/reservations?{asked}")

    assert "1部屋が空いています" in page.text
    assert "プロジェクター（1個 300円）" in page.text
    assert "聞こえを助ける設備（補聴援助）" in page.text
    # What was ticked is shown ticked, in the part that is folded away otherwise.
    assert '<details class="details" open>' in page.response.text
    assert page.response.text.count(" checked") == 4
    assert '<details class="details">' in browser.open(f"/reservations?day={DAY}").response.text


def test_programs_find_what_the_page_finds(hinata_site: Site) -> None:
    client = hinata_site.app.test_client()

    answer = client.get(
        f"/reservations.json?day={DAY}&equipment=table_tennis&access=lift&people=70&part=night"
    )

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.json is not None
    found = answer.json["found"]
    assert [one["key"] for one in found] == ["budo", "arena_a", "arena_b", "arena"]
    assert found[0]["free"] == {"night": "free"}
    assert found[0]["page"] == f"/reservations/sogo_taiikukan/budo?day={DAY}"
    nothing = client.get(f"/reservations.json?day={DAY}&equipment=upright_piano&people=999").json
    assert nothing == {"day": str(DAY), "found": [], "near": []}


def test_where_nothing_is_free_the_nearest_days_are_offered(hinata_site: Site) -> None:
    take(hinata_site, "chuo_kominkan/chori", time(9), time(20), date(2026, 12, 2))
    browser = hinata_site.browser()

    page = browser.open("/reservations?day=2026-12-02&purpose=cooking")

    assert "空いている部屋はありません" in page.text
    assert any("day=2026-12-01" in one for one in page.links().values())
    assert any("day=2026-12-03" in one for one in page.links().values())


def test_odd_parameters_find_something_and_never_break(hinata_site: Site) -> None:
    for odd in (
        "day=&people=²",
        "day=9999-99-99&people=-1&part=x&purpose=%00",
        "day=2026-11-26&people=" + "9" * 40,
        "day=2026-11-26&equipment=%00&access=x&equipment=" + "p" * 900,
    ):
        assert hinata_site.browser().open(f"/reservations?{odd}").status == 200
    for odd in ("?day=0001-01-01", "?month=2026-13", "?month=x", "?day=9999-12-31"):
        assert hinata_site.browser().open(f"/reservations/sogo_taiikukan{odd}").status == 200


def test_a_building_says_who_runs_it_what_it_costs_and_what_is_free(hinata_site: Site) -> None:
    take(hinata_site, "sogo_taiikukan/arena", time(9), time(12))
    page = hinata_site.browser().open(f"/reservations/sogo_taiikukan?day={DAY}")

    assert "ひなたスポーツ協会" in page.text
    assert "0000-00-5010" in page.text
    assert "見本県ひなた市中央台一丁目10番" in page.text
    assert "使う日の90日前から予約できます。" in page.text
    assert "3,000円" in page.text
    # The whole arena and both its halves are taken in the morning.
    assert page.text.count("なし") >= 3


def test_once_a_building_has_closed_its_page_begins_with_tomorrow(hinata_site: Site) -> None:
    browser, there = hinata_site.browser(), "/reservations/chuo_kominkan"
    assert "day=2026-11-21" in browser.open(there).html
    hinata_site.clock.moment = MORNING + timedelta(hours=11, minutes=30)
    hinata_site.app.extensions["kept"].forget()
    try:
        late = browser.open(there).html
        assert "day=2026-11-20" in late
        assert "day=2026-11-22" in late
        assert "11月21日" in browser.open(f"{there}/washitsu").text
        assert "day=2026-11-21" in browser.open(f"{there}?day=2026-11-20").html
    finally:
        hinata_site.clock.moment = MORNING
        hinata_site.app.extensions["kept"].forget()


def test_a_building_says_where_it_stands_and_fetches_no_map(hinata_site: Site) -> None:
    for key in ("sogo_taiikukan", "chuo_kominkan", "kawabe"):
        page = hinata_site.browser().open(f"/reservations/{key}")

        assert "見本県ひなた市" in page.text
        assert "北緯30." in page.text
        assert any(one.startswith("https://maps.gsi.go.jp/#17/30.") for one in page.links().values())
        fetched = [
            one.get("src") or one.get("href") for tag in ("link", "script", "img") for one in page.all(tag)
        ]
        assert all(str(one).startswith("/") for one in fetched), fetched
    buildings = hinata_site.app.test_client().get("/reservations.json").json["buildings"]  # type: ignore[index]
    assert buildings[2]["place"]["latitude"] == "30.008900"


def test_a_weekend_is_no_holiday(hinata_site: Site) -> None:
    browser = hinata_site.browser()

    assert "この日は休館日です" not in browser.open("/reservations/chuo_kominkan?day=2026-11-28").text
    assert "この日は休館日です" in browser.open("/reservations/chuo_kominkan?day=2027-01-02").text


def test_a_month_has_a_word_for_every_day(hinata_site: Site) -> None:
    page = hinata_site.browser().open("/reservations/sogo_taiikukan/kaigi?month=2026-12")

    assert "2026年12月の空き" in page.text
    # Mondays are closed, and the gymnasium is not booked further than ninety days ahead.
    assert page.text.count("休み") >= 4
    assert "受付前" in hinata_site.browser().open("/reservations/sogo_taiikukan?month=2027-03").text


def test_a_month_has_short_weekdays_to_see_and_whole_ones_to_hear(hinata_site: Site) -> None:
    page = hinata_site.browser("en").open("/reservations/sogo_taiikukan?month=2026-12").response.text

    assert (
        '<th scope="col"><span aria-hidden="true">Sun</span><span class="unseen">Sunday</span></th>' in page
    )
    assert '<span aria-hidden="true">Sat</span><span class="unseen">Saturday</span></th></tr>' in page
    japanese = hinata_site.browser().open("/reservations/sogo_taiikukan?month=2026-12").response.text
    assert '<th scope="col">日曜</th>' in japanese
    easy = hinata_site.browser("easy").open("/reservations/sogo_taiikukan?month=2026-12").response.text
    assert '<span aria-hidden="true"><ruby>土<rp>（</rp><rt>ど</rt><rp>）</rp></ruby></span>' in easy


def test_an_unknown_building_or_room_is_told_so(hinata_site: Site) -> None:
    for path in (
        "/reservations/nowhere",
        "/reservations/sogo_taiikukan/nothing",
        "/reservations/nowhere.json",
    ):
        page = hinata_site.browser().open(path)
        assert page.status == 404
        assert "その施設や部屋は見つかりません" in page.text


def test_programs_are_told_what_is_free_and_any_site_may_ask(hinata_site: Site) -> None:
    take(hinata_site, "sogo_taiikukan/kaigi", time(9), time(20), date(2026, 12, 1))
    client = hinata_site.app.test_client()

    answer = client.get("/reservations/sogo_taiikukan.json?day=2026-12-01")

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.json is not None
    first = answer.json["days"][0]
    assert first["units"]["kaigi"] == [["20:30", "21:30"]]
    assert first["units"]["budo"] == [["09:00", "12:00"], ["13:00", "17:00"], ["18:00", "21:30"]]
    assert [one["key"] for one in client.get("/reservations.json").json["buildings"]] == [  # type: ignore[index]
        "chuo_kominkan",
        "kawabe",
        "sogo_taiikukan",
    ]


def test_pages_are_kept_until_a_booking_changes_them(
    hinata_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = hinata_site.app.test_client()
    path = "/reservations/chuo_kominkan?day=2026-12-10"
    made: list[date] = []
    real = looking.day_of

    def counted(*asked: object) -> looking.Day:
        made.append(DAY)
        return real(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(looking, "day_of", counted)
    first = client.get(path)
    hinata_site.app.extensions["kept"].forget()
    same = client.get(path)
    # As another worker process would: nothing in this one is told of it.
    take(hinata_site, "chuo_kominkan/ongaku", time(9), time(12), date(2026, 12, 10))
    hinata_site.app.extensions["kept"].forget()
    after = client.get(path)

    assert len(made) == 2
    assert first.headers["ETag"] == same.headers["ETag"] != after.headers["ETag"]
    assert "Set-Cookie" not in first.headers


def test_another_day_is_another_page(hinata_site: Site) -> None:
    client = hinata_site.app.test_client()

    days = {client.get(f"/reservations/chuo_kominkan?day=2026-12-{n}").data for n in (11, 12, 11)}

    assert len(days) == 2


def test_the_clock_moves_pages_on(hinata_site: Site) -> None:
    path = f"/reservations/sogo_taiikukan/kaigi?day={DAY}"
    client = hinata_site.app.test_client()
    before = client.get(path).data
    try:
        hinata_site.clock.moment = datetime.combine(DAY, time(3), tzinfo=MORNING.tzinfo)
        hinata_site.app.extensions["kept"].forget()

        after = client.get(path).data
    finally:
        hinata_site.clock.moment = MORNING

    assert "終了" in after.decode()
    assert "終了" not in before.decode()


def test_every_page_of_what_is_free_is_light(hinata_site: Site) -> None:
    browser = hinata_site.browser("easy")

    for path in (
        "",
        f"?day={DAY}&equipment=projector&access=slope&access=toilet",
        "/sogo_taiikukan",
        "/chuo_kominkan",
        "/sogo_taiikukan?month=2026-12",
        "/sogo_taiikukan/kaigi",
    ):
        found = sizes(browser, browser.open(f"/reservations{path}"))
        assert sum(size for _, size in found) <= 30 * 1024, found
        assert len(found) <= 5
