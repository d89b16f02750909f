"""The write-free counter: a mother with a slip, somebody of eighty with nothing, a foreign resident with a long name."""

import subprocess

from portal.words import LANGUAGES as SPOKEN
from services.window.actions import slips
from services.window.actions.slips import Payload
from tests.journeys.desk import COUNTER, sign_in
from tests.journeys.walk import Person, Visit
from tests.services.window.moving import prepared

# Letters that no normal form changes, since the page itself is checked too; the hard ones are followed by a test of their own.
MOTHER = "髙﨑 \U00020bb7葛\U000e0100"
LATIN = "MARIA FERNANDA DOS SANTOS ALBUQUERQUE DE OLIVEIRA MONTENEGRO SILVA"
# Whatever is typed by a hand; a scanner types into the one input that begins a visit.
COUNT = """addEventListener('keydown', (event) => {
  if (event.target.id !== 'code') localStorage.setItem('keys', Number(localStorage.getItem('keys') ?? 0) + 1);
}, true);"""
KEYS = "() => Number(localStorage.getItem('keys') ?? 0)"
WATER = {
    "water_start_date-year": "2026", "water_start_date-month": "12", "water_start_date-day": "1",
    "water_address-area": "見本県ひなた市本町", "water_address-street": "一丁目1番1号", "phone": "090-1234-5678",
    "water_use": "home", "dwelling_tenure": "owner", "moving_from": "none",
}  # fmt: skip
THEN = {"billing_to": "same", "water_payment": "slip", "water_attendance": "no"}


def serve_from_a_slip(visit: Visit) -> None:
    """転入: a mother with two children; the clerk scans, ticks what was shown, and writes nothing."""
    clerk = _counter(visit)
    boxes = _boxes(visit)
    clerk.meet("window-counter")
    _scan(clerk, _slip(visit, prepared(name=MOTHER)))
    clerk.meet("window-visit")
    _see_papers(clerk)
    _confirm(clerk, "window-confirm")
    clerk.press()
    clerk.meet("window-handed")
    text = _paper(clerk)
    assert text.count(MOTHER) >= 6
    if visit.js:
        keys = int(clerk.page.evaluate(KEYS))
        assert keys <= boxes / 10, f"{keys} keys for {boxes} boxes"


def serve_with_nothing_prepared(visit: Visit) -> None:
    """Somebody of eighty: the clerk asks and types, the resident reads it in large letters."""
    clerk = _counter(visit)
    clerk.open("/staff/window/new")
    clerk.meet("window-begin")
    _begin(clerk, visit.language)
    clerk.meet("window-empty")
    clerk.answer({"name": "見本 ハル", "phone": "電話なし"})
    _save(clerk)
    clerk.meet("window-faulty", faulty=True)
    clerk.answer({**WATER, "name": "見本 ハル", "name_kana": "ミホン ハル"})
    _save(clerk)
    clerk.answer(THEN)
    _save(clerk)
    _see_papers(clerk)
    _confirm(clerk, "window-confirm-large")
    clerk.press()
    assert "見本 ハル" in _paper(clerk)


def serve_in_another_language(visit: Visit) -> None:
    """A long alphabetic name: phrase cards to point at, the resident reads in their language, the paper holds all of it."""
    clerk = _counter(visit)
    clerk.follow('main a[href$="/phrases"]')
    clerk.meet("window-phrases")
    clerk.open("/staff/window/new")
    _begin(clerk, visit.language)
    clerk.answer({**WATER, "name": LATIN, "name_kana": ""})
    _save(clerk)
    clerk.answer(THEN)
    _save(clerk)
    _see_papers(clerk, "residence")
    _confirm(clerk, "window-confirm-latin")
    clerk.press()
    # A name that breaks over two lines of its box is the same name.
    assert LATIN.replace(" ", "") in "".join(_paper(clerk).split())


def _counter(visit: Visit) -> Person:
    clerk = visit.enter(desk=True)
    if visit.js:
        clerk.page.add_init_script(COUNT)
    sign_in(clerk, COUNTER)
    clerk.open("/staff/window")
    if visit.js:
        clerk.page.evaluate("() => localStorage.clear()")
    return clerk


def _slip(visit: Visit, answers: dict[str, object]) -> str:
    house = visit.town.app.extensions["house"]
    with house.db.session() as session:
        return slips.make(session, Payload("tennyu", answers, visit.language, house.now()), house.now())


def _boxes(visit: Visit) -> int:
    from tests.portal.cases import hinata
    from tests.services.window.walking import together

    form = together(hinata().events["tennyu"], prepared())
    sheets = visit.town.app.extensions["house"].printer.sheets
    return sum(len(sheets.boxes(one.key, form.own(one.key))) for one in form.lasting)


def _scan(clerk: Person, token: str) -> None:
    """A keyboard-wedge scanner types into whatever has the focus, and ends with Enter."""
    assert clerk.page.evaluate("() => document.activeElement.id") == "code"
    with clerk.page.expect_navigation():
        clerk.page.keyboard.type(token.lower())
        clerk.page.keyboard.press("Enter")


def _begin(clerk: Person, language: str = "ja") -> None:
    clerk.page.locator('main [name="procedure"][value="suido_kaishi"]').check()
    clerk.page.locator('main [name="locale"]').select_option(language)
    clerk.press()


def _save(clerk: Person) -> None:
    clerk.press('main button[name="act"][value="save"]')


def _see_papers(clerk: Person, paper: str = "licence") -> None:
    clerk.page.locator(f'main [name="paper"][value="{paper}"]').check()
    _save(clerk)


def _confirm(clerk: Person, name: str) -> None:
    """The screen is turned round; what the resident reads has no menu of anybody's."""
    clerk.press('main button[name="act"][value="show"]')
    assert not clerk.has(".rail")
    tag = SPOKEN[clerk.visit.language].tag
    assert clerk.page.evaluate("() => document.documentElement.lang") == tag
    clerk.meet(name)
    if clerk.visit.js and clerk.has("canvas[data-pad]"):
        # Who presses on without signing is told so.
        clerk.press()
        clerk.meet(f"{name}-unsigned", faulty=True)
        _sign(clerk)
    clerk.press()


def _sign(clerk: Person) -> None:
    """電子サイン: a finger on the tablet."""
    clerk.page.locator("canvas[data-pad]").scroll_into_view_if_needed()
    box = clerk.page.locator("canvas[data-pad]").bounding_box()
    assert box is not None
    clerk.page.mouse.move(box["x"] + 40, box["y"] + 60)
    clerk.page.mouse.down()
    clerk.page.mouse.move(box["x"] + 300, box["y"] + 120, steps=6)
    clerk.page.mouse.up()


def _paper(clerk: Person) -> str:
    pdf = clerk.paper('main a[href$="/packet.pdf"]')
    return subprocess.run(
        ["/usr/bin/pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
