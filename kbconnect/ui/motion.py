"""Whether the person asked the system for less motion. Qt 6.11 cannot tell, so each system is asked its own way."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication


def prefers_reduced_motion() -> bool:
    """True if animations are switched off in the system's settings; needs a QApplication. Takes a few milliseconds."""
    if sys.platform == "win32":
        return not QApplication.isEffectEnabled(Qt.UIEffect.UI_General)
    if sys.platform == "darwin":
        kept = Path.home() / "Library/Preferences/com.apple.universalaccess.plist"
        return QSettings(str(kept), QSettings.Format.NativeFormat).value("reduceMotion") in (1, True, "1", "true")
    return _desktop_says_no()


def _desktop_says_no() -> bool:
    """The setting of GTK, which GNOME, KDE and Xfce write: `gtk-enable-animations=0`."""
    kept = Path.home() / ".config/gtk-3.0/settings.ini"
    if not kept.is_file():
        return False
    settings = QSettings(str(kept), QSettings.Format.IniFormat)
    return str(settings.value("Settings/gtk-enable-animations", "1")).lower() in {"0", "false"}
