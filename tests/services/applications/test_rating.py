"""「分かりやすかったですか」: one press a request, nameless, and words that are screened, masked and gone after a year."""

from datetime import timedelta

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from portal import inbox, remarks, schema
from portal.db import Database, writing
from portal.inbox import HOUSE, Case, State
from portal.ledger import Entry
from portal.opening import today
from portal.refused import Refused
from portal.remarks import Remark
from services.applications.actions import erasing, rating
from services.applications.models import RatedCase
from tests.portal.cases import file
from tests.services.applications.browsing import Browser, Site, hand_in
from tests.services.records.builders import FILED, furnished

HOLDER = b"h" * 32


def pressed(session: Session) -> list[tuple[str, float | None]]:
    rows = session.scalars(select(Entry).where(Entry.kind == "rated").order_by(Entry.id))
    return [(row.key, row.value) for row in rows]


def filed(session: Session) -> Case:
    with writing(session):
        return file(session, FILED)


def test_a_second_press_changes_nothing_and_no_row_knows_both_request_and_score(database: Database) -> None:
    with furnished(database).session() as session:
        case = filed(session)

        for score in (2, 5):
            rating.rate(session, case.id, [HOLDER], (), score, FILED)
        rating.say(session, case.id, [HOLDER], (), (2, "どこを押すのか分からない"), FILED)
        rating.say(session, case.id, [HOLDER], (), (2, "もう一度"), FILED)

        assert pressed(session) == [(case.procedure, 2.0)]
        (said,) = session.scalars(select(Remark)).all()
        assert (said.score, said.text, said.day) == (2, "どこを押すのか分からない", today(FILED))
        assert {"case_id", "score"} - set(RatedCase.__table__.c.keys()) == {"score"}
        assert not {"case_id", "at"} & set(Remark.__table__.c.keys())
        # A version 7 id would tell the moment, and the moment the request.
        assert said.id.version == 4


def test_words_that_tell_who_somebody_is_are_taken_out_and_end_after_a_year(database: Database) -> None:
    with furnished(database).session() as session:
        case = filed(session)
        rating.rate(session, case.id, [HOLDER], (), 1, FILED)

        with pytest.raises(Refused, match="individual_number_in_text"):
            rating.say(session, case.id, [HOLDER], (), (1, "番号は 1234 5678 9018 です"), FILED)
        rating.say(session, case.id, [HOLDER], (), (1, "090-1234-5678 の見本です"), FILED)

        assert [one.text for one in remarks.newest(session, 5, case.procedure)] == ["［電話］ の見本です"]
        day = today(FILED)
        for later, left in ((remarks.LIVES, 1), (remarks.LIVES + timedelta(days=1), 0)):
            with writing(session):
                remarks.forget(session, day + later)
            assert len(remarks.newest(session, 5)) == left


def test_only_whoever_may_open_a_request_is_heard_and_only_with_one_of_five_answers(
    database: Database,
) -> None:
    with furnished(database).session() as session:
        case = filed(session)

        for holder, score, code in ((b"x" * 32, 5, "case_unknown"), (HOLDER, 6, "rating_unknown")):
            with pytest.raises(Refused, match=code):
                rating.rate(session, case.id, [holder], (), score, FILED)

        assert pressed(session) == []


def test_what_was_withdrawn_is_not_asked_about_and_erasing_forgets_that_it_was(database: Database) -> None:
    with furnished(database).session() as session:
        case, other = filed(session), filed(session)
        rating.rate(session, other.id, [HOLDER], (), 4, FILED)
        with writing(session):
            inbox.move(session, inbox.take_hold(session, case.id), State.WITHDRAWN, HOUSE, FILED)
            erasing.erase(session, other, FILED)

        assert not rating.may_rate(session, case)
        assert session.scalars(select(RatedCase)).all() == []


def press(browser: Browser, score: int) -> None:
    place = next(
        one.get("action", "") for one in browser.page.all("form") if one.get("action", "").endswith("/rating")
    )
    browser.send(place, [("_token", browser.page.value("_token")), ("score", str(score))])


def test_one_press_on_the_page_of_a_request_leads_to_room_for_words(own_site: Site) -> None:
    browser = own_site.browser()
    page = hand_in(browser)
    place = page.path
    assert "この手続きは分かりやすかったですか" in page.text

    press(browser, 4)

    assert "ご回答ありがとうございます" in browser.page.text
    assert browser.press({"text": "番号 1234-5678-9018"}).status == 422
    assert "送りました" in browser.press({"text": "写真の付け方が分かりやすい"}).text
    assert "この手続きは分かりやすかったですか" not in browser.open(place).text
    with own_site.session() as session:
        assert pressed(session)[-1] == ("suido_kaishi", 4.0)
        assert [one.text for one in session.scalars(select(Remark))] == ["写真の付け方が分かりやすい"]


def test_a_stranger_finds_no_such_request(own_site: Site) -> None:
    place = hand_in(own_site.browser()).path
    stranger = own_site.browser()

    assert stranger.open(f"{place}/rating/words").status == 404


def test_a_request_outlives_the_version_in_which_its_sender_was_asked(database: Database) -> None:
    with furnished(database).session() as session, writing(session):
        case = file(session, FILED).id
        session.add(RatedCase(case_id=case))

    schema.downgrade(database, "0044")
    gone = set(inspect(database.engine).get_table_names())
    schema.upgrade(database)

    assert not {"rated_case", "remark"} & gone
    with database.session() as session:
        assert session.scalars(select(Case.id)).all() == [case]
        assert session.scalars(select(RatedCase)).all() == []
