"""The questions of the page "Sources": what is lost when a connector or a dataset goes. Asks nobody itself."""

from __future__ import annotations

from collections.abc import Sequence

from kbconnect.ui.language import say
from kbconnect.ui.models.sources import ConnectorOverview, DatasetOverview, selection_words
from kbconnect.ui.widgets.dialogs import Asking
from kbconnect.ui.words import count, counted

_EXAMPLES = 3


def delete_connector(shown: ConnectorOverview) -> Asking:
    """Names the datasets and the number of documents that go with a connector."""
    name, datasets = shown.connector.name, shown.datasets
    documents = sum(one.documents or 0 for one in datasets)
    unknown = any(one.documents is None for one in datasets)
    if not datasets:
        return Asking(
            title=say("Delete {name}?").format(name=name),
            why=say("No dataset uses this connector. Its address and its saved password are removed.")
            if shown.connector.secret_reference
            else say("No dataset uses this connector. Its address is removed."),
            unchanged=say("No document goes, and the database itself is never changed."),
            act=say("Delete connector"),
            keep=say("Keep it"),
        )
    goes = counted(documents, say("document"), say("documents"))
    if unknown:
        goes = say("at least {documents}").format(documents=goes)
    its = say("Its {datasets} datasets go with it, and what they brought can no longer be searched.")
    if len(datasets) == 1:
        its = say("Its dataset goes with it, and what it brought can no longer be searched.")
    too = say("Their history goes too.")
    if shown.connector.secret_reference:
        too = say("Their history and the saved password go too.")
    return Asking(
        title=say("Delete {name} and {documents}?").format(name=name, documents=goes),
        why=f"{its.format(datasets=count(len(datasets)))} {too}",
        unchanged=say("Nothing has been removed yet. The database itself is never changed."),
        act=say("Delete connector and {documents}").format(documents=goes),
        keep=say("Keep everything"),
        examples=tuple(_example(one) for one in datasets[:_EXAMPLES]),
        heading=counted(len(datasets), say("dataset"), say("datasets")) if len(datasets) <= _EXAMPLES else "",
        cause=say("To stop syncing for a while, just keep the connector: nothing is synced unless you ask for it."),
    )


def delete_connectors(shown: Sequence[ConnectorOverview]) -> Asking:
    """The same for several connectors, of which at least one has datasets."""
    if len(shown) == 1:
        return delete_connector(shown[0])
    datasets = [one for each in shown for one in each.datasets]
    goes = counted(sum(one.documents or 0 for one in datasets), say("document"), say("documents"))
    if any(one.documents is None for one in datasets):
        goes = say("at least {documents}").format(documents=goes)
    its = counted(len(datasets), say("dataset"), say("datasets"))
    names = counted(len(shown), say("connector"), say("connectors"))
    return Asking(
        title=say("Delete {connectors} and {documents}?").format(connectors=names, documents=goes),
        why=say(
            "{datasets} and what they brought go with them and can no longer be searched. Their history and the saved "
            "passwords go too."
        ).format(datasets=its),
        unchanged=say("Nothing has been removed yet. The databases themselves are never changed."),
        act=say("Delete {connectors}").format(connectors=names),
        keep=say("Keep everything"),
        examples=tuple(_example_of(each) for each in sorted(shown, key=_documents_of, reverse=True)[:_EXAMPLES]),
        heading=counted(len(shown), say("connector"), say("connectors")) if len(shown) <= _EXAMPLES else "",
        cause=say("To stop syncing for a while, just keep the connectors: nothing is synced unless you ask for it."),
    )


def _documents_of(shown: ConnectorOverview) -> int:
    return sum(one.documents or 0 for one in shown.datasets)


def _example_of(shown: ConnectorOverview) -> tuple[str, str, str]:
    datasets = counted(len(shown.datasets), say("dataset"), say("datasets"))
    return shown.connector.name, datasets, counted(_documents_of(shown), say("document"), say("documents"))


def remove_dataset(one: DatasetOverview) -> Asking:
    """Names the documents that go with a dataset."""
    name = one.dataset.name
    if one.documents is None:
        goes, act = say("its documents"), say("Remove dataset")
    else:
        goes = counted(one.documents, say("document"), say("documents"))
        act = say("Remove dataset and {documents}").format(documents=goes)
    why = say(
        "The documents made from {source} leave the knowledge base, and the history of this dataset goes with them."
    )
    if one.feeds:
        why = say(
            "The documents made from {source} leave the knowledge base of “{base}”, and the history of this dataset "
            "goes with them."
        )
    return Asking(
        title=say("Remove {name} and {documents}?").format(name=name, documents=goes),
        why=why.format(source=_shortened(selection_words(one.dataset)), base=one.feeds),
        unchanged=say("Nothing has been removed yet. The database itself is never changed."),
        act=act,
        keep=say("Keep everything"),
    )


def _example(one: DatasetOverview) -> tuple[str, str, str]:
    documents = say("not readable now")
    if one.documents is not None:
        documents = counted(one.documents, say("document"), say("documents"))
    return one.dataset.name, selection_words(one.dataset), documents


def _shortened(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:57]}…"
