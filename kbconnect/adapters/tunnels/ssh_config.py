"""What `ssh` is told of a server in ~/.ssh/config: an alias typed here leads where `ssh alias` does.

Owns the reading of that file and of the system's, as ssh_config(5) describes it: Host and Match blocks, Include, the
first value of a keyword counts. Only what a tunnel needs is taken. A command a file names is never run: a Match that
asks one doesn't match, and a server behind a ProxyCommand is refused by whoever connects. Must not connect to anything.
"""

from __future__ import annotations

import glob
import os
import re
import shlex
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from kbconnect.core.errors import TunnelError

_LARGEST_FILE = 1_000_000
_DEEPEST = 16
_SEVERAL = "identityfile"
_TAKEN = {
    "hostname": "HostName",
    "port": "Port",
    "user": "User",
    _SEVERAL: "IdentityFile",
    "identitiesonly": "IdentitiesOnly",
    "identityagent": "IdentityAgent",
    "proxyjump": "ProxyJump",
    "proxycommand": "ProxyCommand",
}
_WAYS = ("proxyjump", "proxycommand")
"""Of these the first that is said counts, whichever it is."""

_NONE = "none"


@dataclass(frozen=True, slots=True)
class Told:
    """What the files say of one server; "" and None where they say nothing.

    key_files: paths. only_these: of the agent's keys only those of `key_files` are wanted. agent: where it listens,
    "none" for no agent. jump: as in `SshTunnel.jump`; "" if the way is said to be straight. command: what `ssh` would
    run to get there. taken: (keyword, value) as the files have it, for people to read.
    """

    host: str = ""
    port: int | None = None
    username: str = ""
    key_files: tuple[str, ...] = ()
    only_these: bool = False
    agent: str = ""
    jump: str | None = None
    command: str = ""
    taken: tuple[tuple[str, str], ...] = ()


class SshConfig:
    """Files are read anew each time: somebody may have changed them. The first says most."""

    def __init__(self, files: Sequence[Path] = ()) -> None:
        self._files = tuple(files)

    @classmethod
    def of_user(cls) -> SshConfig:
        """The files `ssh` reads."""
        system = [Path("/etc/ssh/ssh_config")] if os.name == "posix" else []
        try:
            return cls([Path("~/.ssh/config").expanduser(), *system])
        except RuntimeError:  # an account without a home
            return cls(system)

    def of(self, name: str, username: str, own_name: str) -> Told:
        """What they say of a server that somebody calls `name`. username: the account wanted there, "" if nobody says.
        own_name: that of the account here. Raises TunnelError for a file that others can write to."""
        seen = _Seen(name, username, own_name)
        for file in self._files:
            _read(file, seen, depth=0, folder=file.parent)
        return seen.told()


@dataclass(slots=True)
class _Seen:
    """The values found so far for one server. files: that were read, each once: files that include one another would
    be read again and again."""

    name: str
    username: str
    own_name: str
    values: dict[str, str] = field(default_factory=dict)
    not_asked: list[str] = field(default_factory=list)
    key_files: list[str] = field(default_factory=list)
    files: set[str] = field(default_factory=set)

    def take(self, keyword: str, value: str) -> None:
        if keyword == _SEVERAL:
            self.key_files += [value] if value not in self.key_files else []
        elif not (keyword in _WAYS and any(way in self.values for way in _WAYS)):
            self.values.setdefault(keyword, value)

    def matches(self, criteria: Sequence[str]) -> bool:
        """What stands behind Match."""
        words, fits = list(criteria), True
        while words:
            name, equals, value = words.pop(0).partition("=")
            negated, name = name.startswith("!"), name.lower().removeprefix("!")
            if name == "all":
                fits = fits and not negated
                continue
            if not equals and name not in {"canonical", "final"}:
                value = words.pop(0) if words else ""
            if name not in _ASKED and name not in self.not_asked:
                self.not_asked.append(name)
            fits = fits and self._has(name, value) is not negated and name in _ASKED
        return fits

    def _has(self, name: str, patterns: str) -> bool:
        asked = {
            "host": self._host(),
            "originalhost": self.name,
            "user": self.username or self.values.get("user", "") or self.own_name,
            "localuser": self.own_name,
        }
        return name in asked and _fits(asked[name], patterns.split(","))

    def _host(self) -> str:
        return _filled(self.values.get("hostname", "") or self.name, {"h": self.name})

    def told(self) -> Told:
        host, said = self._host(), self.values
        port = said.get("port", "")
        number = int(port) if port.isascii() and port.isdigit() and 1 <= int(port[:6]) <= 65535 else None
        username = said.get("user", "")
        marks = {
            "h": host,
            "n": self.name,
            "p": port or "22",
            "r": self.username or username or self.own_name,
            "u": self.own_name,
            "d": os.path.expanduser("~"),  # noqa: PTH111 - as it is where there is no home
        }
        jump = said.get("proxyjump")
        command = said.get("proxycommand", "")
        agent = said.get("identityagent", "")
        taken = [(_TAKEN[keyword], value) for keyword, value in said.items()]
        return Told(
            host=host,
            port=number,
            username=username,
            key_files=tuple(_place(file, marks) for file in self.key_files if file.lower() != _NONE),
            only_these=said.get("identitiesonly", "").lower() in {"yes", "true"},
            agent=_agent(agent, marks),
            jump=None if jump is None else "" if jump.lower() == _NONE else _filled(jump, marks),
            command="" if command.lower() == _NONE else command,
            taken=(
                *taken,
                *((_TAKEN[_SEVERAL], file) for file in self.key_files),
                *((f"Match {name}", "not looked at") for name in self.not_asked),
            ),
        )


