"""A form of twelve pages with one question each, in a copy of the sample town's folder."""

from pathlib import Path
from shutil import copytree

from benchmarks.parts.serving import ROOT

PAGES = range(1, 13)
GUIDE, START = "/procedures/mihon_twelve", "/applications/new/mihon_twelve/online"
ANSWERS = {f"mihon_{number}": "見本" for number in PAGES}
_HEAD = """
title = { ja = "見本の長い届出", easy = "見本の とどけ", en = "Long sample notice" }
summary = { ja = "測るためのものです。", easy = "見本です。", en = "For measuring." }
number = "7998"
division = "shimin"
completes = "online"
decision = "none"
[[way]]
kind = "online"
assurance = "none"
completes = "online"
"""
_STEP = """[[step]]
key = "page_{number}"
title = {{ ja = "{number}ページ", easy = "{number}ページ", en = "Page {number}" }}
ask = ["mihon_{number}"]
"""
_FIELD = """[mihon_{number}]
kind = "text"
label = {{ ja = "見本の問い{number}", easy = "見本の しつもん{number}", en = "Sample question {number}" }}
"""


def packs(folder: Path) -> Path:
    """The towns' folders with this form in the sample town's."""
    copytree(ROOT / "portal" / "packs", folder)
    for place, text in (
        ("fields/mihon.toml", "".join(_FIELD.format(number=number) for number in PAGES)),
        (
            "procedures/mihon_twelve.toml",
            _HEAD + "".join(_STEP.format(number=number) for number in PAGES),
        ),
    ):
        file = folder / "hinata" / place
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder
