"""What can be done to a case follows the form it was made with, not the one the town has by now."""

from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from forms.procedure import Decision as Deciding
from portal import editions
from portal.db import Database
from portal.states import State
from services.desk.actions import standing
from services.desk.rules import Act
from tests.portal.cases import equip, hinata
from tests.services.desk.seats import case_in, seat


def test_a_notification_stays_one_when_its_procedure_becomes_stricter(
    database: Database, now: datetime
) -> None:
    with equip(database, hinata()).session() as session:
        old = hinata().procedure("suido_kaishi")
        editions.keep(session, old, now)
        case = case_in(session, State.REVIEW, now)
        stricter = replace(old, decision=Deciding.TWO_STEPS, kept_digest="newer")
        session.info["pack"] = replace(hinata(), procedures=MappingProxyType({old.key: stricter}))

        acts = standing.acts(session, seat(), case)

        assert Act.COMPLETE in acts
        assert Act.PROPOSE not in acts


def test_a_case_whose_form_is_not_kept_is_decided_as_the_town_does_now(
    database: Database, now: datetime
) -> None:
    with equip(database).session() as session:
        case = case_in(session, State.REVIEW, now)

        assert standing.deciding(session, case) is Deciding.TWO_STEPS
