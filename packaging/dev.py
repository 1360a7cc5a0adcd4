#!/usr/bin/env python3
"""The one script to set kbconnect up, run it and test it from a checkout. Standard library only, Python 3.11 or newer.

Owns the steps of set-up (system libraries, .venv with the locked versions, the embedding model) and the commands below.
It must not know how the program works: it starts it, its tests and its tools, and passes their exit codes on.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import model
import system_packages

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "packaging"
VENV = ROOT / ".venv"
STAMP = VENV / "kbconnect-setup.txt"
MODEL_FOLDER = ROOT / "resources" / "model" / "minilm"
# What is installed for whom; the second holds everything in the first at the same versions.
LOCKS = {"app": HERE / "requirements.lock", "dev": HERE / "requirements-dev.lock"}
# Held to the share of branches that pyproject.toml names; the other layers are tested through their faces.
MEASURED = ("kbconnect/core/*", "kbconnect/app/*")
UV = "uv>=0.9,<1"


class SetupFailed(Exception):
    """Set-up cannot go on; the message says what to do."""


def main(arguments: Sequence[str]) -> int:
    """Runs one command and returns its exit code."""
    parser = argparse.ArgumentParser(prog="dev.py", description="Set up, run and test kbconnect from a checkout.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        name = command.__name__.removeprefix("command_")
        commands.add_parser(name, help=command.__doc__, add_help=False).set_defaults(run=command)
    chosen, rest = parser.parse_known_args(arguments)
    try:
        if sys.version_info < (3, 11):  # noqa: UP036 - whoever runs this may not have read pyproject.toml
            raise SetupFailed(
                f"kbconnect needs Python 3.11 or newer, and {sys.executable} is {sys.version.split()[0]}."
            )
        return int(chosen.run(rest))
    except (SetupFailed, system_packages.MissingFromSystem, model.ModelNotBuilt) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def command_demo(rest: Sequence[str]) -> int:
    """Set up, then show the whole job on a sample database."""
    set_up("app")
    window = [] if has_display() or "--no-window" in rest else ["--no-window"]
    return run([program("kbconnect"), "demo", *window, *rest])


def command_app(rest: Sequence[str]) -> int:
    """Set up, then start kbconnect; what follows is passed to it."""
    set_up("app")
    if not rest and not has_display():
        raise SetupFailed("There is no display here, so the window cannot open. `dev.py demo` works without one.")
    return run([program("kbconnect"), *rest])


def command_test(rest: Sequence[str]) -> int:
    """Set up, then run every check and every test; what follows is passed to pytest."""
    set_up("dev", system_packages.test_needs())
    failed = check(("format", "lint", "types"))  # the layers are checked by a test
    whole = not rest
    # The total is judged below, for the layers it is asked of.
    measured = ["--cov", "--cov-report=", "--cov-fail-under=0"] if whole else []
    # Each process has servers of its own; the tests of a file share theirs. Not the files with most tests first: those
    # with few take longest.
    parallel = ["--numprocesses=auto", "--maxprocesses=4", "--dist=loadfile", "--no-loadscope-reorder"] if whole else []
    code = run([program("python"), "-m", "pytest", *measured, *parallel, *rest], offscreen=True)
    if whole and run([program("coverage"), "report", f"--include={','.join(MEASURED)}"]) != 0:
        failed.append("coverage")
    if failed:
        print(f"\nFailed besides the tests: {', '.join(failed)}; see above.", file=sys.stderr)
    return code or int(bool(failed))


def command_check(rest: Sequence[str]) -> int:
    """Set up, then look at format, lint, types and layers without running tests."""
    nothing_follows(rest)
    set_up("dev")
    failed = check(("format", "lint", "types", "layers"))
    print(f"Failed: {', '.join(failed)}" if failed else "All checks passed")
    return int(bool(failed))


def command_bench(rest: Sequence[str]) -> int:
    """Set up, then run the benchmarks in tests/benchmarks, or those named; what follows is passed to them."""
    set_up("dev", system_packages.bench_needs())
    return run([program("python"), "-m", "tests.benchmarks", *rest], offscreen=True)


def command_screens(rest: Sequence[str]) -> int:
    """Set up, then draw every page of the window as PNG files into a folder."""
    if len(rest) != 1:
        raise SetupFailed("Name the folder to draw into: dev.py screens FOLDER")
    set_up("dev")
    return run([program("python"), "-m", "tests.ui.screens", str(Path(rest[0]).resolve())], offscreen=True)


def command_sbom(rest: Sequence[str]) -> int:
    """Write the bill of materials (CycloneDX JSON) of what is installed and shipped into a file."""
    if len(rest) != 1:
        raise SetupFailed("Name the file to write: dev.py sbom FILE")
    set_up("dev")
    return run([program("python"), HERE / "materials.py", "sbom", str(Path(rest[0]).resolve())])


def command_audit(rest: Sequence[str]) -> int:
    """Look for known vulnerabilities of the locked packages, online: 1 if there are any, 2 if nobody can tell."""
    nothing_follows(rest)
    set_up("dev")
    return run([program("python"), HERE / "materials.py", "audit"])


def command_setup(rest: Sequence[str]) -> int:
    """Set up for development and stop."""
    nothing_follows(rest)
    set_up("dev")
    print(f"Ready. Tools and kbconnect are in {program('python').parent}")
    return 0


def command_model(rest: Sequence[str]) -> int:
    """Build the embedding model if it is missing."""
    nothing_follows(rest)
    system_packages.provide([system_packages.venv_need()])
    model.provide(MODEL_FOLDER)
    print(f"The model is in {MODEL_FOLDER}")
    return 0


def command_lock(rest: Sequence[str]) -> int:
    """Resolve the dependencies anew and rewrite the lock files."""
    nothing_follows(rest)
    # No setting of this machine (an index, a folder of wheels) may reach the lock files.
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("UV_", "PIP_"))}
    with tempfile.TemporaryDirectory(prefix="kbconnect-lock-") as scratch:
        make_venv(Path(scratch) / "venv")
        python = str(program("python", Path(scratch) / "venv"))
        if run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", UV]) != 0:
            raise SetupFailed("uv, which resolves the versions, could not be installed; pip's messages are above.")
        resolve = [
            *(str(program("uv", Path(scratch) / "venv")), "pip", "compile", "--no-config", "--quiet", "--upgrade"),
            *("--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url"),
            *("--no-emit-find-links", "--custom-compile-command", "python3 packaging/dev.py lock"),
        ]
        # Each later one is resolved within the first, so that all hold the same versions.
        within = ["-c", str(LOCKS["dev"].relative_to(ROOT))]
        wanted = {
            LOCKS["dev"]: ["pyproject.toml", "--extra", "all", "--group", "build", "--group", "dev"],
            LOCKS["app"]: ["pyproject.toml", "--group", "build", *within],
            model.LOCK: ["--group", "pyproject.toml:model", *within],
        }
        for lock, what in wanted.items():
            if run([*resolve, *what, "-o", str(lock.relative_to(ROOT))], environment=environment) != 0:
                raise SetupFailed("The versions could not be resolved; uv's messages are above.")
    print("Wrote the lock files. Run `dev.py test` and commit them.")
    return 0


COMMANDS = (
    command_demo,
    command_app,
    command_test,
    command_check,
    command_bench,
    command_screens,
    command_sbom,
    command_audit,
    command_setup,
    command_model,
    command_lock,
)


def nothing_follows(rest: Sequence[str]) -> None:
    """Refuses words that the command would ignore."""
    if rest:
        raise SetupFailed(f"This command takes nothing more, but got: {' '.join(rest)}")


def check(names: Sequence[str]) -> list[str]:
    """Runs the named checks, all of them even after one failed; returns those that failed."""
    tools: dict[str, list[str | Path]] = {
        "format": [program("ruff"), "format", "--check", "."],
        "lint": [program("ruff"), "check", "."],
        "types": [program("mypy")],
        "layers": [program("lint-imports"), "--no-cache"],
    }
    failed = []
    for name in names:
        print(f"Checking {name}", flush=True)
        if run(tools[name]) != 0:
            failed.append(name)
    return failed


def set_up(kind: str, more_needs: Sequence[system_packages.Need] = ()) -> None:
    """Makes the checkout runnable; does nothing, quickly, when it already is. `kind` is a key of LOCKS."""
    system_packages.provide([system_packages.venv_need(), *system_packages.window_needs(), *more_needs])
    with one_at_a_time():
        install(kind)
        try:
            model.provide(MODEL_FOLDER)
        except model.ModelNotBuilt as error:
            if kind == "dev":
                raise
            print(f"{error}\nGoing on without it: searching works by words, not by meaning.", file=sys.stderr)


def install(kind: str) -> None:
    """Brings .venv to the locked versions, when they or pyproject.toml changed since the last time."""
    wanted = {name: fingerprint(name) for name in LOCKS}
    present = STAMP.read_text(encoding="utf-8").strip() if STAMP.exists() else ""
    python = program("python")
    # Everything that the app needs is in an environment for development too.
    if python.exists() and present in {wanted[kind], wanted["dev"]}:
        return
    if not python.exists() or not works(python):
        print(f"Making {VENV}", flush=True)
        make_venv(VENV)
    kind = "dev" if present.startswith("dev ") else kind
    print(f"Installing the versions in {LOCKS[kind].relative_to(ROOT)} (the first time some 200 MB)", flush=True)
    pip = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "-q"]
    if run([*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(LOCKS[kind])]) != 0:
        raise SetupFailed("The locked versions could not be installed; pip's messages are above.")
    if run([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)]) != 0:
        raise SetupFailed("kbconnect itself could not be installed; pip's messages are above.")
    STAMP.write_text(wanted[kind] + "\n", encoding="utf-8")


def fingerprint(kind: str) -> str:
    """Changes whenever what is installed would: with the lock, the interpreter, and the project's own metadata."""
    import tomllib  # here, so that an older Python gets as far as main's message

    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)
    parts = [LOCKS[kind].read_bytes(), sys.version.encode(), repr(project["project"]).encode(), str(ROOT).encode()]
    return f"{kind} {hashlib.sha256(b'|'.join(parts)).hexdigest()}"


