"""Draws the made-up pictures of the sample town's facilities: `.venv/bin/python docs/sample_photos.py`.

Prints what `portal/packs/hinata/buildings/*.toml` says of each, for a picture is named by what is in it.
"""

import hashlib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402 (the root must be known first)

from portal import pictures  # noqa: E402 (as above)
from portal.pack import photos  # noqa: E402 (as above)
from tests.harness.browser import FLAGS  # noqa: E402 (as above)

FOLDER = ROOT / "portal" / "packs" / "hinata" / photos.FOLDER
WIDE, HIGH = 1200, 800
MARK = (
    '<g transform="translate(1030 30)"><rect width="140" height="64" rx="8" fill="#fff"/>'
    '<text x="70" y="45" font-family="sans-serif" font-size="36" font-weight="700" fill="#333" text-anchor="middle">見本</text></g>'
)


def boards(top: int, colour: str, line: str) -> str:
    """A floor of boards that run towards the far wall."""
    lines = "".join(
        f'<path d="M600 {top - 260}L{x} 800" stroke="{line}" stroke-width="2"/>'
        for x in range(-900, 2101, 150)
    )
    return f'<path d="M0 {top}H1200V800H0Z" fill="{colour}"/><clipPath id="f"><path d="M0 {top}H1200V800H0Z"/></clipPath><g clip-path="url(#f)">{lines}</g>'


def arena() -> str:
    """A sports hall with two courts and a balcony."""
    windows = "".join(
        f'<rect x="{x}" y="70" width="120" height="90" fill="#cfe6f5"/>' for x in range(60, 1100, 160)
    )
    return (
        '<rect width="1200" height="800" fill="#f1ece2"/>'
        + windows
        + '<rect y="210" width="1200" height="26" fill="#8c8578"/>'
        + boards(420, "#d9a866", "#c4924f")
        + '<g fill="none" stroke="#fff" stroke-width="6"><path d="M120 760 330 470H870L1080 760Z"/>'
        '<path d="M225 615H975"/><ellipse cx="600" cy="612" rx="90" ry="38"/></g>'
        '<g stroke="#555" stroke-width="8"><path d="M205 620V450M995 620V450"/></g>'
        '<path d="M205 450H995V500H205Z" fill="#fff" fill-opacity=".6" stroke="#777" stroke-width="3"/>'
        '<g transform="translate(560 250)"><rect width="80" height="56" fill="#fff" stroke="#a33" stroke-width="5"/>'
        '<path d="M22 60H58L50 96H30Z" fill="none" stroke="#c63" stroke-width="4"/></g>'
    )


def hall() -> str:
    """A hall with a stage, a piano and rows of chairs."""
    chairs = "".join(
        f'<rect x="{x}" y="{y}" width="52" height="44" rx="8" fill="#7b3b46"/>'
        for y in (600, 680, 750)
        for x in range(90, 1080, 80)
        if not 540 < x < 620
    )
    return (
        '<rect width="1200" height="800" fill="#efe6d8"/><rect x="150" y="110" width="900" height="340" fill="#4b3a33"/>'
        '<path d="M150 110H290Q280 300 240 450H150ZM1050 110H910Q920 300 960 450H1050Z" fill="#9c2f3c"/>'
        '<rect x="150" y="430" width="900" height="70" fill="#b98a55"/>'
        + boards(500, "#cda979", "#bb9663")
        + '<path d="M480 330Q560 270 640 330T740 360V390H480Z" fill="#161616"/>'
        '<path d="M500 390V430M720 390V430M610 390V430" stroke="#161616" stroke-width="10"/>'
        '<rect x="430" y="395" width="46" height="12" fill="#333"/>'
        '<path d="M453 405V430" stroke="#333" stroke-width="8"/>' + chairs
    )


