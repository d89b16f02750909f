"""What is said of a refusal is said once: two rooms that share a code would each show the words of the later one."""

import pkgutil
from collections import Counter
from importlib import import_module

from portal import words

APART = {"refused", "faults"}


def test_no_code_is_explained_by_two_rooms() -> None:
    rooms = [
        import_module(f"portal.words.{found.name}")
        for found in pkgutil.iter_modules(words.__path__)
        if found.name not in APART
    ]

    codes = Counter(code for room in rooms for code in getattr(room, "SENTENCES", ()))

    assert len(codes) > 50
    assert [code for code, times in codes.items() if times > 1] == []
