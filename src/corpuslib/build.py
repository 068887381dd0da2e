"""Build the tables of a corpus: read, clean, annotate, compare; what has not changed is not computed again.

The results for a file, and the rows of a document, are kept under a hash of everything they depend on: the
bytes, the settings, and the code itself. A build that was interrupted goes on where it stopped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from corpuslib import annotate as annotation
from corpuslib import cleaning, engine, read
from corpuslib import compare as comparison
from corpuslib.cleaning.dates import DateMention
from corpuslib.corpus import CORPUS_FILE, Corpus, CorpusError, CorpusFile
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
from corpuslib.tables import Row, data_dictionary, dumps, from_record, to_arrow, to_record
from corpuslib.text import Edit

__all__ = ["Built", "build", "code_hash", "dictionary_text", "row_classes"]

Progress = Callable[[str, int, int], None]

_ENGINES = ("charset-normalizer", "ftfy", "nltk", "py3langid", "pyarrow")
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
    documents, rejects = _read_and_clean(corpus, workers, tell)
    found = _annotate(corpus, documents, workers, tell)
    tell("compare", 0, 1)
    tables = _assemble(documents, rejects, found)
    tell("compare", 1, 1)
    for cls in row_classes():
        _write(corpus.processed, tables.get(cls.table, []), cls)
    counts = {cls.table: len(tables.get(cls.table, [])) for cls in row_classes()}
    write_atomically(state, dumps({"key": key, "counts": counts}).encode())
    return Built(counts, unchanged=False)


def _built_before(state: Path, key: str) -> dict[str, int] | None:
    try:
        data = json.loads(state.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    there = data.get("key") == key and all((state.parent / f"{t}.parquet").is_file() for t in data["counts"])
    return data["counts"] if there else None


# Read and clean: one cached result a file


@dataclass(frozen=True)
class _FileTask:
    """What a worker needs to read and clean one file."""

    folder: str
    file: CorpusFile
    columns: tuple[tuple[str, str], ...]
    cache: str
    code: str

    @property
    def key(self) -> str:
        declared = asdict(self.file.declared)
        return content_hash(dumps([self.code, self.file.sha256, self.file.path, declared, self.columns]).encode())


def _read_and_clean(corpus: Corpus, workers: int, tell: Progress) -> tuple[list[Document], list[Reject]]:
    rejects = [
        Reject(
            file=name,
            record=None,
            reason="not listed",
            detail=f"run `corpuslib add {corpus.name}` to list it",
        )
        for name in corpus.unlisted()
    ]
    tasks = []
    columns = _columns(corpus)
    for file, state in corpus.states():
        if state == "present":
            cache = str(corpus.processed / ".cache")
            tasks.append(_FileTask(str(corpus.folder), file, columns, cache, code_hash()))
        else:
            rejects.append(Reject(file=file.path, record=None, reason=state, detail=_STATE_DETAIL[state]))
    documents: list[Document] = []
    for done, result in enumerate(engine.map_ordered(_read_and_clean_file, tasks, workers=workers), 1):
        tell("read and clean", done, len(tasks))
        documents += [document_from_record(record) for record in result["documents"]]
        rejects += [from_record(Reject, record) for record in result["rejects"]]
    documents, repeated = _without_copies(documents)
    return cleaning.narrow_dates(cleaning.mark_repeated(documents)), rejects + repeated


def _columns(corpus: Corpus) -> tuple[tuple[str, str], ...]:
    """Return the settings under [columns] in corpus.toml. Raises `CorpusError` if one has no meaning."""
    known = [f.name for f in fields(read.ReadOptions) if f.name.endswith("_column") or f.name == "delimiter"]
    for name, value in corpus.spec.columns.items():
        if name not in known or not isinstance(value, str):
            listed = ", ".join(known)
            raise CorpusError(f"{corpus.folder / CORPUS_FILE}: [columns] {name} = {value!r}; known are texts: {listed}")
    return tuple(sorted(corpus.spec.columns.items()))


_STATE_DETAIL = {
    "missing": "corpus.toml lists it and it is not there; bring it in with `corpuslib add`",
    "altered": "its SHA-256 is not the one in corpus.toml; bring the right file in with `corpuslib add`",
    "outside": "it is a link that leads out of the corpus's folder",
}


def _read_and_clean_file(task: _FileTask) -> dict[str, list[dict[str, Any]]]:
    return _cached(Path(task.cache), "files", task.key, partial(_read_and_clean_now, task))


def _read_and_clean_now(task: _FileTask) -> dict[str, list[dict[str, Any]]]:
    options = read.ReadOptions.named(task.columns)
    path = Path(task.folder) / task.file.path
    documents, rejects = [], []
    for number, item in enumerate(read.read_path(path, file=task.file.path, options=options), 1):
        if isinstance(item, Reject):
            rejects.append(to_record(item))
            continue
        found = replace(item, declared=_known(item.declared, task.file.declared))
        doc_id = task.file.id if found.source.record is None else f"{task.file.id}-{number}"
        document, problem = _clean_safely(found)
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


def _actors(corpus: Corpus) -> tuple[annotation.Actor, ...]:
    """Return the [[actor]] tables of corpus.toml. Raises `CorpusError` naming the one that is wrong."""
    actors = []
    for number, entry in enumerate(corpus.spec.actors, 1):
        where = f"{corpus.folder / CORPUS_FILE}: [[actor]] number {number}"
        if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
            raise CorpusError(f"{where} has no name")
        if unknown := sorted(set(entry) - {"name", "kind", "aliases", "labels"}):
            raise CorpusError(f"{where} has an unknown key {unknown[0]!r}")
        lists = {key: entry.get(key, []) for key in ("aliases", "labels")}
        if not all(isinstance(v, list) and all(isinstance(item, str) for item in v) for v in lists.values()):
            raise CorpusError(f"{where}: aliases and labels are lists of texts")
        aliases, labels = (tuple(lists[key]) for key in ("aliases", "labels"))
        actors.append(annotation.Actor(entry["name"], aliases, labels, entry.get("kind")))
    return tuple(actors)


def _codebooks(corpus: Corpus) -> tuple[str, ...]:
    """Return the codebooks of corpus.toml: names of shipped ones, or paths below the corpus's folder made whole."""
    named = []
    for name in corpus.spec.codebooks:
        named.append(str(corpus.folder / name) if name.endswith(".toml") else name)
        try:
            annotation.frames.load_codebook(named[-1])
        except (annotation.frames.CodebookError, OSError) as error:
            raise CorpusError(f"{corpus.folder / CORPUS_FILE}: codebooks: {error}") from error
    return tuple(named)


