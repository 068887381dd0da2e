"""Annotate: a document in, rows out. One module per row type, each a row class and a function that finds rows.

An annotator of another package joins through the entry point group `corpuslib.annotators`; the entry point
names an `Annotator`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import entry_points
from types import MappingProxyType

from corpuslib.annotate import agency, attributions, frames, hedges, labels, provenance, sentences, translation
from corpuslib.document import Document
from corpuslib.tables import Row

__all__ = ["REGISTRY", "Actor", "Annotator", "Context", "annotate", "annotators"]

Actor = labels.Actor
Finder = Callable[[Document, "Context"], Sequence[Row]]


@dataclass(frozen=True)
class Context:
    """What an annotator may know beside the document.

    `actors` and `codebooks` come from the corpus file. `found` holds the rows that the annotators before this
    one found in the document, by table.
    """

    actors: tuple[Actor, ...] = ()
    codebooks: tuple[str, ...] = ("policy", "generic")
    found: Mapping[str, Sequence[Row]] = field(default_factory=dict)


@dataclass(frozen=True)
class Annotator:
    """A row class and the function that finds its rows; its table takes the row class's name."""

    row: type[Row]
    find: Finder


REGISTRY: tuple[Annotator, ...] = (
    Annotator(sentences.Sentence, lambda document, _: sentences.find_sentences(document)),
    Annotator(hedges.Hedge, lambda document, _: hedges.find_hedges(document)),
    Annotator(
        attributions.Attribution,
        lambda document, context: attributions.find_attributions(
            document, [row for row in context.found["hedges"] if isinstance(row, hedges.Hedge)]
        ),
    ),
    Annotator(provenance.Provenance, lambda document, _: provenance.find_provenance(document)),
    Annotator(
        labels.Label,
        lambda document, context: labels.find_labels(
            document,
            context.actors,
            [row for row in context.found["attributions"] if isinstance(row, attributions.Attribution)],
        ),
    ),
    Annotator(agency.Agency, lambda document, context: agency.find_agency(document, context.actors)),
    Annotator(
        frames.FrameHit,
        lambda document, context: [
            hit for name in context.codebooks for hit in frames.find_frames(document, frames.load_codebook(name))
        ],
    ),
    Annotator(translation.TranslationIssue, lambda document, _: translation.find_issues(document)),
)


@cache  # every installed package is looked through
def annotators() -> tuple[Annotator, ...]:
    """Return the annotators of this package, then those that other packages registered, by name."""
    others = sorted(entry_points(group="corpuslib.annotators"), key=lambda point: point.name)
    return (*REGISTRY, *(point.load() for point in others))


def annotate(document: Document, context: Context) -> dict[str, Sequence[Row]]:
    """Return all rows of a document, by table, in the order of the registry."""
    found: dict[str, Sequence[Row]] = {}
    for annotator in annotators():
        now = Context(context.actors, context.codebooks, MappingProxyType(found))
        found[annotator.row.table] = annotator.find(document, now)
    return found
