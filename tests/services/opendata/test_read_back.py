"""What users of open data do first: the published files opened by pandas are the same table, and the town's own."""

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pandas as pd
import pytest
from flask.testing import FlaskClient

from services.opendata.actions import reading
from services.opendata.rules.standing import LISTS
from services.opendata.rules.tables import Dataset, written
from tests.services.desk.builders import Desk, desk


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    found = desk(tmp_path_factory.mktemp("pandas"), datetime(2026, 11, 22, 1, tzinfo=UTC))
    yield found
    found.close()


@pytest.fixture(scope="module")
def visitor(town: Desk) -> FlaskClient:
    return town.app.test_client()


@pytest.mark.parametrize("about", LISTS, ids=lambda about: about.key)
def test_pandas_reads_both_files_as_the_towns_own_rows(
    town: Desk, visitor: FlaskClient, about: Dataset
) -> None:
    with town.session() as session:
        table = reading.table(session, about, date(2026, 11, 22))
    wanted = pd.DataFrame([{k: written(v) for k, v in row.items()} for row in table.rows], dtype=str)

    as_csv = pd.read_csv(
        io.BytesIO(visitor.get(f"/opendata/{about.key}.csv").data), dtype=str, keep_default_na=False
    )
    as_book = pd.read_excel(
        io.BytesIO(visitor.get(f"/opendata/{about.key}.xlsx").data), dtype=str, keep_default_na=False
    )

    pd.testing.assert_frame_equal(as_csv, wanted, check_dtype=False)
    assert list(as_book.columns) == list(wanted.columns)
    assert as_book["ID"].tolist() == wanted["ID"].tolist()
    for name in about.alone:
        assert as_book[name].tolist() == wanted[name].tolist()
    if about.places:
        numbers = [frame["緯度"].astype(float).tolist() for frame in (as_book, wanted)]
        assert numbers[0] == numbers[1]
