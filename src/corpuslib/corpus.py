"""A corpus: a folder of texts in data/raw with a corpus.toml, and its tables in data/processed."""

from __future__ import annotations

import datetime
import os
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

from corpuslib.document import Block, Declared, Document, DocumentRow, Metadata, Source, content_hash
from corpuslib.tables import dumps, from_record
from corpuslib.text import Edit, Ledger, text_fragment

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Corpus", "CorpusError", "CorpusFile", "CorpusSpec", "find_root", "shorten"]

CORPUS_FILE = "corpus.toml"
RATINGS = "ratings"
"""Folder in data/raw of the tables of ratings, which any corpus may use."""
CODES = "coding"
"""Folder in data/raw of the codes that are committed, a folder a corpus."""
ROOT_VARIABLE = "CORPUSLIB_ROOT"
RESTRICTED_WORDS = 8
"""How many words of a restricted text a report may show in a row."""

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
# Scripts without spaces count by the character, or eight "words" would be whole sentences.
_DENSE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_DENSE}]|[^\W{_DENSE}]+")


class CorpusError(Exception):
    """Something about a corpus that a person must put right; the message says what and where."""


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file that a corpus lists: where it lies, what it must contain, and what is known of it."""

    id: str
    path: str
    sha256: str
    bytes: int
    declared: Declared = field(default_factory=Declared)


@dataclass(frozen=True)
class CorpusSpec:
    """What corpus.toml says."""

    title: str
    rights: Literal["open", "restricted"]
    files: tuple[CorpusFile, ...]
    description: str = ""
    license: str = ""
    actors: tuple[dict[str, Any], ...] = ()
    codebooks: tuple[str, ...] = ("policy", "generic")
    columns: dict[str, str] = field(default_factory=dict)
    ratings: tuple[str, ...] = ()


def find_root(start: Path | None = None) -> Path:
    """Return the project folder: `$CORPUSLIB_ROOT`, or the nearest folder upwards that has data/raw.

    Raises `CorpusError` if there is none.
    """
    named = os.environ.get(ROOT_VARIABLE)
    if named:
        return Path(named)
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "data" / "raw").is_dir():
            return folder
    raise CorpusError(
        f"no folder data/raw in {here} or above it; change into the project's folder or set {ROOT_VARIABLE}"
    )


@dataclass(frozen=True)
class Corpus:
    """A corpus by name. Nothing is read before it is asked for.

    `Corpus.open("demo").table("attributions")` gives a pandas DataFrame; the tables are made by `corpuslib build`.
    """

    name: str
    root: Path

    @classmethod
    def open(cls, name: str, root: Path | str | None = None) -> Corpus:
        """Open `data/raw/<name>`. Raises `CorpusError` if it is not there, listing the corpora that are."""
        corpus = cls(name, Path(root) if root else find_root())
        if not NAME.fullmatch(name) or not (corpus.folder / CORPUS_FILE).is_file():
            known = ", ".join(cls.names(corpus.root)) or "none"
            raise CorpusError(f"no corpus {name!r} in {corpus.root / 'data' / 'raw'}; there are: {known}")
        return corpus

    @staticmethod
    def names(root: Path | None = None) -> list[str]:
        """Return the names of the corpora in data/raw, sorted."""
        raw = (root or find_root()) / "data" / "raw"
        return sorted(path.parent.name for path in raw.glob(f"*/{CORPUS_FILE}"))

    @property
    def folder(self) -> Path:
        """Where the texts lie."""
        return self.root / "data" / "raw" / self.name

    @property
    def processed(self) -> Path:
        """Where the tables lie."""
        return self.root / "data" / "processed" / self.name

    @cached_property
    def spec(self) -> CorpusSpec:
        """What corpus.toml says. Raises `CorpusError` naming the file and the key that is wrong."""
        return read_spec(self.folder / CORPUS_FILE)

    @property
    def restricted(self) -> bool:
        """Whether the texts may only be shown a few words at a time."""
        return self.spec.rights == "restricted"

    def states(self) -> Iterator[tuple[CorpusFile, Literal["present", "missing", "altered", "outside"]]]:
        """Yield every listed file with what is found of it, by hash."""
        home = self.folder.resolve()
        for file in self.spec.files:
            path = self.folder / file.path
            if not path.resolve().is_relative_to(home):
                yield file, "outside"
            elif not path.is_file():
                yield file, "missing"
            else:
                yield file, "present" if file_hash(path) == file.sha256 else "altered"

    def unlisted(self) -> list[str]:
        """Return the files in the folder that corpus.toml does not list, but for README, LICENSE and hidden ones."""
        listed = {file.path for file in self.spec.files} | {CORPUS_FILE}
        return [name for name in text_files(self.folder) if name not in listed]

    @property
    def has_texts(self) -> bool:
        """Whether any of the listed files is there."""
        return any((self.folder / file.path).is_file() for file in self.spec.files)

    @cached_property
    def data_hash(self) -> str:
        """A hash of corpus.toml, of the bytes of every listed file that is there, and of the rating tables in use."""
        states = [[file.id, file.path, state, file.sha256] for file, state in self.states()]
        settings = content_hash((self.folder / CORPUS_FILE).read_bytes())
        folder = self.root / "data" / "raw" / RATINGS
        paths = sorted(path for name in self.spec.ratings for path in folder.glob(f"{name}.*"))
        ratings = [[path.name, file_hash(path)] for path in paths]
        return content_hash(dumps([settings, states, ratings]).encode())

    @property
    def tables(self) -> list[str]:
        """The names of the tables that have been built."""
        return sorted(path.stem for path in self.processed.glob("*.parquet"))

    def table(self, name: str, *, context: bool = False) -> pd.DataFrame:
        """Return a table as a DataFrame; list columns hold arrays. Raises `CorpusError` if it is not built.

        With `context` three columns say which document a row is of: `name` (its id and outlet), `source` (its
        outlet, or the document itself where the outlet is unknown) and `story`.
        """
        import pyarrow.parquet as pq

        if name not in self.tables:
            built = ", ".join(self.tables) or "none; run `corpuslib build " + self.name + "`"
            raise CorpusError(f"no table {name!r} of corpus {self.name!r}; built tables: {built}")
        frame: pd.DataFrame = pq.read_table(self.processed / f"{name}.parquet").to_pandas()
        if not context:
            return frame
        if self.documents.empty:  # pandas cannot join texts from a table without rows
            return frame.assign(name="", source="", story="")
        return frame.join(self._context(), on="doc_id")

    def _context(self) -> pd.DataFrame:
        documents = self.documents.set_index("doc_id", drop=False)
        outlet = documents["outlet"]
        return documents.assign(
            name=documents["doc_id"] + " · " + outlet.fillna("outlet unknown"),
            source=outlet.fillna("document " + documents["doc_id"]),
            story=documents["story_id"].fillna("(alone)"),
        )[["name", "source", "story"]]

    @property
    def documents(self) -> pd.DataFrame:
        """The table `documents`: one row an article."""
        return self.table("documents")

    def sql(self, query: str) -> pd.DataFrame:
        """Return the answer to an SQL query; every table is a view of its name.

        `corpus.sql("select kind, count(*) n from edits group by kind order by kind")`
        """
        import duckdb

        with duckdb.connect(config={"threads": 1}) as connection:
            for name in self.tables:
                path = str(self.processed / f"{name}.parquet").replace("'", "''")
                connection.execute(f"create view \"{name}\" as select * from read_parquet('{path}')")
            return connection.execute(query).df()

    def document(self, doc_id: str) -> Document:
        """Return one document, by its id or the unambiguous beginning of it."""
        full = self._full_id(doc_id)
        row = from_record(DocumentRow, _record(self.processed, "documents", full)[0])
        texts = _record(self.processed, "texts", full)[0]
        return Document(
            raw=texts["raw"],
            text=texts["text"],
            ledger=Ledger(tuple(from_record(Edit, r) for r in _record(self.processed, "edits", full))),
            blocks=tuple(from_record(Block, r) for r in _record(self.processed, "blocks", full)),
            metadata=Metadata(**{name: getattr(row, name) for name in Metadata.__dataclass_fields__}),
            source=Source(**{name: getattr(row, name) for name in Source.__dataclass_fields__}),
            doc_id=full,
        )

    def _full_id(self, doc_id: str) -> str:
        ids: list[str] = sorted(self.documents["doc_id"])
        found = [i for i in ids if i == doc_id] or [i for i in ids if i.startswith(doc_id)]
        if len(found) != 1:
            what = "is ambiguous: " + ", ".join(found) if found else "is unknown; there are: " + ", ".join(ids)
            raise CorpusError(f"document {doc_id!r} of corpus {self.name!r} {what}")
        return found[0]

    def passages(self, frame: pd.DataFrame, *, prefix: str = "", width: int = 160) -> list[str]:
        """Return, for each row, the passage of the clean text that it points at, as a report may show it.

        `prefix` is that of the columns, `a_` for `a_start`, `a_end` and `doc_a`. At most `width` characters are
        given; a row that points nowhere gives an empty string.
        """
        texts = self.table("texts").set_index("doc_id")["text"]
        shown = []
        for doc_id, start, end in zip(
            frame[_documents(prefix)], frame[prefix + "start"], frame[prefix + "end"], strict=True
        ):
            if start != start or end != end:  # NaN: nothing on this side
                shown.append("")
                continue
            text = " ".join(self.quote(texts[doc_id][int(start) : int(end)], doc_id, int(start), int(end)).split())
            shown.append(text if len(text) <= width else text[: width - 1] + "…")
        return shown

    def addresses(self, frame: pd.DataFrame, *, of: str = "", prefix: str = "") -> list[str]:
        """Return, for each row, where its passage stands in the file as found, seen from a report.

        `of` is the column of documents, `prefix` that of the columns as in `passages`. The browser is told the words
        of the passage (`text_fragment`); a row that points at none leads to the top of the file. Where rights are
        restricted the files are not published, and no row leads anywhere.
        """
        if self.restricted:
            return [""] * len(frame)
        files = self.documents.set_index("doc_id")["file"]
        texts = {doc_id: both for doc_id, *both in self.table("texts")[["doc_id", "text", "raw"]].values}
        columns = [of or _documents(prefix), prefix + "start", prefix + "end"]
        found = []
        for doc_id, start, end in frame.reindex(columns=columns).itertuples(index=False, name=None):
            text, raw = texts[doc_id]
            passage = text_fragment(text, int(start), int(end), raw) if start == start and end == end else ""
            found.append(f"../../data/raw/{self.name}/{quote(files[doc_id])}" + (f"#{passage}" if passage else ""))
        return found

    def linked(
        self, frame: pd.DataFrame, columns: Sequence[str], to: str, *, of: str = "", prefix: str = ""
    ) -> tuple[pd.DataFrame, dict[str, str] | None]:
        """Return columns of a frame as `reports.table` shows them, with its `link`: `to` leads to the `addresses`."""
        if self.restricted:
            return frame[[*columns]], None
        return frame[[*columns]].assign(address=self.addresses(frame, of=of, prefix=prefix)), {to: "address"}

    def quote(self, text: object, doc_id: str = "", start: int | None = None, end: int | None = None) -> str:
        """Return a passage as a report may show it: whole, or its first words where rights are restricted.

        What is cut off is pointed to by document and offsets in the clean text.
        """
        if not isinstance(text, str):  # None, or NaN as pandas has it: there is no passage
            return ""
        if not self.restricted:
            return text
        short = shorten(text)
        if short == text or start is None:
            return short
        return f"{short} [{doc_id}:{start}–{end}]"

    def quotes(self, texts: Sequence[str]) -> list[str]:
        """Return passages that a report shows beside each other: together no more words than `quote` gives of one."""
        if not self.restricted or sum(len(_WORD.findall(text)) for text in texts) <= RESTRICTED_WORDS:
            return list(texts)
        return [shorten(text, max(1, RESTRICTED_WORDS // len(texts))) for text in texts]


def _documents(prefix: str) -> str:
    """Return the column of the documents that columns with a prefix point into."""
    return f"doc_{prefix[0]}" if prefix else "doc_id"


def shorten(text: str, words: int = RESTRICTED_WORDS) -> str:
    """Return the first words of a text, with an ellipsis where something was cut off.

    >>> shorten("One two three.", 2)
    'One two …'
    >>> shorten("One two three.", 3)
    'One two three.'
    """
    found = list(_WORD.finditer(text))
    return text if len(found) <= words else text[: found[words - 1].end()] + " …"


def _record(folder: Path, table: str, doc_id: str) -> list[dict[str, Any]]:
    import pyarrow.parquet as pq

    found = pq.read_table(folder / f"{table}.parquet", filters=[("doc_id", "=", doc_id)])
    rows: list[dict[str, Any]] = found.to_pylist()
    return rows


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file's bytes without reading it at once."""
    import hashlib

    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def text_files(folder: Path) -> list[str]:
    """Return the files below a folder as relative paths with /, sorted, but for README, LICENSE and hidden ones."""
    names = []
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in relative.parts)
        if path.is_file() and not hidden and path.stem.upper() not in {"README", "LICENSE"}:
            names.append(relative.as_posix())
    return names


