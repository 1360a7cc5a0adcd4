"""The format of a knowledge base file: its tables, its version, how it is made and how a connection to it is set up.

    meta        name -> value: id of the knowledge base, embedder once there are vectors, next free row numbers, the
                first text whose hash is not in text_hashes, whether all texts are being embedded again
    datasets    number <-> dataset_id, and what `counts` answers, kept up to date by every write
    documents   one row a document; its chunks have the numbers first_chunk, first_chunk + 1, ...
    chunks      one row a chunk: a piece of its document's text in bytes of UTF-8, and the text it shares a vector with
    document_ids  one row a few thousand documents with consecutive numbers from first on: 8 bytes of the id of each
    texts       one row a different text that is embedded (title and chunk), however many chunks have it
    text_hashes 8 bytes of the hash of each text with a number below first_unlisted_text
    vectors     one row a vector, in the order they were stored: int8 per dimension, then one float32 scale
    signs       one row two thousand vectors, from the first to the last of them: their numbers (int64), and the sign
                of each dimension, 64 dimensions an integer: the first 64 of all vectors, then the next 64 of all
    gone_vectors  vectors that were removed and whose signs are still there
    pending     texts of a dataset without a vector
    ledger      one row a key: 16 bytes digest; 8 + 8 + 4 bytes text hash, metadata hash, rejected rows
    rejects     why keys are rejected
    sync_states what the last complete sync of a dataset kept for the next one
    words       the word index (FTS5) over chunk_words; the text itself stays in documents

Row numbers of documents, chunks, texts and vectors are never used twice, so one that is gone can't be mistaken for
another. Must not know what is written or searched.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from kbconnect.adapters.knowledge_bases.sqlite_errors import is_for_room, make_error, translated
from kbconnect.adapters.sqlite_uri import sqlite_uri
from kbconnect.core.errors import (
    DiskFullError,
    KnowledgeBaseDamagedError,
    KnowledgeBaseMissingError,
    KnowledgeBaseTooNewError,
)

FORMAT_VERSION = 3
APPLICATION_ID = 0x6B62636B
"""Stands in the file's header ("kbck"): tells a knowledge base from any other SQLite file."""

TOKENIZER = "porter unicode61 remove_diacritics 2"
"""How words are told apart and compared: letters and digits, without accents, English words by their stem. With stems
.61 of 3,000 package summaries were found among the first ten by the words of the package's name, without them .57."""

_WORDS_SETTINGS = "('hashsize', 16777216), ('automerge', 12), ('crisismerge', 32)"
"""The word index takes a batch in memory as one piece, up to 16 MB of it, and merges pieces seldom: a fifth less time
than with its defaults, and searches as fast."""

_BUSY_TIMEOUT_S = 30.0
_CACHE_KIB = 65_536
_CHECKPOINT_PAGES = 8_000
_LOG_LIMIT_BYTES = 67_108_864

_SCHEMA = f"""
CREATE TABLE meta(name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
CREATE TABLE datasets(
    number INTEGER PRIMARY KEY, dataset_id TEXT NOT NULL UNIQUE, documents INTEGER NOT NULL DEFAULT 0,
    chunks INTEGER NOT NULL DEFAULT 0, vectors INTEGER NOT NULL DEFAULT 0, rejected INTEGER NOT NULL DEFAULT 0);
CREATE TABLE documents(
    id INTEGER PRIMARY KEY, dataset INTEGER NOT NULL, document_id BLOB NOT NULL, first_chunk INTEGER NOT NULL,
    chunk_count INTEGER NOT NULL, key TEXT NOT NULL, title TEXT NOT NULL, metadata TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE document_ids(first INTEGER PRIMARY KEY, ids BLOB NOT NULL);
CREATE TABLE chunks(
    id INTEGER PRIMARY KEY, document INTEGER NOT NULL, dataset INTEGER NOT NULL, start INTEGER NOT NULL,
    size INTEGER NOT NULL, text INTEGER NOT NULL);
CREATE INDEX chunks_by_text ON chunks(text, dataset);
CREATE TABLE texts(id INTEGER PRIMARY KEY, hash BLOB NOT NULL, vector INTEGER);
CREATE TABLE text_hashes(hash BLOB NOT NULL, text INTEGER NOT NULL, PRIMARY KEY(hash, text)) WITHOUT ROWID;
CREATE TABLE vectors(id INTEGER PRIMARY KEY, text INTEGER NOT NULL, vector BLOB NOT NULL);
CREATE TABLE signs(first INTEGER PRIMARY KEY, last INTEGER NOT NULL, ids BLOB NOT NULL, bits BLOB NOT NULL);
CREATE TABLE gone_vectors(id INTEGER PRIMARY KEY, vector INTEGER NOT NULL);
CREATE TABLE pending(dataset INTEGER NOT NULL, text INTEGER NOT NULL, PRIMARY KEY(dataset, text)) WITHOUT ROWID;
CREATE TABLE ledger(
    dataset INTEGER NOT NULL, key_digest BLOB NOT NULL, hashes BLOB NOT NULL, document INTEGER,
    PRIMARY KEY(dataset, key_digest)) WITHOUT ROWID;
CREATE TABLE rejects(
    id INTEGER PRIMARY KEY, dataset INTEGER NOT NULL, key_digest BLOB NOT NULL, key TEXT NOT NULL,
    column_name TEXT NOT NULL, reason TEXT NOT NULL);
CREATE TABLE sync_states(dataset INTEGER PRIMARY KEY, state TEXT NOT NULL);
CREATE UNIQUE INDEX rejects_by_key ON rejects(dataset, key_digest);
CREATE VIEW chunk_words(id, title, text) AS
    SELECT chunks.id, documents.title, CAST(substr(CAST(documents.text AS BLOB), start + 1, size) AS TEXT)
    FROM chunks JOIN documents ON documents.id = chunks.document;
CREATE VIRTUAL TABLE words USING fts5(
    title, text, content='chunk_words', content_rowid='id', tokenize='{TOKENIZER}');
INSERT INTO words(words, rank) VALUES('rank', 'bm25(2.0, 1.0)'), {_WORDS_SETTINGS};
INSERT INTO meta VALUES
    ('next_document', 1), ('next_chunk', 1), ('next_text', 1), ('next_vector', 1), ('first_unlisted_text', 1);
"""


