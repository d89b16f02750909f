"""What people do at a portal, each ready to be measured: pages, forms, the desk, the bot, a booking, the hall, figures.

An action is asked for a run before each round: what has to be prepared (a case to be decided, a question that nobody sent
yet) is prepared then, and only the run itself is measured.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count, cycle, islice
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy import create_engine, select

from benchmarks import claims
from benchmarks.parts import flows, load
from benchmarks.parts.flows import Flow, percentile
from benchmarks.parts.line_town import LineTown, webhook
from benchmarks.parts.load import Load, plain_get, plain_post
from benchmarks.parts.town import BEGIN, Town, at_the_desk
from portal.inbox import Case
from portal.opening import TOKYO
from portal.states import State
from tests.harness.line.events import text
from tests.harness.resident import WATER, Resident

Run = Callable[[], Load]
Action = Callable[[], Run]
SECONDS, CONNECTIONS = 1.2, 8
# Enough that each web process has read its templates before anything is measured.
WARM = 24
GUIDE = "/procedures/suido_kaishi"
BUILDING, OFFICE = "sogo_taiikukan", "honcho"
# The water division's own clerk, one at the counter of the hall, and who watches the figures.
WATER_CLERK, HALL_CLERK, MONITOR = "2001", "1002", "8001"
DRAFTS, VISITORS, USERS, DECIDED, EVENTS = 16, 32, 200, 100, 3_000
ASKED = (
    "こんにちは",
    "住民票の写しがほしい",
    "ごみの日はいつですか",
    "引っ越してきました",
    "体育館を予約したい",
)
TOKEN = re.compile(r'name="_token" value="([^"]+)"')
PATIENCE = 60.0


def again(port: int, requests: Sequence[bytes]) -> Action:
    """The same requests over and over for as long as a round takes."""

    def ready() -> Run:
        warmed(port, requests)
        return lambda: load.send(port, cycle(requests), SECONDS, CONNECTIONS)

    return ready


def warmed(port: int, requests: Sequence[bytes]) -> None:
    """Ask so often that the first time is over."""
    _all_right(load.send(port, islice(cycle(requests), WARM), PATIENCE, CONNECTIONS), "warming")


def water_flow(port: int) -> Flow:
    """A notification of eight pages, from its guide to the receipt, by somebody who wants a mail about it."""
    somebody = Resident(port)
    somebody.open(GUIDE)
    receipt = somebody.send(somebody.fill_in(BEGIN, {**WATER, "email": "resident@mail.example"}), {})
    if receipt.status != 200 or "draft" in receipt.path:
        raise RuntimeError(f"the flow does not end at a receipt: {receipt.path}")
    return Flow.of(somebody.asked)


def walked(here: Town, flow: Flow) -> Action:
    """Whole flows, each by somebody new; a receipt without a case is a fault."""

    def run() -> Load:
        before = here.cases()
        seen, spent = flows.run(here.port, flow, SECONDS, CONNECTIONS)
        done = len(seen.flows)
        faults = seen.faults + abs(here.cases() - before - done)
        return Load(done / spent, percentile(seen.flows, 0.99), faults, done)

    return lambda: run


def status(here: Town) -> bytes:
    """Somebody looks again at what became of it."""
    somebody = Resident(here.port)
    receipt = somebody.send(somebody.fill_in(BEGIN, WATER), {})
    return plain_get(here.port, receipt.path, somebody.cookie)


@dataclass
class Desk:
    """A clerk who decides about cases that residents have handed in."""

    here: Town
    clerk: Resident
    token: str = field(init=False)

    def __post_init__(self) -> None:
        (case, _), *_ = self.cases(State.ARRIVED)
        self.page = f"/staff/cases/{case}"
        self.token = _token(self.clerk.open(self.page).source)

    def cases(self, state: State) -> list[tuple[UUID, int]]:
        """Some cases in a state, with the version that a clerk would have seen."""
        engine = create_engine(self.here.url)
        wanted = select(Case.id, Case.version).where(Case.state == state, Case.procedure == "suido_kaishi")
        with engine.connect() as connection:
            found = [
                (row.id, row.version) for row in connection.execute(wanted.order_by(Case.id).limit(DECIDED))
            ]
        engine.dispose()
        return found

    def presses(self, act: str, cases: Sequence[tuple[UUID, int]]) -> Iterator[bytes]:
        """One button, on each of these cases."""
        for case, version in cases:
            body = urlencode({"_token": self.token, "version": version})
            yield plain_post(self.here.port, f"/staff/cases/{case}/{act}", body, self.clerk.cookie)

    def deciding(self) -> Run:
        """Cases are accepted and looked at; the run decides about them, each once."""
        for act, state in (("accept", State.ARRIVED), ("review", State.ACCEPTED)):
            _all_right(
                load.send(self.here.port, self.presses(act, self.cases(state)), PATIENCE, CONNECTIONS), act
            )
        cases = self.cases(State.REVIEW)
        posts = list(self.presses("approve", cases))

        def run() -> Load:
            found = load.send(self.here.port, iter(posts), PATIENCE, CONNECTIONS)
            # An answer that leads elsewhere decided nothing, however quick it was.
            return replace(found, faults=found.faults + len(set(cases) & set(self.cases(State.REVIEW))))

        return run


def questions(port: int) -> tuple[list[bytes], bytes]:
    """What visitors ask the bot on its page, and how one of them looks at the talk."""
    asked = []
    for number in range(VISITORS):
        somebody = Resident(port)
        token = _token(somebody.open("/chat").source)
        body = urlencode({"_token": token, "said": ASKED[number % len(ASKED)]})
        asked.append(plain_post(port, "/chat", body, somebody.cookie))
        # The first question to a process makes it load what it knows.
        somebody.ask("POST", "/chat", body)
    return asked, plain_get(port, "/chat", somebody.cookie)


@dataclass
class Talks:
    """Events of LINE, none of them told twice."""

    town: LineTown
    numbers: Iterator[int] = field(default_factory=count)

    def events(self, many: int) -> list[dict[str, Any]]:
        """The next so many."""
        return [
            text(
                ASKED[number % len(ASKED)], f"U{number % USERS:032x}", webhookEventId=f"01BENCH{number:019d}"
            )
            for number in islice(self.numbers, many)
        ]

    def told(self) -> Run:
        """LINE tells of events one by one."""
        port = self.town.here.port
        posts = [webhook(port, [one]) for one in self.events(EVENTS)]
        return lambda: load.send(port, iter(posts), SECONDS, CONNECTIONS)

    def kept(self, many: int) -> None:
        """So many events that the worker has to answer, with reply tokens that LINE takes."""
        told = self.events(many)
        self.town.line.give(told)
        port = self.town.here.port
        _all_right(load.send(port, (webhook(port, [one]) for one in told), PATIENCE, CONNECTIONS), "webhook")


def hall(here: Town, moment: datetime) -> Mapping[str, bytes]:
    """A number given at the machine's desk, and a phone that asks how long it still takes."""
    clerk, somebody = at_the_desk(here, HALL_CLERK, moment), Resident(here.port)
    page = clerk.open(f"/staff/queue/{OFFICE}")
    body = urlencode({"_token": _token(page.source), "band": "C"})
    take = somebody.open(f"/queue/take/{OFFICE}")
    ticket = somebody.ask("POST", take.path, urlencode({"_token": _token(take.source), "band": "A"}))
    if "/queue/ticket/" not in ticket.path:
        raise RuntimeError(f"no number was given: {ticket.status} at {ticket.path}")
    return {
        "queue ticket": plain_post(here.port, f"/staff/queue/{OFFICE}/issue", body, clerk.cookie),
        "queue ticket looked at": plain_get(here.port, f"{ticket.path}/now", somebody.cookie),
    }


