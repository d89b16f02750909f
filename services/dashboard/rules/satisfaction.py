"""How clear people found a procedure: what they pressed, how many of those asked pressed at all, and how sure that is."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.kinds import Channel, Kind
from services.dashboard.rules.asking import Source, Want
from services.dashboard.rules.outlook import Band, wilson
from services.dashboard.rules.periods import Year

# Who is asked: those who made their request on our own pages.
ASKED = (Channel.ONLINE, Channel.LINE, Channel.CHAT)
SCORES = (5, 4, 3, 2, 1)
CLEAR = 4
# Fewer answers say nothing about a share, however it is reckoned.
LEAST = 10


@dataclass(frozen=True)
class Opinion:
    """What was pressed about a procedure in a 年度, and how many requests were asked about."""

    asked: int
    scores: Mapping[int, int] = field(default_factory=dict)

    @property
    def answered(self) -> int:
        """How many pressed."""
        return sum(self.scores.values())

    @property
    def response(self) -> float | None:
        """Of a hundred asked so many pressed; an answer to a request of the year before may come on top."""
        return min(100.0, 100 * self.answered / self.asked) if self.asked else None

    @property
    def clear(self) -> Band | None:
        """The share that found it clear (the two upper steps) with Wilson's interval; nothing where few pressed."""
        many = self.answered
        return (
            wilson(sum(n for score, n in self.scores.items() if score >= CLEAR), many)
            if many >= LEAST
            else None
        )


def opinions(source: Source, year: Year, key: str = "") -> Mapping[str, Opinion]:
    """Every procedure that was asked about, or one."""
    keys = (key,) if key else ()
    span, ways = (year.first, year.last), tuple(map(str, ASKED))
    asked = {one.key: one.n for one in source(Want((Kind.FILED,), *span, ("key",), keys=keys, channels=ways))}
    scores: dict[str, dict[int, int]] = defaultdict(dict)
    for one in source(Want((Kind.RATED,), *span, ("key", "measure"), keys=keys, channels=ways)):
        if one.measure in SCORES and one.n > 0:
            scores[one.key][one.measure] = one.n
    return {one: Opinion(asked.get(one, 0), scores.get(one, {})) for one in sorted({*asked, *scores})}


def together(found: Mapping[str, Opinion]) -> Opinion:
    """All procedures as one."""
    scores: dict[int, int] = defaultdict(int)
    for one in found.values():
        for score, n in one.scores.items():
            scores[score] += n
    return Opinion(sum(one.asked for one in found.values()), dict(scores))
