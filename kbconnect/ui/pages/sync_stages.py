"""The two stages of a running sync, words and meaning, as a card. Shows a RunningSync; starts and stops nothing."""

from __future__ import annotations

from kbconnect.core.job import Stage
from kbconnect.ui.language import say
from kbconnect.ui.sync_state import RunningSync, counts_line, written_rows
from kbconnect.ui.widgets.bars import Bar
from kbconnect.ui.widgets.cards import Card
from kbconnect.ui.widgets.labels import Glyph, text
from kbconnect.ui.widgets.layout import across, down, frame, rule
from kbconnect.ui.words import DOT, count, counted, duration, inside, percent

_RUNNING, _DONE, _WAITING = ("arrows-clockwise", "accent"), ("check-circle", "success"), ("circle-dashed", "text3")
_PAUSED = ("hourglass", "warning")


class _StageRow:
    """One stage: icon, name, what it means, a bar while it runs, numbers below."""

    def __init__(self, name: str) -> None:
        self._glyph = Glyph(*_WAITING, 24)
        self._right = text("", "strong")
        self._sentence = text("", "muted", wrap=True)
        self._bar = Bar(height=8, name=name)
        self._bar_box = frame(down(self._bar, margins=(0, 8, 0, 4)))
        self._under = text("", "small", wrap=True)
        head = across(text(name, "section"), None, self._right)
        lines = down(head, self._sentence, self._bar_box, self._under, gap=2)
        self.layout = across(down(self._glyph, None), (lines, 1), gap=14)

    def show(
        self, look: tuple[str, str], sentence: str, *, right: str = "", under: str = "", share: float | None = None
    ) -> None:
        """share: None shows no bar, as for a stage that is done or has not begun."""
        self._glyph.show_glyph(*look)
        self._right.setText(right)
        self._sentence.setText(sentence)
        self._under.setText(under)
        self._under.setVisible(bool(under))
        self._bar_box.setVisible(share is not None)
        self._bar.set_share(share or 0.0)


class StagesCard(Card):
    """Both stages. with_meaning: the knowledge base has a model, so there is a second stage."""

    def __init__(self) -> None:
        self._words = _StageRow(say("Words"))
        self._meaning = _StageRow(say("Meaning"))
        super().__init__(
            down(self._words.layout, 18, rule(), 18, self._meaning.layout, gap=0), margins=(19, 17, 19, 17)
        )

    def show_sync(self, sync: RunningSync, *, with_meaning: bool) -> None:
        self._show_words(sync)
        if not with_meaning:
            self._meaning.show(
                ("text-aa", "text3"), self.tr("This knowledge base has no model: it is searched by words.")
            )
        elif sync.stage is Stage.EMBEDDING:
            self._meaning.show(
                _RUNNING,
                sync.note or self.tr("Newest documents first. Answers get better while this runs."),
                right="" if sync.share is None else percent(sync.share),
                under=_numbers(sync),
                share=sync.share or 0.0,
            )
        else:
            self._meaning.show(_WAITING, self.tr("Begins when all rows can be searched by words."))

    def _show_words(self, sync: RunningSync) -> None:
        if sync.queued:
            self._words.show(_WAITING, self.tr("Begins when the sync before it on this connector has ended."))
        elif sync.stage is Stage.EMBEDDING:
            self._words.show(
                _DONE,
                self.tr("Everything can be searched by words."),
                right=self.tr("Ready after {0}").format(duration(sync.words_seconds or 0.0)),
                under=self._written(sync),
            )
        elif sync.is_silent:
            self._words.show(_PAUSED, sync.note, under=_numbers(sync), share=sync.share)
        elif sync.stage is Stage.READING:
            self._words.show(
                _RUNNING,
                self.tr("Rows can be searched by words as soon as they are written."),
                right="" if sync.share is None else percent(sync.share),
                under=_numbers(sync),
                share=sync.share or 0.0,
            )
        elif sync.stage is Stage.REMOVING:
            sentence = self.tr("Removing documents that are gone from the source.")
            self._words.show(_RUNNING, sentence, under=_numbers(sync), share=sync.share or 0.0)
        elif sync.stage is Stage.COMPARING:
            sentence = self.tr("Comparing the source with the knowledge base. Only what changed is read.")
            self._words.show(_RUNNING, sentence, under=_numbers(sync), share=sync.share)
        elif sync.stage is Stage.WAITING:
            kept = self.tr("What was written can be searched; the sync continues there.")
            self._words.show(_PAUSED, sync.note, under=kept)
        else:
            self._words.show(_RUNNING, self.tr("Connecting to the source."))

    def _written(self, sync: RunningSync) -> str:
        if not sync.rows:
            return self.tr("No row has changed.")
        written = min(written_rows(sync.counts), sync.rows)
        rows = self.tr("{0} of {1} rows").format(count(written), count(sync.rows))
        return DOT.join((rows, counted(sync.counts.chunks_written, self.tr("chunk"), self.tr("chunks"))))


def _numbers(sync: RunningSync) -> str:
    """ "249,313 of 402,118 chunks · 131 a second · about 19 min left"."""
    parts = [counts_line(sync)]
    if sync.pace.rate is not None and sync.pace.rate >= 1:
        parts.append(say("{rate} a second").format(rate=count(round(sync.pace.rate))))
    if left := sync.left_words:
        parts.append(inside(left))
    return DOT.join(parts)
