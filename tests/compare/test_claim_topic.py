"""What a claim is about, in a few words of the first document that makes it."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslib.compare._claim_topic import Place, topic_phrase
from corpuslib.compare._claim_typed import claim_sentences, word_weights
from corpuslib.document import as_document


def topic(*passages: tuple[str, str]) -> str:
    """Return the topic of a claim that is made by sentences, each with a passage in it."""
    places, sentences = [], []
    for text, passage in passages:
        start = text.index(passage)
        document = as_document(text)
        own = claim_sentences(document, {"sentences": [SimpleNamespace(start=0, end=len(document.text))]})
        sentences.append(own)
        places.append(Place(document.text, own[0], start, start + len(passage)))
    return topic_phrase(places, word_weights(sentences))


def test_a_topic_is_a_run_of_words_around_the_passage_of_the_first_version() -> None:
    first = "In the end the navy said the barge fired three warning shots near the old lighthouse."
    second = "Officials say three warning shots were fired at the barge."
    assert topic((first, "three"), (second, "three")) == "barge fired three warning shots"


def test_a_topic_without_shared_words_is_what_stands_around_the_passage() -> None:
    assert topic(("Herring sold briskly on Monday.", "Monday"), ("It rained.", "rained")).endswith("on Monday")


@pytest.mark.parametrize(
    ("text", "passage", "whole"),
    [
        ("Envoys met Judge Amelie Jolanda Corvand and Olaf Braske in the north-east on 4 May.", "4", "north-east"),
        ("Last week the guards met Ilse Maria Brannick of Halden on the quay.", "Maria", "Ilse Maria Brannick"),
        ("The catch is worth $84,000 today.", "84,000", "$84,000"),
        ("Of the catch the state keeps 58%.", "58", "58%"),
        ("Of the catch the state keeps 58 per cent or less.", "58", "58 per cent"),
        ("On Thursday they share the strait’s herring.", "Thursday", "strait’s herring"),
    ],
)
def test_no_name_number_share_or_possessive_is_cut(text: str, passage: str, whole: str) -> None:
    assert whole in topic((text, passage), (text, passage))


def test_a_topic_does_not_go_over_a_stop_or_a_quotation_mark() -> None:
    text = "The governor called it “a lie”: guards fired three shots; the barge sank."
    assert topic((text, "three"), (text, "three")) == "guards fired three shots"


def test_a_passage_that_is_longer_than_a_topic_gives_some_of_its_words() -> None:
    text = "The guards of Halden fired three warning shots at the barge of the harbour on the second day of the fair."
    shown = topic((text, text), (text, text))
    assert shown in text
    assert 2 < len(shown.split()) < 8


def test_a_claim_outside_all_sentences_has_no_topic() -> None:
    assert topic_phrase([], {}) == ""


@given(st.lists(st.sampled_from(["Kelm", "the", "3,000", "ships'", "per", "“", ", ", "—", "Orezhin’s", "%", "a-b"])))
def test_a_topic_is_found_in_the_text_letter_by_letter_and_short(parts: list[str]) -> None:
    text = " ".join([*parts, "quay"])
    shown = topic((text, "quay"), (text, "quay"))
    assert shown in " ".join(text.split())
    assert len(re.findall(r"[^\W_]+", shown)) <= 7


def test_a_long_sentence_of_one_word_is_read_in_linear_time() -> None:
    text = "Kelm " * 4_000 + "x-" * 4_000 + "y"
    assert topic((text, text), (text, "Kelm")) in text
