"""Writes the tables of docs/capacity.md from measured figures: `.venv/bin/python docs/capacity.py [FILE]`.

FILE holds what `./bench load --json` printed; without one it is measured now, which takes some eight minutes.
"""

import json
import math
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "capacity.md"
DATABASE = "postgresql"
# Half of each core stays free: for what comes unevenly, and for the other machine's work when one falls.
FILLED = 0.5
GIGA = 1e9

# What each action is called for people; those of a whole submission hold all of its pages.
NAMES = {
    "front page": "最初のページ / front page",
    "guide": "手続きの案内 / guide",
    "form step": "質問のページ / form step",
    "draft POST": "書きかけの保存 / draft saved",
    "whole submission": "申請まるごと(案内から受付まで、8ページ) / whole submission",
    "status page": "申請の様子 / status page",
    "staff inbox": "受信箱 / staff inbox",
    "case page": "申請一件(職員) / case page",
    "decision": "承認 / decision",
    "question to the bot": "ウェブの質問 / question to the bot",
    "talk with the bot looked at": "その答えのページ / its page",
    "LINE webhook": "LINEの受信 / LINE webhook",
    "booking hold": "時間をおさえる / booking hold",
    "availability": "空きのページ / availability",
    "queue ticket": "順番の番号 / queue ticket",
    "queue ticket looked at": "番号の様子(数秒ごと) / ticket looked at",
    "dashboard": "進み具合 / dashboard",
    "open data file": "オープンデータ / open data file",
}
# What a second web worker is measured with, and what is told of each.
GROWN = ("front page", "form step", "status page", "staff inbox", "case page")
GREW = (
    ("two workers", "工程二つ(町二つを2とする) / two workers (two towns being 2)"),
    ("two workers to one, a core each", "工程二つ / 一つ、two workers to one"),
    ("two towns to one, a core each", "町二つ / 一つ、two towns to one"),
)
# The worker's part, which no web process does.
WORKED = {
    "whole submission": "mail of a submission: CPU of the worker",
    "LINE webhook": "answer on LINE: CPU of the worker",
}

# The year of a city of 500,000. Where a plan or the research prints a figure it is named; the others are assumptions of ours.
PEOPLE, WORKING_DAYS = 500_000, 245
FILED, ONLINE = 2 * PEOPLE, 0.8
FRIENDS = round(PEOPLE * 0.19)
YEAR: Mapping[str, tuple[float, str]] = {
    "front page": (12 * PEOPLE, "一人月1回(仮定) / once a month each (assumed)"),
    "guide": (12 * PEOPLE, "同じ(仮定) / the same (assumed)"),
    "whole submission": (
        FILED * ONLINE,
        (
            "一人年2件(仮定)× 80%(宇部市 R8 のオンライン化率の目標。手続数の割合を件数に当てた)"
            " / two filings each (assumed) × 80 % (Ube's target for FY2026, of procedures)"
        ),
    ),
    "status page": (5 * FILED * ONLINE, "申請ごとに5回(仮定) / five times each (assumed)"),
    "staff inbox": (2 * FILED, "1件に2回(仮定) / twice a case (assumed)"),
    "case page": (4 * FILED, "1件に4回(仮定) / four times a case (assumed)"),
    "decision": (3 * FILED, "受付・審査・承認の3回押す / three presses a case"),
    "LINE webhook": (
        FRIENDS * 4 * 12,
        (
            "友だちは人口の19%(宇部市 R8 の目標3万人)、一人月4回(岐阜市: 816人で月約3,200問)"
            " / friends 19 % (Ube's target), four questions a month each (Gifu)"
        ),
    ),
    "question to the bot": (FRIENDS * 2 * 12, "LINEの半分(仮定) / half of LINE's (assumed)"),
    "talk with the bot looked at": (FRIENDS * 2 * 12, "質問ごとに1回 / once a question"),
    "booking hold": (
        200 * 2 * 340,
        "200室(泉大津市の仕様28室を人口に合わせ、丸めた)× 1日2件(仮定) / 200 rooms (Izumiotsu's 28, scaled) × two a day (assumed)",
    ),
    "availability": (30 * 200 * 2 * 340, "予約ごとに30回(仮定) / thirty looks a booking (assumed)"),
    "queue ticket": (1_000 * WORKING_DAYS, "開庁日に1,000人(仮定) / 1,000 a day (assumed)"),
    "queue ticket looked at": (
        180 * 1_000 * WORKING_DAYS,
        "15分待つ(仮定)人の電話が5秒ごと / every 5 s for 15 minutes (assumed)",
    ),
    "dashboard": (200 * WORKING_DAYS, "職員200人が毎日(仮定) / 200 staff daily (assumed)"),
    "open data file": (360 * 8_760, "10秒に1回(仮定) / every ten seconds (assumed)"),
}
# The busiest day of April is thrice a usual working day, and its busiest hour holds 15 % of it (assumed).
BUSY_DAY, BUSY_HOUR = 3.0, 0.15
RUSH, MINUTE = 20_000, 60.0
HOUSEHOLDS = 220_000
ATTACHED, BYTES_ATTACHED = 0.3, 2_000_000


