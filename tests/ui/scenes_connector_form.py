"""Scenes of the connector form: each kind of source, each way in, and what a test finds there."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from kbconnect.adapters.sources import providers
from kbconnect.app.connectors import Connectors
from kbconnect.core.access import Power, PowerKind, Severity
from kbconnect.core.connector import (
    CheckFact,
    CheckStep,
    ConnectionReport,
    Connector,
    ConnectorDraft,
    ConnectorOptions,
    HostKey,
    ProviderInfo,
    SecretPlace,
    SshTunnel,
    StepState,
    TlsMode,
)
from kbconnect.core.errors import DriverMissingError
from kbconnect.ui.pages.connector_form import ConnectorFormPage
from kbconnect.ui.pages.connector_form_words import Way
from kbconnect.ui.pages.sources import SourcesPage
from kbconnect.ui.widgets.buttons import Button
from kbconnect.ui.window import MainWindow
from tests.ui.fakes_app import REPORT, ago
from tests.ui.scene import LIGHT_ONLY, Scene
from tests.ui.scenes_shell import window

_PLACE = SecretPlace("keyring", "GNOME keyring of this computer", available=True)
NARROW = (1024, 700)
_OF_OTHERS = ProviderInfo(
    "clickhouse", "ClickHouse Acme & Partner Frankfurt", "Cl", 8443, is_file=False, scheme="clickhouse"
)
KINDS = (*providers(), _OF_OTHERS)
"""All there are, and one of another package."""
KEY = HostKey("gate.acme.example", 2222, "ssh-ed25519", "AAAA", "SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8")
_TUNNEL = SshTunnel("gate.acme.example", 2222, "ana", "/home/ana/.ssh/id_ed25519", "ana@outer.acme.example")
_THROUGH = CheckStep(
    "tunnel",
    StepState.PASSED,
    "Through ana@gate.acme.example by key id_ed25519; from there db.support.acme.example answers on port 5432",
    seconds=0.140,
)
_UNKNOWN = CheckStep(
    "tunnel",
    StepState.FAILED,
    f"The SSH server gate.acme.example is not known here yet; its key has the fingerprint {KEY.fingerprint}.",
    "Compare the fingerprint with what whoever looks after the server says, then approve it.",
    technical=f"ssh-ed25519 {KEY.fingerprint}",
    seconds=0.093,
    host_key=KEY,
)
_FACTS = (
    CheckFact("Cipher", "TLS_AES_256_GCM_SHA384"),
    CheckFact("Certificate of", "CN=db.support.acme.example"),
    CheckFact("Issued by", "CN=Acme internal CA, O=Acme"),
    CheckFact("Valid until", "2027-03-12"),
)
_POWERS = (
    Power(PowerKind.WRITES, "It can change rows in 12 tables.", Severity.WRITES),
    Power(PowerKind.CREATES, "It can create tables in the schema “public”.", Severity.WRITES),
)


def _detailed() -> ConnectionReport:
    steps = [replace(step, facts=_FACTS) if step.name == "tls" else step for step in REPORT.steps]
    return replace(REPORT, steps=(_THROUGH, *steps), powers=_POWERS)


DETAILED = _detailed()


def form_of(made: MainWindow) -> ConnectorFormPage:
    form = made.findChild(ConnectorFormPage)
    if form is None:
        raise AssertionError("the form did not open")
    return form


def _new(url: str = "", *, name: str = "") -> MainWindow:
    made = window(SourcesPage)
    page = made.findChild(SourcesPage)
    if page is None:
        raise AssertionError("the window has no first page")
    connectors: Connectors = page._shell.application.connectors
    connectors.providers = lambda: KINDS  # type: ignore[method-assign]
    page._new_connector()
    form = form_of(made)
    if url:
        form.fields.url.set_value(url)
    if name:
        form.fields.name.set_value(name)
    form.fields.show_place(_PLACE)
    return made


def _looked_into() -> MainWindow:
    made = _new()
    fields = form_of(made).fields
    fields.guessed.disconnect()  # nothing is there
    fields.url.set_value("/data/lists/prices.2026")
    fields.show_kind_inside("files")
    return made


def _chosen(kind: str, *, folded: bool = True) -> MainWindow:
    made = _new()
    fields = form_of(made).fields
    fields.kinds.choice.choose(kind)
    fields._kind_chosen()
    if not folded:
        fields.more.show()
    return made


def _saved(options: ConnectorOptions, reference: str, report: ConnectionReport | None = None) -> MainWindow:
    made = _new()
    form = form_of(made)
    now = ago(days=3)
    server = ("db.support.acme.example", 5432, "support_app", "support")
    form.fields.show_connector(Connector("x", "Support desk", "postgresql", *server, options, reference, now, now))
    form.set_title("Edit Support desk")
    if report is not None:
        form.test.begin(Way(tunnel=options.tunnel is not None), "PostgreSQL, postgresql://db.support.acme.example")
        form.test.show_report(report)
        form.fields.tls_part.show_used(report)
        form._end_test()
    return made


def _through_ssh(report: ConnectionReport | None = None) -> MainWindow:
    return _saved(ConnectorOptions(tls=TlsMode.VERIFY_FULL, tunnel=_TUNNEL), "keyring:x", report)


def _low(made: MainWindow, part: QWidget | None = None) -> MainWindow:
    """Scrolled to a part of the form, or to its end."""
    fields = form_of(made).fields
    area = fields.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if isinstance(area, QScrollArea):
        bar = area.verticalScrollBar()
        for wait in (20, 45):
            if part is None:
                QTimer.singleShot(wait, bar, lambda: bar.setValue(bar.maximum()))
            else:
                QTimer.singleShot(wait, area, partial(area.ensureWidgetVisible, part, 0, 60))
    return made


def _elsewhere(reference: str) -> MainWindow:
    made = _saved(ConnectorOptions(), reference)
    return _low(made, form_of(made).fields.password)


def _ssh_wrong() -> QWidget:
    made = _new("postgresql://support_app@db.support.acme.example/support", name="Support desk")
    form = form_of(made)
    tunnel = form.fields.tunnel
    tunnel._open()
    tunnel.login.set_value("key")
    tunnel.jump.set_value("outer server")
    tunnel.port.set_value("99999")
    form.fields.check(with_name=True)
    return _low(made)


def _ssh_alias() -> QWidget:
    made = _new("postgresql://support_app@db.support.acme.example/support", name="Support desk")
    form = form_of(made)
    tunnel = form.fields.tunnel
    tunnel._open()
    tunnel.host.set_value("acme-gate")
    tunnel.login.set_value("password")
    return _low(made)


def _ssh_unknown() -> QWidget:
    made = _through_ssh(ConnectionReport((_UNKNOWN,)))
    QTimer.singleShot(50, form_of(made), partial(form_of(made)._host_key.ask, KEY))
    return made


def _client_certificate() -> MainWindow:
    files = ("/etc/kbconnect/client.pem", "/etc/kbconnect/client.key")
    options = ConnectorOptions(
        TlsMode.VERIFY_FULL, "/etc/ssl/acme-ca.pem", tls_certificate_file=files[0], tls_key_file=files[1]
    )
    return _low(_saved(options, "keyring:x", REPORT))


def _details() -> QWidget:
    made = _through_ssh(DETAILED)
    for link in form_of(made).test.findChildren(Button):
        if link.text() == "Show details":
            link.click()
    return made


def _driver_missing() -> QWidget:
    made = _chosen("oracle")
    form_of(made).fields.kinds.show_missing(
        DriverMissingError(
            "What kbconnect needs to read Oracle is not installed on this computer.",
            meaning="Other kinds of sources work without it. Nothing was changed.",
            hint="Install it, then start kbconnect again: pip install 'kbconnect[oracle]'",
        )
    )
    return made


def _files() -> QWidget:
    made = _new()
    form = form_of(made)
    draft = ConnectorDraft("Price lists", "files", database="/home/ana/price lists")
    form.fields._fill(draft)
    form.fields.name.set_value("Price lists")
    form.fields.more.show()
    return made


_VAULT = "openbao:secret/databases/support#password"

CONNECTOR_FORM = (
    Scene("form-kinds", _new),
    Scene("form-kinds-narrow", _new, LIGHT_ONLY, NARROW),
    Scene("form-mysql", lambda: _new("mysql://reader@db.acme.example/shop"), LIGHT_ONLY),
    Scene("form-sqlserver", lambda: _chosen("sqlserver"), LIGHT_ONLY),
    Scene("form-oracle", lambda: _chosen("oracle", folded=False), LIGHT_ONLY, NARROW),
    Scene("form-driver-missing", _driver_missing),
    Scene("form-files", _files),
    Scene("form-secret", partial(_elsewhere, _VAULT)),
    Scene("form-secret-narrow", partial(_elsewhere, "file:/run/secrets/support"), LIGHT_ONLY, NARROW),
    Scene("form-certificate", _client_certificate, LIGHT_ONLY),
    Scene("form-file-told-by-content", _looked_into, LIGHT_ONLY),
    Scene("form-ssh", lambda: _low(_through_ssh(DETAILED))),
    Scene("form-ssh-narrow", lambda: _low(_through_ssh(DETAILED)), LIGHT_ONLY, NARROW),
    Scene("form-ssh-alias", _ssh_alias, LIGHT_ONLY, NARROW),
    Scene("form-ssh-wrong", _ssh_wrong, LIGHT_ONLY),
    Scene("form-ssh-key", _ssh_unknown),
    Scene("form-ssh-key-narrow", _ssh_unknown, LIGHT_ONLY, NARROW),
    Scene("form-ssh-refused", lambda: _through_ssh(ConnectionReport((_UNKNOWN,))), LIGHT_ONLY),
    Scene("form-details", _details),
)
