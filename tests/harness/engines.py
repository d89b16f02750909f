"""Statements put into SQL once a process: each test has a database of its own, and all of one kind are told the same words."""

from typing import Any

import pytest
from sqlalchemy import Engine, util
from sqlalchemy.engine.default import DefaultDialect

STATEMENTS = 3000


def alike(one: DefaultDialect, other: object) -> bool:
    """Whether what was written for one database is what would be written for the other."""
    return type(one) is type(other) and one.server_version_info == other.server_version_info


def pytest_configure() -> None:
    """Let every engine keep its statements in one place; a kind of database is what they are kept under."""
    kept: util.LRUCache[Any, Any] = util.LRUCache(STATEMENTS)
    patched, made = pytest.MonkeyPatch(), Engine.__init__

    def make(engine: Engine, *words: Any, **options: Any) -> None:
        made(engine, *words, **options)
        engine._compiled_cache = kept

    patched.setattr(Engine, "__init__", make)
    patched.setattr(DefaultDialect, "__eq__", alike)
    patched.setattr(DefaultDialect, "__hash__", lambda one: hash(type(one)))
