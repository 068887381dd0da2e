"""Build the tables of a corpus: read, clean, annotate, compare; what has not changed is not computed again.

The results for a file, and the rows of a document, are kept under a hash of everything they depend on: the
bytes, the settings, and the code itself. A build that was interrupted goes on where it stopped.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from corpuslib import annotate as annotation
from corpuslib import cleaning, engine, ratings, read, settings
from corpuslib import compare as comparison
from corpuslib.annotate.translation import TranslationIssue
from corpuslib.cleaning.dates import DateMention
from corpuslib.corpus import Corpus, CorpusFile
from corpuslib.document import (
    Block,
    Declared,
    Document,
    DocumentRow,
    Found,
    Reject,
    TextRow,
    content_hash,
    document_from_record,
    document_to_record,
)
from corpuslib.intake import write_atomically
from corpuslib.tables import Row, data_dictionary, dumps, from_record, schema, to_arrow, to_record
from corpuslib.text import Edit

if TYPE_CHECKING:
    import pyarrow.parquet as pq

__all__ = ["Built", "build", "code_hash", "dictionary_text", "row_classes"]

Progress = Callable[[str, int, int], None]
_Records = dict[str, list[dict[str, Any]]]

_ENGINES = ("charset-normalizer", "ftfy", "nltk", "publicsuffixlist", "py3langid", "pyarrow")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Built:
    """What a build made: rows by table, and whether anything had to be computed."""

    counts: Mapping[str, int]
    unchanged: bool


def row_classes() -> tuple[type[Row], ...]:
    """Return the row class of every table, in the order of the corridor."""
    return (
        DocumentRow,
        TextRow,
        Block,
        Edit,
        Reject,
        DateMention,
        *(annotator.row for annotator in annotation.annotators()),
        *comparison.ROWS,
        *ratings.ROWS,
    )


@cache
def code_hash() -> str:
    """Return a hash of this package's code and data, and of the packages that decide what rows come out."""
    folder = Path(__file__).parent
    files = sorted(p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    listing = [[p.relative_to(folder).as_posix(), content_hash(p.read_bytes())] for p in files]
    return content_hash(dumps([listing, [[name, version(name)] for name in _ENGINES]]).encode())


def build(corpus: Corpus, *, workers: int | None = None, progress: Progress | None = None) -> Built:
    """Build all tables of a corpus into `data/processed/<name>/`.

    `progress(stage, done, total)` is called as work goes on. Bad files and records go to table `rejects`;
    nothing that a text contains stops a build.
    """
    key = content_hash(dumps([corpus.data_hash, corpus.unlisted(), code_hash()]).encode())
    state = corpus.processed / "build.json"
    if (counts := _built_before(state, key)) is not None:
        return Built(counts, unchanged=True)
    workers = workers or engine.default_workers()
    tell = progress or (lambda stage, done, total: None)
    rating_tables = ratings.read_tables(corpus)
    with engine.Pool(workers) as pool, _Tables(corpus.processed) as tables:
        documents, rejects = _read_and_clean(corpus, pool, tell)
        rejects.sort(key=lambda r: (r.file, r.record or "", r.reason))
        tables.add(Reject.table, rejects)
        names = [document.doc_id for document in documents]
        shelf = comparison.Shelf(tables.folder / "documents.pickle")
        shelf.put(_annotate(corpus, documents, pool, tell, tables))
        tell("compare", 0, 1)
        _compare(names, shelf, tables, settings.actors(corpus), pool)
        tell("compare", 1, 1)
        for table, rows in ratings.find_ratings(shelf.documents, rating_tables).items():
            tables.add(table, rows)
    write_atomically(state, dumps({"key": key, "counts": tables.counts}).encode())
    return Built(tables.counts, unchanged=False)


def _built_before(state: Path, key: str) -> dict[str, int] | None:
    try:
        data = json.loads(state.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    there = data.get("key") == key and all((state.parent / f"{t}.parquet").is_file() for t in data["counts"])
    return data["counts"] if there else None


# Read and clean: one cached result a file, or a record of a large file

# A larger file is read in this process, record by record, and its records are shared out: it may hold a whole crawl.
_LARGE = 1_000_000
_Columns = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class _FileTask:
    """What a worker needs to read and clean one file."""

    folder: str
    file: CorpusFile
    columns: _Columns
    cache: str
    code: str

    @property
    def key(self) -> str:
        declared = asdict(self.file.declared)
        return content_hash(dumps([self.code, self.file.sha256, self.file.path, declared, self.columns]).encode())

    def compute(self) -> _Records:
        """Return the documents and the rejects of the file."""
        items = enumerate(_items(self.folder, self.file, self.columns), 1)
        return _cleaned((_doc_id(self.file, number, item), item) for number, item in items)


@dataclass(frozen=True)
class _RecordTask:
    """What a worker needs to clean one record."""

    doc_id: str
    item: Found | Reject
    cache: str
    code: str

    @property
    def key(self) -> str:
        return content_hash(dumps([self.code, self.doc_id, repr(self.item)]).encode())

    def compute(self) -> _Records:
        """Return the document, or the reject."""
        return _cleaned([(self.doc_id, self.item)])


def _read_and_clean(corpus: Corpus, workers: engine.Workers, tell: Progress) -> tuple[list[Document], list[Reject]]:
    detail = f"run `corpuslib add {corpus.name}` to list it"
    rejects = [Reject(file=name, record=None, reason="not listed", detail=detail) for name in corpus.unlisted()]
    files = []
    for file, state in corpus.states():
        if state == "present":
            files.append(file)
        else:
            rejects.append(Reject(file=file.path, record=None, reason=state, detail=_STATE_DETAIL[state]))
    documents: list[Document] = []
    tasks = _tasks(corpus, files, settings.columns(corpus))
    for done, result in enumerate(engine.map_ordered(_read_and_clean_one, tasks, workers=workers), 1):
        tell("read and clean", done, max(done, len(files)))
        documents += [document_from_record(record) for record in result["documents"]]
        rejects += [from_record(Reject, record) for record in result["rejects"]]
    documents, repeated = _without_copies(documents)
    return cleaning.narrow_dates(cleaning.mark_repeated(documents)), rejects + repeated


def _tasks(corpus: Corpus, files: Iterable[CorpusFile], columns: _Columns) -> Iterator[_FileTask | _RecordTask]:
    folder, cache = str(corpus.folder), str(corpus.processed / ".cache")
    for file in files:
        if (corpus.folder / file.path).stat().st_size <= _LARGE:
            yield _FileTask(folder, file, columns, cache, code_hash())
        else:
            for number, item in enumerate(_items(folder, file, columns), 1):
                yield _RecordTask(_doc_id(file, number, item), item, cache, code_hash())


_STATE_DETAIL = {
    "missing": "corpus.toml lists it and it is not there; bring it in with `corpuslib add`",
    "altered": "its SHA-256 is not the one in corpus.toml; bring the right file in with `corpuslib add`",
    "outside": "it is a link that leads out of the corpus's folder",
}


def _items(folder: str, file: CorpusFile, columns: _Columns) -> Iterator[Found | Reject]:
    """Yield what is in a file, with what corpus.toml says of it."""
    for item in read.read_path(Path(folder) / file.path, file=file.path, options=read.ReadOptions.named(columns)):
        yield replace(item, declared=_known(item.declared, file.declared)) if isinstance(item, Found) else item


def _doc_id(file: CorpusFile, number: int, item: Found | Reject) -> str:
    return file.id if isinstance(item, Reject) or item.source.record is None else f"{file.id}-{number}"


def _read_and_clean_one(task: _FileTask | _RecordTask) -> _Records:
    return _cached(Path(task.cache), "files", task.key, task.compute)


def _cleaned(items: Iterable[tuple[str, Found | Reject]]) -> _Records:
    documents, rejects = [], []
    for doc_id, item in items:
        document, problem = (Document("", ""), item) if isinstance(item, Reject) else _clean_safely(item)
        if problem is None:
            documents.append(document_to_record(document.with_id(doc_id)))
        else:
            rejects.append(to_record(problem))
    return {"documents": documents, "rejects": rejects}


def _known(inside: Declared, listed: Declared) -> Declared:
    """Let what corpus.toml says of a file fill in and overrule what its container says."""
    return replace(inside, **{name: value for name, value in asdict(listed).items() if value})


def _clean_safely(found: Found) -> tuple[Document, Reject | None]:
    # A bug in one rule must not cost the rest of the corpus; it is shown as a reject with its message.
    try:
        return cleaning.clean_found(found), None
    except Exception as error:
        detail = f"{type(error).__name__}: {error}; please report this"
        source = found.source
        return Document("", ""), Reject(file=source.file, record=source.record, reason="cleaning failed", detail=detail)


def _without_copies(documents: list[Document]) -> tuple[list[Document], list[Reject]]:
    """Set aside documents whose text as found is that of an earlier one, letter for letter."""
    first: dict[str, Document] = {}
    kept, rejects = [], []
    for document in documents:
        original = first.setdefault(document.raw, document)
        if original is document:
            kept.append(document)
        else:
            detail = f"the same text, letter for letter, as document {original.doc_id}"
            source = document.source
            rejects.append(Reject(file=source.file, record=source.record, reason="copy", detail=detail))
    return kept, rejects


# Annotate: one cached result a document


@dataclass(frozen=True)
class _DocumentTask:
    """What a worker needs to find the rows of one document."""

    record: dict[str, Any]
    context: annotation.Context
    cache: str
    code: str


def _annotate(
    corpus: Corpus, documents: list[Document], workers: engine.Workers, tell: Progress, tables: _Tables
) -> Iterator[tuple[Document, dict[str, Sequence[Row]]]]:
    """Write the rows of every document, and yield it with those that are needed to compare; empties the list."""
    context = annotation.Context(actors=settings.actors(corpus), codebooks=settings.codebooks(corpus))
    cache, code, count = str(corpus.processed / ".cache"), code_hash(), len(documents)
    documents.reverse()
    waiting: deque[Document] = deque()

    def tasks() -> Iterator[_DocumentTask]:
        while documents:
            waiting.append(documents.pop())
            yield _DocumentTask(document_to_record(waiting[-1]), context, cache, code)

    for done, result in enumerate(engine.map_ordered(_annotate_one, tasks(), workers=workers), 1):
        document = waiting.popleft()
        tell("annotate", done, count)
        tables.add(TextRow.table, [TextRow(doc_id=document.doc_id, raw=document.raw, text=document.text)])
        tables.add(Block.table, document.blocks)
        tables.add(Edit.table, document.edits)
        rows = {
            table: [from_record(_class_of(table), record) for record in records] for table, records in result.items()
        }
        for table, of_document in rows.items():
            if table not in _AFTERWARDS:
                tables.add(table, of_document)
        yield document, {table: rows[table] for table in _COMPARED}


# What comparison uses of a document's rows, and what it has something to add to. The rest is not kept.
_COMPARED = (DocumentRow.table, DateMention.table, "sentences", "attributions", "hedges", "translation_issues")
_AFTERWARDS = (DocumentRow.table, "attributions")


def _annotate_one(task: _DocumentTask) -> _Records:
    actors = [asdict(actor) for actor in task.context.actors]
    key = content_hash(dumps([task.code, task.record, actors, task.context.codebooks]).encode())
    return _cached(Path(task.cache), "rows", key, partial(_annotate_now, task))


def _annotate_now(task: _DocumentTask) -> _Records:
    document = document_from_record(task.record)
    found = annotation.annotate(document, task.context)
    issues = cast(Sequence[TranslationIssue], found[TranslationIssue.table])
    rows: dict[str, Sequence[Row]] = {
        DocumentRow.table: [_document_row(document, issues)],
        DateMention.table: cleaning.find_dates(document),
        **found,
    }
    return {table: [to_record(row) for row in found] for table, found in rows.items()}


def _document_row(document: Document, issues: Sequence[TranslationIssue]) -> DocumentRow:
    values = {**asdict(document.metadata), **asdict(document.source)}
    return DocumentRow(
        doc_id=document.doc_id,
        story_id=None,
        story_order=None,
        is_translation=annotation.translation.translated(document.text, issues),
        n_words=len(_WORD.findall(document.body)),
        **values,
    )


def _compare(
    names: Iterable[str],
    shelf: comparison.Shelf,
    tables: _Tables,
    actors: Sequence[annotation.Actor],
    workers: engine.Workers,
) -> None:
    placed = comparison.compare_library(shelf, actors, workers=workers, write=tables.add)
    for doc_id in names:
        story, order = placed.stories.get(doc_id, (None, None))
        found = shelf.found[doc_id]
        row = replace(cast(DocumentRow, found[DocumentRow.table][0]), story_id=story, story_order=order)
        if days := placed.written.get(doc_id):
            reason = f"{row.date_reason}; {days.reason}"
            row = replace(row, published_from=days.first, published_to=days.last, date_reason=reason)
        tables.add(DocumentRow.table, [row])
        tables.add("attributions", comparison.mark_suspects(found["attributions"], placed.suspects))


# Files

# So many rows are written at once: the tables of a large corpus are never whole in memory.
_ROW_GROUP = 20_000


class _Tables:
    """The files of all tables while they are written, and how many rows each has; they appear when all are done.

    `folder` is for what is needed until then.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._scratch = folder, folder / f".{os.getpid()}.part"
        self.folder = self._scratch / "kept"
        self._writers: dict[str, pq.ParquetWriter] = {}
        self._waiting: dict[str, list[Row]] = {cls.table: [] for cls in row_classes()}
        self.counts = dict.fromkeys(self._waiting, 0)

    def __enter__(self) -> _Tables:
        import pyarrow.parquet as pq

        self.folder.mkdir(parents=True, exist_ok=True)
        for cls in row_classes():
            path = self._scratch / f"{cls.table}.parquet"
            self._writers[cls.table] = pq.ParquetWriter(path, schema(cls), compression="zstd")
        return self

    def add(self, table: str, rows: Iterable[Row]) -> None:
        """Write rows, in the order in which they come."""
        waiting = self._waiting[table]
        waiting += rows
        while len(waiting) >= _ROW_GROUP:
            self._lay_down(table, waiting[:_ROW_GROUP])
            del waiting[:_ROW_GROUP]

    def _lay_down(self, table: str, rows: Sequence[Row]) -> None:
        self._writers[table].write_table(to_arrow(rows, _class_of(table)))
        self.counts[table] += len(rows)

    def __exit__(self, kind: type[BaseException] | None, *details: object) -> None:
        try:
            for table, writer in self._writers.items():
                if kind is None and (self._waiting[table] or not self.counts[table]):
                    self._lay_down(table, self._waiting[table])
                writer.close()
            for path in sorted(self._scratch.glob("*.parquet")) if kind is None else ():
                path.replace(self._folder / path.name)
        finally:
            shutil.rmtree(self._scratch, ignore_errors=True)


@cache
def _class_of(table: str) -> type[Row]:
    return next(cls for cls in row_classes() if cls.table == table)


def _cached(folder: Path, stage: str, key: str, compute: Callable[[], _Records]) -> _Records:
    path = folder / stage / key[:2] / f"{key}.json"
    try:
        known: _Records = json.loads(path.read_bytes())
    except (OSError, ValueError):
        known = compute()
        write_atomically(path, dumps(known).encode())
    return known


def dictionary_text() -> str:
    """Return data/processed/README.md: what the tables hold, column by column."""
    head = (
        "# Tables\n\n"
        "`corpuslib build NAME` writes one Parquet file a table to `data/processed/NAME/`; they are not committed.\n"
        "Offsets count Unicode code points: `start` and `end` in the clean text, `raw_start` and `raw_end` in the\n"
        "text as found. Both texts are in table `texts`. This file is generated: `corpuslib dictionary --write`.\n\n"
    )
    return head + data_dictionary(row_classes())
