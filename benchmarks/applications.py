"""Whole resident flows a second from guide to receipt, a walk of twelve pages, and desk, API and records at a million cases."""

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.parts import around, figures, flows, many_cases, many_moves, serving, twelve
from benchmarks.parts.flows import Flow, percentile
from benchmarks.parts.many_cases import COMMON, COMMON_KANA
from benchmarks.parts.town import at_the_desk, town
from tests.harness.resident import Resident

APPLICANTS, SECONDS, ROUNDS = 50, 8.0, 3
FLOWS_FLOOR, DESK_LIMIT_MS = 50.0, 100.0
CASES = int(os.environ.get("BENCH_CASES", "1000000"))
PAYMENTS, PAID_TODAY = CASES // 5, CASES // 500
LOOKS = 200
# A press that lists a thousand cases does so once; after that there is nothing left to list.
PRESSES = 3
CLASS = "/procedures/sumaho_kyoshitsu", "/applications/new/sumaho_kyoshitsu/online"
CLASS_ANSWERS = {"course_name": "見本の教室", "name": "見本 花子", "phone": "028-000-0000"}
WALKS_SECONDS = 6.0


def class_flow(port: int) -> Flow:
    """Signing up for a class, four pages of questions: from its guide to the receipt."""
    somebody = Resident(port)
    somebody.open(CLASS[0])
    receipt = somebody.send(somebody.fill_in(CLASS[1], CLASS_ANSWERS), {})
    if receipt.status != 200 or "draft" in receipt.path:
        raise RuntimeError(f"the flow does not end at a receipt: {receipt.path}")
    return Flow.of(somebody.asked)


def whole_flows(kind: str, place: Path) -> list[figures.Figure]:
    """So many applicants at once on one database, each from the guide to the receipt and then the next."""
    rates, late, walks = [], [], []
    with town(kind, place) as here:
        flow = class_flow(here.port)
        for _ in range(ROUNDS):
            before = here.cases()
            seen, spent = flows.run(here.port, flow, SECONDS, APPLICANTS)
            kept = here.cases() - before
            if seen.faults or kept != len(seen.flows):
                raise RuntimeError(f"{seen.faults} flows broke; {len(seen.flows)} receipts, {kept} cases")
            rates.append(len(seen.flows) / spent)
            late.append(percentile(seen.waits, 0.99))
            walks.append(percentile(seen.flows, 0.95))
    least = statistics.median(rates) / FLOWS_FLOOR
    return [
        figures.Figure(f"whole flows, {kind}", rates, "flow/s", f"{FLOWS_FLOOR:.0f}", least, 1.0),
        figures.Figure(f"a request of a flow p99, {kind}", late, "ms"),
        figures.Figure(f"a whole flow p95, {kind}", walks, "ms"),
    ]


def long_walk(kind: str, place: Path) -> list[figures.Figure]:
    """One person walks a form of twelve pages up to the page that shows all answers, again and again."""
    with town(kind, place, packs=twelve.packs(place / f"packs-{kind}")) as here:
        somebody = Resident(here.port)
        somebody.open(twelve.GUIDE)
        somebody.fill_in(twelve.START, twelve.ANSWERS)
        seen, _ = flows.run(here.port, Flow.of(somebody.asked), WALKS_SECONDS, 1)
    if seen.faults or not seen.flows:
        raise RuntimeError("the walk broke off")
    return [
        figures.Figure(f"twelve pages, p95 of a walk, {kind}", [percentile(seen.flows, 0.95)], "ms"),
        figures.Figure(f"twelve pages, p95 of a request, {kind}", [percentile(seen.waits, 0.95)], "ms"),
    ]


def desk(place: Path) -> list[figures.Figure]:
    """The first page of the desk, a filter and the search, as a member of staff waits for them."""
    with town("postgresql", place) as here:
        begun = time.monotonic()
        many_cases.fill(many_cases.Plan(here.url, here.env, CASES))
        many_moves.fill(here.url, PAYMENTS, PAID_TODAY)
        made = time.monotonic() - begun
        found = [
            figures.Figure("cases made", [float(here.cases())], "cases"),
            figures.Figure("making them", [made], "s"),
        ]
        for number, division in (("1002", "a large division"), ("2001", "a small division")):
            clerk = at_the_desk(here, number)
            looks = {**_looks(clerk), **around.records(here, number)}
            found += [_waited(f"{name}, {division}", look) for name, look in looks.items()]
            found += [_pressed(f"廃棄簿 proposing step, {division}", around.sweep(here, number))]
        found += [_waited(name, look) for name, look in around.api(here).items()]
    return found


def _looks(clerk: Resident) -> dict[str, Callable[[], int]]:
    token = clerk.open("/staff/inbox").form()

    def searched(query: str) -> Callable[[], int]:
        hidden = {one.name: one.value for one in token.controls if one.kind == "hidden"}
        body = urlencode({**hidden, "q": query})
        return lambda: clerk.ask("POST", "/staff/search", body).status

    return {
        "desk first page": lambda: clerk.open("/staff").status,
        "list": lambda: clerk.open("/staff/inbox").status,
        "list of what was paid": lambda: clerk.open("/staff/inbox?work=paid").status,
        "list of one procedure": lambda: clerk.open("/staff/inbox?procedure=juminhyo&tab=review").status,
        "closed cases": lambda: clerk.open("/staff/inbox?tab=closed").status,
        f"surname of {many_cases.SHARE:.0%}": searched(COMMON),
        "its reading": searched(COMMON_KANA),
        "whole name": searched(f"{COMMON}美子"),
        "telephone": searched("090-1234-5678"),
        "unknown surname": searched("不知火"),
    }


def _waited(name: str, look: Callable[[], int]) -> figures.Figure:
    waits = []
    for _ in range(LOOKS):
        begun = time.perf_counter()
        if look() != 200:
            raise RuntimeError(f"{name} was refused")
        waits.append(time.perf_counter() - begun)
    p95 = percentile(waits, 0.95)
    return figures.Figure(f"{name} p95", [p95], "ms", "limit", DESK_LIMIT_MS / p95, 1.0)


def _pressed(name: str, press: Callable[[], int]) -> figures.Figure:
    """How long the slowest of a few presses takes; no page waits for it, so nothing is demanded of it."""
    waits = []
    for _ in range(PRESSES):
        begun = time.perf_counter()
        if press() != 200:
            raise RuntimeError(f"{name} was refused")
        waits.append(1000 * (time.perf_counter() - begun))
    return figures.Figure(f"{name}, slowest", [max(waits)], "ms")


def main() -> int:
    """Measure and print."""
    with serving.folder() as place:
        found = [figure for kind in ("sqlite", "postgresql") for figure in whole_flows(kind, place / "flows")]
        found += [figure for kind in ("sqlite", "postgresql") for figure in long_walk(kind, place / "walks")]
        found += desk(place / "desk")
    return figures.show(found, as_json="--json" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
