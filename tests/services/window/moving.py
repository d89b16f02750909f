"""A mother who moves in with two children: everything the packet of six asks, as she prepared it on her phone."""

from copy import deepcopy
from datetime import date
from functools import cache
from random import Random
from typing import Any

from tests.services.applications.answering import value
from tests.services.window.walking import DAY, WHOLE, together

from tests.portal.cases import hinata  # isort: skip

NAME = "髙﨑 \U00020bb7\ufa19渚\ufa46\ufa10葛\U000e0100"
ADDRESS = {"postcode": "000-0001", "area": "見本県ひなた市本町", "street": "一丁目2番3号", "building": ""}
PEOPLE = (
    {"member_name": "見本 一郎", "mover_relation": "child", "member_birth_date": "2016-05-03"},
    {"member_name": "見本 二葉", "mover_relation": "child", "member_birth_date": "2019-07-04"},
)
PINNED: dict[str, Any] = {
    **WHOLE,
    "moving_out_proof": "card",
    "public_employer": "no",
    "income_higher": "self",
    "spouse_status": "none",
    "head_relation": "head",
    "applicant_kind": "self",
    "household_after": "new",
    "name": NAME,
    "address": ADDRESS,
    "phone": "090-1234-5678",
    "birth_date": "1988-04-02",
}


def prepared(day: date = DAY, name: str = NAME) -> dict[str, Any]:
    """Every question answered, each once; what is not hers in particular is made up from its kind."""
    return deepcopy(_prepared(day, name))


@cache
def _prepared(day: date, name: str) -> dict[str, Any]:
    event, answers, luck = hinata().events["tennyu"], {**PINNED, "name": name}, Random(7)  # noqa: S311 (nothing secret is made of it)
    for _ in range(200):
        form = together(event, answers)
        page = form.first_unanswered
        if page is None:
            return answers
        if not page.step.repeat:
            for ask in page.step.asks:
                answers.setdefault(ask.key, value(ask, luck, day, {}))
                if answers[ask.key] is None and not ask.optional:
                    answers[ask.key] = value(ask, luck, day, {})
            continue
        held = answers.setdefault(
            page.group, [dict(one) for one in PEOPLE] if page.group == "moving_people" else [{}]
        )
        form = together(event, answers)
        for place in form.places(page) or (0,):
            for ask in form.item_asks(page, place):
                held[place].setdefault(ask.key, value(ask, luck, day, {}))
    raise AssertionError("the preparation never ends")
