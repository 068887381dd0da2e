"""What corpus.toml says of reading and annotating, checked: columns, actors, codebooks."""

from __future__ import annotations

from dataclasses import fields

from corpuslib import annotate as annotation
from corpuslib import read
from corpuslib.corpus import CORPUS_FILE, Corpus, CorpusError

__all__ = ["actors", "codebooks", "columns"]


def columns(corpus: Corpus) -> tuple[tuple[str, str], ...]:
    """Return the settings under [columns] in corpus.toml. Raises `CorpusError` if one has no meaning."""
    known = [f.name for f in fields(read.ReadOptions) if f.name.endswith("_column") or f.name == "delimiter"]
    for name, value in corpus.spec.columns.items():
        if name not in known or not isinstance(value, str):
            listed = ", ".join(known)
            raise CorpusError(f"{corpus.folder / CORPUS_FILE}: [columns] {name} = {value!r}; known are texts: {listed}")
    return tuple(sorted(corpus.spec.columns.items()))


def actors(corpus: Corpus) -> tuple[annotation.Actor, ...]:
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


def codebooks(corpus: Corpus) -> tuple[str, ...]:
    """Return the codebooks of corpus.toml: names of shipped ones, or paths below the corpus's folder made whole."""
    named = []
    for name in corpus.spec.codebooks:
        named.append(str(corpus.folder / name) if name.endswith(".toml") else name)
        try:
            annotation.frames.load_codebook(named[-1])
        except (annotation.frames.CodebookError, OSError) as error:
            raise CorpusError(f"{corpus.folder / CORPUS_FILE}: codebooks: {error}") from error
    return tuple(named)
