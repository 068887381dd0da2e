"""Deeds that two reports tell with another person, body, place or thing, and what only looks so; rival counts."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuslib.annotate.sentences import find_sentences
from corpuslib.cleaning.dates import find_dates
from corpuslib.compare._claim_counts import rival_counts
from corpuslib.compare._claim_deeds import deeds_told_otherwise
from corpuslib.compare._claim_story import Story, story_of
from corpuslib.compare._deeds import deeds_in
from corpuslib.document import Document, Metadata, as_document
from corpuslib.lexicon import rows

FOUND = 0.8  # share of the conflicts of deed_pairs.tsv that are found


def article(name: str, *sentences: str) -> Document:
    day = datetime.date(2031, 5, 5)
    metadata = Metadata(published_from=day, published_to=day, language="en")
    return replace(as_document("\n".join(sentences)), metadata=metadata).with_id(name)


def story(*documents: Document) -> Story:
    tables: list[dict[str, Any]] = [{"sentences": find_sentences(d), "dates": find_dates(d)} for d in documents]
    return story_of(documents, tables, ())


def told(*texts: str) -> list[list[str]]:
    """Values of the deeds that documents, one a text, tell otherwise."""
    found = deeds_told_otherwise(story(*(article(str(n), text) for n, text in enumerate(texts))))
    return [[version.value for version in claim.versions] for claim in found]


def counted(*texts: str) -> list[list[str]]:
    found = rival_counts(story(*(article(str(n), text) for n, text in enumerate(texts))))
    return [[version.value for version in claim.versions] for claim in found]


def pairs(verdict: str) -> Iterator[tuple[str, str]]:
    lines = (Path(__file__).parent / "deed_pairs.tsv").read_text(encoding="utf-8").split("\n")
    for line in lines:
        if line and not line.startswith(("#", "domain\t")):
            _, own, a, b = line.split("\t")
            if own == verdict:
                yield a, b


def test_most_deeds_told_otherwise_are_found() -> None:
    own = [*pairs("conflict")]
    found = sum(bool(told(a, b)) for a, b in own)
    print(f"deeds told otherwise: {found} of {len(own)}")
    assert found >= FOUND * len(own)


@pytest.mark.parametrize(("a", "b"), [*pairs("none")])
def test_two_deeds_or_what_can_both_be_true_are_no_conflict(a: str, b: str) -> None:
    assert told(a, b) == []
    assert told(b, a) == []


def test_the_value_is_what_fills_the_part_in_each_report() -> None:
    found = told("The Astrid was towed to Lysvik.", "Two tugs towed the Astrid to a yard in Karsund.")
    assert found == [["Lysvik", "Karsund"]]


def test_who_acts_and_who_is_acted_on_exchanged_is_a_conflict() -> None:
    assert told("The ferry Astrid rammed the Boreas.", "The ferry Astrid was rammed by the Boreas.") != []


def test_a_document_that_tells_both_answers_nothing() -> None:
    both = "The Astrid was towed to Lysvik. Others say that the Astrid was towed to Karsund."
    assert told(both, "Two tugs towed the Astrid to Karsund.") == []


def test_two_participles_share_their_subject() -> None:
    a = "The black box of the jet was recovered and brought to Varn."
    assert told(a, "The black box of the jet has been brought to Lorme.") == [["Varn", "Lorme"]]


def test_a_pronoun_stands_for_what_the_sentence_before_names() -> None:
    a = "The injured climber was airlifted to Kandal."
    assert told(a, "The injured climber was in good spirits. She was airlifted to Varn.") == [["Kandal", "Varn"]]


def test_a_noun_stands_for_the_name_that_a_report_sets_beside_it() -> None:
    a, b = "The ferry Astrid sank. The Astrid was built in Norway.", "The ferry was built in Denmark."
    assert told(a, b) == [["Norway", "Denmark"]]


def test_other_days_or_hours_are_other_deeds() -> None:
    assert told("The talks were held in Varn on 3 May 2031.", "The talks were held in Lorme on 4 May 2031.") == []
    assert told("The boat was towed to Varn in the morning.", "The boat was towed to Lorme in the evening.") == []


@settings(max_examples=30, deadline=None)
@given(st.text(st.sampled_from("the Astrid was towed by to ,.;:'’\"-–()\n?"), max_size=200))
def test_nothing_raises_on_text(text: str) -> None:
    list(deeds_in(text))


@pytest.mark.parametrize("piece", ["the ", "of the ", "was towed to ", "Kelm ", "Kelm, ", "by the ", "told and "])
def test_long_runs_of_one_piece_end(piece: str) -> None:
    list(deeds_in(f"The boat was towed to {piece * 2000}."))


def test_every_deed_of_the_list_has_a_word_and_a_part_that_one_alone_can_fill() -> None:
    for row in rows("deeds.tsv"):
        assert row["verbs"].split() or row["nouns"].split(), row
        assert set(row["only"].split()) - {"self"} <= {"agent", "to", "from", "in", "as", "described"}, row
        assert set(row["only"].split()) != {"self"}, row


# Rival counts


@pytest.mark.parametrize(
    "text",
    [
        "The police counted 28,000 visitors. The organisers spoke of 60,000.",
        "The police counted 28,000 visitors; the organisers put it at 60,000.",
    ],
)
def test_another_count_of_one_crowd_in_a_document_is_a_conflict(text: str) -> None:
    assert counted(text) == [["28000 visitors", "60000 visitors"]]


def test_two_sources_of_two_documents_that_count_one_crowd_are_a_conflict() -> None:
    a, b = (
        "The police counted 28,000 visitors at the harbour.",
        "The organisers counted 60,000 visitors at the harbour.",
    )
    assert counted(a, b) == [["28000 visitors", "60000 visitors"]]


@pytest.mark.parametrize(
    "text",
    [
        "The storm shut 40 hospitals. The police counted 28,000 people in the shelters.",
        "The storm shut 40 hospitals. The ministry said 28,000, among them 12 children, had fled.",
        "The police counted 28,000 people. The union said 60,000 letters were sent.",
        "The police counted 28,000 people. It was sunny. The day was long. The organisers spoke of 60,000.",
    ],
)
def test_a_number_of_something_else_is_no_rival(text: str) -> None:
    assert counted(text) == []


def test_counts_that_round_to_one_or_come_from_one_source_are_no_conflict() -> None:
    a = "The police counted 28,000 visitors at the harbour."
    assert counted(a, "The organisers counted 30,000 visitors at the harbour.") == []
    assert counted(a, "The police counted 60,000 visitors at the harbour.") == []