def everything(town: LineTown, moment: datetime, flow: Flow) -> dict[str, Action]:
    """Every action, by its name."""
    here, port = town.here, town.here.port
    somebody, step, _ = here.resident_at_a_step()
    clerk, monitor = at_the_desk(here, WATER_CLERK, moment), at_the_desk(here, MONITOR, moment)
    looked_at, desk = status(here), Desk(here, clerk)
    asked, talk = questions(port)
    day = moment.astimezone(TOKYO).date().isoformat()
    held = claims.booking(here, claims.times(here))
    once = {
        "front page": plain_get(port, "/"),
        "guide": plain_get(port, GUIDE),
        "form step": plain_get(port, step, somebody.cookie),
        "status page": looked_at,
        "staff inbox": plain_get(port, "/staff/inbox", clerk.cookie),
        "case page": plain_get(port, desk.page, clerk.cookie),
        "talk with the bot looked at": talk,
        "availability": plain_get(port, f"/reservations/{BUILDING}?day={day}"),
        **hall(here, moment),
        "dashboard": plain_get(port, "/staff/dashboard", monitor.cookie),
        "open data file": plain_get(port, "/opendata/facilities.csv"),
    }
    return {
        **{name: again(port, [request]) for name, request in once.items()},
        "draft POST": again(port, [here.resident_at_a_step()[2] for _ in range(DRAFTS)]),
        "whole submission": walked(here, flow),
        "decision": desk.deciding,
        "question to the bot": again(port, asked),
        "LINE webhook": Talks(town, count(1_000_000)).told,
        "booking hold": lambda: held,
    }


def _token(source: str) -> str:
    found = TOKEN.search(source)
    if found is None:
        raise RuntimeError("the page has no form to send")
    return found[1]


def _all_right(found: Load, what: str) -> None:
    if found.faults:
        raise RuntimeError(f"{found.faults} of {found.answers} were refused: {what}")
