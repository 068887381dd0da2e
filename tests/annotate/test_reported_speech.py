"""Which words of a sentence are reported, and which are the writer's own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslib.annotate.attributions import Attribution, attributions


def _rows(text: str) -> list[Attribution]:
    return [row for row in attributions(text) if row.kind != "scare"]


def _contents(text: str) -> list[str]:
    return [text[row.start : row.end] for row in _rows(text)]


def _only(text: str) -> tuple[str | None, str]:
    """Return the mention and the content of the only attribution of a text."""
    (row,) = _rows(text)
    return row.mention, text[row.start : row.end]


@pytest.mark.parametrize(
    ("text", "mention", "content"),
    [
        (
            "Kelm told a council committee in Aln on Friday that the harbour was silting up.",
            "Kelm",
            "the harbour was silting up",
        ),
        (
            "Velm announced two hours after the vote that the ferry would stop.",
            "Velm",
            "the ferry would stop",
        ),
        (
            "Olm said early Friday that the dredger had run aground.",
            "Olm",
            "the dredger had run aground",
        ),
        ("The ledgers show that the tender was never opened.", "The ledgers", "the tender was never opened"),
        ("Kelm said people misjudge the tides.", "Kelm", "people misjudge the tides"),
        ("Kelm remains confident that the port will open.", "Kelm", "the port will open"),
        ("Kelm asked the council to repair the quay.", "Kelm", "the council to repair the quay"),
        ("Her message is that the port must stay open.", "Her", "the port must stay open"),
        ("Kelm voiced concern that the harbour could silt up.", "Kelm", "the harbour could silt up"),
        ("In her opinion, the harbour should close.", "her", "the harbour should close"),
        ("The port, in Kelm's view, was lost.", "Kelm's", "The port, in Kelm's view, was lost"),
        ("The harbour was too small, as Kelm put it.", "Kelm", "The harbour was too small"),
        ("As Kelm put it, the harbour was too small.", "Kelm", "the harbour was too small"),
        ("While saying that the port was safe, Kelm closed it.", "Kelm", "the port was safe"),
    ],
)
def test_a_content_is_found_however_its_cue_reaches_it(text: str, mention: str, content: str) -> None:
    assert _only(text) == (mention, content)


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("At the height of the storm, Kelm said, the port was empty.", "the port was empty"),
        ("If the council waits, Kelm said, the port will be lost.",
         "If the council waits, Kelm said, the port will be lost"),
        ("The port, Kelm said, was lost.", "The port, Kelm said, was lost"),
        ("But, Kelm said, the port was lost.", "the port was lost"),
        ("The port closed in May, Kelm said, and was sold in June.",
         "The port closed in May, Kelm said, and was sold in June"),
        ("The port closed in May and, Kelm said, reopened in June.",
         "The port closed in May and, Kelm said, reopened in June"),
    ],
)  # fmt: skip
def test_a_cue_in_the_middle_of_a_clause_lies_inside_its_content(text: str, content: str) -> None:
    assert _contents(text) == [content]


def test_a_fronted_adjunct_of_the_saying_is_no_content() -> None:
    text = "In a statement released after the storm, Kelm said, “We will rebuild the whole quay.”"
    assert _contents(text) == ["We will rebuild the whole quay."]


def test_a_wish_inside_what_somebody_says_is_no_row_of_its_own() -> None:
    assert _only("Kelm said the council hoped to sell the port.") == ("Kelm", "the council hoped to sell the port")


def test_speech_inside_speech_is_a_row_of_its_own() -> None:
    assert len(_rows("Kelm said that Olm had told him that the port was lost.")) == 2


def test_what_nobody_has_said_yet_is_no_row() -> None:
    assert _rows("Lawyers for the pool could argue that the loss was an act of state.") == []


def test_a_modal_before_the_tag_of_a_quotation_leaves_the_quotation_its_speaker() -> None:
    assert _only("“I never sold the quay,” Kelm could say.") == ("Kelm", "I never sold the quay,")


@pytest.mark.parametrize(
    "text",
    [
        "Kelm claimed victory in a crowded hall.",
        "Olm showed up in Aln with two cousins.",
        "Kelm feels pain in the old songs of the harbour.",
        "The board maintains a floating array of buoys.",
        "Kelm found himself alone on the quay.",
    ],
)
def test_an_object_without_a_finite_verb_is_no_clause(text: str) -> None:
    assert _rows(text) == []


def test_a_relative_clause_after_a_noun_of_saying_is_no_content() -> None:
    assert _rows("It was an argument that failed to move the council.") == []


def test_silence_ends_what_was_said_before_it() -> None:
    text = "Kelm said the group welcomed talks and declined to say when they would begin."
    assert _contents(text) == ["the group welcomed talks"]


def test_the_occasion_of_a_saying_is_no_part_of_its_object() -> None:
    assert _contents("Kelm confirmed the meeting in a short note to the paper.") == ["the meeting"]


def test_a_participle_of_saying_begins_a_content_of_its_own() -> None:
    text = "Kelm said that the port was safe, conceding that the quay was not."
    assert _contents(text) == ["the port was safe", "the quay was not"]


def test_a_restrictive_clause_belongs_to_the_object() -> None:
    text = "Kelm denounced a law that closes every small port."
    assert _contents(text) == ["a law that closes every small port"]


def test_the_question_put_to_somebody_is_found_behind_place_and_time() -> None:
    text = "Asked in Aln on Friday whether the port would close, Kelm laughed."
    assert _contents(text) == ["whether the port would close"]


def test_what_is_said_of_nobody_knows_whom_has_no_mention() -> None:
    assert _only("It was reported that the dredger had sunk.") == (None, "the dredger had sunk")


def test_a_subordinate_clause_that_opens_a_sentence_keeps_its_report_to_itself() -> None:
    text = "But even as Olm talked about the new quay, Kelm lashed out at the “cruel” tolls."
    assert [(row.mention, text[row.start : row.end]) for row in _rows(text)] == [
        ("Olm", "the new quay"),
        ("Kelm", "cruel"),
    ]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "Kelm also pledged at a meeting with Mayor Olm to close the quay and let divers in.",
            "to close the quay and let divers in",
        ),
        ("The council seeks peace with its neighbours: the ferry sails again.", "peace with its neighbours"),
        ("Kelm called for the pilot to be replaced by one “more careful”.", "the pilot to be replaced by one “more careful”"),
        ("Kelm called the ledger “fiction”.", "fiction"),
        ("The family said that the boat had come.", "the boat had come"),
    ],
)  # fmt: skip
def test_a_content_begins_and_ends_with_its_clause(text: str, content: str) -> None:
    assert _contents(text) == [content]


@pytest.mark.parametrize(
    "text",
    [
        "Officials thanked him and presented him with a clock.",
        "The mayor told the Ulin agency that […]",
        "Kelm’s attack dog barked at the gate.",
    ],
)
def test_what_has_no_words_of_a_source_is_no_report(text: str) -> None:
    assert _rows(text) == []


def test_what_one_is_supposed_to_do_is_nobodys_words() -> None:
    assert _rows("The ferry was supposed to leave at noon.") == []


_PIECES = st.sampled_from(
    ["Kelm", "said", "that", "the port", ",", "in", "her", "view", "as", "put it", "asked", "about", "hoped to", "was",
     "and", "“lost”", "claim", "by", "is", "while", "saying", "would", "told", ":", "—", "(", ")", "two hours later"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=40).map(" ".join))
def test_no_order_of_cues_raises_or_leaves_the_text(text: str) -> None:
    assert all(0 <= row.start < row.end <= len(text) for row in attributions(text + "."))


def test_a_sentence_of_nothing_but_cues_is_read() -> None:
    text = "said that claim in her view asked about " * 3000
    assert all(row.end <= len(text) for row in attributions(text))
