"""Whether the catalogues are complete and fresh; ``python -m portal.words.check --update`` brings them up to the sources."""

import argparse
import csv
import re
import sys
import tomllib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from portal.words import LANGUAGES, RUBY, SOURCE, without_readings

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("portal", "services")
KEYWORDS = {"_": None, "N_": None, "gettext": None}
# Where words stand that only staff read; they get no readings.
STAFF = re.compile(r"desk|staff|dashboard|records|cli\.py")
# The lists of a pack whose names and places stand on pages for residents.
PACK_LISTS = frozenset({"divisions.csv", "offices.csv", "hours.csv", "holidays.csv", "national_holidays.csv"})
PACK_COLUMNS = ("名称", "場所", "所在地", "案内")
_KANJI = re.compile(r"[々㐀-鿿]")
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: {}\\n"\n\n'

# Each message with the files it stands in.
Sources = dict[str, list[str]]


def check(root: Path = ROOT) -> list[str]:
    """Every fault of the catalogues under a root, in words for whoever changed the sources."""
    sources, packs = extracted(root), spoken_by_packs(root)
    faults = []
    for key in _keys():
        folder = LANGUAGES[key].folder if key in LANGUAGES else key
        wanted = {**packs, **sources} if key == RUBY else sources
        faults += [f"translations/{folder}: {fault}" for fault in _faults(root, key, folder, wanted)]
    return faults


def update(root: Path = ROOT) -> None:
    """Add what is new, drop what is stale, keep every translation."""
    sources, packs = extracted(root), spoken_by_packs(root)
    for key in _keys():
        folder = LANGUAGES[key].folder if key in LANGUAGES else key
        path = _path(root, folder)
        known = {message.id: message for message in _read(path) if message.id}
        catalogue = Catalog(charset="utf-8")
        for source, places in ({**packs, **sources} if key == RUBY else sources).items():
            kept = known.get(source)
            if kept is not None and kept.string:
                catalogue.add(source, kept.string, flags=kept.flags, locations=_locations(places))
            elif _must_have(key, source, places):
                catalogue.add(source, "", locations=_locations(places))
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, catalogue, folder)


def extracted(root: Path) -> Sources:
    """Every message of the code and the templates under a root."""
    found: Sources = {}
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            method = {".py": "python", ".html": "jinja2", ".txt": "jinja2"}.get(path.suffix)
            if method is None or "packs" in path.parts:
                continue
            for message in _messages(path, method):
                places = found.setdefault(message, [])
                if (place := path.relative_to(root).as_posix()) not in places:
                    places.append(place)
    return dict(sorted(found.items(), key=lambda item: (item[1][0], item[0])))


def spoken_by_packs(root: Path) -> Sources:
    """The Japanese words of the towns' folders: packs carry their own languages, but their readings stand here."""
    found: Sources = {}
    for path in sorted((root / "portal" / "packs").rglob("*")):
        place = path.relative_to(root).as_posix()
        if path.suffix == ".toml":
            texts = _japanese(tomllib.loads(path.read_text(encoding="utf-8")))
        elif path.name in PACK_LISTS:
            rows = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())
            texts = (row[column] for row in rows for column in PACK_COLUMNS if row.get(column))
        else:
            continue
        for text in texts:
            if _KANJI.search(text):
                found.setdefault(text, [place])
    return found


def _japanese(value: object) -> Iterator[str]:
    """Every ``ja = …`` in a table, however deep."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == SOURCE and isinstance(inner, str):
                yield inner
            else:
                yield from _japanese(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _japanese(inner)


def _messages(path: Path, method: str) -> Iterator[str]:
    options = {"silent": "false", "trimmed": "false"}
    with path.open("rb") as opened:
        for _, message, _, _ in extract(method, opened, keywords=KEYWORDS, options=options):
            if isinstance(message, str) and message:
                yield message


def _keys() -> list[str]:
    return [RUBY, *(key for key in LANGUAGES if key != SOURCE)]


def _must_have(key: str, source: str, places: list[str]) -> bool:
    """Complete languages need every message, readings stand over the kanji residents see, the rest is a gift."""
    if key == RUBY:
        return bool(_KANJI.search(source)) and not all(STAFF.search(place) for place in places)
    return LANGUAGES[key].complete


def _faults(root: Path, key: str, folder: str, sources: Sources) -> Iterator[str]:
    known = {message.id: message for message in _read(_path(root, folder)) if message.id}
    for source, message in known.items():
        if source not in sources:
            yield f"「{source}」はもう使われていません（--update で消えます）"
        elif message.string:
            yield from _faults_of(key, message)
    for source, places in sources.items():
        if key == RUBY or not LANGUAGES[key].complete:
            continue
        translated = known.get(source)
        if translated is None or not translated.string or translated.fuzzy:
            yield f"「{source}」の訳がありません（{places[0]}）"


def _faults_of(key: str, message: Message) -> Iterator[str]:
    """What is wrong with a translation as it stands."""
    source, said = str(message.id), str(message.string)
    if sorted(set(_PLACEHOLDER.findall(source))) != sorted(set(_PLACEHOLDER.findall(said))):
        yield f"「{source}」の訳の %(…)s が原文と合いません"
    if key == RUBY and without_readings(said) != source:
        yield f"「{source}」の読みがなを除くと原文と合いません"


def _path(root: Path, folder: str) -> Path:
    return root / "translations" / folder / "LC_MESSAGES" / "messages.po"


def _read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog()
    with path.open("rb") as opened:
        return read_po(opened, ignore_obsolete=True)


def _write(path: Path, catalogue: Catalog, language: str) -> None:
    """Without dates and line numbers, so that a catalogue changes only where its words do."""
    body = BytesIO()
    write_po(body, catalogue, width=0, omit_header=True, include_lineno=False, ignore_obsolete=True)
    path.write_bytes(_HEADER.format(language).encode() + body.getvalue().lstrip())


def _locations(places: list[str]) -> list[tuple[str, int]]:
    return [(place, 0) for place in places[:1]]


def main() -> int:
    """Tell what is wrong, or put it right as far as a program can."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--update", action="store_true", help="新しい言葉を加え、使われない言葉を消す")
    if arguments.parse_args().update:
        update()
    faults = check()
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
