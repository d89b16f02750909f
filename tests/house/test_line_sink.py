"""Whatever the product tells LINE in a test is judged as LINE would: no test brings a receiver of its own, or none."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
# A town that has an account, in a test.
ACCOUNT = re.compile(r"\bline_token=|KURASHI_LINE_TOKEN|\bsimulated\.settings\(")
# What judges everything that is told to it.
SINK = re.compile(r"\bline_server\b|\bLineServer\b|\bjudged_line\b|\balone\(\)")
# What takes the place of what speaks to LINE; a worker that dies beside it, and how long it waits, are none.
REPLACED = re.compile(r"""setattr\(\s*(?:Line\b|["']services\.chat\.outside\.line\.(?!PATIENCE))""")
# Where nothing is ever sent: no worker works in these files.
SILENT = {
    "tests/services/chat/test_routes_line.py": "events are kept at the door and never worked on",
    "tests/services/chat/test_line_links.py": "pages that links of messages lead to",
    "tests/services/chat/test_routes_linking.py": "pages on which an account is linked; LINE's part is told by the test",
}
WORKS = re.compile(r"\bWorker\(|\.work\(|\.drain\(")


def sources() -> dict[str, str]:
    every = ((ROOT / folder).rglob("*.py") for folder in ("tests", "benchmarks"))
    found = {
        str(file.relative_to(ROOT)): file.read_text(encoding="utf-8") for files in every for file in files
    }
    return {path: text for path, text in found.items() if path != "tests/house/test_line_sink.py"}


def test_every_town_with_an_account_tells_a_line_that_judges() -> None:
    with_account = {path: text for path, text in sources().items() if ACCOUNT.search(text)}

    assert len(with_account) > len(SILENT)
    around = {path for path, text in with_account.items() if not SINK.search(text)}
    assert around == set(SILENT)


def test_where_nothing_is_sent_no_worker_works() -> None:
    assert [path for path in SILENT if WORKS.search(sources()[path])] == []


def test_nothing_takes_the_place_of_what_speaks_to_line() -> None:
    replaced = [path for path, text in sources().items() if REPLACED.search(text)]

    # The fixture that listens in on it, and goes on to whoever stands in for LINE.
    assert replaced == ["tests/harness/line/__init__.py"]
