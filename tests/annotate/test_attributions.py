"""Attributions: contents, kinds, cues and sources."""

from __future__ import annotations

import pytest

from corpuslib.annotate.attributions import Attribution, attributions, find_attributions
from corpuslib.document import Document, Metadata, as_document


def only(text: str, kind: str | None = None) -> Attribution:
    found = [row for row in attributions(text) if kind in (None, row.kind)]
    assert len(found) == 1, [(row.kind, text[row.start : row.end]) for row in found]
    return found[0]


def content(text: str, row: Attribution) -> str:
    return text[row.start : row.end]


def test_an_unclosed_mark_closes_itself_at_the_end_of_its_paragraph() -> None:
    text = "“We will sign the treaty today.\nThe weather was fine in Aln."
    assert content(text, only(text)) == "We will sign the treaty today."


def test_a_lost_closing_mark_does_not_swallow_the_next_quotation() -> None:
    text = '"We will sign the treaty, Ana Kelm said. "We have no choice now."'
    found = [content(text, row) for row in attributions(text) if row.kind == "direct"]
    assert found == ["We will sign the treaty,", "We have no choice now."]


def test_a_quotation_over_two_paragraphs_is_one() -> None:
    text = "“We will sign the treaty,” Ana Kelm said. “It took a year.\n“Now it is done and we rest.”"
    found = [row for row in attributions(text) if row.kind == "direct"]
    assert [row.speaker for row in found] == ["Ana Kelm", "Ana Kelm"]
    assert content(text, found[1]).startswith("It took a year.") and content(text, found[1]).endswith("we rest.")


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("“We will sign the treaty,” said Ana Kelm, the mayor of Aln.", "Ana Kelm"),
        ("“We will sign the treaty,” the mayor of Aln told reporters.", "the mayor of Aln"),
        ("Ana Kelm, who runs the port of Aln, said: “We will sign the treaty.”", "Ana Kelm"),
        ("According to the ministry, “We will sign the treaty.”", "the ministry"),
        ("“Will we sign the treaty?” asked Ana Kelm.", "Ana Kelm"),
        ("“We will sign the treaty,” Ana Kelm thundered.", "Ana Kelm"),
        ("Ana Kelm: “We will sign the treaty today.”", "Ana Kelm"),
        ("“We will sign the treaty,” said one former aide.", "one former aide"),
        ("“We will sign the treaty,” said retired general Ana Kelm.", "retired general Ana Kelm"),
        ("“We will sign the treaty,“ said Ana Kelm.", "Ana Kelm"),
        ("“We will sign the treaty.” — Ana Kelm", "Ana Kelm"),
        ("“We will sign the treaty.”\n― Ana Kelm, mayor of Aln", "Ana Kelm"),
        ("Ana Kelm (Aln), chair of the port, on Monday told the council: “We will sign the treaty.”", "Ana Kelm"),
        ("After Olm criticised the port, Ana Kelm shot back, “We will sign the treaty.”", "Ana Kelm"),
        ("Speaking in Aln, Ana Kelm went on to say: “We will sign the treaty.”", "Ana Kelm"),
        ("In Aln, Ana Kelm said Olm was wrong and that he had lost: “We will sign the treaty.”", "Ana Kelm"),
    ],
)
def test_a_direct_quotation_has_the_source_beside_its_cue(text: str, mention: str) -> None:
    assert only(text, "direct").mention == mention


def test_the_turns_of_a_transcript_are_the_words_of_their_speakers() -> None:
    text = "KELM: We will sign, and that is that.\nOLM: Why should we?\nKELM: Because we must.\nOLM: We must not."
    rows = attributions(text)
    assert [(row.kind, row.mention) for row in rows] == [("direct", name) for name in ("KELM", "OLM", "KELM", "OLM")]
    assert content(text, rows[1]) == "Why should we?"


def test_a_name_before_the_colon_of_a_headline_is_a_source() -> None:
    row = attributions("Kelm: port will reopen in May\nAna Kelm met the press. It rained.")[0]
    assert (row.kind, row.mention, row.speaker) == ("indirect", "Kelm", "Ana Kelm")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We will sign. We have no choice, Ana Kelm said. "We must."', "We will sign. We have no choice,"),
        ('The deal was "a leap in the dark for the port, and Ana Kelm said "no".', "a leap in the dark for the port"),
    ],
)
def test_a_lost_mark_is_supplied_where_the_tag_or_the_clause_tells(text: str, expected: str) -> None:
    spans = [pair for row in attributions(text) for pair in zip(row.quote_starts, row.quote_ends, strict=True)]
    assert expected in [text[a:b] for a, b in spans]


def test_a_quotation_without_a_cue_goes_on_with_the_source_before() -> None:
    text = "“We will sign,” Ana Kelm said on Friday. “There is no other way.”\n\n“And we will keep our word.”"
    assert [row.speaker for row in attributions(text)] == ["Ana Kelm"] * 3


