"""Whether a person's SELECT is one reading query, before it is sent anywhere.

Owns the refusals and their sentences. It is not the barrier: that is the read-only session of the database itself. It
exists to say early and plainly what is wrong, and to refuse the functions that act in spite of a read-only session.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from kbconnect.adapters.sources.query_text import code_only, refusal
from kbconnect.core.errors import QueryRefusedError

if TYPE_CHECKING:
    from sqlglot.expressions import Expr

# Functions a read-only transaction of PostgreSQL lets pass although they act on the server, on other sessions, on files
# or on sequences, hold a connection up, or run SQL given as text.
_REFUSED_FUNCTIONS = re.compile(
    r"""
      pg_sleep(_for|_until)? | pg_terminate_backend | pg_cancel_backend | pg_log_backend_memory_contexts
    | nextval | setval | set_config | pg_notify
    | lo_(import|export|create|creat|from_bytea|put|unlink|truncate|truncate64|open) | lowrite
    | pg_read_(binary_)?file(_all|_off_len|_old)? | pg_stat_file | pg_ls_\w+ | pg_file_\w+ | pg_logdir_ls
    | pg_current_logfile | pg_hba_file_rules | pg_ident_file_mappings
    | dblink\w* | postgres_fdw_\w+ | pg_(try_)?advisory_\w+
    | pg_reload_conf | pg_rotate_logfile\w* | pg_promote | pg_switch_(wal|xlog) | pg_create_restore_point
    | pg_(wal|xlog)_replay_(pause|resume) | pg_(backup_start|backup_stop|start_backup|stop_backup)
    | pg_logical_\w+ | pg_create_\w*slot\w* | pg_drop_\w*slot\w* | pg_copy_\w+_slot | pg_replication_\w+ | pg_sync_\w+
    | (query|table|schema|database|cursor)_to_xml(schema|_and_xmlschema)? | pg_stat_reset\w* | pg_stat_clear_\w+
    | pg_stat_statements_reset | pg_stat_force_next_flush | pg_export_snapshot | pg_prewarm | autoprewarm_\w+
    | pg_import_system_collations | pg_extension_config_dump | binary_upgrade_\w+ | pg_(re|un)?load_\w+
    | pg_(clear|restore)_(relation|attribute)_\w+ | txid_current | pg_current_xact_id | brin_\w+_range\w*
    | gin_clean_pending_list | ts_stat | ts_rewrite | xpath_table | crosstab\w* | connectby
    | load_extension | writefile | readfile | edit | fts3_tokenizer | zipfile
    | pg_log_\w+ | pg_nextoid | pg_stop_making_pinned_objects | pg_show_all_file_settings | pg_buffercache_\w+
    | pg_truncate_visibility_map | heap_force_\w+ | brin_(de)?summarize_\w+ | pg_background_\w+ | xslt_process
    | http(_(get|post|put|patch|delete|head))? | query_export_to_s3
    """,
    re.VERBOSE | re.IGNORECASE,
)


# The same for other servers: files, waiting, locks of names, programs, other servers, SQL given as text.
_REFUSED_ELSEWHERE = {
    "mysql": re.compile(
        r"load_file|sleep|benchmark|(get|release)_(all_)?locks?|release_all_locks|(master|source)_(pos|gtid)_wait"
        r"|wait_(for_executed|until_sql_thread_after)_gtid(_set|s)?|sys_(exec|eval|set)|spider_\w+|lastval|nextval|setval",
        re.IGNORECASE,
    ),
    "tsql": re.compile(r"openrowset|openquery|opendatasource|openxml|xp_\w+|sp_\w+|fn_get_audit_file", re.IGNORECASE),
    "oracle": re.compile(r"httpuritype|dburitype|xdburitype|uritype|xmltransform", re.IGNORECASE),
}
# What takes no brackets. A package of Oracle's that only turns values into others stays.
_REFUSED_WORDS = {
    "postgres": re.compile(r"\b(?P<secret>pg_authid|pg_shadow|pg_user_mappings?|pg_hba_file_rules"
                           r"|pg_ident_file_mappings|pg_file_settings)\b(?!\s*\()", re.IGNORECASE),
    "mysql": re.compile(r"\b(?P<word>into\s+(?:outfile|dumpfile|@)|next\s+value\s+for|previous\s+value\s+for"
                        r"|\w+\s*\.\s*nextval|procedure\s+analyse)\b", re.IGNORECASE),
    "tsql": re.compile(r"\b(?P<word>next\s+value\s+for)\b", re.IGNORECASE),
    "oracle": re.compile(r"\b(?P<word>\w+\"?\s*\.\s*\"?nextval|dbms_(?!lob\b|random\b)\w+\"?\s*\."
                         r"|utl_(?!raw\b|i18n\b|encode\b|match\b)\w+\"?\s*\.)", re.IGNORECASE),
}  # fmt: skip
# What a query that the parser can't take apart may not hold; quoted names are left out before.
_WRITING = re.compile(
    r"\b(?:insert\s+into|delete\s+from|merge\s+into|truncate\s+\w|into\s|for\s+(?:no\s+key\s+)?update|for\s+(?:key\s+)?share"
    r"|update\s+[\w.\"]+\s+(?:as\s+\w+\s+)?set|lock\s+in\s+share\s+mode)",
    re.IGNORECASE,
)
_DEEPEST = 250
"""So many brackets may stand in each other; what takes them apart goes down as deep."""


# Half of a pair that UTF-16 writes a character as, and what Python makes of a byte that is no UTF-8.
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


def checked_query(sql: str, dialect: str) -> str:
    """The query without its closing semicolon. dialect: sqlglot's name of it. Raises QueryRefusedError."""
    import sqlglot
    from sqlglot.errors import SqlglotError

    text = sql.strip()
    words = code_only(text, dialect)
    while words.rstrip().endswith(";"):
        text = text[: words.rindex(";")].rstrip()
        words = words[: len(text)]
    if not words.strip():
        raise QueryRefusedError("There is no query yet.", hint="Write one SELECT, or pick a table instead.")
    if "\0" in text:
        raise QueryRefusedError("The query holds a character with the number 0.", hint="Remove it, then try again.")
    if not text.isascii() and (half := _HALF_CHARACTER.search(text)):
        raise QueryRefusedError(
            f"The query holds half a character at position {half.start() + 1:,}.",
            meaning="It was not run, and nothing was changed.",
            hint="It came from a text in another encoding. Type that character again, then try again.",
        )
    _refuse_stacked(words)
    _refuse_functions(words, dialect)
    _refuse_words(words, dialect)
    _refuse_parameters(words, dialect)
    # What the parser finds odd it also logs, with the query, over what is told to the person.
    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)
    try:
        statements = sqlglot.parse(text, read=dialect)
    except (SqlglotError, RecursionError):
        # The parser knows less than the database. What it can't read must at least begin like a query; whether it
        # writes is then decided by the read-only session.
        _refuse_by_first_word(words)
        _refuse_unread_writes(words)
        return text
    found = [statement for statement in statements if statement is not None]
    if len(found) != 1:
        raise refusal("This holds more than one statement.")
    _refuse_by_first_word(words)
    _refuse_writes(found[0])
    return text


