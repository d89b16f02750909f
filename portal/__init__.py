"""The shell: `create_app` puts the house together from the rooms and the settings that it is handed."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from portal.service import Service
    from portal.settings import Settings


def utc_now() -> datetime:
    """The one clock of the product; everything below is handed its moments."""
    return datetime.now(UTC)


def create_app(
    services: Sequence["Service"], settings: "Settings", now: Callable[[], datetime] = utc_now
) -> "Flask":
    """A portal for one town, ready to serve."""
    # Imported here, so that the plain modules beside this file can be used without Flask.
    from portal import assembly

    return assembly.build(services, settings, now)
