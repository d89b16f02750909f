"""The administrator lets a system outside in, has another one told, and a developer reads how."""

from tests.journeys.desk import ADMINISTRATOR, sign_in
from tests.journeys.walk import Person, Visit

ROOT = "/staff/connections"


def connect_systems(visit: Visit) -> None:
    """A token and a webhook from the empty list to the trial, and the page that developers read."""
    boss = visit.enter(desk=True)
    sign_in(boss, ADMINISTRATOR)
    boss.open(ROOT)
    boss.meet("staff-connections")
    _let_in(boss)
    _have_told(boss)
    boss.open(ROOT)
    boss.meet("staff-connections-some")
    developer = visit.enter()
    developer.open("/api/v1")
    developer.meet("api-reference")


def _let_in(boss: Person) -> None:
    boss.follow('main a[href$="/tokens/new"]')
    boss.meet("staff-token-new")
    boss.press()
    boss.meet("staff-token-empty", faulty=True)
    boss.onward({"name": "水道料金", "purpose": "使用開始", "divisions": "suido", "answers": "yes"})
    boss.meet("staff-token-made")
    assert boss.words("main code").startswith("kmado_")
    boss.press()
    assert "水道料金" in boss.words()


def _have_told(boss: Person) -> None:
    boss.follow('main a[href$="/webhooks/new"]')
    boss.meet("staff-webhook-new")
    boss.answer({"url": "https://10.0.0.1/"})
    boss.press()
    boss.meet("staff-webhook-wrong", faulty=True)
    boss.onward({"name": "水道料金", "url": "https://ryokin.example.jp/hook", "divisions": "suido"})
    boss.meet("staff-webhook-made")
    boss.press()
    boss.meet("staff-webhook")
    # No test leaves the machine, so the trial says that the name leads nowhere.
    boss.press()
    boss.meet("staff-webhook-tried")
    assert boss.has("main .banner.bad")
