"""The questions of the page "Sources": what is lost when a connector or a dataset goes. Asks nobody itself."""

from __future__ import annotations

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
        cause=say("To stop syncing for a while, just keep the connector: nothing is synced unless you ask for it."),
    )


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
