"""What is asked of a page that is up: axe, narrow screens and large text, the focus ring, forced colours, stillness."""

import json
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from tests.harness.looking import AXE, RULES, RUN

if TYPE_CHECKING:
    from playwright.sync_api import Page

# A sheet made by a script is not bound by the content security policy, as a reader's own style is not.
WEAR = """(css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
}"""
# WCAG 1.4.12.
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }"""
# Twice as large, and a little wider than the fonts of this machine set it: a reader's own may be.
LARGE = "html { font-size: 200% !important; } * { letter-spacing: .04em; }"
SIDEWAYS = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return '';
  const out = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > wide + 1
    && !e.closest('.scroll, .unseen'));
  return out.slice(-2).map(e => e.outerHTML.slice(0, 120)).join(' | ') || 'something unseen';
}"""
# Text that is cut: a box that hides what runs over, other than those that are hidden on purpose.
CUT = """() => [...document.querySelectorAll('body *')].filter(e => {
  const style = getComputedStyle(e);
  return ['hidden', 'clip'].includes(style.overflowX) && !e.closest('.unseen, svg') && e.clientWidth > 1
    && e.scrollWidth > e.clientWidth + 1 && !(e.matches('input, select'));
}).map(e => e.outerHTML.slice(0, 120))"""
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
    const [left, top] = [Math.max(box.left, 0), Math.max(box.top, 0)];
    const [wide, high] = [Math.min(box.right, innerWidth) - left, Math.min(box.bottom, innerHeight) - top];
    const seen = wide >= 0 && high >= 0 && [[.5, .5], [.1, .1], [.9, .1], [.1, .9], [.9, .9]].some(([x, y]) => {
      const over = document.elementFromPoint(left + wide * x, top + high * y);
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


@cache
def _axe() -> tuple[str, object]:
    script = (AXE / "axe.min.js").read_text(encoding="utf-8")
    return script, json.loads((AXE / "locales" / "ja.json").read_text(encoding="utf-8"))


def axe(page: "Page") -> list[str]:
    """What axe finds, in Japanese."""
    script, locale = _axe()
    page.evaluate(script)
    found: list[str] = page.evaluate(RUN, [RULES, locale])
    return found


def cut(page: "Page") -> list[str]:
    """What is cut on the screen as it is."""
    return [f"cuts {one}" for one in page.evaluate(CUT)]


def squeezed(page: "Page") -> list[str]:
    """What runs over at 320 px, with the text spaced out, and at 200 % text on a phone."""
    found = []
    for name, wide, worn in (
        ("at 320 px", 320, ""),
        ("with spaced text", 320, SPACED),
        ("with 200 % text", 390, LARGE),
    ):
        page.set_viewport_size({"width": wide, "height": 800})
        page.evaluate(WEAR, worn)
        if over := page.evaluate(SIDEWAYS):
            found.append(f"scrolls sideways {name}: {over}")
        found += [f"{one} {name}" for one in cut(page)]
    page.evaluate(WEAR, "")
    return found


def ring(page: "Page", key: str) -> list[str]:
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
    found: Sequence[str] = page.evaluate(FOUND) if page.evaluate(STOPS) else ["no stop at all"]
    return [f"{key}: {one}" for one in found]


def lost(page: "Page") -> list[str]:
    """What is lost in the colours that the reader's system forces on a page."""
    return [f"lost in forced colours: {one}" for one in page.evaluate(LOST)]


def moving(page: "Page") -> list[str]:
    """What moves although the reader wants no motion."""
    return [f"moves: {one}" for one in page.evaluate(MOVING)]
