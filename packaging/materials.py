"""The bill of materials (SBOM, CycloneDX JSON) and the audit of what is installed with the program.

Owns what counts as a part: every locked package with its hashes and licence, the embedding model, the fonts and icons.
The audit asks a public database of known vulnerabilities, and is never said to be good where that did not answer.
Runs in the development environment, started by dev.py.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any  # documents of other programs

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "packaging" / "requirements.lock"
SHIPPED = (
    # files in resources, name, licence, where it comes from
    ("model/minilm/*", "all-MiniLM-L6-v2", "Apache-2.0", "pkg:huggingface/sentence-transformers/all-MiniLM-L6-v2"),
    ("fonts/*Inter*", "Inter", "OFL-1.1", "pkg:github/rsms/inter"),
    ("fonts/*JetBrainsMono*", "JetBrains Mono", "OFL-1.1", "pkg:github/JetBrains/JetBrainsMono"),
    ("icons/*phosphor*", "Phosphor Icons", "MIT", "pkg:github/phosphor-icons/web"),
)
# Their metadata names none, or only another system installs them.
LICENCES = {"protobuf": "BSD-3-Clause", "pywin32-ctypes": "BSD-3-Clause", "colorama": "BSD-3-Clause"}
ELSEWHERE = "sys_platform == 'emscripten'"  # browsers, where this program does not run
Part = dict[str, Any]


class NotAudited(Exception):
    """The database of vulnerabilities did not answer for some packages; the message names them."""


def bill() -> Part:
    """The whole document. Raises RuntimeError with the tool's messages, KeyError for a part without a licence."""
    locked = _requirements()
    locked["components"] = [part for part in locked["components"] if ELSEWHERE not in part["description"]]
    for part in locked["components"]:
        # The list of packages has the hashes, what is installed has the licences.
        part["licenses"] = [{"license": {"name": _licence(part["name"])}}]
        part["description"] = _summary(part["name"])
    locked["components"] += [_shipped(*each) for each in SHIPPED]
    locked["metadata"]["component"] = {"type": "application", "name": "kbconnect", "bom-ref": "kbconnect"}
    return locked


def audit() -> list[str]:
    """One line for each known vulnerability of a locked package. Raises NotAudited."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(LOCK), "--require-hashes", "--disable-pip"]
    done = subprocess.run(
        [*command, "--format", "json", "--progress-spinner", "off"], capture_output=True, text=True, check=False
    )
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError) as error:
        raise NotAudited(f"The audit gave no answer: {done.stderr.strip()[-400:]}") from error
    silent = [f"{package['name']}: {package['skip_reason']}" for package in packages if "skip_reason" in package]
    if silent or not packages:
        raise NotAudited(
            f"{len(silent)} of {len(packages)} packages could not be looked up, so nothing is known about them: "
            f"{silent[0]}{' …' if len(silent) > 1 else ''}"
        )
    return [
        f"{package['name']} {package['version']}: {each['id']}, mended in {', '.join(each['fix_versions']) or 'none'}"
        for package in packages
        for each in package["vulns"]
    ]


def _requirements() -> Part:
    with tempfile.TemporaryDirectory(prefix="kbconnect-sbom-") as folder:
        made = Path(folder) / "bill.json"
        command = [sys.executable, "-m", "cyclonedx_py", "requirements", str(LOCK), "--of", "JSON"]
        done = subprocess.run(
            [*command, "--output-reproducible", "-o", str(made)], capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        document: Part = json.loads(made.read_text(encoding="utf-8"))
    return document


def _summary(package: str) -> str:
    """What a package says of itself, "" if only another system installs it."""
    try:
        return " ".join(metadata(package).get_all("Summary", []))
    except PackageNotFoundError:
        return ""


def _licence(package: str) -> str:
    """As the package names it, by an SPDX expression where it has one. Raises KeyError if it names none."""
    try:
        said = metadata(package)
    except PackageNotFoundError:
        return LICENCES[package]
    classified = [line.rpartition(" :: ")[2] for line in said.get_all("Classifier", []) if line.startswith("License")]
    free = [text for text in said.get_all("License", []) if len(text) < 60]  # some put the whole licence there
    return "; ".join(said.get_all("License-Expression", []) or classified or free) or LICENCES[package]


def _shipped(pattern: str, name: str, licence: str, origin: str) -> Part:
    files = sorted((ROOT / "resources").glob(pattern))
    return {
        "type": "machine-learning-model" if pattern.startswith("model") else "library",
        "bom-ref": name,
        "name": name,
        "purl": origin,
        "licenses": [{"license": {"id": licence}}],
        "components": [
            {
                "type": "file",
                "name": path.relative_to(ROOT).as_posix(),
                "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}],
            }
            for path in files
        ],
    }


def main(words: list[str]) -> int:
    """`sbom FILE` writes the document, `audit` looks for known vulnerabilities: 1 if there are, 2 if it can't tell."""
    if words[0] == "sbom":
        Path(words[1]).write_text(json.dumps(bill(), indent=1) + "\n", encoding="utf-8")
        print(f"Wrote {words[1]}")
        return 0
    try:
        found = audit()
    except NotAudited as error:
        print(error, file=sys.stderr)
        return 2
    print("\n".join(found) or "No package has a known vulnerability.")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
