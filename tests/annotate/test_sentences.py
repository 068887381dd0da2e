"""Sentences: what ends one in news text and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslib.annotate.sentences import Sentence, find_sentences, sentences
from corpuslib.document import as_document
from corpuslib.tables import to_arrow


def cut(text: str) -> list[str]:
    return [text[span.slice] for span in sentences(text)]


def holds(parts: list[str]) -> None:
    assert cut(" ".join(parts)) == parts


@pytest.mark.parametrize(
    "parts",
    [
        ["Dr. Vane met Gov. Olm.", "They left."],
        ["The U.S. Secretary spoke.", "Nobody replied."],
        ["He lives in the U.S.", "The house is old."],
        ["Kelm and Lt.-Gen. Vane were there.", "Both spoke."],
        ["The port of Aln is on Main St.", "The ferry is not."],
        ["They met in the case of Kelm v. Vane.", "It went on."],
        ["The dr. Vane of the sign is long dead.", "The mast is 50 ft.", "For more, ask."],
        ["He brought ropes, nails, etc.", "Kelm brought none."],
        ["It is 2.5 cm. deep and weighs 6 oz. or so.", "Kelm cut it."],
        ["The harbour of Aln (Wash.) is closed.", "Kelm left."],
    ],
)
def test_an_abbreviation_ends_a_sentence_only_if_the_next_word_says_so(parts: list[str]) -> None:
    holds(parts)


def test_a_word_that_is_also_an_abbreviation_needs_its_capital() -> None:
    holds(["Most of it is lost mass.", "Kelm weighed it."])
    assert cut("The bishop said mass. Kelm left.") == ["The bishop said mass.", "Kelm left."]


@pytest.mark.parametrize(
    "parts",
    [
        ["It began at 5 p.m. on Friday.", "It ended late."],
        ["It began at 5 p.m. Friday in Aln.", "It ended late."],
        ["It began at 5 p.m. EST in Aln.", "It ended late."],
        ["It began at 2.40 a.m. Aln time.", "It ended late."],
        ["It began at 8 p.m. Dec. 22 in Aln.", "It ended late."],
        ["It began at 5 p.m.", "Kelm was late."],
    ],
)
def test_a_time_of_day_ends_a_sentence_unless_day_month_or_zone_follow(parts: list[str]) -> None:
    holds(parts)


def test_initials_end_no_sentence() -> None:
    holds(["J. R. Kelm signed it.", "So did P. Olm."])


@pytest.mark.parametrize(
    "parts",
    [
        ["See No. 5 in the list.", "It is short."],
        ["She studied at the School of Art.", "Kelm did not."],
        ["They asked twice and he said no.", "Kelm left."],
    ],
)
def test_what_stands_before_numbers_is_an_abbreviation_only_there(parts: list[str]) -> None:
    holds(parts)


@pytest.mark.parametrize(
    "parts",
    [
        ["They meet on the 23. or 24. April in Aln.", "Nothing is fixed."],
        ["Im 20. Jahrhundert war das so.", "Am 3. Tag kam er."],
        ["It was closed in 1997.", "May Vane opened it."],
        ["It was cut on July 13.", "Vane left."],
    ],
)
def test_an_ordinal_of_german_ends_no_sentence_and_another_number_may(parts: list[str]) -> None:
    holds(parts)


def test_the_number_of_a_list_stays_with_its_item_and_a_bullet_begins_one() -> None:
    holds(["1. The harbour opens.", "2. The ferry leaves."])
    holds(["• The harbour opens", "• The ferry leaves"])


@pytest.mark.parametrize(
    "parts",
    [
        ["She said: “We are done.”", "Then she left."],
        ["“Why now?” he asked.", "Nobody knew."],
        ["„Warum jetzt?“ fragte er.", "Niemand wusste es."],
        ["Il a dit « c’est fini ».", "« Non », dit-elle."],
        ["Er kam.", "»Nein«, sagte sie.", "Er ging."],
        ["Han kom.", "”Nej”, sade hon."],
        ["(It was late.)", "They slept."],
        ["He has (Lewis et al.) no proof.", "Kelm has."],
    ],
)
def test_closing_quotes_and_brackets_stay_with_the_sentence_they_close(parts: list[str]) -> None:
    holds(parts)


@pytest.mark.parametrize(
    "parts",
    [
        ["What!!!", "Really?", "Yes."],
        ["He waited ... and waited.", "It rained."],
        ["He waited . . . and waited.", "It rained."],
        ["He was gone ...", "Vane came."],
        ["“They agreed [...] on all.”", "That is cut."],
        ["It was late. :)", "They slept."],
        ["The harbour was built in March.[2]", "It burnt twice. [3]", "It was moved."],
        ["She won Jeopardy! and left.", "He did not."],
    ],
)
def test_runs_of_marks_ellipses_emoticons_and_references_are_read_as_one(parts: list[str]) -> None:
    holds(parts)


def test_a_question_mark_that_stands_for_a_lost_quotation_mark_ends_nothing() -> None:
    holds(["?It is a rounding error,? said Vane.", "She left."])


def test_an_address_before_a_capital_ends_a_sentence() -> None:
    holds(["More at https://example.org/a.b?c=1", "Kelm wrote it."])
    holds(["Write to desk@example.org or call.", "It is free."])


def test_decimals_and_dotted_names_are_no_boundaries() -> None:
    holds(["It grew by 3.5 per cent at example.org in v2.0 of 10.30.", "So it went."])


def test_chinese_arabic_and_devanagari_marks_end_sentences() -> None:
    assert cut("会谈开始了。他们同意了！") == ["会谈开始了。", "他们同意了！"]
    assert cut("他说：「走吧。」她走了。") == ["他说：「走吧。」", "她走了。"]
    assert cut("هل وصل؟ نعم.") == ["هل وصل؟", "نعم."]
    assert cut("वह आया। वह गया।") == ["वह आया।", "वह गया।"]


def test_a_sentence_may_start_in_lower_case() -> None:
    holds(["The talks ended.", "both sides left."])
    holds(["who knows?", "nobody does!!", "we do not."])


def test_a_line_break_ends_a_sentence() -> None:
    assert cut("A heading\nA text without end") == ["A heading", "A text without end"]


def test_sentences_are_numbered_and_know_their_block() -> None:
    rows = find_sentences(as_document("One. Two.\n\nThree."))
    assert [(row.sentence_id, row.block_id) for row in rows] == [(0, 0), (1, 0), (2, 1)]
    assert to_arrow(rows, Sentence).num_rows == 3


@given(st.text(alphabet=st.sampled_from("ab .?!…\"”“'\n。؟।()[]1VI\u2028é:/@•-Ž"), max_size=80) | st.text(max_size=60))
def test_sentences_are_ordered_disjoint_and_hold_everything_but_white_space(text: str) -> None:
    reached = 0
    for start, end in sentences(text):
        assert reached <= start < end <= len(text)
        assert not text[reached:start].strip()
        reached = end
    assert not text[reached:].strip()


@pytest.mark.parametrize("piece", ['"', "!", "a.", "x", "。", "؟", "([{", "U.S. ", "“a.” ", "://x", "a@", ". ", " :) "])
def test_a_long_run_of_one_piece_is_split_without_backtracking(piece: str) -> None:
    # Backtracking over a run of this length would take hours.
    found = sentences(piece * 50_000)
    assert "".join((piece * 50_000)[span.slice] for span in found).replace(" ", "") == (piece * 50_000).replace(" ", "")
