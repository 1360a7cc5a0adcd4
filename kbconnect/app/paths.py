"""Where things lie: the data folder with all that kbconnect writes, and the files shipped with the program.

Owns names and permissions of files (folders 0700, files 0600). Must not read or write their contents.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from kbconnect.core.errors import InputError, StoreError

HOME_VARIABLE = "KBCONNECT_HOME"
_UNSAFE = re.compile(r"[^\w.-]+")


def default_home(environment: Mapping[str, str]) -> Path:
    """KBCONNECT_HOME if set, else the platform's folder for a user's application data."""
    named = environment.get(HOME_VARIABLE)
    return expanded(Path(named)) if named else Path(platformdirs.user_data_dir("kbconnect", appauthor=False))


def expanded(path: Path) -> Path:
    """The absolute path with `~` and `~account` replaced. Raises InputError for an account that doesn't exist."""
    try:
        return path.expanduser().absolute()
    except RuntimeError as error:
        raise InputError(
            f"There is no account whose home folder {path} could lie in.",
            meaning="Nothing was changed.",
            hint="Write the whole path, or ~/ for a folder of your own.",
        ) from error


def resource(*parts: str) -> Path:
    """The path of a shipped file, `resource("fonts", "Inter-Regular.ttf")`.

    An installed wheel carries the folder inside the package; a checkout has it beside the package.
    Raises FileNotFoundError with the path that was expected.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "resources", package.parent / "resources"):
        found = folder.joinpath(*parts)
        if found.exists():
            return found
    raise FileNotFoundError(package.joinpath("resources", *parts))


@dataclass(frozen=True, slots=True)
class Paths:
    """The data folder and what lies in it."""

    home: Path

    @property
    def store(self) -> Path:
        return self.home / "kbconnect.db"

    @property
    def knowledge_bases(self) -> Path:
        return self.home / "knowledge"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def locks(self) -> Path:
        return self.home / "locks"

    @property
    def host_keys(self) -> Path:
        """Keys of SSH servers that somebody has approved here, in the form of OpenSSH's known_hosts."""
        return self.home / "known_hosts"

    @property
    def sample_source(self) -> Path:
        return self.home / "sample" / "shop.db"

    @property
    def model(self) -> Path:
        """The folder of the embedding model shipped with the program; it may be missing."""
        try:
            return resource("model", "minilm")
        except FileNotFoundError as error:
            return Path(str(error))

    def knowledge_base_file(self, name: str, identifier: str) -> Path:
        """A file for a new knowledge base whose name people recognise."""
        readable = _UNSAFE.sub("-", name).strip("-.")[:40] or "knowledge"
        return self.knowledge_bases / f"{readable}-{identifier[:8]}.kb"

    def create(self) -> None:
        """Makes the folders, readable by their owner only. Raises StoreError."""
        try:
            for folder in (self.home, self.knowledge_bases, self.logs, self.locks, self.sample_source.parent):
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise StoreError(
                f"The data folder {self.home} can't be used: {error.strerror}.",
                meaning="Nothing was changed.",
                hint="Choose another folder with --home or KBCONNECT_HOME, or give your account the right to write.",
                detail=str(error),
            ) from error
