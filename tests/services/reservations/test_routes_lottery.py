"""The pages of a draw: a resident's wishes and results, the files to verify them, and what staff do."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from forms.procedure import Assurance
from portal import sessions
from portal.db import new_id, writing
from portal.pack.building_rules import DrawsCarry, DrawsFirst
from portal.people import Resident
from portal.slots.tables import SlotClaim
from portal.vault import vault_of
from services.reservations import workers
from services.reservations.actions import entries, rounds
from services.reservations.models.rounds import Round
from services.reservations.rules.rounds import State
from tests.services.desk.builders import Desk, Seat, desk
from tests.services.reservations import lottery
from tests.services.reservations.lottery import CLOSES, GYM, MORNING, NUMBER, OPERATOR, wish

TOKEN = re.compile(r'name="_token" value="([^"]+)"')
STAFF = "/staff/reservations/rounds"
PERSON = {
    "name": "見本 花子",
    "phone": "090-1234-5678",
    "whose": "resident",
    "purpose": "ball",
    "people": "20",
}
WISH = {"unit_1": "arena_a", "day_1": "2027-01-12", "span_1": "am:am"}
NEW = {
    "title": "2027年1月分", "building": GYM, "units": ["arena", "arena_a"], "first_day": "2027-01-05",
    "last_day": "2027-01-31", "opens": "2026-11-20", "closes": "2026-11-25", "confirm": "2026-12-02",
    "most_wishes": "3", "cap": "2", f"residents_first-{GYM}": "yes", "entropy_named": "日経平均株価の終値",
}  # fmt: skip


@dataclass
class Town:
    """The sample town with one round."""

    desk: Desk
    round_id: UUID
    people: list[tuple[UUID, FlaskClient]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"/reservations/lottery/{self.round_id}"

    def resident(self) -> FlaskClient:
        """Somebody who signed in with a mailed link."""
        with self.desk.session() as session, writing(session):
            person = Resident(id=new_id(), key_id=vault_of(session).new_key(session), made_at=MORNING)
            session.add(person)
        client = self.desk.app.test_client()
        self.people.append((person.id, client))
        self.sign_in()
        return client

    def sign_in(self) -> None:
        """Everybody comes back: after days their sessions are over."""
        for person, client in self.people:
            with self.desk.session() as session, writing(session):
                token = sessions.begin(
                    session, "resident", person, int(Assurance.contact), self.desk.clock.moment
                )
            client.set_cookie("kmado_session", token)

    def seat(self, role: str = "worker", division: str = OPERATOR) -> Seat:
        return self.desk.seat(role, division=division)

    def draw(self) -> None:
        """Closed, typed by two, drawn."""
        self.desk.clock.moment = CLOSES
        self.work()
        for _ in range(2):
            assert self.seat().post(f"{STAFF}/{self.round_id}/number", number=NUMBER).status_code == 303
        self.desk.clock.moment = CLOSES + timedelta(minutes=5)
        self.work()
        self.sign_in()

    def work(self) -> None:
        with self.desk.session() as session:
            workers.draw(session, self.desk.clock.moment)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    found = desk(tmp_path_factory.mktemp("lottery"), MORNING)
    yield found
    found.close()


@pytest.fixture
def town(kept: Desk) -> Town:
    """A fresh round; the one of the test before is called off."""
    kept.clock.moment = MORNING
    with kept.session() as session:
        with writing(session):
            session.execute(delete(SlotClaim))
            session.execute(update(Round).values(state=str(State.CALLED_OFF)))
        return Town(kept, lottery.a_round(session).id)


def send(client: FlaskClient, page: str, path: str = "", **form: Any) -> Any:
    """Fill in a page's form and follow where it leads."""
    token = TOKEN.findall(client.get(page).text)[-1]
    return client.post(path or page, data={"_token": token, **form}, follow_redirects=True)


