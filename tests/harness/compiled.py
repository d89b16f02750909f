"""Compiled templates, kept for the whole process: an application that a test makes need not compile what an earlier one showed."""

from types import CodeType
from typing import ClassVar

import pytest
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class Kept(BytecodeCache):
    """One store behind every application; a template whose text has changed is compiled anew."""

    _codes: ClassVar[dict[tuple[str, str], CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take the template from memory."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the template in memory."""
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


def pytest_configure() -> None:
    """Let every application keep its templates here; its own store forgets them with it."""
    from portal import i18n

    pytest.MonkeyPatch().setattr(i18n, "Compiled", Kept)
