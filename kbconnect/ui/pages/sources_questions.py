"""The questions of the page "Sources": what is lost when a connector or a dataset goes. Asks nobody itself."""

from __future__ import annotations

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
            title=f"Delete {name}?",
            why="No dataset uses this connector. Its address and its saved password are removed."
            if shown.connector.secret_reference
            else "No dataset uses this connector. Its address is removed.",
            unchanged="No document goes, and the database itself is never changed.",
            act="Delete connector",
            keep="Keep it",
        )
    goes = counted(documents, "document", "documents")
    at_least = "at least " if unknown else ""
    its = "Its dataset goes" if len(datasets) == 1 else f"Its {count(len(datasets))} datasets go"
    too = "Their history and the saved password go" if shown.connector.secret_reference else "Their history goes"
    return Asking(
        title=f"Delete {name} and {at_least}{goes}?",
        why=f"{its} with it, and what they brought can no longer be searched. {too} too.",
        unchanged="Nothing has been removed yet. The database itself is never changed.",
        act=f"Delete connector and {at_least}{goes}",
        keep="Keep everything",
        examples=tuple(_example(one) for one in datasets[:_EXAMPLES]),
        cause="To stop syncing for a while, just keep the connector: nothing is synced unless you ask for it.",
    )


def remove_dataset(one: DatasetOverview) -> Asking:
    """Names the documents that go with a dataset."""
    name = one.dataset.name
    if one.documents is None:
        goes, act = "its documents", "Remove dataset"
    else:
        goes = counted(one.documents, "document", "documents")
        act = f"Remove dataset and {goes}"
    feeds = f" of “{one.feeds}”" if one.feeds else ""
    return Asking(
        title=f"Remove {name} and {goes}?",
        why=f"The documents made from {_shortened(selection_words(one.dataset))} leave the knowledge base{feeds}, "
        "and the history of this dataset goes with them.",
        unchanged="Nothing has been removed yet. The database itself is never changed.",
        act=act,
        keep="Keep everything",
    )


def _example(one: DatasetOverview) -> tuple[str, str, str]:
    documents = "not readable now" if one.documents is None else counted(one.documents, "document", "documents")
    return one.dataset.name, selection_words(one.dataset), documents


def _shortened(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:57]}…"
