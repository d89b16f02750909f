"""What must hold between a list of the dictionary and the list it takes people from."""

from collections.abc import Callable, Iterator

from forms.dictionary import Dictionary
from forms.draws import Draws
from forms.field import Field
from portal.pack.lists import PackFault
from portal.pack.loaded import Loaded

_DAYS = ("date", "birth")
Tell = Callable[[str, str], None]


def faults(loaded: Loaded) -> Iterator[PackFault]:
    """Every `draws_on` that names what is not there, or takes one thing for another."""
    for file, document in sorted(loaded.documents.items()):
        if file.rpartition("/")[2] != "fields.toml" and "/fields/" not in file:
            continue
        told: list[tuple[str, str]] = []
        for key in document.mapping:
            field = loaded.dictionary.get(key)
            if field and field.draws_on:
                look(field.draws_on, loaded.dictionary, _tell(f"{key}.draws_on", told))
        yield from (document.fault(path, message) for path, message in told)


def _tell(path: str, told: list[tuple[str, str]]) -> Tell:
    return lambda key, message: told.append((f"{path}.{key}", message))


def look(draws: Draws, known: Dictionary, tell: Tell) -> None:
    """Tell of every name that is unknown or means another kind of thing."""
    group = known.get(draws.group)
    if group is None or group.kind != "group":
        tell("group", f"辞書にある group の項目ではありません: {draws.group}")
    elif group.draws_on:
        tell("group", f"引き継ぐ元の一覧が、ほかの一覧から引き継いでいます: {draws.group}")
    for path, key in _named(draws):
        if key not in known:
            tell(path, f"辞書にない項目です: {key}")
    _fits(draws, known, tell)


def _fits(draws: Draws, known: Dictionary, tell: Tell) -> None:
    """Tell of questions that are there and do not go together."""
    for own, other in draws.take:
        kinds = {known[key].kind for key in (own, other) if key in known}
        if len(kinds) > 1:
            tell(f"take.{own}", f"引き継ぐ項目の種類が違います: {own}・{other}")
    for path, key, values in _wanted(draws):
        for value in _alien(known.get(key), values):
            tell(f"{path}.{key}", f"この項目の答えになりえない値です: {value}")
    for key, _ in draws.aged:
        if key in known and known[key].kind not in _DAYS:
            tell(f"aged.{key}", f"{'・'.join(_DAYS)} の項目ではありません: {key}")


def _named(draws: Draws) -> Iterator[tuple[str, str]]:
    """Every question it names, with its place."""
    for own, other in draws.take:
        yield f"take.{own}", own
        yield f"take.{own}", other
    yield from ((f"{path}.{key}", key) for path, key, _ in _wanted(draws))
    yield from ((f"aged.{key}", key) for key, _ in draws.aged)


def _wanted(draws: Draws) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Every question whose answers it names, with its place and those answers."""
    yield from (("give", key, (value,)) for key, value in draws.give)
    yield from (("when", key, values) for key, values in draws.when)
    yield from (("where", key, values) for key, values in draws.where)


def _alien(field: Field | None, values: tuple[str, ...]) -> list[str]:
    return [value for value in values if field and field.choice(value) is None]
