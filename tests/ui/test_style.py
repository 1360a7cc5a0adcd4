"""The look: contrast on every ground, letters, live switching, and that each name in the style sheet exists."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontDatabase, QFontInfo, QIcon, QImage
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from kbconnect.app.paths import resource
from kbconnect.app.settings import Appearance
from kbconnect.ui import fonts, icons
from kbconnect.ui.painting import PROVIDERS, ink_on
from kbconnect.ui.status import State, Status, expires_in, rejected, worst
from kbconnect.ui.style import DARK, LIGHT, Theme, install_theme, theme
from kbconnect.ui.widgets.buttons import Kind, button

GROUNDS = ("surface", "canvas", "sunken", "hover", "selected", "raised")
TEXT = ("text", "text2", "text3", "accent", "success", "warning", "danger")
TINTED = ("success", "warning", "danger", "accent")
CONTROL_GROUNDS = ("surface", "canvas", "raised")


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """As WCAG 2 defines it, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


both = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])


def test_contrast_is_computed_as_wcag_defines_it() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@both
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("token", TEXT)
def test_text_can_be_read_on_every_ground(tokens: Mapping[str, str], token: str, ground: str) -> None:
    assert contrast(tokens[token], tokens[ground]) >= 4.5


@both
@pytest.mark.parametrize("token", TINTED)
def test_words_can_be_read_on_their_own_tint(tokens: Mapping[str, str], token: str) -> None:
    assert contrast(tokens[token], tokens[f"{token}_bg"]) >= 4.5
    assert contrast(tokens["text"], tokens[f"{token}_bg"]) >= 4.5


@both
@pytest.mark.parametrize("fill", ["fill", "fill_hover", "fill_press", "danger_fill"])
def test_words_can_be_read_on_filled_buttons(tokens: Mapping[str, str], fill: str) -> None:
    assert contrast(tokens["on_fill"], tokens[fill]) >= 4.5


@both
def test_words_can_be_read_on_chips_and_marks(tokens: Mapping[str, str]) -> None:
    assert contrast(tokens["text2"], tokens["neutral_bg"]) >= 4.5
    assert contrast(tokens["text"], tokens["mark"]) >= 4.5


@both
@pytest.mark.parametrize("ground", CONTROL_GROUNDS)
def test_edges_of_controls_and_bars_can_be_seen(tokens: Mapping[str, str], ground: str) -> None:
    assert contrast(tokens["edge"], tokens[ground]) >= 3
    assert contrast(tokens["accent"], tokens[ground]) >= 3


@both
@pytest.mark.parametrize("bar", ["bar", "bar_part", "danger"])
def test_bars_of_the_chart_can_be_seen(tokens: Mapping[str, str], bar: str) -> None:
    assert contrast(tokens[bar], tokens["surface"]) >= 3


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
@pytest.mark.parametrize("provider", [*PROVIDERS, "something else"])
def test_the_letters_of_a_tile_can_be_read(look: Theme, provider: str, appearance: Appearance) -> None:
    look.set_appearance(appearance)
    picture = QImage(36, 36, QImage.Format.Format_RGB32)
    picture.fill(look.colour("surface"))
    with ink_on(picture) as ink:
        ink.tile(QRectF(0, 0, 36, 36), provider)
    colours = {picture.pixelColor(x, y).name() for x in range(8, 28) for y in range(8, 28)}
    back = picture.pixelColor(18, 5).name()
    assert max(contrast(back, colour) for colour in colours) >= 4.8


def test_light_and_dark_have_the_same_tokens() -> None:
    assert LIGHT.keys() == DARK.keys()
    assert all(re.fullmatch("#[0-9A-F]{6}", value) for value in (*LIGHT.values(), *DARK.values()))


def test_there_is_one_theme_and_it_belongs_to_the_application(qapp: QApplication, look: Theme) -> None:
    assert install_theme(qapp) is look
    assert theme() is look
    assert look.parent() is qapp


def test_switching_reaches_palette_widgets_and_icons_at_once(look: Theme, qtbot: QtBot) -> None:
    label = QLabel("words")
    qtbot.addWidget(label)
    icon = icons.icon("database", "text")
    light = (label.palette().windowText().color().name(), ink_of(icon))
    with qtbot.waitSignal(look.changed):
        look.set_appearance(Appearance.DARK)
    dark = (label.palette().windowText().color().name(), ink_of(icon))
    assert light == (LIGHT["text"].lower(), LIGHT["text"].lower())
    assert dark == (DARK["text"].lower(), DARK["text"].lower())
    assert look.dark


def ink_of(icon: QIcon) -> str:
    """The colour of the most opaque point of an icon."""
    picture = icon.pixmap(QSize(32, 32)).toImage()
    points = [picture.pixelColor(x, y) for x in range(32) for y in range(32)]
    return max(points, key=lambda colour: colour.alpha()).name()


