"""The push desk: a notice to everybody is written, counted, asked for, let out by another; who reads tests; and disaster mode."""

from portal.worker import Worker
from services.notices.actions import sending
from tests.journeys.desk import ADMINISTRATOR, APPROVER, sign_in
from tests.journeys.walk import Person, Visit

EDITOR = "8001"
ROOT = "/staff/notices"
WORDS = {"title_ja": "水道の工事", "body_ja": "あすの夜、北地区で水が止まります。"}
CONFIRMED = "災害"
FLOOD = {
    "ja": "大雨で避難指示を出しています",
    "easy": "大雨です。にげて ください",
    "en": "Evacuate now: heavy rain",
}


def tell_everybody(visit: Visit) -> None:
    """Every page of the push desk, by the one who writes and the one who lets it out."""
    editor = visit.enter(desk=True)
    sign_in(editor, EDITOR)
    editor.open(ROOT)
    editor.meet("staff-notices")
    editor.open(f"{ROOT}/new")
    editor.meet("staff-notice-new")
    editor.blamed("staff-notice-new-wrong", {**WORDS, "body_ja": "090-1234-5678へ"})
    editor.onward(WORDS)
    editor.meet("staff-notice-draft")
    editor.press()
    editor.meet("staff-notice-asked")
    one = editor.path.partition("?")[0]
    for path, name in {"testers": "staff-notice-testers", "mails": "staff-notice-mails"}.items():
        editor.open(f"{ROOT}/{path}")
        editor.meet(name)
    let_it_out(visit, one)
    turn_the_town(visit)


def let_it_out(visit: Visit, one: str) -> None:
    """Somebody else agrees; it goes out, staff see what became of it, and everybody can read it."""
    approver = visit.enter(desk=True)
    sign_in(approver, APPROVER)
    approver.open(one)
    approver.meet("staff-notice-to-release")
    approver.press()
    approver.meet("staff-notice-released")
    while Worker(visit.town.app.extensions["house"]).send(sending.KIND):
        pass
    approver.open(one)
    approver.meet("staff-notice-sent")
    reader = visit.enter()
    reader.open(one.removeprefix("/staff"))
    reader.meet("notice")
    assert WORDS["body_ja"] in reader.words()


def turn_the_town(visit: Visit) -> None:
    """An administrator turns the front page to a disaster, and back."""
    chief, neighbour = visit.enter(desk=True), visit.enter()
    sign_in(chief, ADMINISTRATOR)
    chief.open(f"{ROOT}/disaster")
    chief.meet("staff-disaster")
    chief.onward({**FLOOD, "word": CONFIRMED})
    try:
        chief.meet("staff-disaster-on")
        neighbour.open("/")
        neighbour.meet("front-in-a-disaster")
        assert FLOOD[visit.language] in neighbour.words("h1")
    finally:
        _turned_back(chief)
    chief.meet("staff-disaster-over")
    neighbour.open("/")
    assert FLOOD[visit.language] not in neighbour.words()


def _turned_back(chief: Person) -> None:
    """Nobody else's walk through the same town meets a disaster."""
    chief.open(f"{ROOT}/disaster")
    chief.page.locator("#word-off").fill(CONFIRMED)
    chief.press('main form[action$="/off"] .button')
