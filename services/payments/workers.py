"""The room's outbox handler and its look around for payments that nobody told us of."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from portal.jobs import Every
from portal.service import Sender
from services.payments.actions import asking

SENDERS: Mapping[str, Sender] = {"payment": asking.send}
JOBS: Mapping[str, Callable[..., None]] = {"look_around": Every(timedelta(minutes=10), asking.look_around)}
