"""次に使う答え: what is kept, where it came from, where it went, who looked; forgotten at once or after long disuse."""

from sqlalchemy import select

from portal import audit, saved_answers
from portal.audit import Audit
from portal.db import new_id, writing
from portal.people import Resident
from tests.portal.cases import file
from tests.services.accounts.town import Town


def test_saved_answers_are_shown_and_forgotten(town: Town) -> None:
    visit = town.sign_in_resident(town.visit())
    with town.session() as session, writing(session):
        (me,) = session.scalars(select(Resident.id))
        saved_answers.keep(session, me, {"name": "髙﨑 花子", "gone_field": "x"}, "form", town.now)

    visit.open("/me/answers")
    assert "髙﨑 花子" in visit.page
    assert visit.send("/me/answers") == 303

    visit.open("/me/answers")
    assert "髙﨑 花子" not in visit.page


def test_a_kept_answer_tells_where_it_went_and_who_looked(town: Town) -> None:
    visit = town.sign_in_resident(town.visit())
    with town.session() as session, writing(session):
        (me,) = session.scalars(select(Resident.id))
        case = file(session, town.now)
        saved_answers.keep(session, me, {"name": "見本 花子"}, "suido_kaishi", town.now, case.id)
        saved_answers.use(session, me, ["name"], "suido_kaishi", case.id, town.now)
        audit.saw(session, "staff", new_id(), "viewed", "case", case.id, town.now)

    visit.open("/me/answers")

    assert visit.page.count(case.receipt_no) == 2
    assert "使った記録（1件）" in visit.page
    assert "職員が、申し込みを見たり処理したりしました：1回" in visit.page


def test_one_answer_is_forgotten_at_once_and_that_is_audited(town: Town) -> None:
    visit = town.sign_in_resident(town.visit())
    with town.session() as session, writing(session):
        (me,) = session.scalars(select(Resident.id))
        saved_answers.keep(
            session, me, {"name": "見本 花子", "phone": "080-0000-0000"}, "suido_kaishi", town.now
        )
    visit.open("/me/answers")

    assert visit.send("/me/answers", field="name") == 303

    with town.session() as session:
        assert saved_answers.of_resident(session, me) == {"phone": "080-0000-0000"}
        row = session.scalars(select(Audit).where(Audit.verb == "forgot_answers")).one()
        assert (row.actor_id, row.subject_id) == (str(me), "name")


def test_somebody_elses_answers_are_not_shown(town: Town) -> None:
    town.sign_in_resident(town.visit())
    with town.session() as session, writing(session):
        (me,) = session.scalars(select(Resident.id))
        saved_answers.keep(session, me, {"name": "見本 花子"}, "suido_kaishi", town.now)

    other = town.sign_in_resident(town.visit(), "taro@mail.example")
    other.open("/me/answers")

    assert "見本 花子" not in other.page


def test_answers_nobody_uses_are_swept_at_night(town: Town) -> None:
    town.sign_in_resident(town.visit())
    with town.session() as session, writing(session):
        (me,) = session.scalars(select(Resident.id))
        saved_answers.keep(session, me, {"name": "見本 花子"}, "suido_kaishi", town.now)
    town.clock.forward(days=740)
    town.work()

    with town.session() as session:
        assert saved_answers.of_resident(session, me) == {}
