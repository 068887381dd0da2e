"""Made-up reports of one story for the tests of claims, what is found in them, and pairs of reports from tables."""

from __future__ import annotations

import csv
import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpuslib.annotate.attributions import find_attributions
from corpuslib.annotate.sentences import find_sentences
from corpuslib.cleaning.dates import find_dates
from corpuslib.compare._claim_story import Story, story_of
from corpuslib.compare.claims import Claim, find_claims
from corpuslib.document import Document, Metadata, as_document


def article(name: str, *sentences: str, day: int | datetime.date | None = 5) -> Document:
    """A report in English with a line for each sentence, published on a day: one of May 2031 where it is a number."""
    date = datetime.date(2031, 5, day) if isinstance(day, int) else day
    metadata = Metadata(published_from=date, published_to=date, language="en")
    return replace(as_document("\n".join(sentences)), metadata=metadata).with_id(name)


def found_in(document: Document) -> dict[str, list[Any]]:
    """The rows of sentences and dates of a document, by table."""
    return {"sentences": find_sentences(document), "dates": find_dates(document)}


def story(*documents: Document, one_voice: tuple[tuple[int, int], ...] = ()) -> Story:
    """The story that documents tell; `one_voice` has pairs of their positions."""
    return story_of(documents, [found_in(d) for d in documents], one_voice)


def claims(*documents: Document, one_voice: tuple[tuple[str, str], ...] = ()) -> list[Claim]:
    """The claims of a story of which sentences, dates and attributions are known."""
    found = {d.doc_id: {**found_in(d), "attributions": find_attributions(d)} for d in documents}
    return find_claims(documents, found, {d.doc_id: ("s01", None) for d in documents}, one_voice)


def claims_of_two(a: str, b: str, later: int = 0) -> list[Claim]:
    """The claims of two reports, the second published some days later."""
    return claims(article("a", a), article("b", b, day=5 + later))


def verdicts(a: str, b: str, later: int = 0) -> set[str]:
    """The verdicts of the claims of two reports, the second published some days later."""
    return {row.verdict for row in claims_of_two(a, b, later)}


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a table of this folder, without its comments."""
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").split("\n")
    kept = (line for line in lines if line and not line.startswith("#"))
    return list(csv.DictReader(kept, delimiter="\t", quoting=csv.QUOTE_NONE))
