"""What kbconnect needs from the operating system: how to see that it is there, and how to get it.

Owns the list of system libraries, fonts and test servers, with the Debian package of each. Standard library only, since
it runs before anything is installed. It must not know about Python packages or commands of `dev.py`.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

# Qt's libraries: soname -> Debian package. The first six are needed even without a screen, the others by a real window.
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")


class MissingFromSystem(Exception):
    """Something has to be installed by the person; the message holds the exact command where there is one."""


@dataclass(frozen=True)
class Need:
    """One thing the system must have: its plain name, its Debian package, and a look whether it is there."""

    name: str
    package: str
    is_met: Callable[[], bool]


def window_needs() -> list[Need]:
    """Qt's libraries and one font; nothing is needed on macOS and Windows, where Qt's wheel is complete."""
    if sys.platform != "linux":
        return []
    libraries = [Need(soname, package, _loads(soname)) for soname, package in QT_LIBRARIES.items()]
    return [*libraries, Need("the DejaVu fonts (Qt brings none)", "fonts-dejavu-core", _has_dejavu)]


def test_needs() -> list[Need]:
    """The real servers that the tests start. Only Linux has them; elsewhere those tests are skipped."""
    if sys.platform != "linux":
        return []
    return [
        Need("PostgreSQL's server programs", "postgresql", _has_debian_postgres),
        Need("MariaDB's server programs", "mariadb-server", _on_system_path("mariadbd")),
        Need("an SSH server", "openssh-server", _on_system_path("sshd")),
        Need("gnome-keyring-daemon", "gnome-keyring", _on_path("gnome-keyring-daemon")),
        Need("dbus-run-session", "dbus-daemon", _on_path("dbus-run-session")),
        Need("Xvfb", "xvfb", _on_path("Xvfb")),
    ]


def bench_needs() -> list[Need]:
    """The text that the benchmarks load into a database."""
    if sys.platform != "linux":
        return []
    return [Need("WordNet's glosses", "wordnet-base", lambda: Path("/usr/share/wordnet/data.noun").exists())]


def venv_need() -> Need:
    """Debian splits the standard library: without this package `python3 -m venv` cannot put pip into a new one."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return Need("Python's venv and ensurepip", f"python{version}-venv", _can_make_venvs)


def provide(needs: Iterable[Need]) -> None:
    """Installs with apt what is missing, where that needs no password.

    Raises MissingFromSystem with the command to run when it may not, or when something is still missing afterwards.
    """
    missing = [need for need in needs if not need.is_met()]
    if not missing:
        return
    names = ", ".join(need.name for need in missing)
    packages = sorted({need.package for need in missing})
    if shutil.which("apt-get") is None:
        raise MissingFromSystem(
            f"Missing on this system: {names}.\nInstall them with the system's package manager and run this again "
            f"(on Debian the packages are: {' '.join(packages)})."
        )
    prefix = _privilege()
    if prefix is None:
        raise MissingFromSystem(
            f"Missing on this system: {names}.\nInstalling them needs a password. Run this, then try again:\n\n"
            f"  sudo apt-get update && sudo apt-get install --no-install-recommends -y {' '.join(packages)}\n"
        )
    print(f"Installing with apt: {' '.join(packages)}", flush=True)
    _apt_install(prefix, packages)
    left = [need for need in missing if not need.is_met()]
    if left:
        raise MissingFromSystem(
            f"apt could not provide: {', '.join(need.name for need in left)}.\nIts messages are above. "
            f"Install {' '.join(sorted({need.package for need in left}))} by hand and run this again."
        )


def _apt_install(prefix: Sequence[str], packages: Sequence[str]) -> None:
    # RUNLEVEL=1 keeps a freshly installed PostgreSQL from starting a machine-wide server: the tests start their own.
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1", "apt-get", "-o", "DPkg::Lock::Timeout=300"]
    install = [*apt, "install", "-y", "-qq", "--no-install-recommends", *packages]
    lists = Path("/var/lib/apt/lists")
    if any("_Packages" in path.name for path in lists.glob("*")):
        tried = subprocess.run(install, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        if tried.returncode == 0:
            return
    # The lists are empty, as on a fresh machine, or too old to name files that still exist.
    for command in ([*apt, "update", "-qq"], install):
        subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)


def _privilege() -> list[str] | None:
    """The words to put before a command that needs root, or None where that would ask for a password."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    allowed = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    return ["sudo", "-n"] if allowed else None


def _loads(soname: str) -> Callable[[], bool]:
    def is_met() -> bool:
        try:
            ctypes.CDLL(soname)
        except OSError:
            return False
        return True

    return is_met


def _on_path(program: str) -> Callable[[], bool]:
    return lambda: shutil.which(program) is not None


def _on_system_path(program: str) -> Callable[[], bool]:
    """Debian puts servers where only root's path leads."""
    return lambda: shutil.which(program, path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin") is not None


def _has_dejavu() -> bool:
    return any(any(Path(folder).expanduser().rglob("DejaVuSans.ttf")) for folder in FONT_FOLDERS)


def _has_debian_postgres() -> bool:
    return any(Path("/usr/lib/postgresql").glob("*/bin/postgres"))


def _can_make_venvs() -> bool:
    # A fresh interpreter, because this one has cached that the module was not there.
    command = [sys.executable, "-c", "import ensurepip, venv"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
