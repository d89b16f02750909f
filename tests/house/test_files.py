"""Each file is small, opens with a sentence, is named for what it is, and carries nothing that must not be here."""

import ast
import re
from pathlib import Path

from tests.house import sources

LONGEST_FILE, LONGEST_FUNCTION = 300, 40
VAGUE = {
    "utils",
    "util",
    "helpers",
    "helper",
    "manager",
    "managers",
    "data",
    "common",
    "misc",
    "shared",
    "base",
}
ALL_PYTHON = sources.python(*sources.CODE, "tests")
POSTPONED = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b")
# Put together here, so that this file does not name what no file may name.
REGISTRIES = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("yarnpkg", "com"),
        ("deb", "debian", "org"), ("security", "debian", "org"), ("proxy", "golang", "org"),
    )
)  # fmt: skip
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home|Users)/(?!\{)[\w.-]+")
TEXTS = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".in",
    ".json",
    ".html",
    ".css",
    ".js",
    ".mjs",
    ".csv",
    ".po",
    ".yml",
    ".sh",
    "",
    ".conf",
}


def test_a_module_opens_with_a_sentence() -> None:
    silent = [
        file for file in ALL_PYTHON if not sources.is_migration(file) and not _opens_with_a_sentence(file)
    ]

    assert not silent, f"they do not say what they are for: {silent}"


def _opens_with_a_sentence(file: Path) -> bool:
    text = sources.text(file)
    # What a file begins with is its docstring; reading all of them as Python would take seconds.
    begun = text.removeprefix('"""').partition('"""')[0] if text.startswith('"""') else None
    said = begun or ast.get_docstring(sources.tree(file)) or ""
    return said.partition("\n")[0].strip().endswith((".", "?", "!", "。"))


def test_a_file_stays_under_its_limit() -> None:
    grown = {file: sources.text(file).count("\n") for file in ALL_PYTHON if not sources.is_migration(file)}
    long = [f"{file}: {lines} lines" for file, lines in grown.items() if lines >= LONGEST_FILE]

    assert not long, f"a folder, a second room or a rule is asking to be born: {long}"


def test_a_function_stays_under_its_limit() -> None:
    long = [
        f"{file}:{node.lineno} {node.name} has {length} lines"
        for file in ALL_PYTHON
        if not sources.is_migration(file)
        for node in sources.functions(file)
        if (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]

    assert not long, "\n".join(long)


def test_no_module_has_a_vague_name() -> None:
    vague = [
        file
        for file in sources.python(*sources.CODE, "tests")
        if VAGUE & {part.removesuffix(".py") for part in file.parts}
    ]

    assert not vague, f"named for nothing: {vague}"


def test_the_shared_ground_of_the_tests_stays_small() -> None:
    assert sources.text(Path("tests/conftest.py")).count("\n") < 100


def test_nothing_is_postponed() -> None:
    found = [
        f"{file}:{number} {line.strip()}"
        for file in (
            *ALL_PYTHON,
            *(file for file in sources.files() if file.suffix in {".html", ".js", ".css"}),
        )
        for number, line in enumerate(sources.text(file).splitlines(), 1)
        if POSTPONED.search(line) or "NotImplemented" + "Error" in line
    ]

    assert not found, "\n".join(found)


def test_no_file_names_a_registry_or_a_folder_of_one_machine() -> None:
    found = []
    for file in sources.files():
        if file.suffix in TEXTS:
            for number, line in enumerate(sources.text(file).splitlines(), 1):
                if any(host in line for host in REGISTRIES) or MACHINE.search(line):
                    found.append(f"{file}:{number} {line.strip()[:120]}")

    assert not found, "\n".join(found)


def test_the_lock_of_the_page_checkers_names_no_address() -> None:
    assert '"resolved"' not in sources.text(Path("tests/harness/pages/package-lock.json"))


def test_no_file_is_a_key_or_a_database() -> None:
    secret = [
        file for file in sources.files() if file.suffix in {".pem", ".key", ".p12", ".db", ".sqlite", ".env"}
    ]

    assert not secret
