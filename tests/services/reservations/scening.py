"""What a scene of the battery is made of: jobs done at once, and a judge of what of them may have come true."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, islice

from tests.services.reservations.builders import at, wish
from tests.services.reservations.crowding import Job, Outcome, another

Judge = Callable[[Sequence[Outcome]], list[str]]


@dataclass(frozen=True)
class Scene:
    """What happens at once, and what of it may have come true."""

    jobs: list[Job]
    judge: Judge


def winners(most: int, least: int | None = None) -> Judge:
    """So many of those who want the same have it, and no fewer than there is room for."""

    def judge(found: Sequence[Outcome]) -> list[str]:
        n = sum(one.done for one in found if not one.job.stands)
        return [] if (most if least is None else least) <= n <= most else [f"{n} have it"]

    return judge


def crowded(wants: Sequence[Job], size: int, judge: Judge) -> Scene:
    """The jobs over and over, and one client more who wants something else in the same building."""
    other = Job(
        "hold",
        another(wish(at(17, 10), unit="budo", hours=2, purpose="budo"), starts=at(17, 9), ends=at(17, 12)),
        stands=True,
    )
    jobs = [
        replace(job, wish=another(job.wish)) if job.wish and job.what in ("hold", "whole") else job
        for job in islice(cycle(wants), size - 1)
    ]
    return Scene([*jobs, other], judge)