_ASKED = frozenset({"host", "originalhost", "user", "localuser"})
"""What a Match may ask here; any other does not match."""


def _read(path: Path, seen: _Seen, *, depth: int, folder: Path) -> None:
    """Takes what holds for the server. folder: that Include looks in."""
    active, known = True, os.path.realpath(path)
    if known in seen.files:
        return
    seen.files.add(known)
    for keyword, words in _lines(path):
        if keyword == "host":
            active = _fits(seen.name, words)
        elif keyword == "match":
            active = seen.matches(words)
        elif not active:
            continue
        elif keyword == "include" and depth < _DEEPEST:
            for word in words:
                pattern = str(folder / os.path.expanduser(word))  # noqa: PTH111 - "~nobody" stays as it is
                for found in sorted(glob.glob(pattern)):  # noqa: PTH207 - the pattern is a whole path
                    _read(Path(found), seen, depth=depth + 1, folder=folder)
        elif keyword in _TAKEN and words:
            seen.take(keyword, " ".join(words) if keyword == "proxycommand" else words[0])


def _lines(path: Path) -> Iterator[tuple[str, list[str]]]:
    """The keyword of each line, in small letters, and what stands behind it."""
    for line in _text(path).splitlines():
        found = re.match(r"\s*([A-Za-z0-9]+)(?:\s*=\s*|\s+)(.*)", line)
        if found is None:
            continue
        words = shlex.shlex(found[2], posix=True)
        words.whitespace_split, words.commenters, words.escape = True, "", ""
        try:
            split = list(words)
        except ValueError:  # a quotation mark that nobody closed: `ssh` refuses the file, here the line says nothing
            continue
        comment = next((place for place, word in enumerate(split) if word.startswith("#")), len(split))
        yield found[1].lower(), split[:comment]


def _text(path: Path) -> str:
    """Nothing for a file that isn't there. Raises TunnelError."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST_FILE:
            return ""
        if os.name == "posix" and (found.st_mode & 0o022 or found.st_uid not in {0, os.getuid()}):
            raise _writable(path, is_own=found.st_uid in {0, os.getuid()})
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""  # as `ssh` does


def _writable(path: Path, *, is_own: bool) -> TunnelError:
    """is_own: it belongs to this account, or the administrator's, and others have the right to write to it."""
    return TunnelError(
        f"The file {path} could have been written by other accounts of this computer.",
        meaning="What it says was not taken, as it could lead to another server. No connection was made.",
        hint="Take the right to write to it from all others with the command below; ssh wants that, too."
        if is_own
        else "It belongs to another account. Look through it, then make it your own with the command below.",
        fix=f"chmod go-w {shlex.quote(str(path))}" if is_own else f'sudo chown "$(id -un)" {shlex.quote(str(path))}',
    )


def _fits(name: str, patterns: Sequence[str]) -> bool:
    """One of the patterns, and none of those behind a "!"."""
    if any(pattern.startswith("!") and _is_like(name, pattern[1:]) for pattern in patterns):
        return False
    return any(_is_like(name, pattern) for pattern in patterns if not pattern.startswith("!"))


def _is_like(name: str, pattern: str) -> bool:
    # Only * and ? mean something in these files.
    return fnmatchcase(name, pattern.replace("[", "[[]"))


def _filled(text: str, marks: dict[str, str]) -> str:
    """%h and the like as what they stand for; one that isn't known here stays."""
    return re.sub(r"%(.)", lambda found: "%" if found[1] == "%" else marks.get(found[1], found[0]), text)


def _place(file: str, marks: dict[str, str]) -> str:
    named = re.sub(r"\$\{(\w+)\}", lambda found: os.environ.get(found[1], found[0]), _filled(file, marks))
    return os.path.expanduser(named)  # noqa: PTH111 - "~nobody" stays as it is


def _agent(said: str, marks: dict[str, str]) -> str:
    if said == "SSH_AUTH_SOCK" or not said:
        return ""
    if said.startswith("$") and not said.startswith("${"):
        return os.environ.get(said[1:], "")
    return said if said == _NONE else _place(said, marks)