@dataclass(frozen=True)
class _DocumentTask:
    """What a worker needs to find the rows of one document."""

    record: dict[str, Any]
    context: annotation.Context
    cache: str
    code: str


def _annotate(
    corpus: Corpus, documents: Sequence[Document], workers: int, tell: Progress
) -> dict[str, dict[str, Sequence[Row]]]:
    context = annotation.Context(actors=_actors(corpus), codebooks=_codebooks(corpus))
    cache = str(corpus.processed / ".cache")
    tasks = [_DocumentTask(document_to_record(d), context, cache, code_hash()) for d in documents]
    classes = {cls.table: cls for cls in row_classes()}
    found: dict[str, dict[str, Sequence[Row]]] = {}
    for done, (document, result) in enumerate(
        zip(documents, engine.map_ordered(_annotate_one, tasks, workers=workers), strict=True), 1
    ):
        tell("annotate", done, len(tasks))
        found[document.doc_id] = {
            table: [from_record(classes[table], record) for record in records] for table, records in result.items()
        }
    return found


def _annotate_one(task: _DocumentTask) -> dict[str, list[dict[str, Any]]]:
    actors = [asdict(actor) for actor in task.context.actors]
    key = content_hash(dumps([task.code, task.record, actors, task.context.codebooks]).encode())
    return _cached(Path(task.cache), "rows", key, partial(_annotate_now, task))


def _annotate_now(task: _DocumentTask) -> dict[str, list[dict[str, Any]]]:
    document = document_from_record(task.record)
    rows: dict[str, Sequence[Row]] = {
        DateMention.table: cleaning.find_dates(document),
        **annotation.annotate(document, task.context),
    }
    return {table: [to_record(row) for row in found] for table, found in rows.items()}


# Compare, and lay out the tables


def _assemble(
    documents: Sequence[Document], rejects: Sequence[Reject], found: Mapping[str, Mapping[str, Sequence[Row]]]
) -> dict[str, list[Row]]:
    compared = comparison.compare_documents(documents, found)
    sorted_rejects = sorted(rejects, key=lambda r: (r.file, r.record or "", r.reason))
    tables: dict[str, list[Row]] = {
        Reject.table: list(sorted_rejects),
        **{cls.table: list(getattr(compared, cls.table)) for cls in comparison.ROWS},
    }
    for document in documents:
        story, order = compared.stories.get(document.doc_id, (None, None))
        rows = found[document.doc_id]
        tables.setdefault(DocumentRow.table, []).append(_document_row(document, rows, story, order))
        tables.setdefault(TextRow.table, []).append(
            TextRow(doc_id=document.doc_id, raw=document.raw, text=document.text)
        )
        tables.setdefault(Block.table, []).extend(document.blocks)
        tables.setdefault(Edit.table, []).extend(document.edits)
        for table, found_rows in rows.items():
            tables.setdefault(table, []).extend(found_rows)
    return tables


def _document_row(
    document: Document, rows: Mapping[str, Sequence[Row]], story: str | None, order: int | None
) -> DocumentRow:
    values = {
        name: getattr(part, name) for part in (document.metadata, document.source) for name in part.__dataclass_fields__
    }
    return DocumentRow(
        doc_id=document.doc_id,
        story_id=story,
        story_order=order,
        is_translation=annotation.translation.assess_translation(document).is_translation,
        n_words=len(_WORD.findall(document.body)),
        **values,
    )


# Files


def _write(folder: Path, rows: Sequence[Row], cls: type[Row]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(to_arrow(rows, cls), sink, compression="zstd")
    write_atomically(folder / f"{cls.table}.parquet", sink.getvalue().to_pybytes())


def _cached(
    folder: Path, stage: str, key: str, compute: Callable[[], dict[str, list[dict[str, Any]]]]
) -> dict[str, list[dict[str, Any]]]:
    path = folder / stage / key[:2] / f"{key}.json"
    try:
        known: dict[str, list[dict[str, Any]]] = json.loads(path.read_bytes())
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
