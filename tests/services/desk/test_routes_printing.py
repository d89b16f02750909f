"""Paper for several cases: printed at once or by the worker, labels with a choice of sheet, kept within the division."""

import io
import re
from typing import Any

import pikepdf

from portal.db import writing
from portal.inbox import Case
from portal.states import State
from portal.worker import Worker
from services.desk.actions import printing
from tests.services.desk.builders import Desk

HOME = {"postcode": "000-0001", "area": "ひなた市本町", "street": "1-1", "building": ""}


def ticked(*cases: object) -> list[str]:
    return [f"{one}:1" for one in cases]


def count(answer: Any) -> int:
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    with pikepdf.open(io.BytesIO(answer.data)) as document:
        return len(document.pages)


def test_a_few_are_printed_at_once(own: Desk) -> None:
    first, second = own.filed(State.REVIEW), own.filed(State.REVIEW)

    answer = own.seat("counter").post("/staff/inbox/print", case=ticked(first, second))

    assert count(answer) >= 2


def test_a_whole_part_of_the_day_is_printed(own: Desk) -> None:
    own.filed()
    clerk = own.seat()

    assert 'name="work" value="nobodys"' in clerk.get("/staff").text
    assert count(clerk.post("/staff/inbox/print", work="nobodys", whole="1")) >= 1
    assert clerk.post("/staff/inbox/print", work="lapsed", whole="1").status_code == 422


def test_many_are_printed_by_the_worker_and_fetched(own: Desk, monkeypatch: Any) -> None:
    monkeypatch.setattr(printing, "DIRECT", 1)
    first, second, clerk = own.filed(), own.filed(), own.seat()

    answer = clerk.post("/staff/inbox/print", case=ticked(first, second))
    assert (answer.status_code, answer.location) == (303, "/staff/prints")
    assert "作っています" in clerk.get("/staff/prints").text
    Worker(own.app.extensions["house"]).drain()

    found = re.search(r"/staff/prints/[0-9a-f-]{36}\.pdf", clerk.get("/staff/prints").text)
    assert found is not None
    assert count(clerk.get(found[0])) >= 2
    assert own.seat().get(found[0]).status_code == 404
    assert own.seat("monitor").get(found[0]).status_code == 403


def test_labels_are_printed_on_the_chosen_sheet_without_the_hidden(own: Desk) -> None:
    open_case, hidden, clerk = own.filed(address=HOME), own.filed(address=HOME), own.seat()
    with own.session() as session, writing(session):
        session.get_one(Case, hidden).shielded = True

    page = clerk.post("/staff/inbox/labels", case=ticked(open_case, hidden)).text

    assert own.case(hidden).receipt_no in page
    assert "支援措置のため" in page
    assert f'value="{open_case}:1"' in page
    assert f'value="{hidden}:1"' not in page
    answer = clerk.post("/staff/inbox/labels.pdf", case=ticked(open_case), form="18", used="17")
    assert count(answer) == 1


def test_another_division_prints_nothing(own: Desk) -> None:
    case_id, stranger = own.filed(address=HOME), own.seat(division="zeimu")

    for path in ("print", "labels", "labels.pdf"):
        assert stranger.post(f"/staff/inbox/{path}", case=ticked(case_id)).status_code == 404
    assert own.seat("monitor").post("/staff/inbox/print", case=ticked(case_id)).status_code == 403


def test_a_form_is_printed_with_nothing_in_it_before_a_stop(own: Desk) -> None:
    clerk = own.seat("counter")

    listed = clerk.get("/staff/sheets").text
    # The clerk's own division comes first.
    assert listed.index("住民票の写しの請求") < listed.index("高額介護")
    assert count(clerk.get("/staff/sheets.pdf?form=juminhyo&form=suido_kaishi&form=nobody")) == 2


def test_no_form_or_all_of_them_at_once_are_refused(own: Desk) -> None:
    clerk = own.seat("counter")
    every = "&".join(re.findall(r'name="form" value="([a-z_]+)"', clerk.get("/staff/sheets").text))

    assert clerk.get("/staff/sheets.pdf").status_code == 422
    assert clerk.get("/staff/sheets.pdf?form=" + every.replace("&", "&form=")).status_code == 422
    assert own.seat("monitor").get("/staff/sheets").status_code == 403