def test_the_system_is_followed_only_if_wanted(qapp: QApplication, look: Theme) -> None:
    look.set_appearance(Appearance.SYSTEM)
    assert look.dark == (qapp.styleHints().colorScheme().name == "Dark")
    look.set_appearance(Appearance.DARK)
    qapp.styleHints().colorSchemeChanged.emit(qapp.styleHints().colorScheme())
    assert look.dark


def test_an_unknown_token_is_told(look: Theme) -> None:
    with pytest.raises(KeyError):
        look.colour("turquoise")


def test_a_share_of_a_colour_leaves_the_colour_alone(look: Theme) -> None:
    assert look.colour("accent", 0.25).alphaF() == pytest.approx(0.25, abs=0.01)
    assert look.colour("accent").alpha() == 255


def test_text_grows_by_the_scale_and_controls_with_it(look: Theme, qtbot: QtBot) -> None:
    look.set_text_scale(1.3)
    assert look.font(fonts.Size.BODY).pointSizeF() == pytest.approx(13.0)
    assert look.px(84) == 109
    made = button("Sync now", Kind.PRIMARY)
    qtbot.addWidget(made)
    made.ensurePolished()
    assert made.sizeHint().width() > made.fontMetrics().horizontalAdvance("Sync now")


def test_nothing_on_screen_is_smaller_than_nine_points() -> None:
    assert min(size.value for size in fonts.Size) == 9


def test_the_shipped_letters_are_used_on_linux(qapp: QApplication, look: Theme) -> None:
    if fonts.TEXT_FAMILIES[0] != "Inter":
        pytest.skip("this system has letters of its own")
    assert {"Inter", "JetBrains Mono"} <= set(QFontDatabase.families())
    for weight in (fonts.NORMAL, fonts.MEDIUM, fonts.SEMIBOLD):
        used = QFontInfo(look.font(weight=weight))
        assert (used.family(), used.weight()) == ("Inter", weight.value)
    assert QFontInfo(look.font(code=True)).family() == "JetBrains Mono"


def test_letters_stay_what_they_are_and_figures_have_one_width(look: Theme) -> None:
    face = look.font()
    assert {bytes(tag.toString().data()) for tag in face.featureTags()} == {b"tnum", b"calt"}


def test_the_licences_of_fonts_and_icons_are_shipped() -> None:
    assert "SIL OPEN FONT LICENSE" in resource("fonts", "LICENSE-Inter.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE" in resource("fonts", "LICENSE-JetBrainsMono.txt").read_text("utf-8")
    assert "MIT License" in resource("icons", "LICENSE-phosphor.txt").read_text("utf-8")


def test_the_style_sheet_knows_every_kind_of_button() -> None:
    sheet = resource("style.qss").read_text("utf-8")
    plain = {Kind.SECONDARY}  # the button without a kind
    assert {kind.value for kind in Kind if kind not in plain} == set(re.findall(r'QPushButton\[kind="(\w+)"\]', sheet))


def test_every_state_has_an_icon_a_word_and_a_colour() -> None:
    for state in State:
        look = Status(state).look
        assert icons.known_glyph(look.icon)
        assert look.english
        assert look.tone in LIGHT
        assert not look.tinted or f"{look.tone}_bg" in LIGHT


def test_a_row_shows_the_worst_of_its_states() -> None:
    states = (Status(State.HEALTHY), Status(State.LOGIN_REFUSED), Status(State.CAN_WRITE), Status(State.RUNNING))
    assert worst(*states) == Status(State.LOGIN_REFUSED)
    assert rejected(1_204).word == "Done, 1,204 rejected"
    assert [expires_in(days).word for days in (0, 1, 6)] == ["Expires today", "Expires tomorrow", "Expires in 6 days"]


def test_an_unknown_icon_is_refused_where_it_is_named_and_harmless_where_it_is_painted(
    qtbot: QtBot, log: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(KeyError, match="unicorn"):
        icons.icon("unicorn")

    class Careless(QWidget):
        def paintEvent(self, event: object) -> None:  # noqa: N802  # Qt's name
            with ink_on(self) as ink:
                ink.glyph(QRectF(0, 0, 20, 20), "unicorn")

    careless = Careless()
    qtbot.addWidget(careless)
    assert not careless.grab().isNull()
    assert "unicorn" in log.text


def test_icons_stay_sharp_and_grey_out() -> None:
    icon = icons.icon("arrows-clockwise", "accent")
    assert icon.pixmap(QSize(16, 16), 2.0).size() == QSize(32, 32)
    grey = icon.pixmap(QSize(32, 32), QIcon.Mode.Disabled).toImage()
    points = [grey.pixelColor(x, y) for x in range(32) for y in range(32)]
    assert max(points, key=lambda colour: colour.alpha()).name() == LIGHT["text3"].lower()
