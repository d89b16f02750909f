"""お知らせの受け取り方: only what is possible is offered, and nobody needs an e-mail address."""

from typing import Any

import pytest

from forms.procedure import Procedure
from portal import replies
from tests.portal.cases import hinata

POSTAL = {"postcode": "000-0001", "area": "ひなた市本町", "street": "一丁目1番1号", "building": ""}


@pytest.mark.parametrize(
    ("answers", "ways"),
    [
        ({}, ()),
        ({"name": "見本 花子"}, ()),
        ({"phone": "090-0000-0000"}, ("phone", "fax")),
        ({"name": "見本 花子", "address": POSTAL}, ("post", "fax")),
        (
            {"email": "a@mail.example", "phone": "1", "name": "n", "address": POSTAL},
            ("mail", "phone", "post", "fax"),
        ),
    ],
)
def test_what_is_possible_is_offered(answers: dict[str, Any], ways: tuple[str, ...]) -> None:
    assert replies.offered(answers) == ways


def test_a_choice_that_is_no_longer_possible_falls_back_to_the_soonest() -> None:
    assert replies.chosen({"phone": "1", "reply_by": "mail"}) == "phone"
    assert replies.chosen({"phone": "1", "reply_by": "fax"}) == "fax"


def test_the_case_keeps_the_choice_and_only_its_own_number() -> None:
    water = hinata().procedure("suido_kaishi")

    assert replies.kept(water, {"phone": "1", "reply_by": "fax", "fax": "2"}) == {
        "reply_by": "fax",
        "fax": "2",
    }
    assert replies.kept(water, {"phone": "1", "reply_by": "phone", "fax": "2"}) == {"reply_by": "phone"}
    assert replies.kept(water, {"phone": "1", "reply_by": "post"}) == {}


def test_a_procedure_that_asks_it_itself_is_not_asked_twice() -> None:
    letter = hinata().procedure("shicho_tegami")

    assert replies.kept(letter, {"phone": "1", "reply_by": "phone"}) == {}


@pytest.mark.parametrize("procedure", hinata().procedures.values(), ids=lambda one: one.key)
def test_no_procedure_requires_an_e_mail_address(procedure: Procedure) -> None:
    required = [one for one in procedure.every_ask if one.kind == "email" and not one.optional]

    # Only the question that somebody opens by choosing the mail themselves may insist on an address.
    for one in required:
        assert any(when.key == "reply_by" and when.among == ("mail",) for when in one.when), one.key
