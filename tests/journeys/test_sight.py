"""What the checkers do not see: the focus ring on every tab stop, forced colours, readers who want no motion."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.journeys.every import OF_EACH, Pages
from tests.journeys.gallery import Wall
from tests.journeys.walk import Journey

if TYPE_CHECKING:
    from playwright.sync_api import Page

# The next press comes after the focus has moved and the page has scrolled: till then a person sees the ring. The round is
# over when it comes to its first stop again.
WATCH = """() => {
  window.found = new Map();
  window.round = false;
  let before;
  const ringed = (style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  document.addEventListener('keydown', () => {
    const one = document.activeElement;
    if (!one || one === document.body) return;
    window.round ||= before !== one && window.found.keys().next().value === one;
    before = one;
    if (window.found.has(one)) return;
    const faults = [];
    if (![one, one.labels?.[0]].filter(Boolean).some((each) => ringed(getComputedStyle(each)))) faults.push('no ring');
    const box = one.getClientRects()[0] ?? one.getBoundingClientRect();
    // What is larger than the window shows a part of itself.
    const seen = [[.5, .5], [.1, .1], [.9, .1], [.1, .9], [.9, .9]].some(([x, y]) => {
      const over = document.elementFromPoint(box.x + box.width * x, box.y + box.height * y);
      return over && (one.contains(over) || over.contains(one) || [...(one.labels ?? [])].some((each) => each.contains(over)));
    });
    if (box.width > 1 && !seen) faults.push('covered or out of sight');
    window.found.set(one, faults);
  }, true);
  return document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]').length + 4;
}"""
FOUND = """() => [...window.found].flatMap(([one, faults]) => faults.map((each) => `${each}: ${one.outerHTML.slice(0, 120)}`))"""
STOPS = "() => window.found.size"
ROUND = "() => window.round"
AT_ONCE = 8
# In forced colours only borders, outlines and text are left: a control without a border is lost.
LOST = """() => [...document.querySelectorAll('.button:not(.quiet), .input, .pick, .banner, .panel, .status')].filter((one) => {
  const style = getComputedStyle(one);
  return one.getClientRects().length && (style.borderTopStyle === 'none' || parseFloat(style.borderTopWidth) < 1
    || style.borderTopColor === getComputedStyle(document.body).backgroundColor);
}).map((one) => one.outerHTML.slice(0, 120))"""
MOVING = """() => [...document.querySelectorAll('*')].filter((one) => {
  const style = getComputedStyle(one);
  return style.animationName !== 'none' || style.transitionDuration.split(',').some((each) => parseFloat(each) > 0)
    || style.scrollBehavior === 'smooth';
}).map((one) => one.outerHTML.slice(0, 120))"""
IN_JAPANESE = pytest.mark.parametrize("language", ["ja"])


def tabbed(page: "Page", key: str) -> list[str]:
    """What is wrong with the stops that a key leads through."""
    most = page.evaluate(WATCH)
    page.evaluate("() => { document.activeElement?.blur(); }")
    *held, pressed = key.split("+")
    for one in held:
        page.keyboard.down(one)
    # Held down, a key goes on from stop to stop.
    for _ in range(0, most, AT_ONCE):
        for _ in range(AT_ONCE):
            page.keyboard.down(pressed)
        if page.evaluate(ROUND):
            break
    for one in (pressed, *held):
        page.keyboard.up(one)
    found: list[str] = page.evaluate(FOUND)
    return found if page.evaluate(STOPS) else ["no stop at all"]


@IN_JAPANESE
@OF_EACH
def test_the_focus_ring_is_seen_on_every_tab_stop(
    journey: Journey, language: str, met: Pages, hung: Wall, scale: str
) -> None:
    faults: list[str] = []
    keys = ("Tab", "Shift+Tab") if scale == "all" else ("Tab",)

    for state in met(journey, language):
        size = hung.size(state)
        # A low window, so that the page must scroll and nothing that stays put may cover the stop.
        hung.page.set_viewport_size({"width": size["width"], "height": 600})
        for key in keys if state.staff else ("Tab",):
            faults += [f"{state.name} {key} {one}" for one in tabbed(hung.put_up(state), key)]

    assert not faults, "\n".join(faults)


@IN_JAPANESE
@OF_EACH
def test_nothing_is_lost_in_forced_colours_and_nothing_moves_for_who_wants_no_motion(
    journey: Journey, language: str, met: Pages, hung: Wall, pictures: Path, scale: str
) -> None:
    faults: list[str] = []
    hung.page.emulate_media(forced_colors="active", reduced_motion="reduce")

    for place, state in enumerate(met(journey, language)):
        hung.page.set_viewport_size(hung.size(state))
        page = hung.put_up(state)
        if scale == "all" and place % 4 == 0:
            hung.picture(pictures, state, "-forced")
        faults += [f"{state.name} lost: {one}" for one in page.evaluate(LOST)]
        faults += [f"{state.name} moves: {one}" for one in page.evaluate(MOVING)]

    assert not faults, "\n".join(faults)
