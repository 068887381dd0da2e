"""Draws passages for human coding: stratified, repeatable, blind.

Every passage of a corpus has a number that depends on the seed and on nothing else; a stratum gives those with the
lowest numbers (permanent random numbers: Ohlsson, 1995, "Coordination of samples using permanent random numbers").
The draw is therefore the same on every machine and does not change where the corpus grows elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from corpuslib.annotate.frames import Codebook, CodebookError, load_codebook
from corpuslib.corpus import CODES, Corpus, CorpusError
from corpuslib.document import content_hash
from corpuslib.intake import write_atomically

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "LONGEST",
    "STRATA",
    "CodingError",
    "Passage",
    "Sample",
    "SampledUnit",
    "UnitKind",
    "allocate",
    "check_of",
    "codebook_of",
    "codes_folder",
    "codes_hash",
    "draw",
    "folder_of",
    "load_sample",
    "passages",
    "save_sample",
    "shown",
    "strata_of",
    "working_folder",
]

UnitKind = Literal["sentence", "paragraph", "document"]
STRATA: Mapping[str, str] = {"outlet": "outlet", "story": "story_id", "section": "section", "language": "language"}
"""What a sample may be stratified by, and the column of table `documents` that holds it."""

LONGEST = 32_000
"""Characters of a passage that a sheet shows; a spreadsheet cell holds 32,767."""

_FILE = "sample.json"
_OPENING = frozenset("\"'“„‘‚«‹([")
_CODER = re.compile(r"\w[\w-]{0,31}")
# What XML, and so a sheet, cannot hold.
_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class CodingError(CorpusError):
    """Something about a coding sample or a sheet that a person must put right; the message says what and where."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that can be coded: where it stands in the clean text, and its words."""

    doc_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SampledUnit:
    """A drawn passage under an id that says nothing, its stratum, who codes it, and a hash of its words."""

    unit_id: str
    doc_id: str
    start: int
    end: int
    stratum: str
    coders: tuple[str, ...]
    check: str


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A drawn sample with the settings that made it. It is the key to the blind ids, so coders do not get it.

    `about` says who codes and how they were trained, for the readers of a report.
    """

    kind: UnitKind
    codebook: str
    frames: tuple[str, ...]
    coders: tuple[str, ...]
    by: tuple[str, ...]
    overlap: float
    seed: int
    population: int
    units: tuple[SampledUnit, ...]
    equal: bool = False
    about: str = ""

    def of(self, coder: str) -> list[SampledUnit]:
        """Return the units of a coder, shuffled in an order of the coder's own."""
        mine = [unit for unit in self.units if coder in unit.coders]
        return sorted(mine, key=lambda unit: _number(self.seed, coder, unit.unit_id))


def folder_of(corpus: Corpus) -> Path:
    """Return the folder that holds sheets, and whatever else shows passages. It is never committed."""
    return corpus.root / "data" / "coding" / corpus.name


def working_folder(corpus: Corpus) -> Path:
    """Return `folder_of` a corpus, with a .gitignore above it that keeps it out of every commit."""
    folder = folder_of(corpus)
    write_atomically(folder.parent / ".gitignore", b"*\n")
    return folder


def codes_folder(corpus: Corpus) -> Path:
    """Return where the sample of a corpus lies, and beside it the codes and what was learnt from them.

    These files hold places, hashes and codes and no passage. A sample of one's own in `data/coding/<corpus>/` goes
    before one that is committed in `data/raw/coding/<corpus>/`.
    """
    published = corpus.root / "data" / "raw" / CODES / corpus.name
    own = folder_of(corpus)
    return published if (published / _FILE).is_file() and not (own / _FILE).is_file() else own


def codes_hash(corpus: Corpus) -> str:
    """Return a hash of all that a report reads of the coding of a corpus; empty if no sample was drawn."""
    folder = codes_folder(corpus)
    if not (folder / _FILE).is_file():
        return ""
    files = [folder / name for name in (_FILE, "codes.csv", "predictions.csv", "training.json")]
    there = [(path.name, content_hash(path.read_bytes())) for path in files if path.is_file()]
    return content_hash(json.dumps(there).encode())


def shown(passage: str) -> str:
    """Return a passage as a sheet shows it: without control characters, and cut where no cell holds more.

    >>> shown("a\\x00b\\r\\nc")
    'a�b\\nc'
    """
    text = _UNSHOWABLE.sub("\ufffd", passage.replace("\r\n", "\n").replace("\r", "\n"))
    return text if len(text) <= LONGEST else text[:LONGEST] + " […]"


def check_of(passage: str) -> str:
    """Return a hash of the words of a passage. White space does not count: spreadsheets change it.

    >>> check_of("Talks go on.") == check_of(" Talks  go\\non.") != check_of("Talks go on!")
    True
    """
    return content_hash(" ".join(passage.split()).encode("utf-8", "replace"))[:16]


