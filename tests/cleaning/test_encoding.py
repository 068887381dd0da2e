"""Damage is undone where it can be proved, flagged where it cannot, and real text stays."""

from __future__ import annotations

import pytest

from corpuslib.cleaning import repair, repair_changes
from corpuslib.text import Draft


def misread(text: str, codec: str) -> str:
    return text.encode("utf-8").decode(codec)


SENTENCE = "The café at Orvesund’s harbour was “full”, as Zoë said."


@pytest.mark.parametrize("codec", ["latin-1", "cp437", "mac_roman", "koi8_r"])
def test_a_sentence_read_in_the_wrong_encoding_comes_back(codec: str) -> None:
    assert repair(misread(SENTENCE, codec)).text == SENTENCE


def test_an_apostrophe_read_as_gbk_gives_back_the_letter_that_it_swallowed() -> None:
    assert repair(misread("They don’t agree", "gb18030")).text == "They don’t agree"


def test_a_no_break_space_read_as_gbk_becomes_a_space_and_glues_no_words() -> None:
    assert repair("the minister聽and his aide").text == "the minister and his aide"


def test_russian_read_as_gbk_comes_back() -> None:
    text = "Министр сказал об этом вчера вечером"
    assert repair(misread(text, "gb18030")).text == text


def test_an_edit_is_no_longer_than_the_damage() -> None:
    result = repair("In Orvesund the cafÃ© closed; the talks wonâ€™t.")
    assert [(e.before, e.after) for e in result.edits] == [("Ã©", "é"), ("â€™", "’")]
    assert {e.kind for e in result.edits} == {"mojibake"}


@pytest.mark.parametrize(
    "text",
    [
        "“聽說” is Chinese for hearsay.",
        "Kanji such as 脙 or 脗 are rare, she wrote.",
        "The firm Maotai (茅台) fell.",
        "外交部长昨天说会谈将继续。",
        "外務大臣は昨日、会談を続けると述べた。",
        "장관은 어제 회담이 계속될 것이라고 말했다.",
        "Министр сказал, что переговоры продолжатся.",
        "Ο υπουργός είπε ότι οι συνομιλίες θα συνεχιστούν.",
        "Bakan dün görüşmelerin süreceğini söyledi; şimdi İzmir’e dönüyor.",
        "SÃO TOMÉ É LINDA",
    ],
)
def test_genuine_text_is_not_touched(text: str) -> None:
    assert repair(text).text == text


def test_quotes_and_ligatures_stay_as_they_are() -> None:
    text = "“ﬁne” – ‘so’ … ①"
    assert repair(text).text == text


def test_a_lost_byte_is_flagged_with_its_likely_reading_and_not_changed() -> None:
    text = "He said the talks don\ufffdt matter, doesn?t he? Caf\ufffd."
    result = repair(text)
    assert (result.text, result.edits) == (text, ())
    assert [(text[s.start - 1], s.reading) for s in result.suspects] == [("n", "’"), ("n", "’"), ("f", None)]


def test_a_question_mark_in_an_address_is_not_damage() -> None:
    assert repair("See orvesund.example/page?te=1 for more. Why? Nobody knows.").suspects == ()


def test_changes_can_be_made_on_a_draft() -> None:
    text = "cafÃ©"
    assert Draft.of(text).apply(repair_changes(text)).text == "café"
