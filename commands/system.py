"""Debian's packages: which are missing, what will refuse without them, and their installation where that is allowed."""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from commands.say import say

FONTS = Path("/usr/share/fonts")


@dataclass(frozen=True)
class Need:
    """Something the system must give: how to see whether it is there, the packages that bring it, what needs it."""

    name: str
    packages: tuple[str, ...]
    refuses: tuple[str, str]
    is_there: Callable[[], bool]
    # What serves in its place where it cannot be installed.
    will_do: Callable[[], bool] = lambda: False


def _loads(*libraries: str) -> bool:
    try:
        for library in libraries:
            ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has(*programs: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(program) for program in programs)


LIBRARIES = Need(
    "pango",
    ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
    ("PDFの控えと申請書", "PDF receipts and sheets"),
    lambda: _loads("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"),
)
FONT = Need(
    "BIZ UDGothic",
    ("fonts-morisawa-bizud-gothic",),
    ("PDFの控えと申請書", "PDF receipts and sheets"),
    lambda: any(FONTS.rglob("BIZUDGothic-Regular*")),
)
# Without it the counter prints names in shapes the gothic lacks (𠮷, most selectors) by whatever font there is, or not at all.
MINCHO = Need(
    "IPAmjMincho",
    ("fonts-ipamj-mincho",),
    ("ゴシックにない人名の字の印刷", "names in shapes the gothic lacks, on paper"),
    lambda: any(FONTS.rglob("ipamjm*")),
)
LATIN = Need(
    "DejaVu Sans",
    ("fonts-dejavu-core",),
    ("ベトナムなどの名前の字の印刷", "names of Vietnam and others, on paper"),
    lambda: any(FONTS.rglob("DejaVuSans.ttf")),
)
QPDF = Need("qpdf", ("qpdf",), ("PDFの構造の試験", "tests of a PDF's structure"), _has("qpdf"))
BROWSER = Need(
    "chromium",
    ("chromium-headless-shell",),
    ("ブラウザでの通し試験", "journeys in a real browser"),
    _has("chromium-headless-shell"),
    _has("chromium", "chromium-browser"),
)
DRIVER = Need(
    "libatomic",
    ("libatomic1",),
    ("ブラウザでの通し試験", "journeys in a real browser"),
    lambda: _loads("libatomic.so.1"),
)
JAVA = Need("java", ("default-jre-headless",), ("HTMLの検査(Nu)", "the Nu HTML checker"), _has("java"))
POPPLER = Need(
    "pdftotext", ("poppler-utils",), ("PDFの中身の試験", "tests that read PDF files"), _has("pdftotext")
)
NGINX = Need(
    "nginx",
    ("nginx-light",),
    ("配置の試験", "tests of the deployment"),
    lambda: shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin") is not None,
)
REDIS = Need(
    "redis-server",
    ("redis-server",),
    ("数台の機械で数える試験", "tests of several machines that count together"),
    _has("redis-server", "valkey-server"),
)

RUN = (LIBRARIES, FONT, MINCHO, LATIN)
CHECK = (LIBRARIES, FONT, MINCHO, LATIN, BROWSER, DRIVER, JAVA, POPPLER, QPDF, NGINX, REDIS)


def may_install() -> bool:
    """Root on a machine with apt may install, unless the person said no."""
    return (
        os.geteuid() == 0
        and shutil.which("apt-get") is not None
        and os.environ.get("KURASHI_INSTALL") != "no"
    )


def missing(needs: Iterable[Need]) -> tuple[Need, ...]:
    """The needs this machine does not meet."""
    return tuple(need for need in needs if not need.is_there())


def install(packages: Iterable[str]) -> bool:
    """Install Debian's packages; says whether that worked, and shows apt's own last words when it did not."""
    # A server among them is for the tests to start, not for the machine.
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    install_now = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    for command in (["apt-get", "update", "-q"], install_now):
        done = subprocess.run(
            command, env=quiet, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )  # fmt: skip
        if done.returncode != 0:
            print(*done.stdout.strip().splitlines()[-3:], sep="\n", flush=True)
            return False
    return True


def ensure(needs: Iterable[Need]) -> tuple[Need, ...]:
    """Install what is missing where allowed, and name what stays missing with what will refuse; returns that."""
    absent = missing(needs)
    packages = sorted({package for need in absent for package in need.packages})
    if absent and may_install():
        names = " ".join(packages)
        say(f"システムのパッケージを入れます: {names}", f"installing system packages: {names}")
        install(packages)
        absent = missing(absent)
    absent = tuple(need for need in absent if not need.will_do())
    for need in absent:
        fix = "apt-get install " + " ".join(need.packages)
        say(
            f"{need.name} がないため{need.refuses[0]}は使えません({fix})",
            f"without {need.name}, no {need.refuses[1]}: {fix}",
        )
    return absent
