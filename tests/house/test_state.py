"""No module keeps state of its own, so that several towns can run in one process; and a test really tests."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house import sources

GROWING = {
    "dict",
    "list",
    "set",
    "defaultdict",
    "OrderedDict",
    "Counter",
    "deque",
    "WeakKeyDictionary",
    "WeakValueDictionary",
    "LRUCache",
}
SENTENCE = re.compile(r"test(_[a-z0-9]+){2,}$")
AVOIDED = re.compile(
    r"pytest\.(?:skip|xfail|importorskip)\b|mark\.(?:skip|skipif|xfail)\b|unittest\.mock|MagicMock"
)


def empty_containers(file: Path) -> Iterator[str]:
    """Containers a module makes empty at its top, which can only be there to be filled."""
    for node in sources.tree(file).body:
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        literal = isinstance(value, ast.Dict | ast.List | ast.Set) and not (
            getattr(value, "keys", None) or getattr(value, "elts", None)
        )
        called = isinstance(value, ast.Call) and getattr(value.func, "id", "") in GROWING and not value.args
        if literal or called:
            yield f"{file}:{node.lineno}"


def test_no_module_keeps_a_container_to_fill() -> None:
    found = [place for file in sources.python(*sources.PRODUCT) for place in empty_containers(file)]

    assert found == []


def test_no_function_rebinds_a_module() -> None:
    found = [
        f"{file}:{node.lineno}"
        for file in sources.python(*sources.PRODUCT)
        for node in sources.nodes(file)
        if isinstance(node, ast.Global)
    ]

    assert found == []


def test_a_test_is_named_with_a_sentence() -> None:
    found = [
        f"{file}:{node.lineno} {node.name}"
        for file in sources.python("tests")
        for node in sources.functions(file)
        if node.name.startswith("test") and file.name.startswith("test_") and not SENTENCE.match(node.name)
    ]

    assert found == []


def test_no_test_is_skipped_or_stands_on_a_mock() -> None:
    here = Path(__file__).relative_to(sources.ROOT)
    found = [
        f"{file}:{number} {line.strip()}"
        for file in sources.python("tests")
        if file != here
        for number, line in enumerate(sources.text(file).splitlines(), 1)
        if AVOIDED.search(line)
    ]

    assert found == []


def test_every_test_asserts_something() -> None:
    silent = [
        f"{file}:{node.lineno} {node.name}"
        for file in sources.python("tests")
        for node in sources.functions(file)
        if node.name.startswith("test_") and file.name.startswith("test_") and not _asserts(node)
    ]

    assert silent == []


def _asserts(test: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    # A check may stand in a function that the test calls by a name that says so.
    said = {
        getattr(node.func, "attr", getattr(node.func, "id", ""))
        for node in ast.walk(test)
        if isinstance(node, ast.Call)
    }
    plain = any(isinstance(node, ast.Assert) for node in ast.walk(test))
    return plain or any(
        re.search(r"raises|warns|_ok$|^(?:check|must|expect|assert|axe|sound|same|wait_for)", name)
        for name in said
    )
