"""The events of life a town guides through, and whether what they lead to is really there."""

from collections.abc import Iterator, Mapping
from datetime import date

from forms import answers as answering
from forms import events
from forms.dictionary import Dictionary
from forms.events import Event, Part
from forms.faults import Broken
from forms.procedure import Ask, Procedure
from portal.pack.lists import PackFault
from portal.pack.rows import Tell
from portal.pack.toml import Document

FILE = "events.toml"
# Any day will do to see whether an answer can be one.
_DAY = date(2026, 11, 20)


def read(
    document: Document, known: Mapping[str, Event], dictionary: Dictionary
) -> tuple[dict[str, Event], list[PackFault]]:
    """A file's events added to those known; one of the same key stands in for it, one in `off` goes."""
    found, broken = dict(known), list[Broken]()
    for place, entry in enumerate(_entries(document, broken), 1):
        event = events.read(entry, f"event[{place}]", dictionary, broken)
        found[event.key] = event
    for place, key in enumerate(_off(document, broken), 1):
        if found.pop(key, None) is None:
            broken.append(Broken(f"off[{place}]", f"そのようなできごとはありません: {key}"))
    broken += [Broken(key, "知らない項目です") for key in document.mapping if key not in ("event", "off")]
    return found, [document.fault(one.path, one.message) for one in broken]


def _entries(document: Document, broken: list[Broken]) -> list[Mapping[str, object]]:
    listed = document.mapping.get("event", [])
    if isinstance(listed, list) and all(isinstance(one, dict) for one in listed):
        return listed
    broken.append(Broken("event", "[[event]] の形で書いてください"))
    return []


def _off(document: Document, broken: list[Broken]) -> list[str]:
    listed = document.mapping.get("off", [])
    if isinstance(listed, list) and all(isinstance(one, str) for one in listed):
        return listed
    broken.append(Broken("off", "文字列の並びではありません"))
    return []


def faults(
    document: Document, known: Mapping[str, Event], procedures: Mapping[str, Procedure]
) -> Iterator[PackFault]:
    """Whatever the events of one file name that is not there."""
    for place, entry in enumerate(_entries(document, []), 1):
        event = known.get(str(entry.get("key")))
        for number, part in enumerate(event.parts if event else (), 1):
            told: list[tuple[str, str]] = []
            if event is not None:
                _look(part, event, procedures, _tell(f"event[{place}].part[{number}]", told))
            yield from (document.fault(path, message) for path, message in told)


def _tell(path: str, told: list[tuple[str, str]]) -> Tell:
    return lambda key, message: told.append((f"{path}.{key}", message))


def _look(part: Part, event: Event, procedures: Mapping[str, Procedure], tell: Tell) -> None:
    procedure = procedures.get(part.procedure)
    if procedure is None:
        tell("procedure", f"その手続のファイルがありません: {part.procedure}")
        return
    if procedure.way("window") is None:
        tell("procedure", f"窓口で出せない手続です: {part.procedure}")
    for key, value in part.given.items():
        ask = _asked(procedure, key)
        if ask is None:
            tell(f"given.{key}", f"この手続では尋ねていません: {key}")
        elif answering.check(ask, value, _DAY) is not None:
            tell(f"given.{key}", f"この質問の答えになりえない値です: {value}")
    for key, other in part.same.items():
        ask, kinds = _asked(procedure, key), _kinds(event, other, procedures)
        if ask is None:
            tell(f"same.{key}", f"この手続では尋ねていません: {key}")
        elif ask.kind not in kinds:
            tell(f"same.{key}", f"このできごとで尋ねていないか、種類のちがう項目です: {other}")


def _kinds(event: Event, key: str, procedures: Mapping[str, Procedure]) -> frozenset[str]:
    """Of which kind a question is that the event or one of its procedures asks; none where nobody does."""
    found = [ask for ask in event.asks if ask.key == key]
    found += [
        ask
        for part in event.parts
        if (one := procedures.get(part.procedure)) and key not in part.same and (ask := _asked(one, key))
    ]
    return frozenset(ask.kind for ask in found)


def _asked(procedure: Procedure, key: str) -> Ask | None:
    """A question of the procedure itself, those about the items of a list left out."""
    return next((ask for ask in procedure.asks if ask.key == key), None)
