"""Addresses are written as Werkzeug writes them, by functions that are made when they are first needed."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from werkzeug.routing import Map, MapAdapter, Rule

from portal.addresses import Address

PATHS = {"list": "/lists", "page": "/lists/<name>/<int:page>", "rule": "/rules/<rule>"}


def an_address_map(kind: type[Rule]) -> MapAdapter:
    return Map([kind(path, endpoint=name) for name, path in PATHS.items()]).bind("town.example")


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    compiled: list[str] = []
    really = Rule._compile_builder

    def noted(rule: Rule, *unknown: bool) -> object:
        compiled.append(rule.rule)
        return really(rule, *unknown)

    with monkeypatch.context() as patched:
        patched.setattr(Rule, "_compile_builder", noted)
        yield compiled


@pytest.mark.parametrize(
    ("endpoint", "values"),
    [("list", {}), ("list", {"q": "水道"}), ("page", {"name": "窓 口", "page": 3}), ("rule", {"rule": "a"})],
)
def test_an_address_is_the_same_as_from_a_plain_rule(endpoint: str, values: dict[str, object]) -> None:
    lazy, plain = an_address_map(Address), an_address_map(Rule)

    written = [lazy.build(endpoint, values) for _ in range(2)]

    assert written == [plain.build(endpoint, values)] * 2
    assert lazy.match("/lists/a/7") == ("page", {"name": "a", "page": 7})


def test_nothing_is_compiled_before_an_address_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    with counted(monkeypatch) as compiled:
        lazy = an_address_map(Address)
        before = list(compiled)

        for _ in range(3):
            lazy.build("list", {"q": "a"})

    assert before == []
    assert compiled == [PATHS["list"]]
