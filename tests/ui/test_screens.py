"""Every scene can be drawn, in each of its themes, without a complaint."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from tests.ui.scene import Scene, draw
from tests.ui.screens import SCENES, main


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_scene_can_be_drawn(scene: Scene, qapp: QApplication, tmp_path: Path, log: pytest.LogCaptureFixture) -> None:
    pictures = draw(scene, tmp_path)
    assert len(pictures) == len(scene.themes)
    for picture in pictures:
        drawn = QImage(str(picture))
        assert (drawn.width(), drawn.height()) == scene.size
        assert len({drawn.pixel(x, y) for x in range(0, drawn.width(), 7) for y in range(0, drawn.height(), 7)}) > 8
    assert [record.getMessage() for record in log.records if "icon" in record.getMessage()] == []


def test_scenes_have_names_of_their_own() -> None:
    names = [scene.name for scene in SCENES]
    assert len(set(names)) == len(names)


def test_some_scenes_can_be_chosen(qapp: QApplication, tmp_path: Path) -> None:
    assert {path.name for path in main(tmp_path, "error")} == {"error-light.png"}
