"""The look: colour tokens, spacing, palette and style sheet, light and dark. Paints nothing, knows no widget.

One `Theme` belongs to the running QApplication: `install_theme(app)` makes it, as a child object of the application, at
window start; `theme()` finds it again. This is the one look-up in the window, like Qt's own palette and style: icons,
delegates and painted widgets are made by the thousand and ask while they paint, which is why a change of theme needs no
new widgets. Code that keeps colours (rich text, charts, highlighters) connects to `Theme.changed`.
"""

from __future__ import annotations

from collections.abc import Mapping
from string import Template
from types import MappingProxyType
from weakref import WeakSet

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from kbconnect.app.paths import resource
from kbconnect.app.settings import Appearance
from kbconnect.ui.fonts import CODE_FAMILIES, NORMAL, Size, load_fonts, make_font, points

GAP_TINY, GAP_SMALL, GAP, GAP_WIDE, GAP_GROUP, PAGE_MARGIN, GAP_HUGE = 4, 6, 8, 12, 16, 24, 40
"""Spaces in device-independent pixels: 6 to 8 inside a group, 16 to 24 between groups, 24 around a page."""

HEAD_HEIGHT = FOOT_HEIGHT = 64
SIDE_BAR_WIDTH, RAIL_WIDTH, RAIL_BELOW = 212, 60, 1200
MASTER_WIDTH, FORM_WIDTH = 372, 640
RADIUS_CHIP, RADIUS_CONTROL, RADIUS_CARD, RADIUS_DIALOG = 4, 6, 8, 12

_COLOURS = """
    canvas        #F6F7F9 #14171C
    surface       #FFFFFF #1A1E25
    raised        #FFFFFF #232832
    sunken        #F1F3F6 #14171C
    hover         #F4F5F8 #20252D
    selected      #E8EEFC #22304D
    neutral_bg    #EDF0F4 #2A303A
    line          #E4E7EC #2B313B
    edge          #7E8795 #727D8D
    text          #171B22 #E9ECF1
    text2         #4B5565 #B9C1CD
    text3         #626C7B #97A1B0
    accent        #2B5BD7 #8FB0FF
    accent_bg     #E8EEFC #22304D
    fill          #2B5BD7 #3B6BE8
    fill_hover    #244EBB #3261DF
    fill_press    #1D419F #2A53C0
    on_fill       #FFFFFF #FFFFFF
    success       #1A7440 #63C58C
    success_bg    #E7F5EC #1A2F25
    warning       #8A5A00 #E3B14C
    warning_bg    #FDF3DC #342A15
    danger        #BE2A33 #FF8A87
    danger_bg     #FDECEC #3A2022
    danger_fill   #C22D36 #C5343C
    mark          #FFE7A3 #5C4A12
    bar           #7090DA #4F70BC
    bar_part      #BF7F14 #D9A441
    track         #DDE2EA #38414F
    handle        #C3CAD5 #454D5A
    shade         #171B22 #000000
"""
_ROWS = [line.split() for line in _COLOURS.split("\n") if line.strip()]
LIGHT: Mapping[str, str] = MappingProxyType({name: light for name, light, _ in _ROWS})
DARK: Mapping[str, str] = MappingProxyType({name: dark for name, _, dark in _ROWS})
SCRIM_SHARE = {False: 0.35, True: 0.60}
"""How much of `shade` lies over the window behind a dialog, by whether the theme is dark."""

_PALETTE = {
    QPalette.ColorRole.Window: "surface",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "canvas",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.Highlight: "fill",
    QPalette.ColorRole.HighlightedText: "on_fill",
    QPalette.ColorRole.PlaceholderText: "text3",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "edge",
}
_SCHEMES = {
    Appearance.SYSTEM: Qt.ColorScheme.Unknown,
    Appearance.LIGHT: Qt.ColorScheme.Light,
    Appearance.DARK: Qt.ColorScheme.Dark,
}


