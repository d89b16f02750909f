"""A bare Debian 12 in a folder of its own: minbase with python3, git and ca-certificates, and nothing else."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOUSE = "/srv/kurashi"
PACKAGES = "python3,git,ca-certificates"
# How this machine reaches names, packages and certificates, so that the bare one reaches them too.
CARRIED = (
    "/etc/resolv.conf", "/etc/hosts", "/etc/apt/sources.list", "/etc/apt/sources.list.d", "/etc/apt/apt.conf.d",
    "/etc/apt/trusted.gpg.d", "/etc/apt/keyrings", "/usr/local/share/ca-certificates",
    "/etc/pip.conf", "/etc/npmrc", "/etc/uv",
)  # fmt: skip
AT_HOME = (".config/pip", ".pip", ".npmrc", ".config/uv")
PREFIXES = (
    "PIP_",
    "UV_",
    "npm_config_",
    "NPM_CONFIG_",
    "SSL_CERT_",
    "NODE_EXTRA_",
    "REQUESTS_CA_",
    "CURL_CA_",
    "GIT_SSL_",
)
ENTER = """
set -e
mount -t proc proc "$1/proc"
mount --rbind /dev "$1/dev"
exec chroot "$1" /bin/sh -c "$2"
"""


@dataclass(frozen=True)
class Machine:
    """The bare machine's root folder, and what can be done on it."""

    root: Path

    def command(self, words: str) -> list[str]:
        """A command line that runs shell words on the machine; everything it starts ends with it."""
        own = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
        return [*own, "/bin/sh", "-c", ENTER, "enter", str(self.root), words]

    def start(self, words: str, log: Path, **env: str) -> "subprocess.Popen[bytes]":
        """Start something and leave it running; what it says is kept in a file."""
        with log.open("wb") as kept:
            return subprocess.Popen(
                self.command(words),
                env={**environment(), **env},
                stdin=subprocess.DEVNULL,
                stdout=kept,
                stderr=kept,
            )

    def say(self, words: str, **env: str) -> "subprocess.CompletedProcess[str]":
        """Run something to its end."""
        return subprocess.run(
            self.command(words), env={**environment(), **env}, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip


def environment(here: Mapping[str, str] | None = None) -> dict[str, str]:
    """A bare machine's variables, and of ours only those that say how the registries are reached."""
    here = os.environ if here is None else here
    carried = {
        name: value
        for name, value in here.items()
        if name.startswith(PREFIXES) or name.lower().endswith("_proxy")
    }
    path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    return {"PATH": path, "HOME": "/root", "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive", **carried}


def mirror() -> list[str]:
    """Where this machine gets Debian 12 from; debootstrap knows one itself where this machine has none."""
    words = [
        "apt-get",
        "indextargets",
        "--format",
        "$(REPO_URI)",
        "Created-By: Packages",
        "Codename: bookworm",
        "Component: main",
    ]
    said = subprocess.run(words, capture_output=True, text=True, check=False).stdout.split()
    return said[:1]


@contextmanager
def bare() -> Iterator[Machine]:
    """Make the machine, clone the repository's last commit onto it, and take everything away at the end."""
    with tempfile.TemporaryDirectory(prefix="kurashi-bare-", ignore_cleanup_errors=True) as folder:
        root = Path(folder) / "root"
        words = [
            "debootstrap",
            "--variant=minbase",
            f"--include={PACKAGES}",
            "bookworm",
            str(root),
            *mirror(),
        ]
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
        machine = Machine(root)
        _carry(root)
        # The certificates of a network that looks into its traffic are this machine's business, not the product's.
        machine.say("update-ca-certificates")
        subprocess.run(
            ["git", "clone", "--quiet", "--no-local", str(ROOT), str(root / HOUSE.lstrip("/"))], check=True
        )
        yield machine


def _carry(root: Path) -> None:
    home = Path.home()
    pairs = [(Path(name), root / name.lstrip("/")) for name in CARRIED]
    pairs += [(home / name, root / "root" / name) for name in AT_HOME]
    for here, there in pairs:
        if here.is_dir():
            shutil.copytree(here, there, dirs_exist_ok=True)
        elif here.exists():
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(here, there)
