"""The write-free window: what residents prepare once at home, and what the counter makes of it."""

from portal.service import Service
from services.window.routes import blueprint

service = Service(name="window", blueprint=blueprint)
