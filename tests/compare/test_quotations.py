"""The same words in several documents are one utterance, and what each document made of them is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuslib.compare.alignment import Alignment
from corpuslib.compare.pairs import Pair, Relation
from corpuslib.compare.quotations import Quotation, find_quotations
from corpuslib.compare.speakers import same_speaker
from corpuslib.document import Document, as_document

ONE_STORY: dict[str, tuple[str, int | None]] = dict.fromkeys("123456", ("s01", None))


@dataclass(frozen=True)
class Said:
    """An attribution as far as quotations need it."""

    attribution_id: int
    kind: str
    start: int
    end: int
    quote_starts: tuple[int, ...]
    quote_ends: tuple[int, ...]
    speaker: str | None
    source_type: str | None = "named_person"


@dataclass(frozen=True)
class Sentence:
    sentence_id: int
    start: int
    end: int


def told(name: str, *contents: str, speaker: str | None = "Ana Kelm") -> tuple[Document, dict[str, list[object]]]:
    """A document of one line a content; words between “ and ” are quoted, a content wholly in marks is direct."""
    text = "\n".join(contents)
    rows: list[object] = []
    sentences: list[object] = []
    at = 0
    for number, content in enumerate(contents):
        start, end = at, at + len(content)
        starts = tuple(start + i + 1 for i, c in enumerate(content) if c == "“")
        ends = tuple(start + i for i, c in enumerate(content) if c == "”")
        direct = content.startswith("“") and content.endswith("”") and len(starts) == 1
        kind = "direct" if direct else "mixed" if starts else "indirect"
        inner = (start + direct, end - direct)
        rows.append(Said(number, kind, *inner, starts, ends, speaker))
        sentences.append(Sentence(number, start, end))
        at = end + 1
    return as_document(text).with_id(name), {"attributions": rows, "sentences": sentences}


def found(
    *documents: tuple[Document, dict[str, list[object]]],
    places: dict[str, tuple[str, int | None]] = ONE_STORY,
    pairs: tuple[Pair, ...] = (),
    alignments: tuple[Alignment, ...] = (),
) -> list[Quotation]:
    rows = {document.doc_id: tables for document, tables in documents}
    return find_quotations([document for document, _ in documents], rows, places, pairs, alignments)


def relations(rows: list[Quotation]) -> list[tuple[str, str]]:
    return [(row.doc_id, row.relation) for row in rows]


def pair(a: str, b: str, relation: Relation, earlier: str | None = None) -> Pair:
    return Pair(
        doc_a=a, doc_b=b, relation=relation, probability=0.9, containment_a=0.0, containment_b=0.0, earlier=earlier,
        evidence="",
    )  # fmt: skip


WHOLE = "“The ferry stays moored until every lantern works,”"


def test_equal_words_are_one_utterance_whatever_their_typography() -> None:
    rows = found(told("1", WHOLE), told("2", "“the ferry stays moored, until every lantern works”"))
    assert relations(rows) == [("1", "reference"), ("2", "same")]
    assert [row.variant for row in rows] == [1, 1]


def test_a_row_points_at_the_words_inside_the_marks() -> None:
    first, second = told("1", WHOLE), told("2", "She added: " + WHOLE)
    [_, row] = found(first, second)
    assert second[0].text[row.start : row.end] == WHOLE[1:-1]
    assert second[0].raw[row.raw_start : row.raw_end] == WHOLE[1:-1]


def test_words_that_one_document_alone_has_are_no_group() -> None:
    assert found(told("1", WHOLE, WHOLE), told("2", "“Nobody counted the gulls at the quay today”")) == []


def test_a_fragment_is_a_shortened_form_of_the_whole() -> None:
    rows = found(told("1", WHOLE), told("2", "the ferry would wait “until every lantern works”"))
    assert relations(rows) == [("1", "reference"), ("2", "shortened")]
    assert rows[1].changes == ("The ferry stays moored → –",)
    assert rows[1].form == "mixed"


def test_a_replaced_word_is_told_with_both_words() -> None:
    rows = found(told("1", WHOLE), told("2", "“The ferry stays anchored until every lantern works”"))
    assert relations(rows)[1] == ("2", "altered")
    assert rows[1].changes == ("moored → anchored",)
    assert rows[1].variant == 2


def test_the_same_words_with_fewer_of_them_in_marks_have_their_marks_moved() -> None:
    rows = found(told("1", WHOLE), told("2", "The ferry stays moored “until every lantern works”"))
    assert relations(rows)[1] == ("2", "marks_moved")


def test_words_that_stand_without_marks_elsewhere_are_members_that_say_so() -> None:
    document = told("2", "as things are the ferry stays moored until every lantern works")
    rows = found(told("1", WHOLE), document)
    assert [(row.form, row.relation) for row in rows] == [("direct", "reference"), ("unquoted", "marks_moved")]
    assert document[0].text[rows[1].start : rows[1].end] == "the ferry stays moored until every lantern works"


def test_a_quotation_that_became_a_report_is_a_paraphrase() -> None:
    rows = found(told("1", WHOLE), told("2", "the moored ferry would stay until her every lantern was working again"))
    assert [(row.form, row.relation) for row in rows][1] == ("unquoted", "paraphrase")


def test_reports_of_which_none_quotes_are_no_group() -> None:
    plain = "the ferry stays moored until every lantern works"
    assert found(told("1", plain), told("2", plain)) == []


def test_another_speaker_is_recorded_and_not_hidden() -> None:
    rows = found(told("1", WHOLE), told("2", WHOLE, speaker="Boris Tarn"))
    assert [row.speaker_differs for row in rows] == [False, True]


def test_an_unknown_speaker_is_no_other_one() -> None:
    rows = found(told("1", WHOLE), told("2", WHOLE, speaker=None))
    assert [row.speaker_differs for row in rows] == [False, False]


def test_a_telling_utterance_is_found_in_any_story() -> None:
    assert len(found(told("1", WHOLE), told("2", WHOLE, speaker="Boris Tarn"), places={})) == 2


@pytest.mark.parametrize("speaker", ["Boris Tarn", None])
def test_two_words_are_the_same_utterance_only_from_one_speaker(speaker: str | None) -> None:
    first = told("1", "the plan was “rash nonsense”")
    assert len(found(first, told("2", "she spoke of “rash nonsense”"))) == 2
    assert found(first, told("2", "he spoke of “rash nonsense”", speaker=speaker)) == []


def test_two_words_in_different_stories_are_not_tied() -> None:
    first, second = told("1", "the plan was “rash nonsense”"), told("2", "she spoke of “rash nonsense”")
    assert found(first, second, places={"1": ("s01", None), "2": ("s02", None)}) == []


def test_two_words_in_a_copy_are_tied_though_it_names_nobody() -> None:
    first = told("1", "the plan was “rash nonsense”")
    second = told("2", "the plan was “rash nonsense”", speaker=None)
    assert len(found(first, second, pairs=(pair("1", "2", "republication"),))) == 2


def test_a_short_fragment_that_was_translated_otherwise_is_found_by_its_rare_word() -> None:
    rows = found(told("1", "he was “rash and immature”"), told("2", "he was “reckless and immature”"))
    assert rows[1].changes == ("rash → reckless",)


def test_small_words_and_dates_alone_are_no_utterance() -> None:
    assert (
        found(told("1", "it would be “on the second of March”"), told("2", "it ended “on the second of March”")) == []
    )


def test_an_address_of_a_page_is_no_utterance() -> None:
    address = "“https://harbour.example/ferry/lanterns/today”"
    assert found(told("1", address), told("2", address)) == []


def test_an_answer_in_the_other_speakers_words_is_another_utterance() -> None:
    first = told("1", "“They came with one folder, and the folder was empty”")
    second = told("2", "“The folder is empty because they did not open it”", speaker="Boris Tarn")
    assert found(first, second) == []


def test_the_only_quotations_of_sentences_that_render_each_other_are_the_same() -> None:
    first, second = told("1", "“A pact is no substitute for peace”"), told("2", "“An accord replaces nothing”")
    row = Alignment(doc_a="1", doc_b="2", unit="sentence", ids_a=(0,), ids_b=(0,), score=0.5)
    assert found(first, second) == []
    rows = found(first, second, pairs=(pair("1", "2", "parallel_rendering"),), alignments=(row,))
    assert relations(rows) == [("1", "reference"), ("2", "translated")]


def test_the_reference_stands_in_the_earlier_document() -> None:
    short, long = told("1", "it waits “until every lantern works”"), told("2", WHOLE)
    assert relations(found(short, long, pairs=(pair("1", "2", "same_story", "1"),)))[0] == ("1", "reference")
    assert relations(found(short, long, pairs=(pair("1", "2", "same_story", "2"),)))[1] == ("2", "reference")


def test_where_nothing_is_known_of_the_order_the_longest_is_the_reference() -> None:
    assert relations(found(told("1", "it waits “until every lantern works”"), told("2", WHOLE)))[1][1] == "reference"


def test_a_change_repeats_five_words_at_most() -> None:
    rows = found(told("1", "“" + "The ferry stays moored until every lantern and all seven of the bells work”"),
                 told("2", "“The ferry stays moored”"))  # fmt: skip
    assert rows[1].changes == ("until every lantern and all … → –",)


def test_names_are_one_speakers_if_each_word_of_the_shorter_is_in_the_longer() -> None:
    assert same_speaker("President Ana Kelm", "A. Kelm")
    assert not same_speaker("North Varn", "South Varn")
    assert same_speaker("the foreign ministry", "Ana Kelm") is None


def test_hostile_text_takes_no_long_time() -> None:
    marks = told("1", "“" + "word " * 20_000 + "”", *["“word word word word”"] * 500)
    assert found(marks, told("2", "“" + "word " * 20_000 + "”"))


lines = st.lists(st.text("“”ab c.", min_size=1, max_size=30).filter(lambda t: "\n" not in t), min_size=1, max_size=4)


def _balanced(contents: list[str]) -> Iterator[str]:
    for content in contents:
        plain = content.replace("“", "").replace("”", "")
        yield f"“{plain}”" if "“" in content else plain or "a"


@settings(max_examples=60)
@given(st.lists(lines, min_size=2, max_size=4))
def test_every_row_lies_in_its_text_and_every_group_has_a_reference_and_two_documents(texts: list[list[str]]) -> None:
    documents = [told(str(n), *_balanced(contents)) for n, contents in enumerate(texts, 1)]
    rows = found(*documents)
    by_id = {document.doc_id: document for document, _ in documents}
    assert all(0 <= row.start < row.end <= len(by_id[row.doc_id].text) for row in rows)
    for name in {row.quotation_id for row in rows}:
        group = [row for row in rows if row.quotation_id == name]
        assert sum(row.relation == "reference" for row in group) == 1
        assert len({row.doc_id for row in group}) > 1
    assert found(*documents) == rows
