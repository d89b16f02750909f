"""The boxes on the pages of staff and of signing in, sent what no keyboard types: a message or an answer on either database."""

import pytest

from tests.services.accounts.town import Town
from tests.services.accounts.visit import Visit

HOSTILE = {
    "NUL": "見本\x00太郎",
    "only NUL": "\x00",
    "controls": "\x1b[31m\x07\x85",
    "turned": "\u202e見本\u2066",
    "no character": "\ufffe\uffff",
    "long": "あ" * 100_000,
    "spaces": "\u3000\u200b\u00a0",
    "tags": "<b>&{{ 7 * 7 }}%(name)s",
}
EACH = pytest.mark.parametrize("typed", list(HOSTILE.values()), ids=list(HOSTILE))


@pytest.fixture
def administrator(town: Town) -> Visit:
    town.sample_staff()
    return town.sign_in(town.visit(), "9001")


@EACH
def test_signing_in_with_anything_is_refused_and_no_failure(town: Town, typed: str) -> None:
    town.sample_staff()
    visit = town.visit()

    assert visit.fill("/staff/sign-in", number=typed, password=typed) == 401
    assert visit.fill("/staff/sign-in", number="1001", password=typed) == 401


@EACH
def test_a_search_among_the_staff_for_anything_finds_nobody(administrator: Visit, typed: str) -> None:
    assert administrator.client.get("/staff/people", query_string={"name": typed}).status_code in (200, 303)


@EACH
@pytest.mark.parametrize("box", ["number", "name", "mail"])
def test_a_new_member_of_staff_is_made_or_refused_with_a_reason(
    administrator: Visit, box: str, typed: str
) -> None:
    whole = {"number": "7001", "name": "見本 新", "mail": "shin@mail.example", "division": "shimin"}

    status = administrator.fill("/staff/people/new", **{**whole, "role": "counter", box: typed})

    assert status in (303, 409, 422)
    assert status == 303 or 'class="banner bad"' in administrator.page
