"""The front door: one portal, made of the rooms listed in services."""

import gc

# What is made here stays until the process ends: looking through it for rubbish while it grows costs a fifth of the start,
# looking through it once at the end another tenth (for one object in three hundred), and afterwards every collection would
# walk it again.
gc.disable()

import services  # noqa: E402 (the imports are what grows)
from portal import create_app  # noqa: E402
from portal.settings import Settings  # noqa: E402

app = create_app(services.ALL, Settings())

gc.freeze()
gc.enable()
