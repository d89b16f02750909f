"""What `flask pack check` tells: every fault of a town's folder, also those a running portal would only meet later."""

import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from portal import pack
from portal.pack.lists import PackFault, PackFaults
from portal.pack.loaded import COMMON

PACKS = Path(__file__).resolve().parents[1] / "packs"


def check(folder: Path) -> list[PackFault]:
    """Every fault of a town's folder and of the nationwide one beside it, in the order of files and lines."""
    found: list[PackFault] = []
    try:
        pack.read(folder)
    except PackFaults as broken:
        found.extend(broken.faults)
    found.extend(_papers(folder))
    return sorted(set(found))


def _papers(folder: Path) -> Iterator[PackFault]:
    """Paper layouts that would fail only when somebody prints them."""
    for root in (folder.parent / COMMON, folder):
        for path in sorted((root / "sheets").glob("*.html")):
            name = path.relative_to(root.parent).as_posix()
            try:
                broken = _unreadable(path.read_text(encoding="utf-8"))
            except UnicodeDecodeError:
                yield PackFault(name, 1, "", "文字コードが UTF-8 ではありません")
                continue
            if broken is not None:
                yield PackFault(name, broken[0], "", f"用紙として読めません: {broken[1]}")


# Every town has the nationwide layouts beside it, so that most are asked about once for each town of a check.
@lru_cache(maxsize=512)
def _unreadable(layout: str) -> tuple[int, str] | None:
    """The line at which a layout cannot be read, and why."""
    from jinja2 import Environment, TemplateSyntaxError

    # Nothing is rendered here, and PDF is not a page; still, a layout is HTML and its values are escaped.
    try:
        Environment(autoescape=True, extensions=["jinja2.ext.i18n"]).parse(layout)
    except TemplateSyntaxError as error:
        return error.lineno, str(error.message)
    return None


def main(arguments: Sequence[str]) -> int:
    """Check the folders named, or every town beside this one; works where a broken pack keeps the portal from starting."""
    folders = [Path(one) for one in arguments] or sorted(path.parent for path in PACKS.glob("*/town.toml"))
    found = sorted({fault for folder in folders for fault in check(folder)})
    for fault in found:
        print(fault)
    print(f"{len(folders)} towns, {len(found)} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