def _refuse_stacked(words: str) -> None:
    if ";" in words:
        raise refusal("This holds more than one statement.", words.index(";"))
    opened: list[int] = []
    for place, character in enumerate(words):
        if character == "(":
            opened.append(place)
            if len(opened) > _DEEPEST:
                raise refusal("The brackets stand too deep in each other here to be checked.", place)
        elif character == ")":
            if not opened:
                raise refusal("A bracket is closed here that was never opened.", place)
            opened.pop()
    if opened:
        raise refusal("A bracket is opened here that is never closed.", opened[-1])


def _refuse_by_first_word(words: str) -> None:
    first = re.match(r"[\s(]*(\w+)", words)
    word = first.group(1).upper() if first else ""
    if word not in {"SELECT", "WITH", "VALUES", "TABLE"}:
        at = first.start(1) if first else None
        raise refusal(f"“{word}” is not a reading query." if word else "This is not a reading query.", at)


_CALLED = re.compile(r'(?:"((?:[^"]|"")*)"|`((?:[^`]|``)*)`|\[([^\]]*)\]|([^\W\d][\w$]*))\s*\(')


def functions_called(sql: str, dialect: str) -> tuple[str, ...]:
    """The names before a bracket, as the server would look them up: in small letters unless they are quoted."""
    found = _CALLED.finditer(code_only(sql, dialect))
    return tuple(
        dict.fromkeys(match[1].replace('""', '"') if match[1] else (match[4] or "").lower() for match in found)
    )


