"""How the changes of a dataset are found, in words people use. Pure: neither asks a source nor knows Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kbconnect.core.cursors import CursorAdvice, Fit, ModeAdvice, check_cursor, default_lag
from kbconnect.core.errors import InputError
from kbconnect.core.model import ChangeMode, ColumnInfo, Dataset
from kbconnect.ui.language import say, told
from kbconnect.ui.words import count, duration


@dataclass(frozen=True, slots=True)
class ChangeDetection:
    """cursor: the column to follow, "" unless mode is cursor. lag: how far behind it a sync looks, as in SyncPolicy."""

    mode: ChangeMode = ChangeMode.COMPARE
    cursor: str = ""
    lag: float | None = None

    def column_for(self, key: Sequence[str]) -> str:
        """What a dataset with this key keeps as its cursor column: mode append follows the key, whichever it is."""
        return self.cursor if self.mode is ChangeMode.CURSOR or list(key) == [self.cursor] else ""


def detection_of(dataset: Dataset) -> ChangeDetection:
    """What is saved."""
    return ChangeDetection(dataset.mode, dataset.cursor_column, dataset.policy.cursor_lag)


def following(advice: CursorAdvice) -> ChangeDetection:
    """Following a column; the lag is kept only where it is not what a sync takes by itself."""
    lag = None if advice.lag == default_lag(advice.column) else advice.lag
    return ChangeDetection(ChangeMode.CURSOR, advice.column.name, lag)


def detection_words(detection: ChangeDetection) -> str:
    """A few words: "Compares all rows"."""
    match detection.mode:
        case ChangeMode.COMPARE:
            return say("Compares all rows")
        case ChangeMode.CURSOR:
            return say("Follows {column}").format(column=detection.cursor)
        case ChangeMode.APPEND:
            return say("Only added rows")


def detection_meaning(detection: ChangeDetection, key: Sequence[str]) -> str:
    """What a sync finds like this, as a sentence."""
    match detection.mode:
        case ChangeMode.COMPARE:
            return say("Each sync compares all rows, so every change is found, removed rows included.")
        case ChangeMode.CURSOR:
            return say(
                "Each sync reads what is new by “{column}”; removed rows are looked for from time to time."
            ).format(column=detection.cursor)
        case ChangeMode.APPEND:
            if not key:
                return say("Each sync reads rows with a higher key. Changed and removed rows are not noticed.")
            return say(
                "Each sync reads rows with a higher “{column}”. Changed and removed rows are not noticed."
            ).format(column=key[0])


def detection_fault(detection: ChangeDetection, key: Sequence[str], columns: Sequence[ColumnInfo]) -> str:
    """Why changes can't be found like this, as a sentence; "" if nothing speaks against it."""
    if detection.mode is ChangeMode.APPEND and len(key) != 1:
        if not key:
            return say("Reading only added rows needs a key of one column; none is chosen.")
        return say("Reading only added rows needs a key of one column; this one has {number}.").format(number=len(key))
    try:
        check_cursor(detection.mode, detection.column_for(key), key, columns)
    except InputError as error:
        return told(error.message)
    return ""


def way_words(advice: ModeAdvice) -> str:
    """What is advised, as the beginning of a sentence."""
    match advice.mode:
        case ChangeMode.COMPARE:
            return say("Advised: compare everything.")
        case ChangeMode.CURSOR:
            return say("Advised: follow “{column}”.").format(column=advice.cursor)
        case ChangeMode.APPEND:
            return say("Advised: only additions.")


def fit_words(fit: Fit) -> tuple[str, str, str]:
    """A word with its icon and tone."""
    return {
        Fit.GOOD: (say("Fits well"), "check-circle", "success"),
        Fit.USABLE: (say("Usable"), "warning-circle", "warning"),
        Fit.UNFIT: (say("Doesn't fit"), "x-circle", "text3"),
    }[fit]


def cursor_caption(advice: CursorAdvice) -> str:
    """The type of a column, and how far a sync looks back where it can be followed."""
    if advice.fit is Fit.UNFIT:
        return advice.column.type
    back = duration(advice.lag) if advice.is_time else count(round(advice.lag))
    return say("{type}, looks back by {lag}").format(type=advice.column.type, lag=back)