def codebook_of(corpus: Corpus, name: str | None = None) -> Codebook:
    """Return a codebook by its name or path, by default the first that the corpus names.

    Raises `CodingError` if it cannot be used.
    """
    if name is None:
        if not corpus.spec.codebooks:
            raise CodingError(f"corpus.toml of {corpus.name!r} names no codebook; name one with --codebook")
        first = corpus.spec.codebooks[0]
        name = str(corpus.folder / first) if first.endswith(".toml") else first
    try:
        return load_codebook(name)
    except CodebookError as error:
        raise CodingError(str(error)) from error


def passages(corpus: Corpus, kind: UnitKind) -> list[Passage]:
    """Return every passage of a corpus that can be coded, in order of document and place.

    A `sentence` or `paragraph` is one of the body. A `document` is headline, standfirst and body with an empty line
    between the blocks. Bylines, datelines and the like name outlet and day, so they are left out, also where the
    dateline opens the first paragraph.
    """
    if kind not in get_args(UnitKind):
        raise CodingError(f"no unit {kind!r}; there are: {', '.join(get_args(UnitKind))}")
    table, blocks = corpus.table("texts"), corpus.table("blocks")
    texts: dict[str, str] = dict(zip(table["doc_id"], table["text"], strict=True))
    body = blocks[blocks["in_body"] & (blocks["kind"] == "paragraph")]
    rows = body
    if kind == "sentence":
        rows = corpus.table("sentences").merge(body[["doc_id", "block_id"]], on=["doc_id", "block_id"])
    elif kind == "document":
        rows = blocks[blocks["in_body"] | blocks["kind"].isin(["headline", "standfirst"])]
    opens = _after_datelines(corpus, texts, body)
    found = []
    for doc_id, first, end in sorted(zip(rows["doc_id"], rows["start"], rows["end"], strict=True)):
        low, high = opens.get(doc_id, (0, 0))
        start = max(first, high) if low <= first else first
        if start < end:
            found.append(Passage(doc_id, int(start), int(end), texts[doc_id][start:end]))
    return _whole(found) if kind == "document" else found


def _whole(pieces: Sequence[Passage]) -> list[Passage]:
    """Join the pieces of each document."""
    documents: dict[str, list[Passage]] = {}
    for piece in pieces:
        documents.setdefault(piece.doc_id, []).append(piece)
    return [
        Passage(doc_id, parts[0].start, parts[-1].end, "\n\n".join(part.text for part in parts))
        for doc_id, parts in documents.items()
    ]


