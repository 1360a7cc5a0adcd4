"""What few people change: time-outs, and the options only one provider knows. Folded away until somebody wants it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from kbconnect.core.connector import ConnectorDraft, ConnectorOptions, Extra, ExtraInfo, ProviderInfo
from kbconnect.ui.language import noted, say, told
from kbconnect.ui.pages.connector_form_faults import number_of, seconds_fault
from kbconnect.ui.pages.connector_form_part import FormPart
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.fields import Choice, Field, LineEdit
from kbconnect.ui.widgets.labels import text
from kbconnect.ui.widgets.layout import across, clear, down

_LABELS = (
    *(noted("Encoding"), noted("Separator"), noted("First line"), noted("Found automatically")),
    *(noted("Western Europe (Windows-1252)"), noted("Western Europe (Latin-1)")),
    *(noted("Central Europe (Windows-1250)"), noted("Cyrillic (Windows-1251)")),
    *(noted("Comma ,"), noted("Semicolon ;"), noted("Tab"), noted("Bar |")),
    *(noted("Names the columns"), noted("Is a row like the others")),
    *(noted("Instance"), noted("Connect by"), noted("SID"), noted("Folder of the wallet")),
)
"""How providers call their options, for the list of texts to translate."""


class MorePart(FormPart):
    """opener: the link that unfolds it, for the form to place. made: fields that a provider asks for have come."""

    made = Signal()

    def __init__(self) -> None:
        super().__init__()
        tr = self.tr
        self.opener = button(tr("Advanced"), Kind.LINK, "sliders-horizontal")
        self.connect_s = Field(
            tr("Give up connecting after"), LineEdit("8"), hint=tr("Seconds"), validate=seconds_fault
        )
        self.statement_s = Field(
            tr("Give up a query after"), LineEdit("60"), hint=tr("Seconds"), validate=seconds_fault
        )
        self._is_file = False
        self._others: tuple[Extra, ...] = ()
        self._infos: tuple[ExtraInfo, ...] = ()
        self._extras: dict[str, Field] = {}
        self._limits = QWidget()
        self._limits.setLayout(across((self.connect_s, 1), (self.statement_s, 1), gap=12, margins=(0, 12, 0, 0)))
        self._asked = QWidget()
        self._column = down(gap=0)
        self._asked.setLayout(self._column)
        self._kept = text("", "caption", wrap=True)
        self.setLayout(down(self._asked, self._limits, self._kept, gap=0))
        self.hide()
        self.opener.clicked.connect(self._unfold)

    # -------------------------------------------------------------------------------------------- what is filled in

    def fields(self) -> tuple[Field, ...]:
        return (*self.extra_fields(), self.connect_s, self.statement_s)

    def asked(self) -> tuple[Field, ...]:
        return () if self._is_file else (self.connect_s, self.statement_s)

    def extra_fields(self) -> tuple[Field, ...]:
        """Those the provider that is chosen asks for."""
        return tuple(self._extras.values())

    def timeouts(self) -> tuple[int, int]:
        """Seconds until connecting and a query are given up; the usual ones for what is no number."""
        usual = ConnectorOptions()
        connect_s = number_of(self.connect_s.value()) or usual.connect_timeout_s
        return connect_s, number_of(self.statement_s.value()) or usual.statement_timeout_s

    def extras(self) -> tuple[Extra, ...]:
        """Those that say something, and what came with an address and has no field."""
        given = (Extra(name, field.value().strip()) for name, field in self._extras.items())
        return (*(extra for extra in given if extra.value), *self._others)

    # -------------------------------------------------------------------------------------------- what is shown

    def show_provider(self, provider: ProviderInfo) -> None:
        self._is_file = provider.is_file
        self._limits.setVisible(not provider.is_file)
        if provider.extras != self._infos:
            self._ask(provider.extras)
            self._others = ()
            self._say_others()
        useful = bool(provider.extras) or not provider.is_file
        self.opener.setVisible(useful)
        if not useful:
            self.hide()

    def fill(self, draft: ConnectorDraft) -> None:
        options, usual = draft.options, ConnectorOptions()
        self.connect_s.set_value(str(options.connect_timeout_s))
        self.statement_s.set_value(str(options.statement_timeout_s))
        for name, field in self._extras.items():
            _put(field, options.extra(name))
        self._others = tuple(extra for extra in options.extras if extra.name not in self._extras)
        self._say_others()
        unusual = (options.connect_timeout_s, options.statement_timeout_s, options.extras) != (
            usual.connect_timeout_s,
            usual.statement_timeout_s,
            usual.extras,
        )
        self.setVisible(unusual)

    def reveal(self, field: Field) -> None:
        self.show()

    def _ask(self, infos: Sequence[ExtraInfo]) -> None:
        """Fields for what a provider wants to know, two in a row."""
        clear(self._column)
        self._infos = tuple(infos)
        self._extras = {info.name: _field_of(info) for info in infos}
        fields = list(self._extras.values())
        for at in range(0, len(fields), 2):
            pair = fields[at : at + 2]
            self._column.addSpacing(12)
            self._column.addLayout(across(*((field, 1) for field in pair), gap=12))
        self.made.emit()

    def _say_others(self) -> None:
        names = ", ".join(extra.name for extra in self._others)
        self._kept.setText(self.tr("Also passed to the driver: {names}").format(names=names) if names else "")
        self._kept.setVisible(bool(names))

    @Slot()
    def _unfold(self) -> None:
        self.setVisible(self.isHidden())


def _field_of(info: ExtraInfo) -> Field:
    editor: LineEdit | Choice = LineEdit(placeholder=info.example)
    if info.choices:
        editor = Choice(*((one.value, _called(one.label)) for one in info.choices))
    return Field(_called(info.label), editor, hint=told(info.hint))


def _called(label: str) -> str:
    """A word of the window, or of the provider's own."""
    return told(say(label))


def _put(field: Field, value: str) -> None:
    """A value nobody offers (one given on the command line) becomes one of the choices rather than being lost."""
    choice = field.editor
    if isinstance(choice, Choice) and choice.findData(value) < 0:
        choice.addItem(value, value)
    field.set_value(value)
