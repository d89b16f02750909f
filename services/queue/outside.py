"""The speech programs of the machine: Open JTalk for Japanese, eSpeak NG for the rest, where they are installed."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from services.queue.rules.spoken import Clip

# Where Debian's package puts the dictionary, and where voices are put; no voice is in Debian's main section.
_DICTIONARY = Path("/var/lib/mecab/dic/open-jtalk/naist-jdic")
_VOICES = Path("/usr/share/hts-voice")
_PATIENCE = 20


def can(lang: str) -> bool:
    """Whether this machine speaks a language."""
    return _program(lang) is not None


def speak(clip: Clip, target: Path) -> bool:
    """Say a clip into a file; False where no program here can."""
    say = _program(clip.lang)
    if say is None:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(suffix=".wav", dir=target.parent)
    os.close(handle)
    try:
        command, given = say(clip, Path(draft))
        subprocess.run(
            command,
            input=given,
            check=True,
            timeout=_PATIENCE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        # A display never finds half a clip.
        Path(draft).replace(target)
    except (OSError, subprocess.SubprocessError):
        return False
    finally:
        with suppress(FileNotFoundError):
            Path(draft).unlink()
    return target.exists()


Say = Callable[[Clip, Path], tuple[list[str], bytes]]


def _program(lang: str) -> Say | None:
    if lang == "ja" and (found := _open_jtalk()) is not None:
        return found
    return _espeak(lang)


def _open_jtalk() -> Say | None:
    program = shutil.which("open_jtalk")
    voices = sorted(_VOICES.rglob("*.htsvoice")) if _VOICES.is_dir() else []
    if program is None or not voices or not _DICTIONARY.is_dir():
        return None

    def say(clip: Clip, target: Path) -> tuple[list[str], bytes]:
        command = [program, "-x", str(_DICTIONARY), "-m", str(voices[0]), "-r", "0.95", "-ow", str(target)]
        return command, clip.text.encode()

    return say


def _espeak(lang: str) -> Say | None:
    # It knows no kanji, which it calls "Chinese letter", so it is given the sounds.
    program = shutil.which("espeak-ng")
    if program is None:
        return None

    def say(clip: Clip, target: Path) -> tuple[list[str], bytes]:
        return [program, "-v", lang, "-s", "145", "-w", str(target), "--stdin"], clip.sounds.encode()

    return say
