"""Staff make a mailing: the list, the four eyes, the letters; and whoever has no business with it."""

import io
from typing import Any
from uuid import UUID

import pytest

from services.mailings.rules.stages import Outcome
from tests.services.desk.builders import Seat
from tests.services.mailings.town import PERSON, Town, csv, people

NEW = {"procedure": "kurashi_ouen", "title": "ご案内", "lead": "見本の文です。", "answer_by": "2027-01-20"}


def made(clerk: Seat) -> str:
    """The address of a new mailing."""
    answer = clerk.post("/staff/mailings/new", **NEW)
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def hand_in(clerk: Seat, place: str, raw: bytes) -> str:
    """The page after a list was handed in."""
    answer = clerk.post(f"{place}/list", list=(io.BytesIO(raw), "list.csv"))
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(clerk.get(answer.headers["Location"]).get_data(as_text=True))


def test_a_list_becomes_letters_after_a_preview_and_a_second_pair_of_eyes(writing_town: Town) -> None:
    clerk, approver = writing_town.clerk(), writing_town.clerk("approver")
    place = made(clerk)

    page = hand_in(clerk, place, csv([*people(2), {**PERSON, "宛名番号": "9", "発送停止": "支援措置"}]))
    assert "はじめの5人" in page
    assert "支援措置 1" in page
    assert clerk.post(f"{place}/do/count").status_code == 303
    assert clerk.get(f"{place}/preview.pdf").data.startswith(b"%PDF-")
    clerk.post(f"{place}/do/propose")
    assert clerk.post(f"{place}/do/release").status_code == 404
    assert approver.post(f"{place}/do/release").status_code == 303
    writing_town.work()
    page = clerk.get(place).get_data(as_text=True)

    file = next(part for part in page.split('"') if part.endswith(".pdf") and "/letters/" in part)
    answer = clerk.get(file)
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Cache-Control"] == "no-store"
    found = writing_town.addressees(UUID(place.rpartition("/")[2]))
    assert [one.stop for one in found] == ["", "", "shielded"]
    assert "印刷しない人（1人" in page


def test_whoever_asked_for_the_release_does_not_give_it(writing_town: Town) -> None:
    mailing_id, approver = writing_town.loaded(people()), writing_town.clerk("approver")
    place = f"/staff/mailings/{mailing_id}"

    approver.post(f"{place}/do/propose")
    answer = approver.post(f"{place}/do/release")

    assert answer.status_code == 403
    assert "発送の承認待ち" in approver.get(place).get_data(as_text=True)


def test_a_faulty_list_names_row_and_column_and_is_not_taken_in(writing_town: Town) -> None:
    clerk = writing_town.clerk()
    place = made(clerk)

    page = hand_in(clerk, place, csv([PERSON, {**PERSON, "氏名": "", "宛名番号": "2"}, PERSON]))

    assert "直すところがあります" in page
    assert "氏名がありません" in page
    assert "同じ宛名番号が2度あります" in page
    assert clerk.post(f"{place}/do/count").status_code == 422
    assert writing_town.addressees(UUID(place.rpartition("/")[2])) == []


def test_the_same_list_once_more_changes_nothing(writing_town: Town) -> None:
    mailing_id, clerk = writing_town.loaded(people(2)), writing_town.clerk()

    page = hand_in(clerk, f"/staff/mailings/{mailing_id}", csv(people(2)))

    assert "同じ名簿です" in page
    assert len(writing_town.addressees(mailing_id)) == 2


def test_an_incomplete_mailing_is_asked_for_again_with_what_was_typed(writing_town: Town) -> None:
    answer = writing_town.clerk().post("/staff/mailings/new", **{**NEW, "title": ""})

    assert answer.status_code == 422
    assert "見本の文です。" in answer.get_data(as_text=True)


