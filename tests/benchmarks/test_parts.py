"""The benchmarks measure what they say: the load is counted, refusals spoil a figure, floors are kept or missed."""

import os
import time
from itertools import repeat

import pytest

from benchmarks import availability
from benchmarks import load as towns
from benchmarks.parts import bare_post, figures, load, serving, spent
from portal.slots import claiming


def test_the_load_counts_answers_and_their_faults() -> None:
    with serving.served("benchmarks.parts.hello:app") as port:
        good = load.send(port, [load.plain_get(port, "/")] * 50, 10.0, 4)
        bad = load.send(port, [load.plain_get(port, "/none")] * 50, 10.0, 4)
        endless = load.send(port, repeat(load.plain_get(port, "/")), 0.3, 4)

    assert good.faults == 0
    assert bad.faults == 50
    assert endless.per_second > 50


def test_two_servers_share_one_load() -> None:
    hello = "benchmarks.parts.hello:app"
    with serving.served(hello, workers=1) as first, serving.served(hello, workers=1) as second:
        both = [(port, [load.plain_get(port, "/")] * 30) for port in (first, second)]
        shared = load.spread(both, 10.0, 4)
        half = load.spread([both[0], (second, [load.plain_get(second, "/none")] * 30)], 10.0, 4)

    assert (shared.answers, shared.faults) == (60, 0)
    assert (half.answers, half.faults) == (60, 30)


def test_a_bare_post_writes_and_is_answered() -> None:
    with serving.folder() as place, serving.database("sqlite", place, "bare") as url:
        bare_post.prepare(url)
        with serving.served("benchmarks.parts.bare_post:make", {"BENCH_DATABASE": url}, factory=True) as port:
            taken = load.send(port, [load.plain_post(port, "/", bare_post.body())] * 20, 10.0, 4)
            refused = load.send(port, [load.plain_post(port, "/", bare_post.body(field_3=""))] * 4, 10.0, 4)

    assert taken.faults == 0
    assert refused.faults == 4


def test_what_the_benchmark_of_free_times_takes_is_a_change_of_the_calendar(database_url: str) -> None:
    database = availability.beside(database_url)

    availability.take(database, "2026-12-08", 0)

    with database.session() as session:
        assert claiming.version(session, availability.BUILDING) == 1
    database.dispose()


def test_a_figure_stands_to_its_yardstick_and_floor() -> None:
    taken = {"hello": [load.Load(1000.0, 1.0, 0)], "page": [load.Load(90.0, 5.0, 0)]}

    found = {one.figure: one for one in figures.compare(taken, "hello", {"page": 0.1})}

    assert found["page"].ratio == pytest.approx(0.09)
    assert not found["page"].holds
    assert found["hello"].holds
    assert '"ratio_to": "hello"' in found["page"].as_json()


def test_a_rate_that_must_be_reached_stands_to_its_floor_and_the_plain_one_beside_it() -> None:
    taken = {"hello-world": [load.Load(9000.0, 1.0, 0)], "board": [load.Load(3000.0, 5.0, 0)]}

    found = {one.figure: one for one in figures.reach(taken, {"board": 4000.0})}

    assert list(found) == ["hello-world", "board", "board p99"]
    assert found["board"].ratio == pytest.approx(0.75)
    assert not found["board"].holds
    assert found["hello-world"].floor is None
    with pytest.raises(RuntimeError, match="board"):
        figures.reach({"board": [load.Load(9000.0, 1.0, 1)]}, {"board": 4000.0})


def test_a_refused_request_spoils_the_figure() -> None:
    with pytest.raises(RuntimeError, match="page"):
        figures.compare({"hello": [load.Load(1.0, 1.0, 0)], "page": [load.Load(9.0, 1.0, 3)]}, "hello", {})


def a_second(answers: int, *, web: float, idle: float) -> towns.Taken:
    """What one second of two cores saw; what neither the workers used nor nobody, the load took."""
    return towns.Taken(
        load.Load(float(answers), 1.0, 0, answers), spent.Spent(web, 0.0, 2 - web - idle, idle)
    )


@pytest.mark.parametrize(
    ("what", "two", "expected"),
    [
        ("the load leaves six tenths of the second core", a_second(160, web=1.6, idle=0.0), 2.0),
        ("each waits for the other while a core stands idle", a_second(100, web=1.0, idle=0.8), 100 / 90),
        ("each request takes longer beside another", a_second(100, web=1.6, idle=0.0), 1.25),
        ("nothing is gained by what nobody asked for", a_second(100, web=1.0, idle=1.0), 1.0),
    ],
)
def test_two_workers_grow_by_what_the_load_left_them(what: str, two: towns.Taken, expected: float) -> None:
    one = a_second(100, web=1.0, idle=0.8)

    assert towns.grown(two, one, 1) == pytest.approx(expected), what


def test_a_worker_that_used_more_than_its_core_is_counted_with_all_it_used() -> None:
    one, two = a_second(100, web=1.25, idle=0.6), a_second(140, web=1.75, idle=0.0)

    assert towns.grown(two, one, 1) == pytest.approx(2.0)


def test_two_towns_that_share_nothing_count_as_two() -> None:
    apart = a_second(120, web=1.6, idle=0.0)

    assert towns.grown(a_second(120, web=1.6, idle=0.0), apart, 2) == pytest.approx(2.0)
    assert towns.grown(a_second(90, web=1.6, idle=0.0), apart, 2) == pytest.approx(1.5)
    assert towns.grown(a_second(90, web=1.2, idle=0.4), apart, 2) == pytest.approx(1.5)


def test_what_nobody_used_is_read_from_the_machine() -> None:
    before, begun = spent.idle(), time.monotonic()
    assert before > 0
    while time.monotonic() - begun < 0.05:
        pass

    # A busy core is not idle, so that all others together have at most the rest; a tick is a hundredth of a second.
    most = (time.monotonic() - begun) * ((os.cpu_count() or 1) - 1) + 0.03
    assert 0 <= spent.idle() - before <= most
