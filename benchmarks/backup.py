"""How long a town of many cases takes to be backed up, proven, and brought back into each kind of database."""

import os
import secrets
import sys
import time
from datetime import UTC, datetime

from benchmarks.parts import figures, many_cases, serving
from benchmarks.parts.town import town
from portal import schema
from portal.backup.bringing_back import bring_back
from portal.backup.taking import take
from portal.db import Database
from portal.files import open_store

CASES = int(os.environ.get("BENCH_CASES", "200000"))


def main() -> int:
    """Measure and print."""
    found: list[figures.Figure] = []
    with serving.folder() as place, town("postgresql", place) as here:
        many_cases.fill(many_cases.Plan(here.url, here.env, CASES))
        file, key = place / "town.backup", secrets.token_bytes(32)
        source, nothing = Database(here.url), open_store("memory:")
        begun = time.perf_counter()
        with file.open("wb") as out:
            rows = take(source, nothing, "hinata", out, key, datetime.now(UTC)).rows
        found.append(_figure("taking it", rows, begun))
        source.dispose()
        for kind in ("sqlite", "postgresql"):
            with serving.database(kind, place, f"restored-{kind}") as url:
                empty = Database(url)
                schema.upgrade(empty)
                begun = time.perf_counter()
                with file.open("rb") as backup:
                    bring_back(empty, None, backup, key, "hinata", ())
                found.append(_figure(f"bringing it back and comparing, {kind}", rows, begun))
                empty.dispose()
        found += [
            figures.Figure("rows", [float(rows)], "rows"),
            figures.Figure("a case and what belongs to it", [file.stat().st_size / CASES], "bytes"),
        ]
    return figures.show(found, as_json="--json" in sys.argv)


def _figure(name: str, rows: int, begun: float) -> figures.Figure:
    spent = time.perf_counter() - begun
    return figures.Figure(name, [rows / spent], "rows/s")


if __name__ == "__main__":
    sys.exit(main())
