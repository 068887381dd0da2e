"""What a reader may be told: the names of columns, and how much it takes before it says no."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from corpuslib import lexicon
from corpuslib.document import Reject, Source

__all__ = ["Origin", "ReadOptions"]


@cache
def _usual_names() -> dict[str, tuple[str, ...]]:
    """Return the usual names of columns by what the column means; the first is the default."""
    names: dict[str, tuple[str, ...]] = {}
    for row in lexicon.rows("column_names.tsv"):
        names[row["meaning"]] = (*names.get(row["meaning"], ()), row["name"])
    return names


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """Names of columns in JSONL and CSV, and limits against files that are broken or hostile.

    A column that is called by its default name is also found under the usual others ("body" for "text",
    "headline" for "title"); upper and lower case do not matter. Sizes are in bytes, `max_record_chars` in
    code points. `delimiter` is the CSV delimiter, or None to take it from the header.

    >>> ReadOptions().columns(["ID", "Headline", "Body"])
    {'text': 'Body', 'title': 'Headline'}
    """

    text_column: str = "text"
    title_column: str = "title"
    published_column: str = "published"
    outlet_column: str = "outlet"
    authors_column: str = "authors"
    url_column: str = "url"
    language_column: str = "language"
    description_column: str = "description"
    section_column: str = "section"
    delimiter: str | None = None
    max_file_bytes: int = 100_000_000
    max_record_chars: int = 5_000_000
    max_zip_total: int = 500_000_000
    max_zip_ratio: int = 200
    max_members: int = 100_000

    @classmethod
    def named(cls, settings: Iterable[tuple[str, str]]) -> ReadOptions:
        """Return options with names of columns, or the delimiter, as a corpus file sets them.

        >>> ReadOptions.named([("text_column", "full_text")]).text_column
        'full_text'
        """
        wanted: dict[str, Any] = dict(settings)
        return cls(**wanted)

    @property
    def max_line_bytes(self) -> int:
        """How long a line of JSONL or CSV may be; beyond it the line is skipped unread."""
        return 4 * self.max_record_chars

    def columns(self, names: Sequence[str]) -> dict[str, str]:
        """Return which of the names of a table's columns holds what; what no column holds is left out."""
        by_folded: dict[str, str] = {}
        for name in names:
            by_folded.setdefault(_folded(name), name)
        found = {}
        for meaning, usual in _usual_names().items():
            wanted = getattr(self, f"{meaning}_column")
            looked_for = usual if wanted == meaning else (_folded(wanted),)
            if column := next((by_folded[name] for name in looked_for if name in by_folded), None):
                found[meaning] = column
        return found


def _folded(name: str) -> str:
    return name.strip().lower().replace(" ", "_").replace("-", "_")


@dataclass(frozen=True, slots=True)
class Origin:
    """The place that is being read: a file, or a record in it."""

    file: str
    record: str | None = None
    sha256: str = ""

    def at(self, label: str) -> Origin:
        """Return the place of a record inside this one."""
        return replace(self, record=f"{self.record} › {label}" if self.record else label)

    def source(self) -> Source:
        """Return the source of a text that was found here."""
        return Source(file=self.file, record=self.record, sha256=self.sha256)

    def reject(self, reason: str, detail: str) -> Reject:
        """Return the row that says why nothing could be taken from here."""
        return Reject(file=self.file, record=self.record, reason=reason, detail=detail)
