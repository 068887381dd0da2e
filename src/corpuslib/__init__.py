"""Compare how news articles report the same events.

`Corpus.open("demo")` opens a corpus; `clean`, `repair`, `sentences`, `attributions`, `frames`,
`assess_translation`, `compare_renderings` and `near_duplicates` work on a string or a `Document`.
Everything is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpuslib.annotate.attributions import attributions
    from corpuslib.annotate.frame_model import FrameModel, train_frames
    from corpuslib.annotate.frames import frames, frames_present
    from corpuslib.annotate.hedges import hedges
    from corpuslib.annotate.provenance import provenance
    from corpuslib.annotate.sentences import sentences
    from corpuslib.annotate.translation import assess_translation
    from corpuslib.annotate.words import count_terms
    from corpuslib.cleaning import clean, clean_many
    from corpuslib.cleaning import clean_html as read_html
    from corpuslib.cleaning.encoding import repair
    from corpuslib.compare.duplicates import near_duplicates
    from corpuslib.compare.name_table import name_table
    from corpuslib.compare.neural import load_metric
    from corpuslib.corpus import Corpus
    from corpuslib.document import Document
    from corpuslib.renderings import (
        assess_against_reference,
        assess_against_source,
        compare_many,
        compare_renderings,
    )
    from corpuslib.statistics import keyness
    from corpuslib.text import Ledger, Span

__version__ = "0.1.0"

_HOMES = {
    "Corpus": "corpuslib.corpus",
    "Document": "corpuslib.document",
    "FrameModel": "corpuslib.annotate.frame_model",
    "Ledger": "corpuslib.text",
    "Span": "corpuslib.text",
    "assess_against_reference": "corpuslib.renderings",
    "assess_against_source": "corpuslib.renderings",
    "assess_translation": "corpuslib.annotate.translation",
    "attributions": "corpuslib.annotate.attributions",
    "clean": "corpuslib.cleaning",
    "clean_many": "corpuslib.cleaning",
    "compare_many": "corpuslib.renderings",
    "compare_renderings": "corpuslib.renderings",
    "count_terms": "corpuslib.annotate.words",
    "frames": "corpuslib.annotate.frames",
    "frames_present": "corpuslib.annotate.frames",
    "hedges": "corpuslib.annotate.hedges",
    "keyness": "corpuslib.statistics",
    "load_metric": "corpuslib.compare.neural",
    "name_table": "corpuslib.compare.name_table",
    "near_duplicates": "corpuslib.compare.duplicates",
    "provenance": "corpuslib.annotate.provenance",
    "read_html": "corpuslib.cleaning:clean_html",
    "repair": "corpuslib.cleaning.encoding",
    "sentences": "corpuslib.annotate.sentences",
    "train_frames": "corpuslib.annotate.frame_model",
}

__all__ = [
    "Corpus",
    "Document",
    "FrameModel",
    "Ledger",
    "Span",
    "__version__",
    "assess_against_reference",
    "assess_against_source",
    "assess_translation",
    "attributions",
    "clean",
    "clean_many",
    "compare_many",
    "compare_renderings",
    "count_terms",
    "frames",
    "frames_present",
    "hedges",
    "keyness",
    "load_metric",
    "name_table",
    "near_duplicates",
    "provenance",
    "read_html",
    "repair",
    "sentences",
    "train_frames",
]


def __getattr__(name: str) -> object:
    # PEP 562: `import corpuslib` stays light; a name brings its module in when it is first used.
    if name not in _HOMES:
        raise AttributeError(f"module 'corpuslib' has no {name!r}; it has: {', '.join(__all__)}")
    module, _, attribute = _HOMES[name].partition(":")
    value = getattr(import_module(module), attribute or name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
