"""Forms printed at the counter: a packet of six by overlay, WeasyPrint's rate beside it, and what the printing takes of memory."""

import resource
import statistics
import sys
import time
from datetime import UTC, datetime
from typing import Any

from benchmarks.parts import figures
from benchmarks.parts.flows import percentile
from portal import pack
from portal.printing import Printer, Wanted
from tests.portal.pack.builder import PACKS
from tests.portal.pack.form_answers import ANSWERS

# What a family that moves in hands in at once; until all of them are drawn, others stand in.
MOVE_IN = ("tennyu", "kokuho_kanyu", "jidou_teate_nintei", "kodomo_iryo", "tennyugaku", "inkan_touroku")
# 𠮷 and 葛 with a selector among them, so that both fonts are cut.
GIVEN = ("春", "夏", "秋", "冬", "花", "鳥", "風", "月", "髙", "﨑", "𠮷", "葛\U000e0100")
# The first has letters of the third overlay font, the second one that only some font of the machine has.
LATIN, STRANGE = "NGUYỄN THỊ Ệ", "見本 김"
AT = datetime(2026, 11, 21, 5, 3, tzinfo=UTC)
NUMBERS = ("7K2M9QXP4C", "3F8WTN5RHA", "K4Y7C2PD9M", "W9H3ZB6XQ2", "N5J8RT4VGE", "D2M6FK9YW7")
PACKETS, ROUNDS = 40, 3
P95_MS, FORMS_A_SECOND, MEGABYTES = 300.0, 100.0, 200.0


def family(number: int) -> list[Wanted]:
    """Six forms of one family; no two families have a name in common."""
    drawn = [key for key in MOVE_IN if key in ANSWERS]
    keys = [*drawn, *(key for key in ANSWERS if key not in drawn)][:6]
    name = f"見本 {GIVEN[number % 12]}{GIVEN[number // 12 % 12]}"
    return [
        Wanted(key, {**ANSWERS[key], "name": name}, "ja", receipt)
        for key, receipt in zip(keys, NUMBERS, strict=True)
    ]


def overlay(printer: Printer, first: int) -> tuple[list[float], float]:
    """The seconds of each packet, and the forms a second of one core."""
    waits, busy = [], time.process_time()
    for number in range(first, first + PACKETS):
        begun = time.perf_counter()
        printer.packet(family(number), "市民課　見本 太郎", AT)
        waits.append(time.perf_counter() - begun)
    return waits, 6 * PACKETS / (time.process_time() - busy)


def whole(printer: Printer, *, plainly: bool = False) -> float:
    """The forms a second of one core when each is laid out anew; the Mincho's 45 MB weigh on those that need it."""
    forms = family(0)
    papers = [
        printer.sheets.paper(
            one.key, plain(one.answers) if plainly else one.answers, "ja", AT.date(), number=one.number
        )
        for one in forms
    ]
    before = busy()
    for paper in papers:
        printer.pdf(paper.whole())
    return len(papers) / (busy() - before)


def busy() -> float:
    """The seconds of one core that this process and those it waited for have taken."""
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in spent)


def named(printer: Printer, name: str) -> float:
    """The seconds of a packet for somebody of this name."""
    forms = [one._replace(answers={**one.answers, "name": name}) for one in family(1)]
    begun = time.perf_counter()
    printer.packet(forms, "市民課　見本 太郎", AT)
    return time.perf_counter() - begun


def megabytes(who: int) -> float:
    """The most a process has held, or the largest of those it waited for."""
    return resource.getrusage(who).ru_maxrss / 1024


def plain(answers: Any) -> Any:
    """The same answers in letters that the gothic has."""
    if isinstance(answers, dict):
        return {key: plain(value) for key, value in answers.items()}
    if isinstance(answers, list):
        return [plain(value) for value in answers]
    return answers.replace("𠮷", "吉") if isinstance(answers, str) else answers


def main() -> int:
    """Measure and print."""
    printer = Printer(pack.read(PACKS / "hinata"))
    begun = time.perf_counter()
    printer.packet(family(0), "市民課　見本 太郎", AT)
    cold = time.perf_counter() - begun
    overlay(printer, 0)
    waits: list[float] = []
    rates, slow, slowest = [], [], []
    # In turn, so that a busy moment of the machine falls on both.
    for number in range(ROUNDS):
        taken, rate = overlay(printer, PACKETS * (number + 1))
        waits += taken
        rates.append(rate)
        slow.append(whole(printer, plainly=True))
        slowest.append(whole(printer))
    p95 = percentile(waits, 0.95)
    latin, strange = named(printer, LATIN), named(printer, STRANGE)
    memory, beside = megabytes(resource.RUSAGE_SELF), megabytes(resource.RUSAGE_CHILDREN)
    found = [
        figures.Figure("six forms, first of a day", [cold * 1000], "ms"),
        figures.Figure("six forms, median", [statistics.median(waits) * 1000], "ms"),
        figures.Figure("six forms, p95", [p95], "ms", "limit", P95_MS / p95, 1.0),
        figures.Figure(
            "forms a second, by overlay", rates, "1/s", "limit", statistics.median(rates) / FORMS_A_SECOND, 1.0
        ),
        figures.Figure("forms a second, by WeasyPrint", slow, "1/s"),
        figures.Figure("the same with 𠮷 in the names", slowest, "1/s"),
        figures.Figure(
            "overlay to WeasyPrint", [a / b for a, b in zip(rates, slow, strict=True)], "times"
        ),
        figures.Figure("six forms, a name of Vietnam", [latin * 1000], "ms"),
        figures.Figure("six forms, a letter no overlay font has", [strange * 1000], "ms"),
        figures.Figure("memory of the process that such a letter takes for a moment", [beside], "MB"),
        figures.Figure("memory of the printing process", [memory], "MB", "limit", MEGABYTES / memory, 1.0),
    ]  # fmt: skip
    return figures.show(found, as_json="--json" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