def _refuse_functions(words: str, dialect: str) -> None:
    if re.search(r'\bU&\s*"', words, re.IGNORECASE):
        raise refusal("A name is written with escaped characters here (U&), which hides what it is.")
    elsewhere = _REFUSED_ELSEWHERE.get(dialect)
    for match in _CALLED.finditer(words):
        name = next(filter(None, match.groups()), "").replace('""', '"').replace("``", "`")
        if _REFUSED_FUNCTIONS.fullmatch(name) or (elsewhere is not None and elsewhere.fullmatch(name)):
            raise refusal(f"The function {name} does more than read.", match.start())


def _refuse_words(words: str, dialect: str) -> None:
    pattern = _REFUSED_WORDS.get(dialect)
    match = pattern.search(words) if pattern is not None else None
    if match is None:
        return
    if "secret" in match.groupdict():
        raise refusal(
            f"{match['secret']} holds passwords or settings of the server, which no document needs.", match.start()
        )
    raise refusal(f"“{' '.join(match['word'].split())}” does more than read.", match.start())


def _refuse_unread_writes(words: str) -> None:
    unquoted = re.sub(r'"[^"]*"|`[^`]*`', lambda name: "_" * len(name[0]), words)
    if match := _WRITING.search(unquoted):
        raise refusal(f"“{' '.join(match[0].split())}” does more than read.", match.start())


def _refuse_parameters(words: str, dialect: str) -> None:
    # In PostgreSQL `:` is also part of casts and slices and `?` an operator; its parser says what is wrong with others.
    signs = r"\$\d+\b" if dialect != "sqlite" else r"\?\d*|[$:@][^\W\d]\w*|\$\d+"
    unquoted = re.sub(r'"[^"]*"|`[^`]*`|\[[^\]]*\]' if dialect == "sqlite" else r'"[^"]*"', "_", words)
    if match := re.search(rf"(?<![\w$])(?:{signs})", unquoted):
        made = QueryRefusedError(
            f"The query has the parameter {match.group()}, and nothing fills it in.",
            meaning="It was not run, and nothing was changed.",
            hint="Write the value itself in its place.",
        )
        place = words.find(match.group())
        made.position = place + 1 if words.count(match.group()) == 1 else None
        raise made


def _refuse_writes(statement: Expr) -> None:
    from sqlglot import expressions

    if not isinstance(statement, (expressions.Query, expressions.Values, expressions.Table)):
        raise refusal("This is not a reading query.")
    for node in statement.walk():
        if isinstance(node, (expressions.DML, expressions.DDL, expressions.Command)) and not isinstance(
            node, expressions.Query
        ):
            raise refusal(f"This query would change data ({node.key.upper()}).")
        if isinstance(node, expressions.Into):
            raise refusal("This query would make a new table (SELECT … INTO).")
        if isinstance(node, expressions.Lock):
            raise refusal("This query would lock rows (FOR UPDATE or FOR SHARE).")