def _after_datelines(corpus: Corpus, texts: Mapping[str, str], body: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """Return where each first paragraph that opens with its dateline begins, and where its own words begin."""
    documents = corpus.documents
    datelines = dict(zip(documents["doc_id"], documents["dateline"].fillna(""), strict=True))
    found = {}
    for doc_id, start in body.groupby("doc_id")["start"].min().items():
        text, dateline = texts[str(doc_id)], datelines[str(doc_id)]
        if dateline and text.startswith(dateline, int(start)):
            end = int(start) + len(dateline)
            while end < len(text) and not text[end].isalnum() and text[end] not in _OPENING:
                end += 1
            found[str(doc_id)] = (int(start), end)
    return found


def strata_of(corpus: Corpus, by: Sequence[str]) -> dict[str, str]:
    """Return the stratum of each document: its outlet, story and so on, as `by` says.

    Raises `CodingError` for a name that is not in `STRATA`.
    """
    for name in by:
        if name not in STRATA:
            raise CodingError(f"no stratum {name!r}; a sample can be stratified by: {', '.join(STRATA)}")
    documents = corpus.documents
    columns = [documents[STRATA[name]].fillna("(none)").astype(str) for name in by]
    keys = zip(*columns, strict=True) if columns else [()] * len(documents)
    return {doc_id: " · ".join(key) for doc_id, key in zip(documents["doc_id"], keys, strict=True)}


def allocate(sizes: Mapping[str, int], n: int, *, equal: bool = False, seed: int = 0) -> dict[str, int]:
    """Return how many of `n` units each stratum gives, never more than it has.

    The units are given out one by one to the stratum that has the least for its size (Sainte-Laguë), or, with
    `equal`, to the one that has the fewest. Ties fall by the seed, not by the alphabet.

    >>> allocate({"a": 60, "b": 30, "c": 10}, 10)
    {'a': 6, 'b': 3, 'c': 1}
    >>> allocate({"a": 60, "b": 30, "c": 1}, 9, equal=True)
    {'a': 4, 'b': 4, 'c': 1}
    """
    import heapq

    given = dict.fromkeys(sorted(sizes), 0)
    # The largest claim is the smallest (2k + 1) / size; whole numbers make the comparison exact.
    product = 1 if equal else _common(sizes.values())

    def claim(name: str) -> tuple[int, str, str]:
        weight = product if equal else product // sizes[name]
        return (2 * given[name] + 1) * weight, _number(seed, name), name

    heap = [claim(name) for name in given if sizes[name] > 0]
    heapq.heapify(heap)
    for _ in range(n):
        if not heap:
            break
        name = heapq.heappop(heap)[-1]
        given[name] += 1
        if given[name] < sizes[name]:
            heapq.heappush(heap, claim(name))
    return given


def _common(sizes: Iterable[int]) -> int:
    import math

    return math.lcm(*(size for size in sizes if size > 0))


def draw(
    population: Sequence[Passage],
    strata: Mapping[str, str],
    n: int,
    coders: Sequence[str],
    *,
    overlap: float = 1.0,
    equal: bool = False,
    seed: int = 0,
) -> tuple[SampledUnit, ...]:
    """Return a stratified sample of `n` passages, or all if there are fewer, each with its coders.

    `strata` gives the stratum of each document. A share `overlap` of the units goes to every coder, the rest to one
    coder each; both are spread over the strata. `equal` draws the same number from each stratum instead of shares
    like the corpus's: then corpus-wide shares need weights. Units come sorted by id. Raises `CodingError` for
    settings that make no sense.
    """
    _check_settings(n, coders, overlap)
    members: dict[str, list[tuple[str, Passage]]] = {}
    for passage in population:
        unit_id = "u" + _number(seed, passage.doc_id, str(passage.start), str(passage.end))[:12]
        members.setdefault(strata[passage.doc_id], []).append((unit_id, passage))
    sizes = allocate({name: len(units) for name, units in members.items()}, n, equal=equal, seed=seed)
    # A place between 0 and 1 in the stratum: in this order every beginning of the list is spread over the strata.
    drawn = sorted(
        ((2 * k + 1) / (2 * sizes[name]), unit_id, name, passage)
        for name, units in members.items()
        for k, (unit_id, passage) in enumerate(sorted(units, key=lambda u: u[0])[: sizes[name]])
    )
    if len({unit_id for _, unit_id, _, _ in drawn}) < len(drawn):
        raise CodingError("two passages have the same id; draw with another seed")
    shared = len(drawn) if len(coders) == 1 else round(overlap * len(drawn))
    units = [
        SampledUnit(
            unit_id=unit_id,
            doc_id=passage.doc_id,
            start=passage.start,
            end=passage.end,
            stratum=name,
            coders=tuple(coders) if place < shared else (coders[place % len(coders)],),
            check=check_of(shown(passage.text)),
        )
        for place, (_, unit_id, name, passage) in enumerate(drawn)
    ]
    return tuple(sorted(units, key=lambda unit: unit.unit_id))


def _check_settings(n: int, coders: Sequence[str], overlap: float) -> None:
    if n < 1:
        raise CodingError(f"a sample of {n} units is none; draw 1 or more")
    if not coders:
        raise CodingError("a sample needs a coder; name one or more with --coders anna,ben")
    for coder in coders:
        if not _CODER.fullmatch(coder):
            raise CodingError(f"{coder!r} cannot be a coder's name: use letters, digits, - and _, at most 32")
    if twice := [name for name, count in Counter(coder.casefold() for coder in coders).items() if count > 1]:
        raise CodingError(f"the coder {twice[0]!r} is named twice")
    if not 0 <= overlap <= 1:
        raise CodingError(f"the overlap is a share from 0 to 1, not {overlap}")


def _number(seed: int, *parts: str) -> str:
    """Return a number, in hexadecimal, that is random to the eye and the same on every machine."""
    return hashlib.sha256("\0".join([str(seed), *parts]).encode("utf-8", "replace")).hexdigest()


def save_sample(corpus: Corpus, sample: Sample) -> Path:
    """Write a sample to its folder, and a .gitignore that keeps the folder out of every commit.

    Raises `CodingError` if a sample is there already: coders may be at work on it.
    """
    path = folder_of(corpus) / _FILE
    if path.exists():
        raise CodingError(f"{path.parent} holds a sample that coders may be at work on; move the folder away first")
    content = json.dumps(asdict(sample), ensure_ascii=False, indent=1) + "\n"
    write_atomically(working_folder(corpus) / _FILE, content.encode())
    return path


def load_sample(corpus: Corpus) -> Sample:
    """Return the sample of a corpus. Raises `CodingError` if none was drawn or its file was damaged."""
    path = codes_folder(corpus) / _FILE
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        units = tuple(SampledUnit(**{**unit, "coders": tuple(unit["coders"])}) for unit in data.pop("units"))
        lists = {name: tuple(data[name]) for name in ("frames", "coders", "by")}
        settings: dict[str, Any] = {**data, **lists}
        return Sample(units=units, **settings)
    except FileNotFoundError as error:
        raise CodingError(
            f"no sample of corpus {corpus.name!r}; draw one with `corpuslib code sample {corpus.name}`"
        ) from error
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise CodingError(f"{path} is damaged ({error!r}); bring back the file that `code sample` wrote") from error