def make_venv(folder: Path) -> None:
    """Makes a new virtual environment with pip, in place of a broken one."""
    shutil.rmtree(folder, ignore_errors=True)
    if run([sys.executable, "-m", "venv", str(folder)]) != 0:
        raise SetupFailed(f"Python could not make a virtual environment in {folder}; its messages are above.")


def works(python: Path) -> bool:
    """True when the environment's interpreter starts, is the version of this one, and has pip."""
    look = "import sys, pip; print(*sys.version_info[:2])"
    found = subprocess.run([str(python), "-c", look], capture_output=True, text=True, check=False)
    return found.stdout.split() == [str(part) for part in sys.version_info[:2]]


def program(name: str, folder: Path = VENV) -> Path:
    """Where a virtual environment keeps one of its programs."""
    return folder / "Scripts" / f"{name}.exe" if sys.platform == "win32" else folder / "bin" / name


def has_display() -> bool:
    """True when a window can be shown: always on macOS and Windows, elsewhere when the session says so."""
    if sys.platform in {"darwin", "win32"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run(command: Sequence[str | Path], *, offscreen: bool = False, environment: dict[str, str] | None = None) -> int:
    """Runs a program from the checkout's top folder and returns its exit code."""
    environment = dict(os.environ if environment is None else environment)
    if offscreen:
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    return subprocess.run([str(word) for word in command], cwd=ROOT, env=environment, check=False).returncode


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Holds a lock on the checkout, so that two set-ups at once do not write into each other's .venv."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    with (HERE / "dev.py").open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
