"""The front door: one portal, or one for each town of a list, made of the rooms listed in services."""

import gc
import os

# What is made here stays until the process ends: looking through it for rubbish while it grows costs a fifth of the start,
# looking through it once at the end another tenth (for one object in three hundred), and afterwards every collection would
# walk it again.
gc.disable()

from flask import Flask  # noqa: E402 (the imports are what grows)

import services  # noqa: E402
from portal.settings import Settings  # noqa: E402
from portal.towns import desk  # noqa: E402

app = desk.front(services.ALL, Settings.of_environment())


def create_app(town: str = "") -> Flask:
    """The application whose commands are run: the named town's, else that of KURASHI_TOWN, else the deployment's own."""
    if isinstance(app, Flask):
        return app
    named = town or os.environ.get("KURASHI_TOWN", "")
    return desk.commanded(app, services.ALL, Settings.of_environment(), named)


gc.freeze()
gc.enable()
