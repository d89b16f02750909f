"""The room's regular work: the last days are summed every few minutes, every day there is once a night."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from portal.jobs import Every
from services.dashboard.actions import summing

FRESH = timedelta(minutes=10)
JOBS: Mapping[str, Callable[..., object]] = {
    "sum_lately": Every(FRESH, summing.sum_lately),
    "sum_all": summing.sum_all,
}