def washitsu() -> str:
    """A Japanese room with mats, paper windows and a low table."""
    panes = "".join(
        f'<g transform="translate({x} 130)">'
        '<rect width="230" height="300" fill="#fdfbf3" stroke="#8a6a45" stroke-width="10"/>'
        '<path d="M77 0V300M153 0V300M0 75H230M0 150H230M0 225H230" stroke="#a98a63" stroke-width="4"/></g>'
        for x in (60, 300, 540)
    )
    mats = "".join(
        f'<path d="{d}" fill="{c}" stroke="#4e5d3a" stroke-width="8"/>'
        for d, c in (
            ("M140 470H600L560 620H60Z", "#c9cf9b"),
            ("M600 470H1060L1140 620H560Z", "#bfc78f"),
            ("M60 620H560L520 800H-40Z", "#bfc78f"),
            ("M560 620H1140L1240 800H520Z", "#c9cf9b"),
        )
    )
    return (
        '<rect width="1200" height="800" fill="#e9dcc3"/><rect y="90" width="1200" height="16" fill="#8a6a45"/>'
        + panes
        + '<rect x="850" y="130" width="270" height="330" fill="#d8c7a4"/>'
        '<rect x="940" y="170" width="90" height="190" fill="#fff"/>'
        '<path d="M985 190V340" stroke="#333" stroke-width="10"/><path d="M960 440q25-70 50 0Z" fill="#54724a"/>'
        + mats
        + '<rect x="400" y="560" width="400" height="40" rx="6" fill="#6d4426"/>'
        '<path d="M430 600V650M770 600V650" stroke="#6d4426" stroke-width="18"/>'
    )


def ground() -> str:
    """A baseball ground beside a river."""
    return (
        '<rect width="1200" height="800" fill="#bfe0f2"/><path d="M0 330Q300 250 600 310T1200 280V420H0Z" fill="#7fa36b"/>'
        '<path d="M0 360H1200V410H0Z" fill="#6fa9cf"/><path d="M0 410H1200V800H0Z" fill="#86b566"/>'
        '<path d="M600 780 180 560Q600 380 1020 560Z" fill="#c99f6a"/><path d="M600 740 370 610 600 500 830 610Z" fill="#8fbd70"/>'
        '<g fill="#fff"><path d="M600 735l18 10-18 12-18-12Z"/>'
        '<path d="M370 602l16 9-16 9-16-9ZM830 602l16 9-16 9-16-9ZM600 494l14 8-14 8-14-8Z"/></g>'
        '<path d="M600 745 180 560M600 745 1020 560" stroke="#fff" stroke-width="5"/><ellipse cx="600" cy="615" rx="34" ry="15" fill="#c99f6a"/>'
        '<g fill="none" stroke="#5b6b58" stroke-width="4">'
        '<path d="M470 790V660H730V790M470 700H730M470 740H730M535 660V790M600 660V790M665 660V790"/></g>'
    )


def main() -> None:
    """Draw, name, keep, and say what the buildings' files say of them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.webp"):
        old.unlink()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        page = browser.new_page(viewport={"width": WIDE, "height": HIGH})
        for draw in (arena, hall, washitsu, ground):
            page.set_content(
                f'<style>body{{margin:0}}</style><svg xmlns="http://www.w3.org/2000/svg" width="{WIDE}" height="{HIGH}">{draw()}{MARK}</svg>'
            )
            sys.stdout.write(f"{draw.__name__}: {_keep(page.screenshot())}\n")
        browser.close()


def _keep(drawn: bytes) -> str:
    large, small = pictures.painted(drawn, photos.SIDE), pictures.painted(drawn, photos.THUMB)
    content = pictures.written(large, "WEBP", 78)
    key = hashlib.sha256(content).hexdigest()[:32]
    (FOLDER / photos.file_name(key, "large")).write_bytes(content)
    (FOLDER / photos.file_name(key, "small")).write_bytes(pictures.written(small, "WEBP", 68))
    return f'key = "{key}" width = {large.width} height = {large.height}'


if __name__ == "__main__":
    main()
