"""Six procedures of different shapes, from guide to receipt in a real browser on a telephone without JavaScript."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from forms import journey
from forms.procedure import Ask, Procedure
from portal.opening import today
from portal.sample_card import PASSWORD
from services.applications import rules
from tests.harness.samples import jpeg
from tests.journeys.conftest import MOMENT
from tests.journeys.walk import Person, Visit
from tests.portal.cases import hinata
from tests.services.applications.answering import longest, typed

# A list with prices, days at a nursery, the longest form there is, a dog with a picture, a paper lost, and one that is signed.
SIX = (
    "sodai_gomi",
    "ichiji_azukari",
    "hoiku_riyou",
    "inu_touroku",
    "kaigo_hihokenshasho_saikofu",
    "jidou_teate_henko",
)
TASKS, CHECK = "/tasks", "入力した内容の確認"


@pytest.mark.parametrize("key", SIX)
def test_it_is_filed_on_a_telephone_without_javascript(
    key: str, visit: Callable[..., Visit], tmp_path: Path
) -> None:
    procedure = hinata().procedures[key]
    way = procedure.way("online")
    assert way is not None
    answers = longest(procedure, way, today(MOMENT))
    photo = tmp_path / "写真.jpg"
    photo.write_bytes(jpeg())
    person = visit("ja", js=False).enter()

    person.open(f"/procedures/{key}")
    person.follow(f'main a[href="/applications/new/{key}/online"]')
    walk(person, procedure, answers, photo)
    assert person.meet("check") == CHECK
    person.press()
    if rules.needs_signature(way):
        person.answer({"password": PASSWORD})
        person.press()

    assert "申し込みが届きました" in person.meet("receipt")
    assert len(person.receipt_no()) == 13


def walk(person: Person, procedure: Procedure, answers: dict[str, Any], photo: Path) -> None:
    """Answer page after page as the pages ask, up to the page that shows all answers; each is looked at."""
    for place in range(120):
        heading = person.meet(f"page-{place}")
        if heading == CHECK:
            return
        parts = person.path.split("?")[0].split("/")
        step = journey.path(procedure, answers)[0] if parts[2] == "new" else procedure.step(parts[4])
        if person.path.endswith(TASKS):
            person.follow("main a.button.solid")
        elif step is None:
            raise AssertionError(f"nobody knows the page {person.path}")
        elif step.repeat and len(parts) == 5:
            more = person.page.locator("main h2[id^=item-]").count() < len(answers[step.asks[0].key])
            person.follow('main a:has-text("追加する")') if more else person.press()
        elif step.repeat:
            _answer(person, step.repeat.asks, answers[step.asks[0].key][int(parts[5]) - 1], photo)
        else:
            _answer(person, step.asks, answers, photo)
    raise AssertionError(f"{procedure.key} leads round in circles at {person.path}")


def _answer(person: Person, asks: tuple[Ask, ...], answers: dict[str, Any], photo: Path) -> None:
    for ask in asks:
        answer = answers.get(ask.key)
        if ask.kind == "file":
            box = person.page.locator(f'main input[type=file][name="{ask.key}"]')
            if answer and box.count():
                box.set_input_files(photo)
            continue
        # A question that depends on another may be absent; its own page would ask it.
        for name, text in typed(ask, answer):
            if text and person.has(f'main [name="{name}"]'):
                person.answer({name: text})
    person.press()
    assert not person.has('.banner.bad[role="group"]'), f"{person.path}: {person.errors()}"
