"""The front door: one portal, made of the rooms listed in services."""

import services
from portal import create_app
from portal.settings import Settings

app = create_app(services.ALL, Settings())