@dataclass(frozen=True)
class Hour:
    """A hard hour: its name, why it is as it is, and how often a second each action is done."""

    name: str
    why: str
    rates: Mapping[str, float]


@dataclass(frozen=True)
class Need:
    """Cores that are busy all the time: of web servers, of workers, of the database server."""

    web: float
    worker: float
    database: float

    @property
    def all(self) -> float:
        """All three."""
        return self.web + self.worker + self.database


def hours() -> list[Hour]:
    """What must be borne."""
    usual = {name: many / WORKING_DAYS * BUSY_DAY * BUSY_HOUR / 3600 for name, (many, _) in YEAR.items()}
    letters = {"guide": 1.0, "whole submission": 1.0, "status page": 2.0}
    first_day = HOUSEHOLDS * 0.2 * BUSY_HOUR / 3600
    people, friends = PEOPLE * 0.2 / 600, FRIENDS * 0.2 / 600
    return [
        Hour(
            "4月のいちばん忙しい1時間 / busiest hour of April",
            "年の件数 ÷ 245日 × 3 × 15% / a year ÷ 245 days × 3 × 15 %",
            usual,
        ),
        Hour(
            "給付金の手紙が届いた日 / day a benefit's letters arrive",
            "22万世帯の20%が初日、その15%が1時間に(仮定) / 20 % of 220,000 households that day, 15 % of them in one hour (assumed)",
            {name: usual.get(name, 0.0) + letters.get(name, 0.0) * first_day for name in YEAR},
        ),
        Hour(
            "予約が開く1分 / a minute in which bookings open",
            "2万人が1分に来て(`./bench rush` の1万人の倍)、1秒に60人ずつ進む(仮定)"
            " / 20,000 come within a minute (twice `./bench rush`), 60 a second go on (assumed)",
            {"availability": RUSH / MINUTE * 3, "booking hold": 60.0, "form step": 60.0},
        ),
        Hour(
            "災害の10分 / ten minutes of a disaster",
            "住民の20%が3ページずつ、友だちの20%がLINEで聞く(仮定) / 20 % of residents open three pages each, 20 % of friends ask on LINE (assumed)",
            {
                "front page": people,
                "guide": 2 * people,
                "LINE webhook": friends,
                "question to the bot": friends / 2,
            },
        ),
    ]


def need(hour: Hour, measured: Mapping[str, float]) -> Need:
    """How many cores an hour keeps busy."""

    def cores(named: str) -> float:
        return sum(rate * measured[named.format(name)] / 1000 for name, rate in hour.rates.items())

    worker = sum(hour.rates.get(name, 0.0) * measured[figure] / 1000 for name, figure in WORKED.items())
    return Need(cores(f"{{}} CPU, {DATABASE}"), worker, cores(f"{{}} database CPU, {DATABASE}"))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    names = list(head)
    return "\n".join([_row(names), _row("---" for _ in names), *map(_row, rows)]) + "\n"


def _rate(found: float | None) -> str:
    """What one database alone was measured for may be missing of the other."""
    return "–" if found is None else f"{found:,.0f}"


