"""What `flask pack check` tells: every fault of a town's folder, also those a running portal would only meet later."""

import sys
from collections.abc import Iterator, Sequence
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
    from jinja2 import Environment, TemplateSyntaxError

    # Nothing is rendered here, and PDF is not a page; still, a layout is HTML and its values are escaped.
    environment = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    for root in (folder.parent / COMMON, folder):
        for path in sorted((root / "sheets").glob("*.html")):
            name = path.relative_to(root.parent).as_posix()
            try:
                environment.parse(path.read_text(encoding="utf-8"))
            except TemplateSyntaxError as error:
                yield PackFault(name, error.lineno, "", f"用紙として読めません: {error.message}")
            except UnicodeDecodeError:
                yield PackFault(name, 1, "", "文字コードが UTF-8 ではありません")


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
