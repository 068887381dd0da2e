"""Provenance: what a text says of where it comes from, who made it, and that it was changed."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpuslib as cl
from corpuslib.annotate.provenance import Provenance, find_provenance, provenance
from corpuslib.document import as_document
from corpuslib.lexicon import rows
from corpuslib.tables import to_arrow


@pytest.mark.parametrize(
    ("line", "kind", "names"),
    [
        ("OSTVALE (REUTERS, AFP) - Talks began at dawn.", "dateline", ("REUTERS", "AFP")),
        ("The talks ended at dawn. (AFP)", "agency_credit", ("AFP",)),
        ("The talks ended at dawn. — Reuters", "agency_credit", ("Reuters",)),
        ("AFP, Reuters", "agency_credit", ("AFP", "Reuters")),
        ("With agencies", "agency_credit", ()),
        ("© 2031 Reuters. All rights reserved.", "agency_credit", ("Reuters",)),
        ("Source: The Kelm Gull", "source_line", ("Kelm Gull",)),
        ("Quelle: dpa", "source_line", ("dpa",)),
        ("This article originally appeared in The Kelm Gull.", "republication", ("Kelm Gull",)),
        ("Editor’s note: This story was first published by Gull Weekly.", "republication", ("Gull Weekly",)),
        ("The post Kelm signs appeared first on Gull Weekly.", "republication", ("Gull Weekly",)),
        ("Republished with permission from Gull Weekly.", "republication", ("Gull Weekly",)),
        ("From the Kelm Gull, 3 May 2031, by Ada Quill", "republication", ("Kelm Gull",)),
        ("Translated from the German by Ada Quill", "translation", ("Ada Quill",)),
        ("Original: Kelm Gull", "translation", ("Kelm Gull",)),
        ("Machine translated from Korean", "translation", ()),
        ("(Reporting by Ada Quill in Kelm; Editing by Tom Reve)", "contribution", ("Ada Quill", "Tom Reve")),
        ("Ada Quill and Tom Reve contributed to this report.", "contribution", ("Ada Quill", "Tom Reve")),
        ("Tom Reve contributed reporting from Kelm.", "contribution", ("Tom Reve",)),
        ("With files from Ada Quill", "contribution", ("Ada Quill",)),
        ("Correction: the pact has nine articles.", "correction", ()),
        ("An earlier version of this article gave the wrong day.", "correction", ()),
        ("This story has been updated to add a reply.", "correction", ()),
        ("Editor's note: we corrected the number of ships.", "correction", ()),
        ("The quay at Kelm. Photo: Ada Quill/AFP", "photo_credit", ("Ada Quill", "AFP")),
        ("The quay at Kelm. (AP Photo/Ada Quill)", "photo_credit", ("AP", "Ada Quill")),
        ("The quay at Kelm. Photo by Ada Quill/Getty Images", "photo_credit", ("Ada Quill", "Getty Images")),
    ],
)
def test_each_kind_is_found_with_its_names(line: str, kind: str, names: tuple[str, ...]) -> None:
    found = provenance("The talks began.\n" + line)
    assert [(row.kind, row.names) for row in found] == [(kind, names)]


@pytest.mark.parametrize(
    "line",
    [
        "The novel first appeared in 1931.",
        "This story was originally published on 3 May 2031.",
        "An earlier version of the bill named the port.",
        "The report was updated on Friday, the ministry said.",
        "She appeared in court on Friday.",
        "The party met its source: a river.",
        "They spoke on the ship (which was late).",
        "Photo: The harbour on Friday, where talks are held.",
        "He was edited by fate.",
        "The two sides rejected a translation of the pact.",
    ],
)
def test_the_news_itself_is_not_taken_for_provenance(line: str) -> None:
    assert provenance("The talks began.\n" + line) == []


def test_media_are_given_by_the_spelling_of_the_lexicon() -> None:
    (row,) = provenance("OSTVALE (AFP) - Talks began at dawn.")
    assert row.media == ("Agence France-Presse",)


def test_a_name_that_may_mean_another_medium_stays_open() -> None:
    (row,) = provenance("The talks began.\nSource: ABC")
    assert (row.names, row.media) == (("ABC",), ())


def test_the_byline_that_cleaning_chose_is_pointed_at() -> None:
    body = "The city of Kelm signed the pact, its mayor said on Friday, after a long night of talks."
    document = cl.clean(f"Kelm signs\nBy Ada Quill and Tom Reve\n{body}\n{body}")
    (row,) = find_provenance(document)
    assert (row.kind, row.names) == ("byline", ("Ada Quill", "Tom Reve"))
    assert document.text[row.start : row.end] == "By Ada Quill and Tom Reve"


def test_an_agency_that_only_the_document_credits_is_known_in_it() -> None:
    text = "KELM (Halyard) - Talks began at dawn.\nTalks ended at noon. (Halyard)"
    document = as_document(text)
    credited = replace(document, metadata=replace(document.metadata, agencies=("Halyard",)))
    assert [row.kind for row in find_provenance(document)] == ["dateline"]
    assert [row.kind for row in find_provenance(credited)] == ["dateline", "agency_credit"]


def test_words_of_other_texts_and_of_readers_are_left_out() -> None:
    document = as_document("Source: Reuters")
    for kind in ("comment", "related_links", "ad"):
        block = replace(document.blocks[0], kind=kind, in_body=False)
        assert find_provenance(replace(document, blocks=(block,))) == []


def test_a_source_line_of_unknown_words_counts_by_its_kind() -> None:
    document = as_document("- Gull Weekly")
    block = replace(document.blocks[0], kind="source_line", in_body=False, confidence=0.8)
    (row,) = find_provenance(replace(document, blocks=(block,)))
    assert (row.kind, row.names, row.confidence) == ("source_line", ("Gull Weekly",), 0.8)


def test_triggers_are_in_lower_case_as_the_text_that_they_are_looked_for_in() -> None:
    assert all(row["trigger"] == row["trigger"].lower() for row in rows("provenance.tsv"))


_PIECES = ["(", "Reporting by", "A", "via", "/", "Photo:", "Source:", "©", "—", "contributed", "to this report", "\n"]


@given(st.text(max_size=80) | st.lists(st.sampled_from(_PIECES), max_size=20).map(" ".join))
def test_rows_lie_in_the_text_in_order_and_do_not_overlap(text: str) -> None:
    found = provenance(text)
    assert all(0 <= row.start < row.end <= len(text) for row in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert to_arrow(found, Provenance).num_rows == len(found)


def test_the_middle_of_a_long_block_is_not_searched() -> None:
    filler = "The talks went on. " * 40
    assert provenance(filler + "(AFP) " + filler) == []
    assert [row.kind for row in provenance(filler + "(AFP)")] == ["agency_credit"]


def test_a_text_due_by_a_date_is_no_credit() -> None:
    assert provenance("Talks go on.\nBoth sides want to see the text by the end of the month.") == []
    assert provenance("Talks go on.\nThey asked for reporting by May, and it was late.") == []