def create_file(path: Path, knowledge_base_id: str) -> None:
    """Makes an empty knowledge base, readable by this user alone. It is there complete or not at all."""
    draft = path.with_name(path.name + ".new")
    with translated(path):
        draft.unlink(missing_ok=True)
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            connection = sqlite3.connect(draft, isolation_level=None)
            try:
                connection.execute("PRAGMA page_size = 4096")
                connection.executescript(f"BEGIN; {_SCHEMA}")
                connection.execute("INSERT INTO meta VALUES('knowledge_base_id', ?)", (knowledge_base_id,))
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {FORMAT_VERSION}")
                connection.execute("COMMIT")
                connection.execute("PRAGMA journal_mode = WAL")
            finally:
                connection.close()
            for leftover in side_files(path):
                leftover.unlink(missing_ok=True)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)


def side_files(path: Path) -> tuple[Path, ...]:
    """The files SQLite keeps beside the one of the knowledge base while it is in use."""
    return tuple(path.with_name(path.name + ending) for ending in ("-wal", "-shm", "-journal"))


def connect(path: Path) -> sqlite3.Connection:
    """An open connection to a checked file; read-only where the file or its folder can't be written.

    A file of an older version is brought to this one, unless it can't be written or the disk is full: then it is read
    as it is, and whoever writes calls `upgrade` again. Raises KnowledgeBaseMissingError, KnowledgeBaseDamagedError,
    KnowledgeBaseTooNewError, KnowledgeBaseError.
    """
    if not path.is_file():
        raise make_error(KnowledgeBaseMissingError, path)
    with translated(path):
        modes = ["rw"] if _can_write(path) else []
        # A file on a read-only disk can't have the shared memory that a log needs; without a log none is needed.
        modes += ["ro", "ro&immutable=1"]
        for mode in modes:
            try:
                return _connect(path, mode)
            except sqlite3.OperationalError as error:
                code = error.sqlite_errorcode & 0xFF
                # Neither can one on a full disk; but a log that is in use there may only be left out where it is empty.
                full = is_for_room(error, path) and not _has_content(side_files(path)[0])
                other = code not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY) and not full
                if mode == modes[-1] or other:
                    raise
    raise make_error(KnowledgeBaseMissingError, path)


def _has_content(log: Path) -> bool:
    try:
        return log.stat().st_size > 0
    except OSError:
        return False


def _can_write(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        sqlite_uri(path.absolute(), f"mode={mode}"),
        uri=True,
        timeout=_BUSY_TIMEOUT_S,
        isolation_level=None,
        # One instance is used by one thread at a time, but not always by the thread that opened it.
        check_same_thread=False,
    )
    try:
        version = _check_format(connection, path)
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
        connection.execute(f"PRAGMA journal_size_limit = {_LOG_LIMIT_BYTES}")
        # Removed rows are wiped where that costs no extra write.
        connection.execute("PRAGMA secure_delete = FAST")
        if version < FORMAT_VERSION and mode == "rw":
            from kbconnect.adapters.knowledge_bases.sqlite_upgrade import upgrade

            with suppress(DiskFullError):
                upgrade(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _check_format(connection: sqlite3.Connection, path: Path) -> int:
    """The version of the file."""
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application_id != APPLICATION_ID or version < 1:
        raise make_error(KnowledgeBaseDamagedError, path, "the header is not that of a knowledge base")
    if version > FORMAT_VERSION:
        raise KnowledgeBaseTooNewError(
            f"The knowledge base {path} was written by a newer version of this program.",
            meaning="It has not been opened, so nothing in it has changed.",
            hint="Update this program, or use the newer one on the other computer.",
            detail=f"format {version}, this program knows up to {FORMAT_VERSION}",
        )
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (page_size,) = connection.execute("PRAGMA page_size").fetchone()
    has_log = any(side.exists() for side in side_files(path))
    if not has_log and path.stat().st_size < pages * page_size:
        raise make_error(KnowledgeBaseDamagedError, path, "the file is shorter than its header says")
    return int(version)
