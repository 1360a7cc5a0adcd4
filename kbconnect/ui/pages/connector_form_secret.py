"""Where a password comes from: typed and kept safely here, or read each time from where somebody else keeps it.

Owns which of the two it is. Must not read a secret; a saved one is never shown, only the place it is read from.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from kbconnect.app.connectors import KeepSecret, SecretReference
from kbconnect.core.connector import Secret
from kbconnect.core.errors import InputError
from kbconnect.core.secret_references import (
    REFERENCE_KINDS,
    check_target,
    compose_reference,
    reference_kind,
    scheme_of,
)
from kbconnect.ui.language import noted, say, told
from kbconnect.ui.pages.connector_form_work import FormSecret
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.fields import Choice, Field, LineEdit, SecretEdit
from kbconnect.ui.widgets.layout import down, flow, frame

TYPED = "typed"
_LABELS = (
    noted("Environment variable"),
    noted("File"),
    noted("Command of a password manager"),
    noted("OpenBao or HashiCorp Vault"),
    noted("AWS Secrets Manager"),
)
"""How the kinds of references are called, for the list of texts to translate."""

_TARGETS = {
    "env": noted("Name of the variable"),
    "file": noted("Path of the file"),
    "cmd": noted("Command"),
    "openbao": noted("Place of the password"),
    "aws": noted("Name or ARN, and field"),
}
"""What is written for a kind of reference."""


@dataclass(frozen=True, slots=True)
class SecretWords:
    """How one secret is called. where: the label of the choice. without: the link that lets a saved one go."""

    label: str
    where: str
    without: str
    elsewhere: str


class SecretPart(QWidget):
    """A plain password field, and behind a link the choice of other places.

    changed: a way was chosen or the saved secret is let go; what is typed is told by the fields.
    """

    changed = Signal()

    def __init__(self, words: SecretWords) -> None:
        super().__init__()
        self._saved = self._given = ""
        self._place_words = ""
        self.secret = Field(words.label, SecretEdit(name=words.label))
        places = [(kind.scheme, say(kind.label)) for kind in REFERENCE_KINDS]
        self.where = Field(words.where, Choice((TYPED, self.tr("Type it here, it is kept safely")), *places))
        self.target = Field("", LineEdit(), validate=self._target_fault)
        self._without = button(words.without, Kind.LINK, "x")
        self._elsewhere = button(words.elsewhere, Kind.LINK, "key")
        self._links = frame(down(flow(self._elsewhere, self._without, gap=24), margins=(0, 4, 0, 0)))
        self._typed, self._pointed = QWidget(), QWidget()
        self._typed.setLayout(down(self.secret, self._links, gap=0))
        self._pointed.setLayout(down(self.where, 12, self.target, gap=0))
        self.setLayout(down(self._typed, self._pointed, gap=0))
        choice = self.where.editor
        if isinstance(choice, Choice):
            choice.picked.connect(self._picked)
        self._elsewhere.clicked.connect(self._look_elsewhere)
        self._without.clicked.connect(self._let_go)
        self._show_way(TYPED)

    # -------------------------------------------------------------------------------------------- what is filled in

    def fields(self) -> tuple[Field, ...]:
        return (self.secret, self.where, self.target)

    def asked(self) -> tuple[Field, ...]:
        """Those that can be wrong as things stand."""
        return () if self.way() == TYPED else (self.target,)

    def way(self) -> str:
        """`TYPED`, or the scheme of the references that are read."""
        return self.where.value()

    def first(self) -> Field:
        """Where somebody begins who wants to give another secret."""
        return self.secret if self.way() == TYPED else self.target

    def has_saved(self) -> bool:
        """The saved connector has one."""
        return bool(self._given)

    def entered(self) -> FormSecret:
        """A new secret or reference, the saved one, or none."""
        if self.way() == TYPED:
            typed = self.secret.value()
            if typed:
                return Secret(typed)
            return KeepSecret.KEEP if self._saved and reference_kind(scheme_of(self._saved)) is None else None
        reference = self.reference()
        if not self.target.value().strip():
            return None
        return KeepSecret.KEEP if reference == self._saved else SecretReference(reference)

    def reference(self) -> str:
        """As far as it is known before saving: of a reference what it says, of a kept secret where it is, else ""."""
        if self.way() == TYPED:
            return self._saved if self.entered() is KeepSecret.KEEP else ""
        try:
            return compose_reference(self.way(), self.target.value())
        except InputError:
            return f"{self.way()}:{self.target.value().strip()}"

    # -------------------------------------------------------------------------------------------- what is shown

    def show_saved(self, reference: str) -> None:
        """The secret of a saved connector: "" if it has none. Of a secret in a place of its own nothing is shown."""
        self._saved = self._given = reference
        scheme = scheme_of(reference)
        self.secret.set_value("")
        self.target.set_value("")
        if reference_kind(scheme) is not None:
            self.target.set_value(reference[len(scheme) + 1 :])
            self._show_way(scheme)
        else:
            self._show_way(TYPED)

    def set_label(self, words: str) -> None:
        """How the secret is called now."""
        self.secret.set_label(words)

    def put(self, secret: Secret) -> None:
        """A secret that came with an address, as if it were typed."""
        self._show_way(TYPED)
        self.secret.set_value(secret.reveal())

    def say_place(self, words: str) -> None:
        """Where a typed secret will be kept."""
        self._place_words = words
        self.secret.set_hint(words, "lock-simple")

    def _show_way(self, way: str) -> None:
        self.where.set_value(way)
        typed = way == TYPED
        self._typed.setVisible(typed)
        self._pointed.setVisible(not typed)
        kept = bool(self._saved) and reference_kind(scheme_of(self._saved)) is None
        self._without.setVisible(kept)
        self._set_placeholder(self.secret, self.tr("Saved. Type a new one to replace it.") if kept else "")
        kind = reference_kind(way)
        if kind is not None:
            self.target.set_label(say(_TARGETS.get(way, kind.label)))
            self.target.set_hint(told(kind.hint))
            self.target.set_error("")
            self._set_placeholder(self.target, self.tr("for example {example}").format(example=kind.example))

    @staticmethod
    def _set_placeholder(field: Field, words: str) -> None:
        if isinstance(field.editor, QLineEdit):
            field.editor.setPlaceholderText(words)

    @Slot(str)
    def _picked(self, way: str) -> None:
        self._show_way(way)
        self.first().editor.setFocus()
        self.changed.emit()

    @Slot()
    def _look_elsewhere(self) -> None:
        self._picked(REFERENCE_KINDS[0].scheme)
        self.where.editor.setFocus()

    @Slot()
    def _let_go(self) -> None:
        self._saved = ""
        self.secret.set_value("")
        self._show_way(TYPED)
        self._set_placeholder(self.secret, self.tr("None. The saved one goes when you save."))
        self.changed.emit()

    def _target_fault(self, target: str) -> str:
        way = self.way()
        if way == TYPED:
            return ""
        kind = reference_kind(way)
        if not target.strip() and kind is not None:
            return told(kind.hint)
        try:
            typed = target.strip()
            check_target(way, typed.removeprefix(f"{way}:"))
        except InputError as fault:
            return told(fault.message)
        return ""
