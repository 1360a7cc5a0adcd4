"""Why a chunk was found: what words and meaning each say of it, and on demand how its score is made. Asks nothing."""

from __future__ import annotations

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QFrame, QWidget

from kbconnect.core.model import SearchHit
from kbconnect.core.ranking import parts_of_score
from kbconnect.ui.language import say
from kbconnect.ui.models.hits import score_words
from kbconnect.ui.widgets.bars import Bar
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.cards import Facts
from kbconnect.ui.widgets.labels import Glyph, text
from kbconnect.ui.widgets.layout import across, down, frame
from kbconnect.ui.words import ordinal, percent


class ScoreView(QFrame):
    """One hit's places by words and by meaning with their share of the score; the sum behind a link."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        self._words = _Part("text-aa", self.tr("Words"))
        self._meaning = _Part("sparkle", self.tr("Meaning"))
        self._sentence = text("", "caption", wrap=True)
        self._more = button(self.tr("How the score is made"), Kind.LINK, "caret-right")
        self._more.setCheckable(True)
        self._more.toggled.connect(self._unfold)
        self._facts = Facts()
        self._rule = text("", "caption", wrap=True)
        self._details = frame(down(self._facts, 6, self._rule, gap=0, margins=(0, 6, 0, 0)))
        self._details.hide()
        self.setLayout(
            down(
                text(self.tr("Why it was found"), "label"),
                8,
                self._words,
                6,
                self._meaning,
                8,
                self._sentence,
                4,
                across(self._more, None),
                self._details,
                gap=0,
            )
        )

    def show_hit(self, hit: SearchHit, meaning_share: float | None) -> None:
        """meaning_share: of the answer it belongs to; None: nothing was looked for by meaning."""
        share = meaning_share or 0.0
        parts = parts_of_score(hit.score, hit.word_rank, hit.meaning_rank, share)
        self._words.show_part(hit.word_rank, parts.words)
        self._meaning.setVisible(bool(share))
        self._meaning.show_part(hit.meaning_rank, parts.meaning)
        self._sentence.setText(reason(hit, with_meaning=bool(share)))
        self._facts.show_fact(self.tr("By words"), score_words(parts.words))
        self._facts.show_fact(self.tr("By meaning"), score_words(parts.meaning))
        self._facts.show_fact(self.tr("Score"), score_words(hit.score))
        self._rule.setText(_rule(share))

    @Slot(bool)
    def _unfold(self, unfolded: bool) -> None:
        self._more.set_glyph("caret-down" if unfolded else "caret-right")
        self._details.setVisible(unfolded)


class _Part(QWidget):
    """One way to look: its place, and a bar of what that gave to the score."""

    def __init__(self, glyph: str, name: str) -> None:
        super().__init__()
        self._place = text("", "small")
        self._bar = Bar(width=88, token="bar", name=self.tr("Share of the score by {way}").format(way=name))
        self.setLayout(across(Glyph(glyph, "text3", 15), text(name, "small"), self._place, None, self._bar, gap=6))

    def show_part(self, rank: int | None, part: float) -> None:
        self._place.setText(ordinal(rank) if rank is not None else self.tr("not found"))
        self._bar.set_share(part)

    def sizeHint(self) -> QSize:
        return QSize(180, super().sizeHint().height())


def reason(hit: SearchHit, *, with_meaning: bool) -> str:
    """The places of a hit in a sentence."""
    if not with_meaning:
        return say("Only words were looked for.")
    if hit.word_rank is None:
        return say("Few of your words are in it, but its meaning is close to your question.")
    if hit.meaning_rank is None:
        return say("Its words match your question; by meaning others are closer.")
    return say("Its words and its meaning match your question.")


def _rule(share: float) -> str:
    if not share:
        return say("The first by words has the score 1.")
    if share < 1:
        return say(
            "A chunk that is first by both has the score 1. Meaning counts up to twice as much as words; now less, "
            "because {share} of the chunks have theirs."
        ).format(share=percent(share))
    return say("A chunk that is first by both has the score 1. Meaning counts twice as much as words.")
