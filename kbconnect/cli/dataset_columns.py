"""What the options of `kbconnect dataset` say about columns, and the mapping they make with what is suggested. Must not
know where columns are read or datasets are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import typer

from kbconnect.cli.names import column_argument, column_of, columns_of
from kbconnect.cli.screen import Screen
from kbconnect.core.errors import InputError, MappingError
from kbconnect.core.model import ColumnSuggestion, Mapping
from kbconnect.core.treatment import ColumnTreatment, Treatment


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the options say about the mapping; None where an option wasn't given."""

    key: Sequence[str] | None
    title: str | None
    text: Sequence[str] | None
    metadata: Sequence[str] | None
    template: str | None
    mask: Sequence[str] = ()
    hash: Sequence[str] = ()
    plain: Sequence[str] = ()

    @property
    def is_named(self) -> bool:
        """Some option says something of a column."""
        return self.key is not None or self.describes_document or bool(self.mask or self.hash or self.plain)

    @property
    def describes_document(self) -> bool:
        return any(part is not None for part in (self.title, self.text, self.metadata, self.template))

    def check_use(self) -> None:
        """Raises BadParameter for options that don't go together."""
        if self.text is not None and self.template is not None:
            raise typer.BadParameter("--template stands instead of --text; give one of the two")


def mapping_of(wanted: Wanted, columns: Sequence[ColumnSuggestion], screen: Screen) -> Mapping:
    """What the options name, completed by suggestions: the key always, the text where there would be none, the
    rest only if no option describes the document, since somebody who names its text doesn't want more than that.

    Raises MappingError, InputError.
    """
    from kbconnect.core.discovery import suggest_mapping
    from kbconnect.core.mapping import check_mapping, template_columns, used_columns

    reasons = {each.column.name: each.reason for each in columns}
    suggested = suggest_mapping(columns)

    def named(values: Sequence[str] | None) -> tuple[str, ...]:
        return columns_of(values or (), reasons)

    def chosen(part: str, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            screen.note(f"Chosen as {part}: {name} ({reasons[name]})")
        return names

    key = named(wanted.key) if wanted.key is not None else chosen("key", suggested.key)
    title = column_of(wanted.title or "", reasons, "--title")
    text, metadata = named(wanted.text), named(wanted.metadata)
    if not wanted.describes_document and suggested.title:
        (title,) = chosen("title", (suggested.title,))
    if wanted.text is None and wanted.template is None:
        text = chosen("text", suggested.text)
    if not wanted.describes_document:
        metadata = chosen("metadata", suggested.metadata)
    if not key:
        raise MappingError(
            "No column is plainly the key of these rows.",
            meaning="Nothing was saved. Without a key, a changed row can't be told from a new one.",
            hint="Name the column or columns whose values are different in every row with --key.",
        )
    if not text and not wanted.template:
        raise MappingError(
            "No column is plainly the text of these rows.",
            meaning="Nothing was saved. Without a text, documents would be empty.",
            hint="Name the columns that are searched with --text, or write a --template.",
        )
    mapping = Mapping(key, title, text, metadata, wanted.template or "")
    by_name = {each.column.name: each for each in columns}
    chosen_names = {title if wanted.title else "", *named(wanted.key), *named(wanted.text), *named(wanted.metadata)}
    chosen_names |= set(template_columns(mapping.template))
    untouched = (name for name in used_columns(mapping) if name in by_name and name not in chosen_names)
    mapping = _treated(wanted, mapping, {name: by_name[name].treatment for name in untouched}, columns)
    check_mapping(mapping, [each.column for each in columns])
    for each in mapping.treatments:
        screen.note(f"{TREATED[each.treatment]}: {each.column}")
    return mapping


def changed_mapping(wanted: Wanted, old: Mapping, columns: Sequence[ColumnSuggestion]) -> Mapping:
    """The mapping with what the options name; the rest stays. Raises MappingError, InputError."""
    from kbconnect.core.mapping import check_mapping, used_columns

    known = {each.column.name for each in columns}

    def named(values: Sequence[str] | None, before: tuple[str, ...]) -> tuple[str, ...]:
        return before if values is None else columns_of(values, known)

    template = old.template if wanted.text is None else ""
    text = named(wanted.text, old.text)
    if wanted.template is not None:
        template, text = wanted.template, () if wanted.template else text
    mapping = Mapping(
        named(wanted.key, old.key),
        old.title if wanted.title is None else column_of(wanted.title, known, "--title"),
        text,
        named(wanted.metadata, old.metadata),
        template,
    )
    used = used_columns(mapping)
    kept = {each.column: each.treatment for each in old.treatments if each.column in used}
    mapping = _treated(wanted, mapping, kept, columns)
    check_mapping(mapping, [each.column for each in columns])
    return mapping


def _treated(
    wanted: Wanted, mapping: Mapping, before: dict[str, Treatment], columns: Sequence[ColumnSuggestion]
) -> Mapping:
    """The mapping with the treatments that are named, beside those before. Raises MappingError, InputError."""
    from kbconnect.core.discovery import masking_of
    from kbconnect.core.mapping import check_columns

    by_name = {each.column.name: each for each in columns}
    mask, hashed, plain = (columns_of(values, by_name) for values in (wanted.mask, wanted.hash, wanted.plain))
    named = [*mask, *hashed, *plain]
    check_columns(named, [each.column for each in columns])
    _check_used(named, mapping)
    _check_once(mask, hashed, plain)
    treatments = dict(before)
    for name in mask:
        if treatments.get(name) not in (Treatment.MASK, Treatment.MASK_FOUND):
            treatments[name] = masking_of(by_name[name])
    treatments |= dict.fromkeys(hashed, Treatment.HASH)
    treatments |= dict.fromkeys(plain, Treatment.KEEP)
    return replace(
        mapping,
        treatments=tuple(
            ColumnTreatment(name, treatment)
            for name, treatment in treatments.items()
            if treatment is not Treatment.KEEP
        ),
    )


TREATED = {
    Treatment.MASK: "Masked",
    Treatment.MASK_FOUND: "Masked where something sensitive is found",
    Treatment.HASH: "Hashed",
}


def _check_used(names: Sequence[str], mapping: Mapping) -> None:
    """A treatment of a column nobody takes is a slip, and the column that was meant would be taken as it is."""
    from kbconnect.core.mapping import used_columns

    unused = [name for name in names if name not in used_columns(mapping)]
    if unused:
        raise InputError(
            f"“{unused[0]}” is not part of the documents, so nothing can be said of how it is taken.",
            meaning="Nothing was saved.",
            hint="Name it in --key, --title, --text or --metadata as well, or leave it out of --mask, --hash and "
            "--plain.",
        )


def _check_once(*named: Sequence[str]) -> None:
    seen: set[str] = set()
    for names in named:
        if twice := sorted(seen.intersection(names)):
            raise InputError(
                f"“{twice[0]}” can't be taken in two ways.",
                meaning="Nothing was saved.",
                hint="Name it in one of --mask, --hash and --plain.",
            )
        seen.update(names)


def quoted_names(names: Sequence[str]) -> str:
    """Columns as they are named in a sentence."""
    quoted = [f"“{name}”" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def exposed_words(columns: Sequence[ColumnSuggestion], mapping: Mapping) -> tuple[str, ...]:
    """A sentence for each sensitive column that is taken as it is."""
    from kbconnect.core.discovery import taken_as_they_are

    return tuple(
        f"“{each.column.name}” is taken as it is: {each.sensitive.reason}. Everybody who can search this knowledge "
        "base can read it. "
        + (
            f"Hash it (--hash {column_argument(each.column.name)}), or choose another key."
            if each.column.name in mapping.key
            else f"Mask it (--mask {column_argument(each.column.name)}), hash it "
            f"(--hash {column_argument(each.column.name)}) or leave it out."
        )
        for each in taken_as_they_are(columns, mapping)
        if each.sensitive is not None
    )
