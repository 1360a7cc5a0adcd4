"""Runs one command and writes what it cost into a file: seconds, processor seconds, highest resident memory.

A program of its own, started anew for each command: a child's highest memory counts what its parent held when it was
started, so the parent must be small. Must not import anything that is large.
"""

import json
import resource
import subprocess
import sys
import time

if __name__ == "__main__":
    place, *command = sys.argv[1:]
    started = time.perf_counter()
    code = subprocess.call(command)
    seconds = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    unit = 1 if sys.platform == "darwin" else 1024
    with open(place, "w", encoding="utf-8") as file:  # noqa: PTH123 - pathlib takes memory
        json.dump(
            {
                "seconds": seconds,
                "user_s": used.ru_utime,
                "system_s": used.ru_stime,
                "peak_bytes": used.ru_maxrss * unit,
            },
            file,
        )
    sys.exit(code)
