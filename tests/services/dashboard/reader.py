"""What a reader of the dashboard has in hand: the tables, the numbers and the files of a page, as text."""

import csv
import io
import re
from collections.abc import Mapping, Sequence

from services.dashboard.routes.asked import CHANNELS
from tests.services.desk.builders import Seat


def without_token(page: str) -> str:
    """A form's token is another on each page."""
    return re.sub(r'value="[\w.-]{40,}"', "", page)


def table(page: str, columns: slice) -> list[tuple[str, ...]]:
    """The rows of a page's own table (those of its charts are looked at as files)."""
    body = re.findall(r'<table class="rows">.*?<tbody>(.*?)</tbody>', page, re.DOTALL)[-1]
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in body.split("</tr>")]
    return [tuple(re.sub(r"<[^>]+>", "", cell).strip() for cell in row)[columns] for row in rows if row]


def board(page: str) -> list[str]:
    """The numbers above a page's charts."""
    return re.findall(r"<b>(.*?)</b>", re.findall(r'<dl class="numbers-of.*?</dl>', page, re.DOTALL)[0])


def file(seat: Seat, path: str, chart: str) -> list[list[str]]:
    """The numbers behind a chart."""
    mark = "&" if "?" in path else "?"
    answer = seat.get(f"{path}{mark}chart={chart}&file=csv")
    assert answer.status_code == 200, path
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def ways_of(rows: Sequence[Sequence[str]]) -> Mapping[tuple[str, str], int]:
    names = {words: str(key) for key, words in CHANNELS.items()}
    head = [names[one] for one in rows[0][1:]]
    return {
        (row[0], way): int(cell)
        for row in rows[1:]
        for way, cell in zip(head, row[1:], strict=True)
        if cell not in ("", "0")
    }
