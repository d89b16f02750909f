"""A real Redis (or Valkey) on this machine, which tests start, stop and start again."""

import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass
class RedisServer:
    """One server on a socket in a folder of the test's; it keeps nothing on the disk."""

    folder: Path
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        """Where it is asked."""
        return f"unix://{self.folder}/redis.sock"

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        program = shutil.which("redis-server") or shutil.which("valkey-server")
        if program is None:
            raise RuntimeError("redis-server is needed: ./check installs it")
        place = self.folder / "redis.sock"
        place.unlink(missing_ok=True)
        words = [
            "--port",
            "0",
            "--unixsocket",
            str(place),
            "--save",
            "",
            "--appendonly",
            "no",
            "--dir",
            str(self.folder),
        ]
        self.process = subprocess.Popen(
            [program, *words], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        until = time.monotonic() + 20
        while not place.exists():
            if time.monotonic() > until or self.process.poll() is not None:
                raise RuntimeError("redis-server did not start")
            time.sleep(0.005)

    def stop(self) -> None:
        """Stop it at once; what it held is gone."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None