class Theme(QObject):
    """The colours and the type in force.

    text_scale: 1.0, or more for people who need larger text. reduced_motion: nothing moves by itself.
    changed is emitted after palette and style sheet were replaced.
    """

    changed = Signal()

    def __init__(
        self,
        application: QApplication,
        *,
        appearance: Appearance = Appearance.SYSTEM,
        text_scale: float = 1.0,
        reduced_motion: bool = False,
    ) -> None:
        super().__init__(application)
        self._application = application
        self._appearance = appearance
        self._fonts: dict[tuple[Size, int, bool], QFont] = {}
        self._colours: dict[str, QColor] = {}
        self._sheet = Template(resource("style.qss").read_text("utf-8"))
        self._dressed: WeakSet[QWidget | QApplication] = WeakSet()
        self.text_scale = text_scale
        self.reduced_motion = reduced_motion
        self.dark = False
        application.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._apply()

    @property
    def appearance(self) -> Appearance:
        return self._appearance

    def dress(self, window: QWidget | QApplication) -> None:
        """Puts the style sheet on a window, and with it on all that will ever be in it, dialogs and menus too.

        Not on the application, although that takes one, for tests that show pages without a window: then whatever is
        put into something else is styled again with all that is in it, and a page takes three times as long to build.
        """
        self._dressed.add(window)
        window.setStyleSheet(self._filled_sheet())

    def set_appearance(self, appearance: Appearance) -> None:
        """Changes the look of every open window at once."""
        if appearance is self._appearance:
            return
        self._appearance = appearance
        self._apply()

    def set_text_scale(self, scale: float) -> None:
        """Sizes of text times `scale`, 1.0 to 1.5; rows and controls grow with it."""
        self.text_scale = scale
        self._fonts.clear()
        self._apply()

    @property
    def tokens(self) -> Mapping[str, str]:
        return DARK if self.dark else LIGHT

    def colour(self, token: str, share: float = 1.0) -> QColor:
        """The colour of a token, `share` of it opaque. Raises KeyError for a name that is not in the table."""
        found = self._colours.get(token)
        if found is None:
            found = self._colours[token] = QColor(self.tokens[token])
        if share < 1:
            found = QColor(found)
            found.setAlphaF(share)
        return found

    def scrim(self) -> QColor:
        """What lies over the window behind a dialog."""
        return self.colour("shade", SCRIM_SHARE[self.dark])

    def font(self, size: Size = Size.BODY, weight: QFont.Weight = NORMAL, *, code: bool = False) -> QFont:
        key = (size, weight.value, code)
        found = self._fonts.get(key)
        if found is None:
            found = self._fonts[key] = make_font(size, weight, code=code, scale=self.text_scale)
        return found

    def px(self, pixels: float) -> int:
        """A height that holds text, grown with the text scale."""
        return round(pixels * self.text_scale)

    @Slot()
    def _follow_system(self) -> None:
        if self._appearance is Appearance.SYSTEM:
            self._apply()

    def _apply(self) -> None:
        hints, wanted = self._application.styleHints(), _SCHEMES[self._appearance]
        hints.setColorScheme(
            wanted
        )  # the system's own frame and file dialogs follow; Unknown means the system's choice
        self.dark = (wanted if wanted is not Qt.ColorScheme.Unknown else hints.colorScheme()) is Qt.ColorScheme.Dark
        self._colours.clear()
        palette = QPalette()
        for role, token in _PALETTE.items():
            palette.setColor(role, self.colour(token))
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("text3"))
        self._application.setFont(self.font())
        self._application.setPalette(palette)
        sheet = self._filled_sheet()
        for window in list(self._dressed):
            if isValid(window):
                window.setStyleSheet(sheet)
        self.changed.emit()

    def _filled_sheet(self) -> str:
        return style_sheet(self._sheet, self.tokens, self.text_scale)


def style_sheet(sheet: Template, tokens: Mapping[str, str], scale: float) -> str:
    """The style sheet with colours, sizes (`$pt_title`) and code fonts filled in. Raises KeyError."""
    sizes = {f"pt_{size.name.lower()}": f"{points(size, scale):.2f}pt" for size in Size}
    families = ", ".join(f'"{family}"' for family in CODE_FAMILIES)
    return sheet.substitute(tokens, code_fonts=families, **sizes)


def install_theme(
    application: QApplication,
    *,
    appearance: Appearance = Appearance.SYSTEM,
    text_scale: float = 1.0,
    reduced_motion: bool = False,
) -> Theme:
    """Loads the fonts, sets the Fusion style and gives the application its one Theme, or the one it has."""
    existing = application.findChild(Theme)
    if existing is not None:
        return existing
    load_fonts()
    application.setStyle("Fusion")
    return Theme(application, appearance=appearance, text_scale=text_scale, reduced_motion=reduced_motion)


def theme() -> Theme:
    """The Theme of the running application. Raises RuntimeError before `install_theme`."""
    application = QCoreApplication.instance()
    found = application.findChild(Theme, options=Qt.FindChildOption.FindDirectChildrenOnly) if application else None
    if found is None:
        raise RuntimeError("install_theme(application) comes first")
    return found
