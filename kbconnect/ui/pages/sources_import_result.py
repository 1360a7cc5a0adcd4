"""The dialog after an import that didn't go smoothly: which connectors can't connect yet, which weren't saved, and why.

Shows what an import did and tells whose password somebody wants to give now; does nothing itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLayout, QWidget

from kbconnect.app.connector_files import Imported, Refused
from kbconnect.ui.language import say, told
from kbconnect.ui.widgets.buttons import Button, Kind, button
from kbconnect.ui.widgets.dialogs import Dialog
from kbconnect.ui.widgets.labels import Glyph, text
from kbconnect.ui.widgets.layout import across, down, frame, scroll
from kbconnect.ui.words import count, counted

_WITHOUT_SCROLLING = 4
_LIST_HEIGHT = 330
_MOST = 50
"""So many are listed: the same is wrong with all of them if there are more."""

Parts = tuple[QWidget | QLayout | int, ...]
"""Items of a column."""


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


def is_smooth(done: Imported) -> bool:
    """Nothing is left to do: all that was to come in came in, and can connect."""
    return not (done.unread or done.failed or done.without_secret)


def without(done: Imported, connector_id: str) -> Imported:
    """What is left to do once a connector has been seen to. What wasn't saved is told once, not each time."""
    names = [name for name, known in _ids(done).items() if known == connector_id]
    return replace(
        done,
        failed=(),
        without_secret=tuple(each for each in done.without_secret if each not in names),
        unread=tuple(each for each in done.unread if each.name not in names),
    )


class ImportResult(Dialog):
    """What an import did, for one where something is left to do.

    password_asked: the id of a connector whose password somebody wants to give; the dialog closes after it.
    """

    password_asked = Signal(str)

    def __init__(self, parent: QWidget, done: Imported) -> None:
        title = imported_words(done)
        rows = len(done.unread) + len(done.failed) + len(done.without_secret)
        self._buttons: list[Button] = []
        listed = down(
            *self._without_password(done),
            *self._refused(
                say("Saved, and can't connect yet: a password can't be read"), done.unread, "warning", _ids(done)
            ),
            *self._refused(say("Not saved"), done.failed, "danger", {}),
            None,
            gap=0,
            margins=(0, 0, 0 if rows <= _WITHOUT_SCROLLING else 8, 0),
        )
        place = frame(listed) if rows <= _WITHOUT_SCROLLING else frame(down(scroll(listed), gap=0), height=_LIST_HEIGHT)
        back = button(say("Back to the connectors"), Kind.PRIMARY)
        glyph = "warning-circle" if done.added or done.replaced else "x-circle"
        token = "warning" if done.added or done.replaced else "danger"
        body = down(across(Glyph(glyph, token, 26), (text(title, "title", wrap=True), 1), gap=14), 4, place, gap=0)
        super().__init__(parent, body, across(None, back), title=title)
        back.setDefault(True)
        back.clicked.connect(self.accept)
        for each in self._buttons:
            each.clicked.connect(self._ask)

    def _without_password(self, done: Imported) -> Parts:
        if not done.without_secret:
            return ()
        ids = _ids(done)
        items: list[QWidget | QLayout | int] = [14, text(say("Saved, and still without a password"), "label")]
        for name in done.without_secret[:_MOST]:
            give = self._give(say("Enter password"), name, ids)
            items += [8, across(Glyph("key", "warning", 18), (text(name, "strong", wrap=True), 1), *give, gap=8)]
        return (*items, *_more(done.without_secret))

    def _refused(self, heading: str, refused: Sequence[Refused], token: str, ids: Mapping[str, str]) -> Parts:
        if not refused:
            return ()
        items: list[QWidget | QLayout | int] = [14, text(heading, "label", wrap=True)]
        for one in refused[:_MOST]:
            words = " ".join(told(part) for part in (one.error.message, one.error.hint) if part)
            lines = down(text(one.name, "strong", wrap=True), text(words, "muted", wrap=True), gap=2)
            glyph = "warning-circle" if token == "warning" else "x-circle"
            give = [down(each, None) for each in self._give(say("Enter password"), one.name, ids)]
            items += [10, across(down(Glyph(glyph, token, 18), None), (lines, 1), *give, gap=8)]
        return (*items, *_more(refused))

    def _give(self, words: str, name: str, ids: Mapping[str, str]) -> list[Button]:
        """The way to a connector's password; none for one that isn't known."""
        if name not in ids:
            return []
        made = button(words, Kind.SECONDARY, "key")
        made.setAccessibleName(say("Enter the password of {connector}").format(connector=name))
        made.setProperty("connector", ids[name])
        self._buttons.append(made)
        return [made]

    @Slot()
    def _ask(self) -> None:
        self.password_asked.emit(str(self.sender().property("connector")))
        self.accept()


def _ids(done: Imported) -> dict[str, str]:
    return {connector.name: connector.id for connector in (*done.added, *done.replaced)}


def _more(listed: Sequence[object]) -> Parts:
    if len(listed) <= _MOST:
        return ()
    return 10, text(say("And {count} more.").format(count=count(len(listed) - _MOST)), "muted")
