"""The list of towns: each has its own of everything, and a list in which two share anything is refused whole."""

from pathlib import Path

import pytest

from portal.towns import TownsFault, host_of, read
from tests.portal.towns.twins import A, B, key, settings, town

BOTH = (A, B)


def test_each_town_has_the_settings_of_its_own_part_and_the_rest_of_the_deployment(tmp_path: Path) -> None:
    common = settings(tmp_path, town(A) + town(B, line_reserve="20"), *BOTH, smtp_host="mail.example.jp")

    found = read(common)

    assert list(found) == [A, B]
    assert found[A].hosts == ("asahi.example.jp",)
    assert found[A].settings.trusted_hosts == "asahi.example.jp"
    assert (found[A].settings.smtp_host, found[B].settings.smtp_host) == ("mail.example.jp",) * 2
    assert (found[A].settings.line_reserve, found[B].settings.line_reserve) == (10, 20)
    assert found[A].settings.database != found[B].settings.database
    assert found[A].settings.files != found[B].settings.files


@pytest.mark.parametrize(
    ("what", "shared"),
    [
        ("host", {"base_url": "http://asahi.example.jp"}),
        ("database", {"database_url": "postgresql+psycopg://one@db/town"}),
        ("place for files", {"files_url": "s3://bucket/files"}),
        ("line_token", {"line_token": "T", "line_secret": "S"}),
        ("stripe_secret_key", {"stripe_secret_key": "sk"}),
        ("key", {"secret_key": key()}),
        ("key", {"town_keys": f"other:{key()}"}),
    ],
)
def test_two_towns_that_have_anything_in_common_are_refused(
    tmp_path: Path, what: str, shared: dict[str, str]
) -> None:
    common = settings(tmp_path, town(A, **shared) + town(B, **shared), *BOTH)

    with pytest.raises(TownsFault, match=f"{A} and {B} have the same {what}"):
        read(common)


def test_one_database_under_two_users_is_one_database(tmp_path: Path) -> None:
    text = town(A, database_url="postgresql+psycopg://one:x@db:5432/town") + town(
        B, database_url="postgresql+psycopg://two:y@db/town"
    )

    with pytest.raises(TownsFault, match="same database"):
        read(settings(tmp_path, text, *BOTH))


def test_a_key_used_for_cookies_here_and_for_data_there_is_refused_and_not_quoted(tmp_path: Path) -> None:
    one = key()
    common = settings(tmp_path, town(A, secret_key=one) + town(B, town_keys=f"k:{one}"), *BOTH)

    with pytest.raises(TownsFault, match="same key") as refused:
        read(common)
    assert one not in str(refused.value)


def test_what_is_one_towns_own_is_never_taken_from_the_environment(
    tmp_path: Path,
) -> None:
    common = settings(tmp_path, town(A) + town(B), *BOTH, database_url="sqlite:///everybodys.db")

    with pytest.raises(TownsFault, match="KURASHI_DATABASE_URL"):
        read(common)


def test_in_production_each_town_is_held_to_its_secrets_by_itself(
    tmp_path: Path,
) -> None:
    common = settings(tmp_path, town(A), A, production=True)

    with pytest.raises(TownsFault, match="KURASHI_DATABASE_URL"):
        read(common)


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ('[asahi]\nhosts = ["x.example.jp"]\n', "base_url"),
        ('[asahi]\nbase_url = "http://a.jp"\ndatabase = "x"\n', "no town has: database"),
        ('[asahi]\nbase_url = "http://a.jp"\ntrusted_hosts = "x"\n', "no town has: trusted_hosts"),
        ('[nowhere]\nbase_url = "http://a.jp"\n', "no folder"),
        ('asahi = "x"\n', "outside of a town"),
    ],
)
def test_a_part_that_cannot_be_served_is_named(tmp_path: Path, part: str, said: str) -> None:
    with pytest.raises(TownsFault, match=said):
        read(settings(tmp_path, part, A))


def test_a_host_is_compared_without_port_case_and_point() -> None:
    for told in ("Asahi.Example.JP", "asahi.example.jp:8443", "asahi.example.jp.", " asahi.example.jp"):
        assert host_of(told) == "asahi.example.jp"
