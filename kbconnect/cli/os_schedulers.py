"""Ready lines that make this machine's own scheduler start `kbconnect sync --due`. Writes nothing into the system."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

EVERY_MINUTES = 5


def due_command(home: Path | None) -> list[str]:
    """The words that start `sync --due` as this program was started. home: the data folder somebody named."""
    script = shutil.which("kbconnect")
    program = [str(Path(script).absolute())] if script else [sys.executable, "-m", "kbconnect"]
    return [*program, "sync", "--due", *(["--home", str(home.absolute())] if home is not None else [])]


def os_help(command: list[str], platform: str) -> str:
    """What to copy, with where it goes. platform: as sys.platform says it."""
    if platform == "win32":
        return _windows(command)
    parts = [_cron(command)] if platform == "darwin" else [_cron(command), _systemd(command)]
    return "\n".join(parts) + _ABOUT_SECRETS


_ABOUT_SECRETS = """
Nobody is logged in when these run, so the desktop's keyring may be locked. Keep passwords in the encrypted vault and
set KBCONNECT_VAULT_KEY there, or the sync waits until the keyring is unlocked.
"""


def _cron(command: list[str]) -> str:
    line = shlex.join(command).replace("%", r"\%")  # cron takes a % for the end of the line
    return f"""With cron (`crontab -e`), this line:

*/{EVERY_MINUTES} * * * * {line} >/dev/null

Errors, and once what keeps a sync waiting, are still mailed to you; `kbconnect runs` lists what was done.
"""


def _systemd(command: list[str]) -> str:
    words = " ".join(_systemd_word(word) for word in command)
    return f"""With systemd, these two files in ~/.config/systemd/user, then
`systemctl --user enable --now kbconnect.timer`:

# kbconnect.service
[Unit]
Description=Syncs of kbconnect that are due
[Service]
Type=oneshot
ExecStart={words}

# kbconnect.timer
[Unit]
Description=Looks for syncs of kbconnect that are due
[Timer]
OnCalendar=*:0/{EVERY_MINUTES}
Persistent=true
[Install]
WantedBy=timers.target
"""


def _systemd_word(word: str) -> str:
    quoted = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{quoted}"' if quoted != word or not word or any(letter in word for letter in " \t;'") else word


def _windows(command: list[str]) -> str:
    line = subprocess.list2cmdline(command).replace('"', '\\"')
    return f"""With the Task Scheduler, this in a command prompt (cmd):

schtasks /Create /TN kbconnect /SC MINUTE /MO {EVERY_MINUTES} /TR "{line}"

The task runs while you are logged in, when your passwords can be read.
"""
