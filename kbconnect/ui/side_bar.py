"""The side bar: the sections at the top, the sync that runs at the bottom. Narrow windows have the icons only.

Knows no pages: it tells which section is wanted and which sync was pressed.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEasingCurve, QRectF, QSize, Qt, QVariantAnimation, Signal, Slot
from PySide6.QtGui import QKeySequence, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QSizePolicy, QVBoxLayout

from kbconnect.ui.fonts import MEDIUM, Size
from kbconnect.ui.language import say
from kbconnect.ui.navigation import Section
from kbconnect.ui.painting import RIGHT, Ink, ink_on, text_width
from kbconnect.ui.running import RunningSyncs
from kbconnect.ui.style import RADIUS_CARD, RAIL_WIDTH, SIDE_BAR_WIDTH, theme
from kbconnect.ui.sync_state import RunningSync
from kbconnect.ui.widgets.bars import GLIDE_MS
from kbconnect.ui.widgets.buttons import Button, Kind, button
from kbconnect.ui.widgets.labels import Mark, text
from kbconnect.ui.widgets.layout import across
from kbconnect.ui.widgets.side_notes import SideNote, SideNotes
from kbconnect.ui.words import percent, plain_tip

TURN_MS = 1200
CARD_HEIGHT, RAIL_CARD_HEIGHT = 71, 44


class RunCard(QAbstractButton):
    """The sync that runs, as a card to press: dataset, share, bar, time left. In the rail, an icon that turns."""

    def __init__(self) -> None:
        super().__init__()
        self._sync: RunningSync | None = None
        self._others = 0
        self._rail = False
        self._shown_share = 0.0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._glide = QVariantAnimation(self)
        self._glide.setDuration(GLIDE_MS)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._glide.valueChanged.connect(self._glided)
        self._turn = QVariantAnimation(self)
        self._turn.setDuration(TURN_MS)
        self._turn.setLoopCount(-1)
        self._turn.setStartValue(0.0)
        self._turn.setEndValue(360.0)
        self._turn.valueChanged.connect(self._turned)

    def dataset_id(self) -> str:
        """Whose sync is shown, "" for none."""
        return self._sync.dataset.id if self._sync is not None else ""

    def show_sync(self, sync: RunningSync, others: int) -> None:
        """others: how many more are queued or running."""
        same = self._sync is not None and self._sync.dataset.id == sync.dataset.id
        self._sync, self._others = sync, others
        share = sync.share or 0.0
        if theme().reduced_motion or not (same and self.isVisible()):
            self._glide.stop()
            self._shown_share = share
        elif share != self._glide.endValue():
            self._glide.stop()
            self._glide.setStartValue(self._shown_share)
            self._glide.setEndValue(share)
            self._glide.start()
        name = say("Sync of {dataset}, {state}").format(dataset=sync.dataset.name, state=sync.summary)
        self.setAccessibleName(name)
        self.setToolTip(plain_tip(f"{sync.dataset.name}: {sync.summary}") if self._rail else "")
        self.update()

    def set_rail(self, *, rail: bool) -> None:
        self._rail = rail
        self.updateGeometry()
        self._turn_if_seen()

    def sizeHint(self) -> QSize:
        return QSize(40, theme().px(RAIL_CARD_HEIGHT if self._rail else CARD_HEIGHT))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._turn_if_seen()

    def _turn_if_seen(self) -> None:
        if self._rail and self.isVisible() and not theme().reduced_motion:
            self._turn.start()
        else:
            self._turn.stop()

    @Slot(object)
    def _turned(self, _: float) -> None:
        # Not in hideEvent: a window that is thrown away hides what is in it when that has lost its attributes.
        if not self.isVisible():
            self._turn.stop()
        self.update()

    @Slot(object)
    def _glided(self, share: float) -> None:
        self._shown_share = share
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._sync is None:
            return
        with ink_on(self) as ink:
            if self._rail:
                self._paint_rail(ink)
            else:
                self._paint_card(ink, self._sync)

    def _paint_rail(self, ink: Ink) -> None:
        middle = self.width() / 2
        ink.painter.save()
        ink.painter.translate(middle, 14)
        if self._turn.state() is QVariantAnimation.State.Running:
            ink.painter.rotate(float(self._turn.currentValue()))
        ink.glyph(QRectF(-10, -10, 20, 20), "arrows-clockwise", "accent", 18)
        ink.painter.restore()
        ink.bar(QRectF(middle - 14, 32, 28, 5), self._shown_share)

    def _paint_card(self, ink: Ink, sync: RunningSync) -> None:
        px, box = ink.theme.px, QRectF(self.rect())
        ink.round(box, RADIUS_CARD, "hover" if self.underMouse() else "surface", "line")
        inner = box.adjusted(14, 0, -14, 0)
        right = percent(sync.share) if sync.share is not None else ""
        first = QRectF(inner.x(), px(9), inner.width(), px(20))
        room = text_width(right, Size.CAPTION) + 8 if right else 0
        ink.text(first.adjusted(0, 0, -room, 0), sync.dataset.name, weight=MEDIUM)
        ink.text(first, right, Size.CAPTION, "text2", align=RIGHT)
        ink.bar(QRectF(inner.x(), px(33), inner.width(), 6), self._shown_share)
        below = sync.left_words or sync.stage_words
        if self._others:
            below = say("{stage}, {others} more").format(stage=below, others=self._others)
        ink.text(QRectF(inner.x(), px(43), inner.width(), px(18)), below, Size.CAPTION, "text3")


class SideBar(QFrame):
    """section_asked: the key of the section that was pressed. sync_asked: the dataset id of the sync that was.
    note_asked: the key of the note that was."""

    section_asked = Signal(str)
    sync_asked = Signal(str)
    note_asked = Signal(str)

    def __init__(self, sections: Sequence[Section], syncs: RunningSyncs) -> None:
        super().__init__()
        self.setProperty("role", "side")
        self.setAccessibleName(self.tr("Sections"))
        self._syncs = syncs
        self._rail = False
        self._names = {section.key: section.name for section in sections}
        self._buttons = {section.key: _nav_button(section) for section in sections}
        self._group = QButtonGroup(self)
        self._brand = text("kbconnect", "section")
        self._card = RunCard()
        self._notes = SideNotes()
        self._head = across(Mark(), self._brand, None, gap=10)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(2)
        self._column.addLayout(self._head)
        self._column.addSpacing(18)
        for made in self._buttons.values():
            self._group.addButton(made)
            self._column.addWidget(made)
        self._column.addStretch(1)
        self._column.addWidget(self._notes)
        self._column.addWidget(self._card)
        self._group.buttonClicked.connect(self._pressed)
        self._card.clicked.connect(self._card_pressed)
        self._notes.pressed.connect(self.note_asked)
        syncs.changed.connect(self._show_syncs)
        self.set_rail(rail=False)
        self._show_syncs()

    def show_section(self, key: str) -> None:
        """Marks the section in front."""
        self._buttons[key].setChecked(True)

    def set_rail(self, *, rail: bool) -> None:
        """Icons only, with the names as tool tips."""
        self._rail = rail
        self.setFixedWidth(RAIL_WIDTH if rail else theme().px(SIDE_BAR_WIDTH))
        self._column.setContentsMargins(*((10, 18, 10, 16) if rail else (12, 18, 12, 16)))
        self._head.setContentsMargins(7 if rail else 8, 0, 0, 0)
        self._brand.setVisible(not rail)
        self._card.set_rail(rail=rail)
        self._notes.set_rail(rail=rail)
        for key, made in self._buttons.items():
            made.setText("" if rail else self._names[key])
            made.setIconSize(QSize(18, 18) if rail else QSize(24, 18))

    def show_notes(self, notes: Sequence[SideNote]) -> None:
        """How the program goes on by itself, above the sync that runs."""
        self._notes.show_notes(notes)

    def is_rail(self) -> bool:
        return self._rail

    @Slot(QAbstractButton)
    def _pressed(self, made: QAbstractButton) -> None:
        self.section_asked.emit(str(made.property("key")))

    @Slot()
    def _card_pressed(self) -> None:
        self.sync_asked.emit(self._card.dataset_id())

    @Slot()
    def _show_syncs(self) -> None:
        syncs = self._syncs.all()
        if syncs:
            self._card.show_sync(syncs[0], len(syncs) - 1)
        self._card.setVisible(bool(syncs))


def _nav_button(section: Section) -> Button:
    made = button(section.name, Kind.NAV, section.glyph)
    made.setProperty("key", section.key)
    made.setAccessibleName(section.name)
    keys = QKeySequence(section.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
    made.setToolTip(f"{section.name} ({keys})" if keys else section.name)
    return made
