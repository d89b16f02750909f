"""The front door: one portal, or one for each town of a list, made of the rooms listed in services."""

import gc

# What is made here stays until the process ends: looking through it for rubbish while it grows costs a fifth of the start,
# looking through it once at the end another tenth (for one object in three hundred), and afterwards every collection would
# walk it again.
gc.disable()

from flask import Flask  # noqa: E402 (the imports are what grows)

import services  # noqa: E402
from portal.settings import Settings  # noqa: E402
from portal.towns import desk  # noqa: E402

app = desk.front(services.ALL, Settings())


def create_app(town: str = "") -> Flask:
    """The application whose commands are run: the named town's, else that of KURASHI_TOWN, else the deployment's own."""
    return app if isinstance(app, Flask) else desk.commanded(app, services.ALL, Settings(), town)


gc.freeze()
gc.enable()
