"""The repository's own files, as the house tests read them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = ("portal", "services", "forms", "chatbot", "commands", "benchmarks", "wsgi.py")
PRODUCT = ("portal", "services", "forms", "chatbot")


@cache
def files() -> tuple[Path, ...]:
    """Every file that git keeps or would keep, as a path from the root."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(sorted(Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file()))


def python(*tops: str) -> list[Path]:
    """The Python files below some of the root's folders."""
    return [file for file in files() if file.suffix == ".py" and file.parts[0] in tops]


@cache
def text(file: Path) -> str:
    """What a file says."""
    return (ROOT / file).read_text(encoding="utf-8")


@cache
def tree(file: Path) -> ast.Module:
    """A Python file, parsed."""
    return ast.parse(text(file), filename=str(file))


@cache
def nodes(file: Path) -> tuple[ast.AST, ...]:
    """All that a Python file is made of: a dozen rules look through all files, which are walked through once."""
    return tuple(ast.walk(tree(file)))


def is_migration(file: Path) -> bool:
    """Migrations follow Alembic's form and are never edited, so a few rules leave them out."""
    return "versions" in file.parts


def functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file, the inner ones too."""
    for node in nodes(file):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imported(file: Path) -> Iterator[tuple[str, bool]]:
    """Every module a file imports at run time, with whether that happens when the file itself is imported."""
    top = set(map(id, _top_level(tree(file).body)))
    for node in nodes(file):
        if isinstance(node, ast.Import):
            yield from ((alias.name, id(node) in top) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module, id(node) in top


def _top_level(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for node in body:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        yield node
        for inner in ("body", "orelse", "finalbody"):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                yield from _top_level(getattr(node, inner, []))
