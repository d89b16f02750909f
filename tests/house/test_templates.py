"""Templates: pages stand on a layout, carry no script or style of their own, and hold no logic beyond if and for."""

import re
from pathlib import Path

from tests.house import sources

# The third is for screens that stand in a hall, where nothing leads anywhere else.
# What lies before a resident at the counter has no menu of anybody's: nobody wanders off from a clerk's tablet.
LAYOUTS = {
    "layout.html",
    "desk_layout.html",
    "desk_refused.html",
    "remove_item.html",
    "queue/hall.html",
    "window/tablet_layout.html",
    # What the pages that edit a facility share stands on the desk's own layout.
    # The frame of the forms about a building, which stands on the desk's own.
    "reservations/staff/edit.html",
}
EXTENDS = re.compile(r"{%-?\s*extends\s+\"([^\"]+)\"")
TAG = re.compile(r"{%-?\s*([a-z]+)")
# `set` gives a long expression a name; what a page decides stays in its route.
LOGIC = {
    "if", "elif", "else", "endif", "for", "endfor", "block", "endblock", "extends", "include", "import", "from",
    "call", "endcall", "set", "endset", "macro", "endmacro", "filter", "endfilter",
}  # fmt: skip
INLINE = re.compile(
    r"<style[\s>]|<script(?![^>]*\ssrc=)[^>]*>|\sstyle\s*=\s*[\"']|\son[a-z]+\s*=\s*[\"']|javascript:",
    re.IGNORECASE,
)
FOREIGN = re.compile(
    r"<(?:script|link|img|iframe|form)\b[^>]*\s(?:src|href|action)=[\"'](?:https?:)?//", re.IGNORECASE
)
COMMENT = re.compile(r"{#.*?#}", re.DOTALL)


def templates() -> list[Path]:
    """The templates of web pages; sheets for paper and mails have rules of their own."""
    found = [file for file in sources.files() if file.suffix == ".html" and "templates" in file.parts]
    return [file for file in found if "messages" not in file.parts]


def said(file: Path) -> str:
    """A template without its comments."""
    return COMMENT.sub("", sources.text(file))


def pages() -> dict[Path, str]:
    """The templates that are whole pages, with what they stand on."""
    found = {file: EXTENDS.search(said(file)) for file in templates()}
    return {file: match[1] for file, match in found.items() if match}


def test_every_page_stands_on_a_layout() -> None:
    odd = {str(file): layout for file, layout in pages().items() if layout not in LAYOUTS}

    assert pages()
    assert odd == {}


def test_no_template_carries_script_or_style_or_another_site() -> None:
    found = [
        f"{file}: {match[0].strip()[:60]}"
        for file in templates()
        for pattern in (INLINE, FOREIGN)
        for match in pattern.finditer(said(file))
    ]

    assert found == []


def test_templates_hold_no_logic_beyond_if_and_for() -> None:
    found = {str(file): odd for file in templates() if (odd := set(TAG.findall(said(file))) - LOGIC)}

    assert found == {}


def test_styles_bring_no_font_and_no_other_site() -> None:
    # What others made is copied unchanged; it is read when it is taken in (docs/decisions/dependencies.md).
    sheets = [file for file in sources.files() if file.suffix == ".css" and "vendor" not in file.parts]
    found = [
        str(file)
        for file in sheets
        if re.search(r"@font-face|@import|url\((?!['\"]?(?:data:|[./]))|https?:", sources.text(file))
    ]

    assert sheets
    assert found == []
