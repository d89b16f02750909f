"""The menu under a talk: its picture and what LINE is told of it agree, in every language, in the town's colour."""

import io
from itertools import product

import pytest
from linebot.v3.messaging import RichMenuRequest
from PIL import Image

from portal.pack.line_menus import LineMenus, Menu
from portal.pack.town import contrast_on_white
from services.chat.actions import menu_pictures
from services.chat.rules import rich_menus
from services.chat.rules.rich_menus import LANGS, Box
from tests.portal import cases

BASE = "https://portal.city.hinata.example"
KEYS = ("usual", "disaster")
EVERY = list(product(KEYS, LANGS))


def menus() -> LineMenus:
    found = cases.hinata().line
    assert found is not None
    return found


def menu(key: str) -> Menu:
    return next(one for one in menus().menus if one.key == key)


def told(key: str, lang: str) -> dict[str, object]:
    return rich_menus.told(menus(), menu(key), lang, BASE, "signed.{}".format)


@pytest.mark.parametrize(("key", "lang"), EVERY)
def test_tabs_and_areas_fill_the_picture_without_gap_or_overlap(key: str, lang: str) -> None:
    tabs, areas = rich_menus.tabs(menus(), menu(key), lang), rich_menus.areas(menu(key))
    boxes = [one.box for one in tabs] + [box for _, box in areas]

    covered = sum(one.width * one.height for one in boxes)

    assert covered == rich_menus.WIDTH * rich_menus.height(menu(key))
    assert all(
        one.x + one.width <= rich_menus.WIDTH and one.y + one.height <= rich_menus.height(menu(key))
        for one in boxes
    )
    assert not any(_meet(one, other) for place, one in enumerate(boxes) for other in boxes[:place])


@pytest.mark.parametrize(("key", "lang"), EVERY)
def test_line_is_told_no_more_than_it_takes(key: str, lang: str) -> None:
    body = told(key, lang)
    assert RichMenuRequest.from_dict({**body, "name": "x"}) is not None
    actions = [area["action"] for area in body["areas"]]  # type: ignore[attr-defined]

    assert len(actions) <= 20
    assert len(str(body["chatBarText"])) <= 14
    assert all(0 < len(one["label"]) <= 20 for one in actions)
    assert all(len(one.get("data", "")) <= 300 for one in actions)
    assert all(one["uri"].startswith(("https://", "tel:")) for one in actions if one["type"] == "uri")
    assert len(rich_menus.name(body, b"picture", menu(key), lang)) <= 300


def test_each_tab_leads_to_a_menu_that_is_there_and_one_is_where_one_is() -> None:
    known = {rich_menus.alias(one, lang) for one in menus().menus for lang in LANGS}

    for key, lang in EVERY:
        tabs = rich_menus.tabs(menus(), menu(key), lang)
        assert {one.alias for one in tabs} <= known
        assert [one.alias for one in tabs if one.here] == [f"{key}-{lang}"]
        assert {one.alias.rpartition("-")[2] for one in tabs} == set(LANGS)


def test_a_tab_in_another_language_says_which_language_was_chosen() -> None:
    chosen = {"data": "x", "params": {"newRichMenuAliasId": "usual-easy", "status": "SUCCESS"}}

    assert rich_menus.chosen(chosen, menus()) == "easy"


@pytest.mark.parametrize(
    "params", [None, {}, {"newRichMenuAliasId": "usual-xx"}, {"newRichMenuAliasId": 7}, "usual-en"]
)
def test_anything_else_chooses_no_language(params: object) -> None:
    assert rich_menus.chosen({"params": params}, menus()) == ""


def test_a_page_opens_in_the_menus_own_language() -> None:
    uris = [area["action"].get("uri") for area in told("usual", "en")["areas"]]  # type: ignore[attr-defined]

    assert f"{BASE}/procedures?lang=en" in uris


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("width", menu_pictures.WIDTHS)
def test_the_picture_is_as_large_as_line_wants_it_and_small_as_a_file(key: str, width: int) -> None:
    made = menu_pictures.picture(menus(), menu(key), "ja", "#00605b", width)

    with Image.open(io.BytesIO(made)) as image:
        assert (image.format, image.width) == ("PNG", width)
        assert image.height == round(rich_menus.height(menu(key)) * width / rich_menus.WIDTH)
        assert image.width / image.height >= 1.45
    assert len(made) < menu_pictures.LARGEST


def test_every_area_has_its_drawing_and_its_words_in_it() -> None:
    with Image.open(io.BytesIO(menu_pictures.picture(menus(), menu("usual"), "en", "#00605b"))) as opened:
        image = opened.convert("L")

    for _, box in rich_menus.areas(menu("usual")):
        above, below = box.y + 20, box.y + box.height - 20
        halves = ((above, box.y + box.height // 2), (box.y + box.height // 2, below))
        for top, bottom in halves:
            part = image.crop((box.x + 20, top, box.x + box.width - 20, bottom))
            assert sum(part.histogram()[:128]) > 5_000


def test_words_are_readable_on_a_tab_and_on_the_one_that_is_chosen() -> None:
    assert contrast_on_white(cases.hinata().town.colour) >= 4.5 * 1.2


def _meet(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )
