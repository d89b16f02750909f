"""`python -m commands.sbom`: what the product is made of, as a CycloneDX list, read from the locks; nothing has to be installed.

Whoever looks for known holes hands the list to their scanner (Dependency-Track, grype, osv-scanner), or has pip-audit read the lock itself.
"""

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\]+)", re.MULTILINE)
_HASHES = re.compile(r"--hash=sha256:([0-9a-f]{64})")
# Which lock is part of what runs, and which only of building and testing it.
LOCKS = {
    "run": "required",
    "vectors": "optional",
    "counter": "optional",
    "tracing": "optional",
    "check": "excluded",
    "uv": "excluded",
}


def main(arguments: list[str]) -> int:
    """Print the list, or write it to the file that is named."""
    text = json.dumps(listed(ROOT), ensure_ascii=False, indent=1) + "\n"
    if arguments:
        Path(arguments[0]).write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return 0


def listed(root: Path) -> dict[str, object]:
    """The whole list; the same locks give the same bytes, so that two releases can be compared."""
    found: dict[str, dict[str, object]] = {}
    for lock, scope in LOCKS.items():
        for name, version, hashes in pins(root / "requirements" / f"{lock}.txt"):
            # A part that is needed to run is named so, though the tests use it as well.
            found.setdefault(f"{name}@{version}", component(name, version, scope, hashes))
    found |= {str(one["bom-ref"]): one for one in carried(root)}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "name": "kurashi-no-mado", "bom-ref": "kurashi-no-mado"}
        },
        "components": [found[key] for key in sorted(found)],
    }


def pins(lock: Path) -> list[tuple[str, str, list[str]]]:
    """What a lock holds: name, version, and the hashes of the files it may be installed from."""
    text = lock.read_text(encoding="utf-8")
    places = [*_PIN.finditer(text)]
    ends = [*(one.start() for one in places[1:]), len(text)]
    return [
        (one[1].lower().replace("_", "-"), one[2], _HASHES.findall(text[one.start() : end]))
        for one, end in zip(places, ends, strict=True)
    ]


def component(name: str, version: str, scope: str, hashes: list[str]) -> dict[str, object]:
    """One part from the Python package index; each of its files has a hash, so they stand as properties."""
    return {
        "type": "library",
        "bom-ref": f"{name}@{version}",
        "name": name,
        "version": version,
        "scope": scope,
        "purl": f"pkg:pypi/{name}@{version}",
        "properties": [{"name": "sha256", "value": one} for one in hashes],
    }


def carried(root: Path) -> list[dict[str, object]]:
    """What stands in the repository itself: each folder of static/vendor says its version."""
    found: list[dict[str, object]] = []
    for folder in sorted((root / "static" / "vendor").iterdir()):
        said = "".join(
            file.read_text(encoding="utf-8", errors="replace")[:400] for file in sorted(folder.glob("*.js"))
        )
        number = re.search(r"(\d+\.\d+\.\d+)", said)
        version = number[1] if number else "unknown"
        found.append(
            {
                "type": "library", "bom-ref": f"npm:{folder.name}@{version}", "name": folder.name, "version": version,
                "scope": "required", "purl": f"pkg:npm/{folder.name}@{version}",
            }
        )  # fmt: skip
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
