"""Draws the window to PNG files, so that people can look at what a change did to it.

    python -m tests.ui.screens FOLDER [NAME]     every scene, or those whose name starts with NAME
        --language de                            in another language
        --light                                  without the dark pictures
        --size 1024x700                          all in this size instead of each scene's own
        --text 1.3                               with larger text

A scene is a function that returns a widget ready to be shown. Add yours to a list in a file of its own and that list to
SCENES. Scenes are drawn offscreen, in light and dark, at 1280x800 unless they say otherwise. For pictures as on a fine
display set QT_SCALE_FACTOR=2: sizes stay, pixels double.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from kbconnect.ui.language import ENGLISH, install_language, languages
from kbconnect.ui.style import install_theme
from tests.ui.scene import LIGHT_ONLY, Scene, draw
from tests.ui.scenes_activity import ACTIVITY
from tests.ui.scenes_connector_form import CONNECTOR_FORM
from tests.ui.scenes_data import DATA
from tests.ui.scenes_knowledge import KNOWLEDGE
from tests.ui.scenes_parts import PARTS
from tests.ui.scenes_settings import SETTINGS
from tests.ui.scenes_shell import SHELL
from tests.ui.scenes_sources import SOURCES
from tests.ui.scenes_sync import SYNC

SCENES: tuple[Scene, ...] = (*PARTS, *SHELL, *SOURCES, *CONNECTOR_FORM, *ACTIVITY, *SETTINGS, *DATA, *SYNC, *KNOWLEDGE)


def main(folder: Path, name: str = "", *options: str) -> list[Path]:
    """Writes the pictures of all scenes whose name starts with `name`; returns their paths."""
    asked = _options(options)
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    theme = install_theme(application)
    if theme.text_scale != asked.text:
        theme.set_text_scale(asked.text)
    install_language(application, asked.language)
    folder.mkdir(parents=True, exist_ok=True)
    scenes = [_as_asked(scene, asked) for scene in SCENES if scene.name.startswith(name)]
    return [path for scene in scenes for path in draw(scene, folder)]


def _options(options: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.ui.screens FOLDER [NAME]")
    parser.add_argument("--language", choices=tuple(languages()), default=ENGLISH)
    parser.add_argument("--light", action="store_true")
    parser.add_argument("--size", type=_size, default=None)
    parser.add_argument("--text", type=float, default=1.0)
    return parser.parse_args(options)


def _size(words: str) -> tuple[int, int]:
    width, _, height = words.partition("x")
    return int(width), int(height)


def _as_asked(scene: Scene, asked: argparse.Namespace) -> Scene:
    themes = LIGHT_ONLY if asked.light else scene.themes
    return replace(scene, themes=themes, size=asked.size or scene.size)


if __name__ == "__main__":
    given = sys.argv[2:]
    chosen = given[:1] if given and not given[0].startswith("--") else [""]
    main(Path(sys.argv[1]), *chosen, *given[len([each for each in chosen if each]) :])
