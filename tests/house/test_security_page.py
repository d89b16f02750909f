"""docs/security.md answers every requirement once and names what there is; and what it says of the whole house is so."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from portal.settings import Settings
from tests.house import sources

PAGE = Path("docs/security.md")
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([12]) \| (✓|△|–) \| (.+?) \| (\S+) \| (\S+) \|$", re.MULTILINE)
# How many requirements ASVS 5.0.0 has at level 1, and at level 2 besides.
LEVELS = {"1": 70, "2": 183}
# Who may speak to other systems: files called outside, the mail, the virus scanner, and doctor, who looks whether they answer.
SPEAKERS = re.compile(r"(^|/)outside(/|\.py$)|^portal/(mail|files/checks|doctor/around)\.py$")
NETWORK = {
    "httpx",
    "requests",
    "urllib3",
    "aiohttp",
    "smtplib",
    "ftplib",
    "socket",
    "http.client",
    "urllib.request",
}


def rows() -> list[tuple[str, str, str, str, str, str]]:
    return ROW.findall(PAGE.read_text(encoding="utf-8"))


def imported(file: Path) -> set[str]:
    found: set[str] = set()
    for node in sources.nodes(file):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def called(file: Path) -> set[str]:
    """What is called in a file, by its dotted name."""
    return {ast.unparse(node.func) for node in sources.nodes(file) if isinstance(node, ast.Call)}


def product() -> list[Path]:
    return [file for file in sources.python(*sources.PRODUCT) if not sources.is_migration(file)]


def scripts() -> dict[str, str]:
    return {file.name: file.read_text(encoding="utf-8") for file in sorted(Path("static").glob("*.js"))}


def test_every_number_stands_once_with_what_proves_it() -> None:
    found = rows()

    assert Counter(level for _, level, *_ in found) == LEVELS
    assert max(Counter(number for number, *_ in found).values()) == 1
    for number, _, state, _, where, proof in found:
        if state == "✓":
            assert proof != "–" or where != "–", number
        if proof == "–":
            assert state in "–△", f"{number} is said to be met and names no test"


def test_every_file_and_test_that_is_named_is_there() -> None:
    missing = []
    for number, _, _, _, where, proof in rows():
        file, _, name = proof.strip("`").partition("::")
        named = [place for place in (where.strip("`"), file) if place != "–"]
        missing += [f"{number}: {place}" for place in named if not Path(place).exists()]
        if name and not re.search(rf"^def {name}\(", Path(file).read_text(encoding="utf-8"), re.MULTILINE):
            missing.append(f"{number}: {proof}")

    assert missing == []


def test_the_sums_on_the_page_are_those_of_its_rows() -> None:
    counts = Counter((level, state) for _, level, state, *_ in rows())
    one, two = ([str(counts[level, state]) for state in "✓△–"] for level in "12")

    said = re.search(
        r"Level 1: (\d+) ✓, (\d+) △, (\d+) –\. Level 2 besides: (\d+) ✓, (\d+) △, (\d+) –\.",
        PAGE.read_text("utf-8"),
    )

    assert said is not None
    assert list(said.groups()) == [*one, *two]


def test_no_shell_and_no_evaluation_is_used() -> None:
    never = {
        "eval",
        "exec",
        "os.system",
        "os.popen",
        "pickle.load",
        "pickle.loads",
        "marshal.loads",
        "yaml.load",
    }

    for file in product():
        assert called(file) & never == set(), file
        assert "shell=True" not in sources.text(file), file


def test_no_secret_comes_from_a_guessable_source() -> None:
    # The invented figures of a sample town are the same each time on purpose.
    guessable = [file for file in product() if "random" in imported(file)]

    assert {"services/dashboard" in file.as_posix() for file in guessable} <= {True}


def test_weak_hashes_stand_only_where_they_protect_nothing() -> None:
    weak = {file.name for file in product() if re.search(r"hashlib\.(md5|sha1)\(", sources.text(file))}

    assert weak == {"breached.py"}


def test_only_files_called_outside_reach_the_network() -> None:
    speaking = {file.as_posix() for file in product() if imported(file) & NETWORK}

    assert [file for file in sorted(speaking) if not SPEAKERS.search(file)] == []


def test_a_script_takes_over_html_from_our_own_server_alone() -> None:
    writes = re.compile(
        r"(?:inner|outer)HTML\s*=[^=]|insertAdjacentHTML|document\.write|\beval\(|new Function"
    )

    found = {name: writes.findall(text) for name, text in scripts().items() if writes.search(text)}

    # The board of a hall and the made-up talk are parts of their own pages, drawn anew by the same templates.
    assert {name: len(places) for name, places in found.items()} == {"queue.js": 1, "simulator.js": 1}


def test_no_script_stores_more_in_the_browser_than_two_settings_of_a_pc() -> None:
    stores = {
        (name, key)
        for name, text in scripts().items()
        for key in re.findall(r"(?:local|session)Storage\.setItem\(([^,]+),", text)
    }

    assert stores == {("card.js", "KEPT"), ("desk.js", "OFF")}
    assert not [
        name
        for name, text in scripts().items()
        if re.search(r"indexedDB|document\.cookie|caches\.open", text)
    ]


def test_password_fields_are_masked_and_may_be_pasted_into() -> None:
    fields = [
        field
        for file in Path("services/accounts/templates").rglob("*.html")
        for field in re.findall(
            r'ui\.text_input\("(?:password|again|present)".*?\) }}', file.read_text(encoding="utf-8")
        )
    ]

    assert len(fields) > 5
    for field in fields:
        assert 'type="password"' in field
        assert re.search(r'autocomplete="(new|current)-password"', field), field
    assert not [name for name, text in scripts().items() if "onpaste" in text or '"paste"' in text]


def test_in_production_a_missing_secret_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="KURASHI_SECRET_KEY, KURASHI_TOWN_KEYS, KURASHI_DATABASE_URL"):
        Settings(var=tmp_path, production=True)


def test_the_units_give_the_processes_no_more_than_they_need() -> None:
    for unit in Path("deploy").glob("kurashi-*.service"):
        text = unit.read_text(encoding="utf-8")
        for line in ("User=kurashi", "NoNewPrivileges=yes", "ProtectSystem=strict", "PrivateTmp=yes"):
            assert line in text, f"{unit}: {line}"


def test_a_program_that_comes_without_encryption_is_refused() -> None:
    plain = Path("deploy/nginx.conf").read_text(encoding="utf-8").partition("listen 80;")[2]

    assert "location /api/ { return 403; }" in plain
    assert "location / { return 301 https://" in plain


def test_nginx_hands_on_nothing_that_a_visitor_says_of_their_address_their_request_or_their_trace() -> None:
    whole = Path("deploy/nginx.conf").read_text(encoding="utf-8")

    for header in ("X-Forwarded-For $remote_addr", "X-Request-Id $request_id", 'Traceparent ""'):
        assert f"proxy_set_header {header};" in whole


def test_the_guide_says_how_soon_a_hole_is_closed() -> None:
    guide = Path("docs/incidents.md").read_text(encoding="utf-8")

    assert re.search(r"9\.0.*2日", guide)
    assert "個人情報保護委員会" in guide
