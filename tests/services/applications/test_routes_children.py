"""Families file page after page: children and parents one by one, a list of tasks, an early end with a way forward."""

import pytest

from forms.field import Value
from forms.kinds import KINDS
from forms.procedure import Procedure
from tests.portal.pack.test_children import PACK, value
from tests.services.applications.browsing import Browser, Site, id_in
from tests.services.applications.reading import Page, Typed

GO_ON = ("つづける", "入力した内容を確かめる")
# Beyond this many pages a form leads round in circles.
MOST_PAGES = 60


def typed(page: Page, procedure: Procedure, forced: dict[str, Value]) -> Typed:
    """What somebody types into the controls of a page."""
    shown = {one.get("name") for tag in ("input", "select", "textarea") for one in page.all(tag)}
    found: dict[str, str] = {}
    for ask in procedure.every_ask:
        if ask.kind in ("group", "file"):
            continue
        given = forced.get(ask.key, value(ask.field))
        if ask.kind == "choices" and isinstance(given, list):
            found[ask.key] = str(given[0])
            continue
        for part, words in KINDS[ask.kind].split(given).items():
            found[ask.key if part == "value" else f"{ask.key}-{part}"] = words
    return {name: words for name, words in found.items() if name in shown}


def filled_in(browser: Browser, key: str, way: str, **forced: Value) -> Page:
    """A form answered from its first page to the one that shows everything, or to its early end."""
    procedure = PACK.procedure(key)
    browser.open(f"/applications/new/{key}/{way}")
    for _ in range(MOST_PAGES):
        page = browser.page
        assert page.status == 200, f"{page.path}: {page.summary()}"
        if onward := [link for link in GO_ON if link in page.links()]:
            browser.follow(onward[0])
        elif page.heading == "入力した内容の確認" or not page.all("form", method="post"):
            return page
        else:
            browser.press(typed(page, procedure, forced))
    raise AssertionError(f"{browser.page.path} leads round in circles")


def test_a_nursery_report_shows_each_child_and_parent_and_is_handed_in(hinata_site: Site) -> None:
    browser = hinata_site.browser()

    page = filled_in(browser, "hoiku_genkyo", "online", child_name="見本 一郎", guardian_name="見本 次郎")

    assert "見本 一郎" in page.text
    assert "見本 次郎" in page.text
    done = browser.press()
    assert done.heading == "申し込みが届きました"
    answers = hinata_site.answers(done)
    assert [child["child_name"] for child in answers["children"]] == ["見本 一郎"]
    assert answers["guardians"][0]["care_need"] == "work"


def test_a_claim_for_the_allowance_is_a_list_of_tasks_that_ends_on_paper(hinata_site: Site) -> None:
    browser = hinata_site.browser()

    page = filled_in(browser, "jidou_teate_nintei", "window", older_children_any="yes")

    assert page.path.endswith(str(id_in(page)))
    assert "大学生年代のお子さん（一人ずつ）" in page.text
    assert "お子さんの年齢（今年度の4月1日）" in page.text
    assert "令和8年12月7日" in page.text, "fifteen days after the day of the birth, moved off a Sunday"


@pytest.mark.parametrize(
    ("key", "field", "choice", "heading", "instead"),
    [
        ("hoiku_riyou", "childcare_certified", "no", "先に認定を申請してください", "hoiku_nintei"),
        ("ninshin_todoke", "pregnancy_confirmed", "no", "まず病院か助産所で診てもらってください", ""),
    ],
)
def test_whoever_cannot_file_is_told_why_and_where_to_go(
    hinata_site: Site, key: str, field: str, choice: str, heading: str, instead: str
) -> None:
    page = filled_in(hinata_site.browser(), key, "online", **{field: choice})

    assert page.heading == heading
    assert (f"/procedures/{instead}" in page.links().values()) is bool(instead)
