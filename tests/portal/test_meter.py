"""What processes count: each for itself, readable for all, and nothing lost or falling when one of them is gone."""

import os
import threading
from pathlib import Path

import pytest

from portal.meter import SECONDS, SHARES, Meter


def test_a_count_grows_by_what_is_counted(tmp_path: Path) -> None:
    meter = Meter(tmp_path / "meters")

    meter.count("a_total", "x")
    meter.count("a_total", "x", by=2)
    meter.count("a_total", "y")

    assert meter.all() == {("a_total", "x"): [3.0], ("a_total", "y"): [1.0]}


@pytest.mark.parametrize(("value", "place"), [(0.0, 0), (0.01, 0), (0.011, 1), (5.0, 8), (60.0, 9)])
def test_a_value_falls_into_the_first_bucket_that_holds_it(tmp_path: Path, value: float, place: int) -> None:
    meter = Meter(tmp_path)

    meter.observe("seconds", "front", value=value)

    total, *buckets = meter.all()["seconds", "front"]
    assert total == value
    assert buckets == [float(number == place) for number in range(len(SECONDS) + 1)]


def test_processes_are_added_up_and_a_process_that_is_gone_still_counts(tmp_path: Path) -> None:
    mine = Meter(tmp_path)
    mine.count("a_total")

    for _ in range(2):
        child = os.fork()
        if not child:
            # The parent's meter is used on: a forked worker must find a file of its own behind it.
            mine.count("a_total", by=10)
            os._exit(0)
        os.waitpid(child, 0)

    assert mine.all() == {("a_total",): [21.0]}
    assert sorted(file.name == "gone.meter" for file in tmp_path.glob("*.meter")) == [False, True]
    mine.count("a_total")
    assert mine.all() == {("a_total",): [22.0]}


def test_threads_lose_no_count(tmp_path: Path) -> None:
    meter = Meter(tmp_path)

    def count() -> None:
        for _ in range(500):
            meter.count("a_total")

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert meter.all() == {("a_total",): [2000.0]}


def test_more_lines_than_the_first_page_holds_are_kept(tmp_path: Path) -> None:
    meter = Meter(tmp_path)

    for number in range(1500):
        meter.observe("many", f"route.{number}", value=0.5, bounds=SHARES)

    found = meter.all()
    assert len(found) == 1500
    assert all(line[0] == 0.5 and sum(line[1:]) == 1.0 for line in found.values())


def test_without_a_folder_the_process_still_counts_for_itself(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    meter = Meter(tmp_path / "file")

    meter.count("a_total")

    assert meter.all() == {("a_total",): [1.0]}


def test_half_a_file_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    meter = Meter(tmp_path)
    meter.count("a_total")
    (tmp_path / "1-broken.meter").write_bytes(b"\x10\x00\x09\x00half")

    assert meter.all() == {("a_total",): [1.0]}
