"""Draws the window to PNG files, so that people can look at what a change did to it.

    python -m tests.ui.screens FOLDER [NAME]     every scene, or those whose name starts with NAME

A scene is a function that returns a widget ready to be shown. Add yours to a list in a file of its own and that list to
SCENES. Scenes are drawn offscreen, in light and dark, at 1280x800 unless they say otherwise.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.ui.scene import Scene, draw
from tests.ui.scenes_activity import ACTIVITY
from tests.ui.scenes_data import DATA
from tests.ui.scenes_knowledge import KNOWLEDGE
from tests.ui.scenes_parts import PARTS
from tests.ui.scenes_settings import SETTINGS
from tests.ui.scenes_shell import SHELL
from tests.ui.scenes_sources import SOURCES
from tests.ui.scenes_sync import SYNC

SCENES: tuple[Scene, ...] = (*PARTS, *SHELL, *SOURCES, *ACTIVITY, *SETTINGS, *DATA, *SYNC, *KNOWLEDGE)


def main(folder: Path, name: str = "") -> list[Path]:
    """Writes the pictures of all scenes whose name starts with `name`; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    return [path for scene in SCENES if scene.name.startswith(name) for path in draw(scene, folder)]


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:3])