def costs(measured: Mapping[str, float]) -> str:
    """What each action costs."""
    rows = []
    for name, words in NAMES.items():
        rates = [_rate(measured.get(f"{name}, {kind}")) for kind in ("sqlite", DATABASE)]
        late, web, own = (measured[f"{name} {what}, {DATABASE}"] for what in ("p99", "CPU", "database CPU"))
        rows.append([words, *rates, f"{late:.0f}", f"{web:.2f}", f"{own:.2f}"])
    hello = measured[f"hello-world, {DATABASE}"], measured[f"hello-world CPU, {DATABASE}"]
    rows.append(
        ["hello-world(比べるもの / for comparison)", "", f"{hello[0]:,.0f}", "", f"{hello[1]:.2f}", ""]
    )
    head = (
        "すること / action", "SQLite 毎秒 / a second", "PostgreSQL 毎秒 / a second", "p99 ms", "Web CPU ms", "DB CPU ms",
    )  # fmt: skip
    return _table(head, rows)


def growth(measured: Mapping[str, float]) -> str:
    """How much more two web workers answer than one, on each database."""
    rows = [
        [NAMES[name], kind, *(f"{measured[f'{name}: {told}, {kind}']:.2f}" for told, _ in GREW)]
        for kind in ("sqlite", DATABASE)
        for name in GROWN
    ]
    return _table(("見るもの / page", "データベース / database", *(words for _, words in GREW)), rows)


def year() -> str:
    """What the year of such a city is taken to be."""
    rows = ([NAMES[name], f"{many:,.0f}", why] for name, (many, why) in YEAR.items())
    return _table(("すること / action", "1年 / a year", "もと / from"), rows)


def machines(measured: Mapping[str, float]) -> str:
    """How many cores each hard hour takes, twice as many as are busy."""
    rows = []
    for hour in hours():
        found = need(hour, measured)
        asked = [f"{one:.2f}" for one in (found.web, found.worker, found.database)]
        rows.append([hour.name, hour.why, *asked, f"**{max(1, math.ceil(found.all / FILLED))}**"])
    head = (
        "いつ / when", "どう数えたか / how it is counted", "Web", "送信係 / worker", "DB",
        "置くコア(半分は空けて) / cores to have, half of each free",
    )  # fmt: skip
    return _table(head, rows)


def storage(measured: Mapping[str, float]) -> str:
    """What a year leaves behind."""
    row = measured["a submission: rows that stay"]
    mail = measured["a submission: its mail's row, for 90 days"]
    cases = FILED * ONLINE + YEAR["booking hold"][0]
    rows = [
        ["申請1件の行 / rows of a case", f"{row / 1000:.1f} KB"],
        ["100万件のデータベース / database of a million cases", f"{row * 1e6 / GIGA:.1f} GB"],
        [f"1年の申請と予約 {cases:,.0f}件 / a year's cases and bookings", f"{row * cases / GIGA:.1f} GB"],
        ["送信箱(90日分) / the outbox (90 days)", f"{mail * cases * 90 / 365 / GIGA:.2f} GB"],
        [
            "添付(1件の30%に2 MB、仮定) / attachments (2 MB with 30 %, assumed)",
            f"{cases * ATTACHED * BYTES_ATTACHED / GIGA:,.0f} GB",
        ],
        [
            "Webの工程一つのメモリー / memory of a web process",
            f"{measured[f'memory of a web worker, {DATABASE}']:.0f} MB",
        ],
    ]
    return _table(("何が / what", "どれだけ / how much"), rows)


def written(page: str, measured: Mapping[str, float]) -> str:
    """The page with its tables as they are now."""
    parts = {
        "costs": costs(measured),
        "growth": growth(measured),
        "year": year(),
        "machines": machines(measured),
        "storage": storage(measured),
    }
    for name, table in parts.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        before, found, rest = page.partition(begin)
        if not found or end not in rest:
            raise SystemExit(f"{PAGE.name}: {begin.strip()} … {end} is missing")
        page = before + begin + table + end + rest.partition(end)[2]
    return page


def measure(words: list[str]) -> dict[str, float]:
    """The figures of a file, or of a run now."""
    if words:
        text = Path(words[0]).read_text(encoding="utf-8")
    else:
        command = [str(ROOT / "bench"), "load", "--json"]
        # A floor that is missed is told by `./bench load` itself; the figures are true all the same.
        text = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False).stdout
    lines = (json.loads(line) for line in text.splitlines() if line.startswith("{"))
    return {one["figure"]: float(one["value"]) for one in lines}


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), measure(sys.argv[1:])), encoding="utf-8")
