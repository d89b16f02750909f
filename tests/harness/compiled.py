"""Compiled templates, kept for the whole run: an application that a test makes need not compile what an earlier one showed."""

from types import CodeType
from typing import ClassVar

import pytest
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

from tests.harness import ground


class Kept(FileSystemBytecodeCache):
    """One store behind every application of every process; a template whose text has changed is compiled anew."""

    _codes: ClassVar[dict[tuple[str, str], CodeType]] = {}

    def __init__(self) -> None:
        folder = ground.place() / "compiled"
        folder.mkdir(mode=0o700, exist_ok=True)
        super().__init__(str(folder))

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take the template from memory, or from the run's folder."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))
        if bucket.code is None:
            super().load_bytecode(bucket)
            self._remember(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the template in both."""
        super().dump_bytecode(bucket)
        self._remember(bucket)

    def _remember(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


def pytest_configure() -> None:
    """Let every application keep its templates here; its own store forgets them with it."""
    from portal import i18n

    pytest.MonkeyPatch().setattr(i18n, "Compiled", Kept)