def test_a_resident_enters_changes_and_takes_the_entry_back(town: Town) -> None:
    me = town.resident()

    sent = send(me, f"{town.address}/entry", **{**PERSON, "phone": "０９０１２３４５６７８"}, **WISH)
    changed = send(me, f"{town.address}/entry", **PERSON, **{**WISH, "unit_1": "arena_b"})
    gone = send(me, f"{town.address}/withdraw")

    assert "応募を受け付けました" in sent.text
    assert "アリーナA面" in sent.text.partition("この抽選について")[0]
    assert "アリーナB面" in changed.text.partition("この抽選について")[0]
    assert "応募を取りやめました" in gone.text


def test_the_form_comes_back_with_what_was_typed_and_says_what_is_wrong(town: Town) -> None:
    me = town.resident()

    nothing = send(me, f"{town.address}/entry", **PERSON)
    half = send(me, f"{town.address}/entry", **PERSON, unit_1="arena_a")

    assert (nothing.status_code, half.status_code) == (422, 422)
    assert "希望を1つから5つまで選んでください" in nothing.text
    assert 'value="見本 花子"' in nothing.text
    assert "この抽選では選べない希望があります" in half.text


def test_nobody_enters_without_signing_in_and_strangers_see_no_entry(town: Town) -> None:
    send(town.resident(), f"{town.address}/entry", **PERSON, **WISH)
    stranger = town.desk.app.test_client()

    assert stranger.get(f"{town.address}/entry").status_code == 303
    assert "あなたの応募" not in stranger.get(town.address).text
    assert stranger.get(f"/reservations/lottery/{new_id()}").status_code == 404
    assert stranger.get(f"{town.address}/round.json").status_code == 404


def test_a_winner_confirms_and_everybody_can_verify_with_the_two_files(town: Town, tmp_path: Path) -> None:
    people = [town.resident() for _ in range(3)]
    for at, me in enumerate(people):
        send(me, f"{town.address}/entry", **{**PERSON, "name": f"見本 {at}子"}, **WISH)
    town.draw()
    pages = [me.get(town.address).text for me in people]
    winner = next(at for at, page in enumerate(pages) if "使う（予約を確定する）" in page)
    loser = people[winner - 1]

    (tmp_path / "round.json").write_bytes(loser.get(f"{town.address}/round.json").data)
    (tmp_path / "verify_draw.py").write_bytes(loser.get("/reservations/lottery/verify_draw.py").data)
    number = re.findall(r'translate="no">([0-9A-Z]{4}-[0-9A-Z]{4})<', pages[winner - 1])[0]
    told = subprocess.run(
        [sys.executable, "-I", "verify_draw.py", "round.json", number], cwd=tmp_path, capture_output=True,
        text=True, encoding="utf-8", check=True, env={"PYTHONUTF8": "1"},
    ).stdout  # fmt: skip
    use = re.findall(r'action="([^"]+/use)"', pages[winner])[0]
    confirmed = send(people[winner], town.address, use)

    assert "さんが、先に選びました" in pages[winner - 1]
    assert told.count("正しい / right") == 6
    assert "落選: 1巡目の1番目の" in told
    assert "予約は確定しています" in confirmed.text


def test_a_win_of_somebody_else_is_not_there(town: Town) -> None:
    winner, other = town.resident(), town.resident()
    send(winner, f"{town.address}/entry", **PERSON, **WISH)
    send(other, f"{town.address}/entry", **{**PERSON, "name": "見本 次郎"}, **{**WISH, "day_1": "2027-01-19"})
    town.draw()
    page = winner.get(town.address).text
    use = re.findall(r'action="([^"]+/use)"', page)[0]

    stolen = send(other, town.address, use)

    assert stolen.status_code == 404
    assert "予約は確定しています" not in winner.get(town.address).text


def test_staff_open_a_round_and_take_wishes_told_on_the_telephone(town: Town) -> None:
    seat = town.seat()

    made = seat.post(f"{STAFF}/new", **NEW)
    address = made.headers["Location"].partition("?")[0]
    entered = seat.post(f"{address}/entry", **PERSON, **WISH, channel="telephone", mail="")
    page = seat.get(entered.headers["Location"]).text

    assert (made.status_code, entered.status_code) == (303, 303)
    assert "電話" in page
    assert "アリーナA面" in page
    entry = re.findall(rf'href="({address}/entry/[0-9a-f-]+)"', page)[0]
    assert 'value="見本 花子"' in seat.get(entry).text
    assert seat.post(f"{entry}/withdraw").status_code == 303
    assert seat.post(f"{address}/call-off").status_code == 303