def read_spec(path: Path) -> CorpusSpec:
    """Read a corpus.toml. Raises `CorpusError` that names the file and what is wrong in it."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path} is not valid TOML: {error}") from error
    known = {"title", "rights", "license", "description", "codebooks", "columns", "ratings", "file", "actor"}
    if unknown := sorted(set(data) - known):
        raise CorpusError(f"{path}: unknown key {unknown[0]!r}; known are: {', '.join(sorted(known))}")
    rights = _get(path, data, "rights", str, "the file", "restricted")
    if rights not in ("open", "restricted"):
        raise CorpusError(f'{path}: rights is {rights!r}; it must be "open" or "restricted"')
    files = tuple(_file(path, entry, n) for n, entry in enumerate(_get(path, data, "file", list, "the file", []), 1))
    for what in ("id", "path"):
        seen: set[str] = set()
        for file in files:
            value = getattr(file, what)
            if value in seen:
                raise CorpusError(f"{path}: two [[file]] entries have the {what} {value!r}")
            seen.add(value)
    return CorpusSpec(
        title=_get(path, data, "title", str, "the file", path.parent.name),
        rights="open" if rights == "open" else "restricted",
        files=files,
        description=_get(path, data, "description", str, "the file", ""),
        license=_get(path, data, "license", str, "the file", ""),
        actors=tuple(_get(path, data, "actor", list, "the file", [])),
        codebooks=tuple(_get(path, data, "codebooks", list, "the file", ["policy", "generic"])),
        columns=_get(path, data, "columns", dict, "the file", {}),
        ratings=_ratings(path, _get(path, data, "ratings", list, "the file", [])),
    )


def _ratings(path: Path, names: list[Any]) -> tuple[str, ...]:
    if not all(isinstance(name, str) and NAME.fullmatch(name) for name in names) or len(set(names)) < len(names):
        raise CorpusError(f"{path}: ratings must be names of tables in data/raw/{RATINGS}, each once, not {names!r}")
    return tuple(names)


_DECLARED = ("headline", "published", "outlet", "section", "language", "url")


def _file(path: Path, entry: dict[str, Any], number: int) -> CorpusFile:
    where = f"[[file]] number {number}"
    if unknown := sorted(set(entry) - {"id", "path", "sha256", "bytes", "note", *_DECLARED}):
        raise CorpusError(f"{path}: {where} has an unknown key {unknown[0]!r}")
    name = _get(path, entry, "path", str, where)
    if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
        raise CorpusError(f"{path}: {where}: the path {name!r} leaves the corpus's folder")
    declared: dict[str, Any] = {key: _get(path, entry, key, str, where, "") or None for key in _DECLARED}
    return CorpusFile(
        id=_get(path, entry, "id", str, where),
        path=name,
        sha256=_get(path, entry, "sha256", str, where),
        bytes=_get(path, entry, "bytes", int, where),
        declared=Declared(**declared),
    )


_MISSING = object()


def _get(path: Path, data: dict[str, Any], key: str, kind: type, where: str, default: object = _MISSING) -> Any:
    value = data.get(key, default)
    if value is _MISSING:
        raise CorpusError(f"{path}: {where} has no {key!r}")
    if isinstance(value, datetime.date) and kind is str:
        value = value.isoformat()
    if not isinstance(value, kind):
        raise CorpusError(f"{path}: {where}: {key!r} must be of type {kind.__name__}, not {value!r}")
    return value
