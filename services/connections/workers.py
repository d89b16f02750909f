"""The room's outbox handler and its nightly work."""

from collections.abc import Callable, Mapping

from portal.service import Sender
from services.connections.actions import telling

SENDERS: Mapping[str, Sender] = {telling.KIND: telling.send}
NIGHTLY: Mapping[str, Callable[..., None]] = {"sweep": telling.sweep}
