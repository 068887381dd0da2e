"""White space is tidied, line breaks inside sentences are closed, quotes and dashes stay."""

from __future__ import annotations

from corpuslib.cleaning import clean
from corpuslib.cleaning.whitespace import tidy
from corpuslib.text import Draft


def tidied(text: str) -> str:
    return tidy(Draft.of(text)).text


def test_line_ends_of_all_kinds_become_one() -> None:
    assert tidied("a\r\nb\rc\u2028d") == "a\nb\nc\nd"


def test_a_no_break_space_becomes_a_space_and_two_become_one() -> None:
    assert tidied("the\u00a0talks\u00a0 ended") == "the talks ended"


def test_characters_that_nobody_sees_go() -> None:
    assert tidied("\ufeffKe\u00adlm\x00 a\u200bgrees\x07") == "Kelm agrees"


def test_joiners_stay_where_a_script_or_an_emoji_needs_them() -> None:
    assert tidied("می\u200cخواهم 👩\u200d🚀") == "می\u200cخواهم 👩\u200d🚀"


def test_quotes_and_dashes_stay() -> None:
    assert tidied("“so” – ‘he’ — said … 'yes'") == "“so” – ‘he’ — said … 'yes'"


def test_a_sentence_cut_in_two_is_joined_and_the_edit_says_why() -> None:
    text = "It was the first time that both ministers of the sea\nhad met in person.\n\nThe talks went on."
    draft = tidy(Draft.of(text))
    assert draft.text == text.replace("sea\nhad", "sea had")
    assert [e.rule for e in draft.edits] == ["line break inside a sentence"]


WRAPPED = """The council of the harbour town met on Monday to hear what the
envoy had brought back from the talks, and it heard little that
it did not know. The envoy spoke for an hour about herring, and
the members asked for an hour about pilots and their wages.

Nobody in the room thought that the matter was settled, though
several said that it had never been closer to being settled in
all the years since the first pilots took an oath on the quay."""


def test_a_text_wrapped_at_one_column_is_unwrapped_to_its_paragraphs() -> None:
    text = tidied(WRAPPED)
    assert text.count("\n") == 2
    assert "what the envoy had brought" in text


def test_where_each_line_is_a_paragraph_line_breaks_stay() -> None:
    text = (
        "The first paragraph of the text is short.\nThe second one is not much longer, it was said.\nThe third ends it."
    )
    assert tidied(text) == text


def test_poems_and_lists_keep_their_lines() -> None:
    text = "herring\ncod\nmackerel\nsalt\nrope"
    assert tidied(text) == text


def test_every_edit_of_a_document_points_into_the_text_as_found() -> None:
    document = clean("\ufeffTalks\u00a0end\r\n\r\n\r\n\r\nThe talks of the two towns ended on Monday, the mayor said. ")
    assert all(document.raw[e.raw_start : e.raw_end] == e.before for e in document.edits)
    assert all(document.text[e.start : e.end] == e.after for e in document.edits)
