"""Files that are packed with gzip, as exports are for transport: what is in one, at its beginning and as a whole.

Owns the bound for a file that is small on disk and fills it when it is unpacked, and the sentences for files packed in
other ways. Must not know what the rows are.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable
from pathlib import Path

from kbconnect.adapters.sources.cells import megabytes
from kbconnect.adapters.sources.files_errors import NOTHING_READ, damaged
from kbconnect.core.errors import SourceError

ENDING = ".gz"
OTHER_ENDINGS = frozenset({".zst", ".bz2", ".xz", ".zip", ".7z", ".lz4", ".br"})

MAX_UNPACKED_BYTES = 20_000_000_000
_SUSPICIOUS_BYTES = 200_000_000
_SUSPICIOUS_RATIO = 300
"""Rows of text shrink to a tenth when they are packed; those that repeat, to a hundredth."""

_BLOCK = 1 << 20
_MAGIC = b"\x1f\x8b"
_OTHER_MAGICS = (b"\x28\xb5\x2f\xfd", b"BZh", b"\xfd7zXZ\0", b"7z\xbc\xaf\x27\x1c", b"\x04\x22\x4d\x18", b"Rar!")


def is_packed(start: bytes) -> bool:
    """Whether a file that begins so is packed with gzip."""
    return start.startswith(_MAGIC)


def is_packed_otherwise(start: bytes) -> bool:
    """Whether a file that begins so is packed in a way nothing here reads."""
    return start.startswith(_OTHER_MAGICS)


def ending_of(name: str) -> str:
    """The ending that says what a file holds, ".csv" also of "orders.csv.gz"."""
    path = Path(name.lower())
    return Path(path.stem).suffix if path.suffix == ENDING else path.suffix


def bare_name(name: str) -> str:
    """A name without its ending, "orders" also for "orders.csv.gz"."""
    return (name[: -len(ENDING)] if name.lower().endswith(ENDING) else name).rpartition(".")[0]


def other_packing(name: str) -> SourceError:
    """The error for a file packed in another way."""
    return SourceError(
        f"{name} is packed in a way that kbconnect doesn't read.",
        meaning=NOTHING_READ,
        hint="Unpack it, or pack it with gzip, which can be read as it is.",
    )


def unpacked_start(path: Path, name: str, limit: int) -> tuple[bytes, int]:
    """The beginning of what is packed, and about how many bytes all of it has. Raises SourceError, OSError."""
    size = path.stat().st_size
    with path.open("rb") as raw:
        start = _read(gzip.GzipFile(fileobj=raw), limit, name)
        done = raw.tell()
    return start, len(start) if len(start) < limit else round(len(start) * size / max(1, done))


def unpack(source: Path, target: Path, name: str, stop: Callable[[], None]) -> None:
    """Raises SourceError for a file that is damaged or unpacks to more than is sound, OSError."""
    size, done = source.stat().st_size, 0
    with source.open("rb") as raw, target.open("wb") as copy:
        packed = gzip.GzipFile(fileobj=raw)
        while block := _read(packed, _BLOCK, name):
            stop()
            done += len(block)
            if done > MAX_UNPACKED_BYTES or (done > _SUSPICIOUS_BYTES and done > _SUSPICIOUS_RATIO * size):
                raise SourceError(
                    f"{name} takes more than {megabytes(done)} when it is unpacked; that is too much.",
                    meaning=NOTHING_READ,
                    hint="If it is right, unpack it yourself and use what comes out.",
                )
            copy.write(block)


def _read(packed: io.BufferedIOBase, limit: int, name: str) -> bytes:
    try:
        return packed.read(limit)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise damaged(name, str(error)) from error
