"""./bench: lists the benchmarks, or runs those that are named."""

import argparse
import ast
import os
import subprocess

from commands import environment
from commands.environment import ROOT, program
from commands.say import Stop, stopped


def benchmarks() -> dict[str, str]:
    """Every benchmark with its first line."""
    found = {}
    for file in sorted((ROOT / "benchmarks").glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        if any(isinstance(node, ast.FunctionDef) and node.name == "main" for node in tree.body):
            found[file.stem] = (ast.get_docstring(tree) or "").partition("\n")[0]
    return found


def main(arguments: list[str]) -> int:
    """List, or run in the order named; fails where a floor is missed."""
    known = benchmarks()
    parser = argparse.ArgumentParser(prog="./bench", description="測ること / the benchmarks")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(known)}, all")
    parser.add_argument("--json", action="store_true", help="一行に一つのJSON / one JSON object a line")
    asked = parser.parse_args(arguments)
    if not asked.names:
        print(*(f"./bench {name:<12} {line}" for name, line in known.items()), sep="\n")
        return 0
    names = list(known) if asked.names == ["all"] else asked.names
    if unknown := [name for name in names if name not in known]:
        return stopped(Stop(f"{', '.join(unknown)} はありません / is no benchmark: {', '.join(known)}"))
    environment.keep_compiled()
    try:
        environment.ensure("run")
        environment.ensure("vectors")
        environment.ensure("check")
        return max(_run(name, as_json=asked.json) for name in names)
    except Stop as reason:
        return stopped(reason)
    except KeyboardInterrupt:
        return 130


def _run(name: str, *, as_json: bool) -> int:
    command = [str(program("python")), "-m", f"benchmarks.{name}", *(["--json"] if as_json else [])]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False
    ).returncode
