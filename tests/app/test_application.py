"""The composition root: use cases come when they are asked for, once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from threading import Barrier, Thread  # noqa: TID251 - jobs ask from threads of their own

from kbconnect.app.application import build_application


def test_a_use_case_is_made_once_whoever_asks_for_it(tmp_path: Path) -> None:
    together, found = Barrier(8), []

    def ask() -> None:
        together.wait()
        found.append(application.questions)

    with build_application(tmp_path, {}, lambda _: None) as application:
        threads = [Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(found) == 8
        assert len(set(found)) == 1
        assert application.schedules is application.schedules


def test_what_nobody_asks_for_is_not_loaded(tmp_path: Path) -> None:
    later = "{'catalog', 'dry_runs', 'samples', 'secret_moves', 'storage', 'syncing', 'vault_care'}"
    program = (
        "import sys; from pathlib import Path; from kbconnect.app.application import build_application\n"
        "with build_application(Path(sys.argv[1]), {}, lambda _: None) as application:\n"
        "    application.connectors.list()\n"
        f"    print(sorted(name for name in {later} if f'kbconnect.app.{{name}}' in sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=False)
    assert (ran.stdout.strip(), ran.stderr) == ("[]", "")
