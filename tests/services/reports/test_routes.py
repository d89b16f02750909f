"""The one page of a report for everybody, and the list and the panel for staff."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from portal import files
from portal.db import new_id
from portal.inbox import Case
from services.reports.models import Report
from tests.services.chat.talking import MORNING
from tests.services.desk.builders import Desk, desk
from tests.services.reports.builders import HERE, a_photo

TOKEN = re.compile(r'name="_token" value="([^"]+)"')
NEW = "/reports/new"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The sample town; each test reports a kind of its own."""
    found = desk(tmp_path_factory.mktemp("reports"), MORNING)
    yield found
    found.close()


def send(client: FlaskClient, kind: str, path: str = NEW, **form: Any) -> Any:
    """Fill in the page and press its button."""
    token = TOKEN.findall(client.get(NEW).text)[-1]
    usual = {
        "origin": str(new_id()), "channel": "online", "report_kind": kind, "report_danger": "no", "report_point": "",
        "report_place": "", "report_text": "", "email": "", "name": "", "phone": "",
    }  # fmt: skip
    return client.post(path, data={"_token": token, **usual, **form}, content_type="multipart/form-data")


def shot(place: tuple[float, float] | None = None) -> tuple[io.BytesIO, str]:
    return io.BytesIO(a_photo(place)), "IMG_0001.jpg"


def last(town: Desk, kind: str) -> tuple[Report, Case]:
    with town.session() as session:
        report = session.scalars(
            select(Report).where(Report.kind == kind).order_by(Report.made_at.desc())
        ).first()
        assert report is not None
        return report, session.get_one(Case, report.case_id)


def test_a_report_in_words_alone_is_sent_and_has_a_receipt(town: Desk) -> None:
    browser = town.app.test_client()

    answer = send(browser, "sign", report_place="南町一丁目の踏切", report_danger="yes")

    assert answer.status_code == 303
    receipt = browser.get(answer.headers["Location"]).text
    assert "お知らせいただき、ありがとうございます" in receipt
    assert "危ないときは、電話でも知らせてください" in receipt
    assert town.app.test_client().get(answer.headers["Location"]).status_code == 404


def test_without_a_place_it_is_shown_again_with_what_was_typed(town: Desk) -> None:
    answer = send(town.app.test_client(), "sign", report_text="曲がっています")

    assert answer.status_code == 422
    assert "<title>エラー：" in answer.text
    assert "曲がっています" in answer.text


def test_the_place_of_a_photo_is_offered_and_kept_only_when_it_is_confirmed(town: Desk) -> None:
    browser, origin = town.app.test_client(), str(new_id())

    asked = send(browser, "lamp", origin=origin, doc_report_photo=shot(HERE))
    assert asked.status_code == 200
    assert f'name="offer" value="{HERE[0]:.6f},{HERE[1]:.6f}"' in asked.text
    preview = re.search(rf"/reports/new/{origin}/[0-9a-f-]+", asked.text)
    assert preview is not None
    assert browser.get(preview[0]).mimetype == "image/jpeg"

    offer = f"{HERE[0]:.6f},{HERE[1]:.6f}"
    refused = send(browser, "lamp", origin=origin, offer=offer, take="no")
    assert refused.status_code == 422
    sent = send(browser, "lamp", origin=origin, offer=offer, take="yes")
    assert sent.status_code == 303

    report, case = last(town, "lamp")
    assert (report.lat, report.lon) == HERE
    with town.session() as session:
        assert len(files.of(session, "case", case.id)) == 1


def test_whoever_reports_it_again_can_join_and_is_told_nothing_of_the_first(town: Desk) -> None:
    point = "30.020000,150.010000"
    send(town.app.test_client(), "tree", report_point=point, report_place="秘密の角", name="見本 花子")
    browser = town.app.test_client()

    asked = send(browser, "tree", report_point=point, email="jiro@example.jp")

    assert "同じ場所の知らせがあります" in asked.text
    assert "見本 花子" not in asked.text
    assert "秘密の角" not in asked.text
    report, _ = last(town, "tree")
    joined = send(browser, "tree", f"/reports/{report.id}/follow", email="jiro@example.jp")
    assert "メールでお知らせします" in browser.get(joined.headers["Location"]).text
    assert send(browser, "tree", report_point=point, step="another").status_code == 303
    with town.session() as session:
        assert session.scalar(select(func.count()).select_from(Report).where(Report.kind == "tree")) == 2


def test_joining_with_an_address_that_is_none_or_nothing_at_all_is_refused(town: Desk) -> None:
    send(town.app.test_client(), "animal", report_place="角")
    report, _ = last(town, "animal")
    browser = town.app.test_client()

    assert send(browser, "animal", f"/reports/{report.id}/follow", email="no address").status_code == 422
    assert send(browser, "animal", f"/reports/{new_id()}/follow").status_code == 404


def test_a_file_that_is_no_photo_is_told_at_once(town: Desk) -> None:
    answer = send(
        town.app.test_client(), "other", report_place="角", doc_report_photo=(io.BytesIO(b"MZ"), "virus.exe")
    )

    assert answer.status_code == 422
    assert "この種類のファイルは受け取れません" in answer.text


def test_a_map_is_shown_from_the_host_of_the_settings_alone(town: Desk) -> None:
    browser = town.app.test_client()

    policy = browser.get("/reports").headers["Content-Security-Policy"]
    other = browser.get("/chat").headers["Content-Security-Policy"]

    assert "img-src 'self' https://cyberjapandata.gsi.go.jp data:" in policy
    assert "gsi" not in other


def test_staff_see_it_go_after_it_publish_it_and_take_the_list_away(town: Desk) -> None:
    send(
        town.app.test_client(),
        "park",
        report_place="中央公園",
        report_point="30.03,150.03",
        doc_report_photo=shot(),
    )
    report, case = last(town, "park")
    clerk = town.seat("worker", division="toshi")

    page = clerk.get(f"/staff/cases/{case.id}").text
    assert "中央公園" in page
    assert clerk.post(f"/staff/reports/{case.id}/stage", stage="seen", note="見ました").status_code == 303
    with town.session() as session:
        photo = files.of(session, "case", case.id)[0].id
    clerk.post(f"/staff/reports/{case.id}/publish", place="中央公園のすべり台", photo=str(photo))

    shown = town.app.test_client().get("/reports?kind=park").text
    assert "中央公園のすべり台" in shown
    assert "現地を確かめました" in shown
    assert town.app.test_client().get(f"/reports/{report.id}/photo").mimetype == "image/jpeg"
    listed = clerk.get("/staff/reports").text
    assert case.receipt_no in listed
    assert case.receipt_no in clerk.get("/staff/reports.csv?kind=park").text
    clerk.post(f"/staff/reports/{case.id}/hide")
    assert town.app.test_client().get(f"/reports/{report.id}/photo").status_code == 404


def test_another_division_sees_none_of_it(town: Desk) -> None:
    send(town.app.test_client(), "gutter", report_place="角")
    _, case = last(town, "gutter")
    other = town.seat("worker", division="zeimu")

    assert case.receipt_no not in other.get("/staff/reports").text
    assert other.post(f"/staff/reports/{case.id}/stage", stage="seen").status_code == 404
    assert town.app.test_client().get("/staff/reports").status_code == 303


def test_a_stage_nobody_knows_is_refused(town: Desk) -> None:
    send(town.app.test_client(), "river", report_place="角")
    _, case = last(town, "river")

    assert (
        town.seat("worker", division="doro").post(f"/staff/reports/{case.id}/stage", stage="x").status_code
        == 409
    )
