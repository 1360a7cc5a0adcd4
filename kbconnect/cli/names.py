"""How columns and tables are written on the command line. Must not know where they are looked up."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Sequence

from kbconnect.core.errors import InputError
from kbconnect.core.model import TableInfo, TableRef


def split_names(text: str, separator: str) -> tuple[str, ...]:
    """Names parted by a separator. Double quotes keep blanks and separators in a name; `""` is a quote in it.

    Raises InputError for a quote that isn't closed.
    """
    names: list[str] = []
    current, quoted, was_quoted = "", False, False
    place = 0
    while place < len(text):
        letter = text[place]
        if quoted and letter == '"' and text[place + 1 : place + 2] == '"':
            current, place = current + '"', place + 1
        elif letter == '"' and (quoted or not current.strip()):
            current, quoted, was_quoted = ("" if not quoted else current), not quoted, True
        elif letter == separator and not quoted:
            names.append(current if was_quoted else current.strip())
            current, was_quoted = "", False
        elif not (was_quoted and not quoted and letter.isspace()):
            current += letter
        place += 1
    if quoted:
        raise InputError(
            "A double quote isn't closed.", meaning="Nothing was done.", hint='Write "My, column" with both quotes.'
        )
    names.append(current if was_quoted else current.strip())
    return tuple(name for name in names if name)


def columns_of(values: Sequence[str], known: Collection[str]) -> tuple[str, ...]:
    """The columns an option names. values: one entry each time it was given, several columns parted by commas.

    A value that is the exact name of a column is that column, commas and all.
    """
    found: dict[str, None] = {}
    for value in values:
        names = (value,) if value in known else split_names(value, ",")
        found.update(dict.fromkeys(names))
    return tuple(found)


def column_of(value: str, known: Collection[str], option: str) -> str:
    """The one column an option names, written as for `columns_of`; "" for none. Raises InputError for several."""
    found = columns_of((value,) if value else (), known)
    if len(found) > 1:
        raise InputError(
            f"{option} takes one column, and “{value}” names {len(found)}.",
            meaning="Nothing was saved.",
            hint='A column with a comma in its name stands in double quotes: "My, column".',
        )
    return found[0] if found else ""


def column_argument(name: str) -> str:
    """A column as it may be written behind an option, in a shell."""
    return shlex.quote(_quoted_part(name))


def table_of(text: str, tables: Sequence[TableInfo], schema: str = "", *, has_to_be_seen: bool = False) -> TableRef:
    """The table that `name` or `schema.name` means among those there are. Raises InputError.

    A name alone is looked for in all schemas, "public" first. What is named with its schema need not be in the list:
    the source says better what is wrong with it; with has_to_be_seen it must be, because no source is asked.
    """
    refs = [table.ref for table in tables]
    exact = [ref for ref in refs if ref.name == text and schema in ("", ref.schema)]
    if not exact and not schema:  # names with dots may go without their quotes where only one table can be meant
        exact = [ref for ref in refs if f"{ref.schema}.{ref.name}" == text]
    parts = split_names(text, ".")
    if not exact and len(parts) == 2 and not schema:
        named = TableRef(parts[0], parts[1])
        if named in refs or not has_to_be_seen:
            return named
    if not exact and len(parts) == 1:
        exact = [ref for ref in refs if ref.name == parts[0] and schema in ("", ref.schema)]
    if not exact:
        raise InputError(
            f"There is no table {text}{f' in the schema {schema}' if schema else ''} this account can see.",
            meaning="Nothing was read.",
            hint=_close(parts[-1] if parts else text, refs),
        )
    preferred = [ref for ref in exact if ref.schema == "public"] or exact
    if len(preferred) > 1:
        raise InputError(
            f"There are {len(exact)} tables called {exact[0].name}.",
            meaning="Nothing was read.",
            hint=f"Say which one: {', '.join(quoted(ref) for ref in exact)}.",
        )
    return preferred[0]


def table_in(tables: Sequence[TableInfo], ref: TableRef) -> TableInfo | None:
    """What is known of a table; None if it isn't listed."""
    return next((info for info in tables if info.ref == ref), None)


def no_columns(table: TableInfo | None, *, is_file: bool) -> InputError:
    """Why no column was found. table: where they were looked for; None: a query, or a table nobody listed."""
    named = f"“{table.ref}”" if table is not None else "What is to be taken"
    if is_file and table is not None and table.readable:
        said = f"{named} is empty: it has no line that names columns, and no rows."
        hint = "Have the file written again. If it shall really have no rows, leave its header in it."
    elif is_file and table is not None:
        said, hint = f"{named} can't be read, so nothing is known of its columns.", table.comment
    else:
        said = f"{named} has no columns that this account may read."
        hint = "If there are some, ask for the right to read them: `kbconnect connector script` writes it down."
    return InputError(said, meaning="Nothing was read or saved.", hint=hint)


def as_argument(name: str) -> str:
    """A name as it may be copied into a shell behind a command."""
    return ("-- " if name.startswith("-") else "") + shlex.quote(name)


def quoted(ref: TableRef) -> str:
    """A table as it may be written back on the command line."""
    return ".".join(_quoted_part(part) for part in (ref.schema, ref.name) if part)


def _quoted_part(name: str) -> str:
    plain = not any(letter in '".,' or letter.isspace() for letter in name)
    return name if plain else '"' + name.replace('"', '""') + '"'


def _close(name: str, refs: Sequence[TableRef]) -> str:
    import difflib

    by_name = {ref.name.casefold(): ref for ref in refs}
    near = difflib.get_close_matches(name.casefold(), by_name, n=3, cutoff=0.5)
    if near:
        return f"Did you mean {' or '.join(quoted(by_name[match]) for match in near)}?"
    return "List the tables with `kbconnect discover NAME`."
