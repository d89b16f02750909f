"""A name for exactly this content of a town, so that what was made from it is known to be fresh."""

import hashlib
from pathlib import Path

from portal.pack.loaded import COMMON


def digest(folder: Path) -> str:
    """A name for exactly this content of the town's folder and the nationwide one."""
    whole = hashlib.sha256()
    for root in (folder.parent / COMMON, folder):
        for path in sorted(path for path in root.rglob("*") if path.is_file()):
            whole.update(path.relative_to(root.parent).as_posix().encode() + b"\0")
            whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:32]