@pytest.mark.parametrize(
    ("text", "expected", "mention"),
    [
        ("Ana Kelm said that the port would reopen.", "the port would reopen", "Ana Kelm"),
        ("Ana Kelm said on Friday the port would reopen.", "the port would reopen", "Ana Kelm"),
        ("The port would reopen in May, Ana Kelm said.", "The port would reopen in May", "Ana Kelm"),
        ("The port would reopen in May, said Ana Kelm.", "The port would reopen in May", "Ana Kelm"),
        ("According to the ministry, the port would reopen.", "the port would reopen", "the ministry"),
        ("The port would reopen, according to the ministry.", "The port would reopen", "the ministry"),
        ("The port, Ana Kelm said, would reopen in May.", "The port, Ana Kelm said, would reopen in May", "Ana Kelm"),
        ("The talks, at which Olm said the port was lost, broke up.", "the port was lost", "Olm"),
        ("Olm accused the council of neglect and of waste.", "neglect and of waste", "Olm"),
        (
            "An official with knowledge of the matter said the port was lost.",
            "the port was lost",
            "An official with knowledge of the matter",
        ),
        ("A steward in Aln said the port was lost.", "the port was lost", "A steward in Aln"),
        (
            "Aln tested according to own data a new and larger patrol ship.",
            "Aln tested according to own data a new and larger patrol ship",
            "Aln",
        ),
        ("Officials believe that the port is lost.", "the port is lost", "Officials"),
        ("Ana Kelm promised to reopen the port.", "to reopen the port", "Ana Kelm"),
        ("Ana Kelm urged the council to reopen the port.", "the council to reopen the port", "Ana Kelm"),
        ("Olm’s claim that the port is lost surprised many.", "the port is lost surprised many", "Olm’s"),
        ("Ana Kelm is confident that the port will reopen.", "the port will reopen", "Ana Kelm"),
        ("One in five say the port is lost.", "the port is lost", "One in five"),
        ("People who fled the port say the quays were lost.", "the quays were lost", "People"),
        ("Ana Kelm, 49, a steward in Aln, said the port was lost.", "the port was lost", "Ana Kelm"),
        ("At the time, Ana Kelm said, the port was lost.", "the port was lost", "Ana Kelm"),
        ("While Ana Kelm says the port is lost, the quays are full.", "the port is lost", "Ana Kelm"),
        ("As Ana Kelm said, the port was lost.", "the port was lost", "Ana Kelm"),
        ("As reported by the ministry, the port was lost.", "the port was lost", "the ministry"),
        ("A poll released Wednesday found that the port was popular.", "the port was popular", "A poll"),
        ("The quays, which Ana Kelm said would be lost, were full.", "would be lost", "Ana Kelm"),
        ("Olm left, with the unions saying that the port was lost.", "the port was lost", "the unions"),
    ],
)
def test_indirect_speech_has_its_clause_as_content(text: str, expected: str, mention: str) -> None:
    row = only(text)
    assert (row.kind, content(text, row), row.mention) == ("indirect", expected, mention)


def test_a_clause_with_a_quoted_fragment_is_mixed() -> None:
    text = "Ana Kelm said the deal was “a leap in the dark” for the port."
    row = only(text)
    assert (row.kind, content(text, row)) == ("mixed", "the deal was “a leap in the dark” for the port")
    assert [text[a:b] for a, b in zip(row.quote_starts, row.quote_ends, strict=True)] == ["a leap in the dark"]


def test_a_name_called_by_a_quoted_fragment_has_the_fragment_as_content() -> None:
    text = "Ana Kelm called the deal “a leap in the dark”."
    row = only(text)
    assert (row.kind, content(text, row)) == ("mixed", "a leap in the dark")


def test_what_another_source_says_ends_a_content() -> None:
    text = "Ana Kelm said the port was lost, and Rolf Olm said the quays were full."
    assert [(content(text, row), row.mention) for row in attributions(text)] == [
        ("the port was lost", "Ana Kelm"),
        ("the quays were full", "Rolf Olm"),
    ]


def test_a_question_may_have_no_named_asker() -> None:
    row = attributions("Asked whether the port was lost, Ana Kelm smiled.")[0]
    assert (row.mention, row.source_type) == (None, "unattributed")


@pytest.mark.parametrize(
    "text",
    [
        "The ministry declined to comment on the port.",
        "Ana Kelm did not say when the port would reopen.",
        "Nobody said that the port was lost.",
        "The port is expected to reopen in May.",
        "They left according to plan.",
        "If the ministry says that the port is lost, prices will rise.",
    ],
)
def test_what_nobody_has_said_is_no_attribution(text: str) -> None:
    assert attributions(text) == []


def test_a_sentence_that_goes_on_reporting_is_free_indirect() -> None:
    text = "The port was lost, according to the state-run agency.\n\nThe storm had put the quays in a “most dreadful and sad state”."
    row = attributions(text)[1]
    assert (row.kind, row.mention) == ("free_indirect", "the state-run agency")


def test_text_in_another_language_gives_nothing() -> None:
    document = as_document("„Wir unterschreiben den Vertrag heute“, said Ana Kelm.")
    assert (
        find_attributions(
            Document(document.raw, document.text, blocks=document.blocks, metadata=Metadata(language="de"))
        )
        == []
    )


def test_the_dateline_is_nobodys_words() -> None:
    text = "KELMBRUCK, March 15 (Reuters) - A second ship was near the bridge, Ana Kelm said."
    [row] = attributions(text)
    assert text[row.start : row.end] == "A second ship was near the bridge"
