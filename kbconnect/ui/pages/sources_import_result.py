"""The dialog after an import that didn't go smoothly: which connectors can't connect yet, which weren't saved, and why.

Shows what an import did; does nothing itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLayout, QWidget

from kbconnect.app.connector_files import Imported, Refused
from kbconnect.ui.language import say, told
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.dialogs import Dialog
from kbconnect.ui.widgets.labels import Glyph, text
from kbconnect.ui.widgets.layout import across, down, frame, scroll
from kbconnect.ui.words import count, counted

_WITHOUT_SCROLLING = 4
_LIST_HEIGHT = 330
_MOST = 50
"""So many are listed: the same is wrong with all of them if there are more."""


def imported_words(done: Imported) -> str:
    """ "3 connectors were imported; 1 still needs a password"."""
    came = len(done.added) + len(done.replaced)
    if not came:
        return say("Nothing was imported")
    words = counted(came, say("connector was imported"), say("connectors were imported"))
    if done.without_secret:
        left = counted(len(done.without_secret), say("still needs"), say("still need"))
        words = say("{imported}; {count_needs} a password").format(imported=words, count_needs=left)
    return words


class ImportResult(Dialog):
    """What an import did, for one where something is left to do."""

    def __init__(self, parent: QWidget, done: Imported) -> None:
        title = imported_words(done)
        rows = len(done.unread) + len(done.failed)
        listed = down(
            *_part(say("Saved, and can't connect yet: a password can't be read"), done.unread, "warning"),
            *_part(say("Not saved"), done.failed, "danger"),
            None,
            gap=0,
            margins=(0, 0, 8, 0),
        )
        place = frame(listed) if rows <= _WITHOUT_SCROLLING else frame(down(scroll(listed), gap=0), height=_LIST_HEIGHT)
        back = button(say("Back to the connectors"), Kind.PRIMARY)
        glyph = "warning-circle" if done.added or done.replaced else "x-circle"
        token = "warning" if done.added or done.replaced else "danger"
        body = down(across(Glyph(glyph, token, 26), (text(title, "title", wrap=True), 1), gap=14), 4, place, gap=0)
        super().__init__(parent, body, across(None, back), title=title)
        back.setDefault(True)
        back.clicked.connect(self.accept)


def _part(heading: str, refused: Sequence[Refused], token: str) -> tuple[QWidget | QLayout | int, ...]:
    """Items of a column; none without connections."""
    if not refused:
        return ()
    items: list[QWidget | QLayout | int] = [14, text(heading, "label", wrap=True)]
    for one in refused[:_MOST]:
        words = " ".join(told(part) for part in (one.error.message, one.error.hint) if part)
        lines = down(text(one.name, "strong", wrap=True), text(words, "muted", wrap=True), gap=2)
        glyph = "warning-circle" if token == "warning" else "x-circle"
        items += [10, across(down(Glyph(glyph, token, 18), None), (lines, 1), gap=8)]
    if len(refused) > _MOST:
        items += [10, text(say("And {count} more.").format(count=count(len(refused) - _MOST)), "muted")]
    return tuple(items)