def test_a_round_that_cannot_be_comes_back_as_it_was_typed(town: Town) -> None:
    page = town.seat().post(f"{STAFF}/new", **{**NEW, "closes": ""})

    assert page.status_code == 422
    assert "抽選の日付を確かめてください" in page.text
    assert 'value="2027年1月分"' in page.text


def test_the_number_is_typed_by_two_and_winners_are_called(town: Town) -> None:
    clerk = town.seat("counter")
    clerk.post(f"{STAFF}/{town.round_id}/entry", **PERSON, **WISH, channel="paper")
    town.desk.clock.moment = CLOSES
    town.work()
    one, other = town.seat(), town.seat()
    one.post(f"{STAFF}/{town.round_id}/number", number=NUMBER)

    wrong = other.post(f"{STAFF}/{town.round_id}/number", number="38,123.46")
    right = other.post(f"{STAFF}/{town.round_id}/number", number=NUMBER)
    town.desk.clock.moment = CLOSES + timedelta(minutes=5)
    town.work()
    clerk = town.seat("counter")
    page = clerk.get(f"{STAFF}/{town.round_id}").text

    assert (wrong.status_code, right.status_code) == (409, 303)
    assert "もう一人が入れた数値とちがいます" in wrong.text
    assert "見本 花子" in page
    use = re.findall(r'action="([^"]+/use)"', page)[0]
    assert clerk.post(use).status_code == 303
    assert clerk.post(use).status_code == 409


def test_other_operators_staff_see_no_round(town: Town) -> None:
    stranger = town.seat(division="shimin")
    address = f"{STAFF}/{town.round_id}"

    assert stranger.get(address).status_code == 404
    assert stranger.post(f"{address}/number", number=NUMBER).status_code == 404
    assert stranger.post(f"{address}/entry", **PERSON, **WISH).status_code == 404
    assert town.seat("counter").post(f"{address}/number", number=NUMBER).status_code == 403
    assert stranger.get(f"{STAFF}/new").status_code == 404


def test_the_list_shows_numbers_and_never_names(town: Town) -> None:
    send(town.resident(), f"{town.address}/entry", **PERSON, **WISH)
    town.desk.clock.moment = CLOSES
    town.work()
    stranger = town.desk.app.test_client()

    listed = json.loads(stranger.get(f"{town.address}/round.json").data)

    assert "見本" not in json.dumps(listed["entries"], ensure_ascii=False)
    assert len(listed["entries"]) == 1
    with town.desk.session() as session:
        row = session.get_one(Round, town.round_id)
        assert rounds.secret(session, row) not in json.dumps(listed)
        assert entries.count(session, row.id) == 1
        assert wish(session).id in json.dumps(listed)


def test_a_round_begins_with_what_the_towns_data_says_and_staff_may_differ(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = town.seat()
    ticks = f'name="residents_first-{GYM}"[^>]*checked', f'name="carry-{GYM}"[^>]*checked'
    page = seat.get(f"{STAFF}/new").text
    assert all(re.search(one, page) for one in ticks)

    with town.desk.session() as session:
        house = session.info["pack"].buildings[GYM]
    rules = replace(house.rules, draws_first=DrawsFirst.NOBODY, draws_carry=DrawsCarry.NOTHING)
    monkeypatch.setitem(house.__dict__, "rules", rules)
    page = seat.get(f"{STAFF}/new").text
    assert not any(re.search(one, page) for one in ticks)
    days = {"first_day": "2027-02-05", "last_day": "2027-02-05", "title": "2027年2月分"}
    made = seat.post(f"{STAFF}/new", **{**NEW, **days, f"carry-{GYM}": "yes", f"residents_first-{GYM}": ""})

    assert made.status_code == 303
    with town.desk.session() as session:
        row = session.scalars(select(Round).where(Round.title == days["title"])).one()
        assert (row.residents_first, row.carry) == (False, True)