def test_a_paper_that_came_back_is_entered_on_one_page_with_what_the_city_knows(writing_town: Town) -> None:
    addressee_id, code = writing_town.written()
    mailing_id, clerk = writing_town.one(addressee_id).mailing_id, writing_town.clerk()

    answer = clerk.post(
        f"/staff/mailings/{mailing_id}/answer", code=f"https://x.example/mailings/{code}", channel="post"
    )
    form = answer.headers["Location"]
    page = clerk.get(form).get_data(as_text=True)
    assert 'value="見本 花子"' in page
    assert "電話の相手" not in page
    answer = clerk.post(form, **_paper(), file="yes")

    assert answer.status_code == 303, answer.get_data(as_text=True)
    one = writing_town.one(addressee_id)
    assert (one.outcome, one.answered_way) == (Outcome.ANSWERED, "post")
    assert writing_town.case(addressee_id).channel == "post"


def test_a_paper_that_comes_after_the_answer_shows_who_answered_and_how(writing_town: Town) -> None:
    addressee_id, code = writing_town.written()
    writing_town.answered(code)
    mailing_id, clerk = writing_town.one(addressee_id).mailing_id, writing_town.clerk()

    answer = clerk.post(f"/staff/mailings/{mailing_id}/answer", code=code, channel="window")
    page = clerk.get(answer.headers["Location"]).get_data(as_text=True)

    assert "二重には受け付けません" in page
    assert "ネット" in page


def test_a_code_of_another_mailing_is_not_taken(writing_town: Town) -> None:
    _, code = writing_town.written()
    other, clerk = writing_town.released(people()), writing_town.clerk()

    answer = clerk.post(f"/staff/mailings/{other}/answer", code=code, channel="post")

    assert answer.status_code == 422


def test_people_are_listed_by_what_became_of_them_and_found_by_number_and_name(writing_town: Town) -> None:
    mailing_id, clerk = writing_town.released(people(3)), writing_town.clerk()
    first, second, _ = writing_town.addressees(mailing_id)
    writing_town.tell(first.id, Outcome.DECLINED)
    writing_town.tell(second.id, Outcome.RETURNED)
    place = f"/staff/mailings/{mailing_id}"

    def rows(shown: str) -> int:
        return int(clerk.get(f"{place}/people?show={shown}").get_data(as_text=True).count("/people/0"))

    assert (rows("unanswered"), rows("declined"), rows("returned"), rows("all")) == (1, 1, 1, 3)
    assert clerk.post(f"{place}/search", q="100002").get_data(as_text=True).count("/people/0") == 1
    assert clerk.post(f"{place}/search", q="みほん").get_data(as_text=True).count("/people/0") == 3
    assert clerk.get(f"{place}/people?show=nonsense").status_code == 404


@pytest.mark.parametrize(
    "act", ["declined", "returned", "stop", "again", "confirm", "bind", "account", "undo"]
)
def test_another_division_learns_nothing_and_does_nothing(act: str, writing_town: Town) -> None:
    addressee_id, _ = writing_town.written()
    stranger = writing_town.clerk(division="suido")
    mailing_id = writing_town.one(addressee_id).mailing_id

    assert stranger.get(f"/staff/mailings/{mailing_id}").status_code == 404
    assert stranger.get(f"/staff/mailings/people/{addressee_id}").status_code == 404
    assert stranger.post(f"/staff/mailings/people/{addressee_id}/{act}", why="stopped").status_code == 404
    assert writing_town.one(addressee_id).outcome == Outcome.NONE


@pytest.mark.parametrize("role", ["monitor", "editor", "accountant", "counter"])
def test_who_may_not_manage_mailings_is_kept_out(role: str, writing_town: Town) -> None:
    assert writing_town.clerk(role).get("/staff/mailings").status_code == 403


def _paper() -> dict[str, Any]:
    """The form as the clerk types it from the paper; what the city filled in is sent along."""
    from tests.services.mailings.town import ACCOUNT

    return {
        "_step": ["wish", "person", "payout", "declare"], "benefit_wish": "receive", "name": "見本 花子",
        "name_kana": "ミホン ハナコ", "address-postcode": "000-0001", "address-area": "見本県ひなた市本町",
        "address-street": "一丁目1番1号", "address-building": "", "phone": "", "declare_true": "yes",
        **{f"payout_account-{key}": text for key, text in ACCOUNT.items()},
    }  # fmt: skip
