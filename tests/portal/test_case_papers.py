"""The papers of a case say what the law asks for, in the town's own words."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from portal import case_papers, decisions, inbox
from portal.db import Database, writing
from portal.decisions import Proposal, Seal
from portal.inbox import Case
from portal.pack.sheets import Sheets
from portal.states import Outcome
from tests.portal.cases import clerk, equip, filed, hinata, under_review

REASON = "給水区域の外にあるため。\n（給水条例第3条）"


def decided(session: Session, now: datetime, proposal: Proposal) -> Case:
    case = under_review(session, now)
    with writing(session):
        decisions.propose(session, case, proposal, clerk(), now)
    with writing(session):
        decisions.decide(session, inbox.take_hold(session, case.id), clerk(), now)
    return case


def test_a_notice_of_refusal_holds_reason_teaching_number_day_and_seal(
    database: Database, now: datetime
) -> None:
    with equip(database).session() as session:
        case = decided(session, now, Proposal(Outcome.REJECT, REASON))

        html = case_papers.notice(session, case, Sheets(hinata()), "ja")

        for said in (
            "8ひ水第1号", "令和8年（2026年）11月20日", "却下通知書", "給水区域の外にあるため。", "（給水条例第3条）", "審査請求",
            "取消訴訟", "3か月以内", "6か月以内", "公印省略", "見本 花子", "ひなた市長", case.receipt_no, "水道法第14条",
        ):  # fmt: skip
            assert said in html, said


def test_a_notice_to_be_stamped_leaves_room_for_the_seal(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = decided(session, now, Proposal(Outcome.REJECT, REASON, Seal.STAMPED))

        html = case_papers.notice(session, case, Sheets(hinata()), "ja")

        assert '<span class="seal">公印</span>' in html
        assert "公印省略" not in html


def test_an_approval_says_nothing_of_appeals(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = decided(session, now, Proposal(Outcome.APPROVE))

        html = case_papers.notice(session, case, Sheets(hinata()), "ja")

        assert "承認通知書" in html
        assert "審査請求" not in html


def test_a_receipt_is_no_certificate(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = filed(session, now)

        html = case_papers.receipt(
            session, case, Sheets(hinata()), "ja", "https://example.jp/applications", date(2026, 11, 20)
        )

        assert "証明書・決定通知ではありません" in html
        assert case.receipt_no in html
        assert "見本 花子" in html


def test_a_reason_that_looks_like_markup_is_printed_as_it_is(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = decided(session, now, Proposal(Outcome.REJECT, "<b>太字</b>"))

        assert "&lt;b&gt;太字" in case_papers.notice(session, case, Sheets(hinata()), "ja")
