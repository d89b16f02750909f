"""The bundle: files in one ZIP that has the same bytes whoever makes it, and the manifest that says what must be in it."""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from services.batches.rules.cells import Writer

FORMAT = 1
MANIFEST = "manifest.json"
# The earliest moment that a ZIP can say; the true one stands in the manifest.
_THEN = (1980, 1, 1, 0, 0, 0)
# Pictures and PDFs are small already.
_PACKED = (".jpg", ".pdf")
_FILE = 0o100644 << 16


@dataclass(frozen=True)
class LeftOut:
    """Something of a case that did not go along, and why; the desk still has it."""

    receipt_no: str
    what: str
    why: str


@dataclass(frozen=True)
class Label:
    """What a batch is, as its manifest says it."""

    town: str
    division: str
    number: int
    plan: str
    name: str
    reached: str
    encoding: str
    ordered_at: str
    previous: str


def manifest(
    label: Label,
    cases: int,
    files: Mapping[str, bytes],
    left_out: Sequence[LeftOut],
    layouts: Mapping[str, int],
) -> dict[str, Any]:
    """The manifest: its own hash is the batch's, and the next one's `previous`."""
    return {
        "format": FORMAT,
        **asdict(label),
        "cases": cases,
        "layouts": dict(layouts),
        "files": [
            {"path": path, "bytes": len(content), "sha256": sha256(content)}
            for path, content in sorted(files.items())
        ],
        "left_out": [asdict(one) for one in left_out],
    }


def readable(told: Mapping[str, Any], encoding: str) -> bytes:
    """The manifest as a table for people."""
    rows = [{"項目": name, "値": str(told[key])} for name, key in _ROWS.items()]
    rows += [
        {"項目": "ファイル", "値": one["path"], "バイト数": str(one["bytes"]), "SHA-256": one["sha256"]}
        for one in told["files"]
    ]
    return Writer(encoding).table(("項目", "値", "バイト数", "SHA-256"), rows)


_ROWS = {
    "部署ID": "division", "連番": "number", "計画ID": "plan", "名称": "name", "件数": "cases", "対象": "reached",
    "文字コード": "encoding", "作成を求めた日時": "ordered_at", "前のファイルのSHA-256": "previous",
}  # fmt: skip


def canonical(told: Mapping[str, Any]) -> bytes:
    """The manifest's bytes."""
    return (json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def packed(folder: str, files: Mapping[str, bytes]) -> bytes:
    """A ZIP of these files in one folder: sorted, dated alike, so that the same files always give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, content in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{folder}/{path}", _THEN)
            entry.create_system, entry.external_attr = 3, _FILE
            entry.compress_type = zipfile.ZIP_STORED if path.endswith(_PACKED) else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content, compresslevel=6)
    return out.getvalue()
