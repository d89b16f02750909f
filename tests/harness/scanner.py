"""ClamAV's daemon as it speaks on the wire, on a socket of this machine."""

import socket
from threading import Thread
from typing import BinaryIO


class Daemon:
    """Speaks ClamAV's INSTREAM on a socket of this machine; `answer` replaces what it would say."""

    def __init__(self, bound: socket.socket) -> None:
        self.bound = bound
        self.answer: bytes | None = None
        self.got: list[bytes] = []
        self.thread = Thread(target=self.serve)
        self.thread.start()

    def serve(self) -> None:
        while True:
            try:
                wire, _ = self.bound.accept()
            except OSError:
                return
            with wire, wire.makefile("rb") as lines:
                self.reply(wire, lines.read(len(b"zINSTREAM\0")), lines)

    def reply(self, wire: socket.socket, command: bytes, lines: BinaryIO) -> None:
        if command != b"zINSTREAM\0":
            return
        content = b""
        while size := int.from_bytes(lines.read(4), "big"):
            content += lines.read(size)
        self.got.append(content)
        says = b"stream: Sample.Test FOUND\0" if b"harmful" in content else b"stream: OK\0"
        wire.sendall(says if self.answer is None else self.answer)

    def stop(self) -> None:
        self.bound.shutdown(socket.SHUT_RDWR)
        self.bound.close()
        self.thread.join(10)
