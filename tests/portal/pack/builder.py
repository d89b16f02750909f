"""A small town for tests, written into a folder beside a copy of the nationwide one; any file can be replaced."""

import shutil
from datetime import date
from pathlib import Path

from portal.pack import Pack, PackFault, check, read

PACKS = Path(__file__).resolve().parents[3] / "portal" / "packs"
TOWNS = ("hinata", "utsunomiya", "tatsuno", "kanuma", "ube")
REAL = TOWNS[1:]
KEPT = ("juminhyo", "suido_kaishi")
BEFORE, AFTER = date(2027, 3, 31), date(2027, 4, 1)

TOWN = """name = { ja = "試験市", easy = "しけん市", en = "Test City" }
lgcode = "990019"
kind = "sample"
mark = true
colour = "#00605b"
seal_note = { ja = "公印省略", easy = "はんこは ありません", en = "Seal omitted" }
head = { ja = "試験市長", easy = "しけん市の 市長", en = "Mayor of Test City" }
reception = "sogo"
popular = ["juminhyo"]
"""
DIVISIONS = """部署ID,事務所ID,名称,名称_やさしい,名称_英語,場所,場所_やさしい,場所_英語,電話番号,後継,適用開始日,適用終了日
sogo,honcho,総合案内,あんない,Information,,,,0000-00-1000,,,
shimin,honcho,市民課,市民課,Citizens,,,,0000-00-1030,shimin_madoguchi,,2027-03-31
shimin_madoguchi,honcho,市民窓口課,市民窓口課,Citizens Counter,,,,0000-00-1010,,2027-04-01,
"""
OFFICES = """事務所ID,名称,名称_やさしい,名称_英語,所在地,所在地_やさしい,所在地_英語,適用開始日,適用終了日
honcho,本庁,本庁,City Hall,,,,,
"""
HOURS = """事務所ID,種別,曜日,開始,終了,案内,案内_やさしい,案内_英語,適用開始日,適用終了日
honcho,通常,月火水木金,8:30,17:15,,,,,
"""
FEES = """手続ID,方法,金額,単位,適用開始日,適用終了日
juminhyo,,300,copies,,2027-03-31
juminhyo,,350,copies,2027-04-01,
"""
FILES = {
    "town.toml": TOWN,
    "divisions.csv": DIVISIONS,
    "offices.csv": OFFICES,
    "hours.csv": HOURS,
    "fees.csv": FEES,
}


def town(root: Path, **files: str | bytes) -> Path:
    """A town's folder with some files replaced; a name is given as divisions_csv or procedures__x_toml.

    Of the nationwide procedures it has two: reading all of them for each of many small tests would take minutes.
    """
    shutil.copytree(PACKS / "common", root / "common", ignore=_others, dirs_exist_ok=True)
    folder = root / "test_town"
    for name, content in {**FILES, **{_file(name): content for name, content in files.items()}}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def _others(folder: str, names: list[str]) -> list[str]:
    here = Path(folder).name == "procedures"
    # The nationwide events lead to the procedures that are left out.
    events = [name for name in names if name == "events.toml"]
    return events + [name for name in names if here and name.removesuffix(".toml") not in KEPT]


def built(root: Path, **files: str | bytes) -> Pack:
    """The same town, read."""
    return read(town(root, **files))


def faults(root: Path, **files: str | bytes) -> list[PackFault]:
    """What is wrong with the same town."""
    return check.check(town(root, **files))


def _file(name: str) -> str:
    return ".".join(name.replace("__", "/").rsplit("_", 1))
