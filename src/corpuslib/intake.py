"""Bring texts into data/raw: make a corpus from a folder, add texts to one, by content and not by name."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpuslib.corpus import CODES, CORPUS_FILE, NAME, RATINGS, Corpus, CorpusError, file_hash, text_files
from corpuslib.tables import toml_string

__all__ = ["Added", "add", "create", "write_atomically"]


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or as it was before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        scratch.write_bytes(data)
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)


def file_entries(folder: Path, names: Sequence[str], taken: Iterable[str] = ()) -> str:
    """Return `[[file]]` entries for files of a folder, numbered on from the ids already taken."""
    taken = set(taken)
    first = max((int(i) for i in taken if i.isdigit()), default=0) + 1
    width = max(3, len(str(first + len(names))), *(len(i) for i in taken if i.isdigit()), 0)
    parts = []
    for number, name in enumerate(names, first):
        path = folder / name
        parts.append(
            f"\n[[file]]\nid = {toml_string(f'{number:0{width}}')}\npath = {toml_string(name)}\n"
            f"sha256 = {toml_string(file_hash(path))}\nbytes = {path.stat().st_size}\n"
        )
    return "".join(parts)


def create(name: str, source: Path, root: Path, suffixes: Sequence[str]) -> tuple[Corpus, list[str]]:
    """Make a corpus from a folder of files; return it and the files left out because of their format.

    Raises `CorpusError` if the name is taken or not usable, or if there is nothing to take.
    """
    if not NAME.fullmatch(name):
        raise CorpusError(f"{name!r} cannot be a corpus's name: use small letters, digits, - and _")
    if purpose := {RATINGS: "tables of ratings", CODES: "what people coded"}.get(name):
        raise CorpusError(f"data/raw/{name} is for {purpose}; choose another name")
    if not source.is_dir():
        raise CorpusError(f"{source} is not a folder")
    corpus = Corpus(name, root)
    if corpus.folder.exists():
        raise CorpusError(f"{corpus.folder} is there already; choose another name, or use `corpuslib add {name}`")
    names = text_files(source)
    taken = [n for n in names if _inside(source, n) and n.lower().endswith(tuple(suffixes))]
    if not taken:
        raise CorpusError(f"{source} has no file that ends in {', '.join(suffixes)}")
    staging = corpus.folder.with_name(f".{name}.part")
    shutil.rmtree(staging, ignore_errors=True)
    try:
        for n in taken:
            (staging / n).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / n, staging / n)
        head = (
            f"title = {toml_string(name)}\n"
            '# "restricted": reports show at most 8 words in a row. Set to "open" if you may publish the texts.\n'
            'rights = "restricted"\n'
        )
        (staging / CORPUS_FILE).write_text(head + file_entries(staging, taken), encoding="utf-8", newline="\n")
        staging.rename(corpus.folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return corpus, [n for n in names if n not in taken]


def _inside(folder: Path, name: str) -> bool:
    return (folder / name).resolve().is_relative_to(folder.resolve())


@dataclass(frozen=True)
class Added:
    """What `add` did: files brought in, listed files still missing, and files of a listed name but other content."""

    brought: tuple[str, ...]
    missing: tuple[str, ...]
    altered: tuple[str, ...]
    listed: tuple[str, ...] = ()


def add(corpus: Corpus, source: Path, *, suffixes: Sequence[str], new: bool = False) -> Added:
    """Bring the texts of a corpus in from a folder, by hash whatever their names; with `new`, list others too.

    Raises `CorpusError` if the source is not a folder.
    """
    if not source.is_dir():
        raise CorpusError(f"{source} is not a folder")
    names = [n for n in text_files(source) if _inside(source, n)]
    by_hash = {file_hash(source / n): n for n in reversed(names)}
    by_name = {n.rsplit("/", 1)[-1] for n in names}
    brought, missing, altered = [], [], []
    for file, state in corpus.states():
        if state == "present":
            continue
        if file.sha256 in by_hash:
            (corpus.folder / file.path).parent.mkdir(parents=True, exist_ok=True)
            write_atomically(corpus.folder / file.path, (source / by_hash[file.sha256]).read_bytes())
            brought.append(file.path)
        elif state == "altered" or file.path.rsplit("/", 1)[-1] in by_name:
            altered.append(file.path)
        else:
            missing.append(file.path)
    listed = _list_new(corpus, source, names, suffixes) if new else ()
    return Added(tuple(brought), tuple(missing), tuple(altered), listed)


def _list_new(corpus: Corpus, source: Path, names: Sequence[str], suffixes: Sequence[str]) -> tuple[str, ...]:
    known = {file.sha256 for file in corpus.spec.files}
    fresh = []
    for n in names:
        if not n.lower().endswith(tuple(suffixes)) or file_hash(source / n) in known:
            continue
        if (corpus.folder / n).exists():
            raise CorpusError(f"{corpus.folder / n} is there already with other content; rename {source / n}")
        (corpus.folder / n).parent.mkdir(parents=True, exist_ok=True)
        write_atomically(corpus.folder / n, (source / n).read_bytes())
        fresh.append(n)
    path = corpus.folder / CORPUS_FILE
    entries = file_entries(corpus.folder, fresh, [file.id for file in corpus.spec.files])
    write_atomically(path, path.read_bytes().rstrip(b"\n") + b"\n" + entries.encode())
    return tuple(fresh)
