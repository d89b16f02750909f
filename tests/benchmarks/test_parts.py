"""The benchmarks measure what they say: the load is counted, refusals spoil a figure, floors are kept or missed."""

from itertools import repeat

import pytest

from benchmarks.parts import bare_post, figures, load, serving


def test_the_load_counts_answers_and_their_faults() -> None:
    with serving.served("benchmarks.parts.hello:app") as port:
        good = load.send(port, [load.plain_get(port, "/")] * 50, 10.0, 4)
        bad = load.send(port, [load.plain_get(port, "/none")] * 50, 10.0, 4)
        endless = load.send(port, repeat(load.plain_get(port, "/")), 0.3, 4)

    assert good.faults == 0
    assert bad.faults == 50
    assert endless.per_second > 50


def test_a_bare_post_writes_and_is_answered() -> None:
    with serving.folder() as place, serving.database("sqlite", place, "bare") as url:
        bare_post.prepare(url)
        with serving.served("benchmarks.parts.bare_post:make", {"BENCH_DATABASE": url}, factory=True) as port:
            taken = load.send(port, [load.plain_post(port, "/", bare_post.body())] * 20, 10.0, 4)
            refused = load.send(port, [load.plain_post(port, "/", bare_post.body(field_3=""))] * 4, 10.0, 4)

    assert taken.faults == 0
    assert refused.faults == 4


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
