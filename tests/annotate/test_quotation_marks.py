"""Quotation marks: every convention, nested, over paragraphs, damaged; and what is no quotation although it is marked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpuslib.annotate.attributions import Attribution, attributions, find_attributions
from corpuslib.document import BlockKind, Document, as_document


def direct(text: str | Document) -> list[str]:
    """The pieces of the direct quotations of a text."""
    whole = text if isinstance(text, str) else text.text
    return [
        whole[a:b]
        for row in attributions(text)
        if row.kind == "direct"
        for a, b in zip(row.quote_starts, row.quote_ends, strict=True)
    ]


def laid_out(*blocks: tuple[BlockKind, str]) -> Document:
    """A document of the given blocks; captions stand outside the body."""
    document = as_document("\n\n".join(text for _, text in blocks))
    kinds = [replace(b, kind=k, in_body=k != "caption") for b, (k, _) in zip(document.blocks, blocks, strict=True)]
    return replace(document, blocks=tuple(kinds))


def rows_of(document: Document, kind: str) -> list[Attribution]:
    return [row for row in find_attributions(document) if row.kind == kind]


CONVENTIONS = [
    "“{}”", '"{}"', "‘{}’", "'{}'", "„{}“", "„{}”", "“{}“", "”{}”", "»{}«", "«{}»", "« {} »", "<<{}>>", "``{}''",
    ",,{}''", ',,{}"', "''{}''", "‘‘{}’’", "`{}'", "`{}´", "‹{}›", "›{}‹", "‚{}‘", "「{}」", "『{}』", "＂{}＂", "″{}″",
    '“{}"', '"{}”', '""{}""', "“ {} ”", '" {} "',
]  # fmt: skip


@pytest.mark.parametrize("marks", CONVENTIONS)
def test_a_quotation_is_read_in_every_convention_and_without_its_marks(marks: str) -> None:
    words = "We will mend the harbour wall before the autumn,"
    assert direct(f"{marks.format(words)} Ana Kelm said on Friday.") == [words]


@pytest.mark.parametrize("marks", CONVENTIONS)
def test_a_quotation_that_its_tag_cuts_in_two_gives_both_halves(marks: str) -> None:
    first, second = "The wall is lost,", "and we shall build another."
    assert direct(f"{marks.format(first)} said Ana Kelm, {marks.format(second)}") == [first, second]


@pytest.mark.parametrize(
    ("outer", "inner"),
    [("“{}”", "‘{}’"), ("‘{}’", "“{}”"), ('"{}"', "'{}'"), ("'{}'", '"{}"'), ("«{}»", "“{}”"), ("“{}”", "«{}»"),
     ("„{}“", "‚{}‘"), ("「{}」", "『{}』"), ("“{}”", "“{}”"), ('"{}"', '"{}"'), ('"{}"', "“{}”"), ("“{}”", '"{}"')],
)  # fmt: skip
@pytest.mark.parametrize("place", ["Olm told us {} and then he left,", "Then Olm told us {}"])
def test_a_nested_quotation_belongs_to_the_one_around_it(outer: str, inner: str, place: str) -> None:
    words = place.format(inner.format("never again"))
    assert direct(f"{outer.format(words)} said Ana Kelm of the port.") == [words]


def test_conventions_may_change_from_one_quotation_to_the_next() -> None:
    text = '“We will sign it now,“ said Ana Kelm. „We must do so,“ said Olm. "It is late," said Ulin. «So be it,» said Brandt.'
    assert direct(text) == ["We will sign it now,", "We must do so,", "It is late,", "So be it,"]


@pytest.mark.parametrize(
    "words",
    [
        "It’s the ministers’ choice and they don’t care,",
        "The dockers’ union won’t budge, nor will the boys’ brigade,",
        "Rock ’n’ roll didn’t start in the ’50s, ’twas older,",
        "We’re goin’ home to tell ’em,",
    ],
)
@pytest.mark.parametrize("straight", [False, True])
def test_apostrophes_do_not_end_a_quotation_in_single_marks(words: str, straight: bool) -> None:
    marks = "'{}'" if straight else "‘{}’"
    words = words.replace("’", "'") if straight else words
    assert direct(f"{marks.format(words)} Ana Kelm said in Aln.") == [words]


@pytest.mark.parametrize(
    "text",
    [
        "The dockers' union met the pilots' guild in the '90s and told 'em to wait 'til May.",
        "The dockers’ union met the pilots’ guild in the ’90s and told ’em to wait ’til May.",
        "The dockers’ union met in the ‘90s and told ‘em to wait ‘til the pilots’ guild had met.",
        'The gun is 12" wide, the wall 6\'2" high, and the shed 30" deep.',
        "At 5'11'' she was the tallest of the dockers' children.",
    ],
)
def test_apostrophes_and_inches_are_no_quotation_marks(text: str) -> None:
    assert [row for row in attributions(text) if row.quote_starts] == []


def test_an_inch_mark_does_not_end_a_quotation() -> None:
    words = 'We fitted a 12" pipe to the old pump,'
    assert direct(f'"{words}" said Ana Kelm.') == [words]


@pytest.mark.parametrize("mark", ["“", '"', "«", "„", "``", "‘"])
def test_a_quotation_over_paragraphs_with_marks_opened_again_is_one_row(mark: str) -> None:
    close = {"“": "”", '"': '"', "«": "»", "„": "“", "``": "''", "‘": "’"}[mark]
    text = (
        f"{mark}We will mend the wall,{close} Ana Kelm told the council. {mark}It took us a year.\n\n"
        f"{mark}It took the dockers’ savings.\n\n{mark}Now it is done.{close}"
    )
    rows = [row for row in attributions(text) if row.kind == "direct"]
    assert [row.speaker for row in rows] == ["Ana Kelm", "Ana Kelm"]
    assert direct(text)[1:] == ["It took us a year.", "It took the dockers’ savings.", "Now it is done."]


def test_a_quotation_may_be_closed_in_a_paragraph_that_does_not_open_it_again() -> None:
    text = "Ana Kelm told the council: “It took us a year.\n\nIt took all we had.” The council was moved."
    rows = [row for row in attributions(text) if row.kind == "direct"]
    assert len(rows) == 1 and direct(text) == ["It took us a year.", "It took all we had."]


@pytest.mark.parametrize("kind", ["subhead", "caption"])
def test_a_quotation_goes_on_behind_a_subhead_or_a_caption(kind: BlockKind) -> None:
    document = laid_out(
        ("paragraph", "Ana Kelm told the council: “It took us a year to mend the wall."),
        (kind, "Work on the quay"),
        ("paragraph", "“Now it is done and we rest.”"),
    )
    (row,) = rows_of(document, "direct")
    assert row.speaker == "Ana Kelm" and len(row.quote_starts) == 2


def test_a_quotation_goes_on_through_the_items_of_a_list() -> None:
    document = laid_out(
        ("paragraph", "Ana Kelm told the council: “These are our tasks:"),
        ("paragraph", "“We mend the wall."),
        ("paragraph", "“We pay the dockers.”"),
    )
    (row,) = rows_of(document, "direct")
    assert len(row.quote_starts) == 3


def test_a_turn_of_a_transcript_without_marks_ends_with_its_paragraph() -> None:
    text = "“We will mend the wall today.\n\nIt rained in Aln, and the council went home."
    assert direct(text) == ["We will mend the wall today."]


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("Ana Kelm said.", "The wall is lost,"),
        ("said Ana Kelm.", "The wall is lost,"),
        ("said former harbour master Ana Kelm.", "The wall is lost,"),
        ("veteran pilot Ana Kelm told the council.", "The wall is lost,"),
        ("Ana Kelm, who runs the port of Aln, said in a letter.", "The wall is lost,"),
        ("Ana Kelm, a spokeswoman for the port, told reporters.", "The wall is lost!"),
        ("she said two days after the storm.", "Is the wall lost?"),
        ("they say.", "The wall is lost,"),
        ("according to the ministry.", "The wall is lost,"),
        ("Ana Kelm said.", "They told me ‘it is lost,’"),
    ],
)
def test_a_quotation_with_a_lost_closing_mark_ends_before_its_tag(tag: str, words: str) -> None:
    assert direct(f'Storm over Aln.\n\n"{words} {tag} "We will build another."')[0] == words


def test_a_quotation_with_a_lost_closing_mark_ends_where_the_voice_changes() -> None:
    text = (
        'Ana Kelm said: "We lost the wall. I saw it go. The storm moved on to Olmstad. "It was a bad night," she said.'
    )
    assert direct(text) == ["We lost the wall. I saw it go.", "It was a bad night,"]


def test_a_fragment_with_a_lost_closing_mark_ends_with_its_clause() -> None:
    text = 'The wall was "a leap in the dark, and the council knew it. Ana Kelm said so.'
    pieces = [text[a:b] for row in attributions(text) for a, b in zip(row.quote_starts, row.quote_ends, strict=True)]
    assert pieces == ["a leap in the dark"]


def test_a_mark_that_closes_what_nothing_opened_is_left_alone() -> None:
    text = 'The wall was lost," the paper wrote. "We will build another," said Ana Kelm.'
    assert direct(text) == ["We will build another,"]


@pytest.mark.parametrize(
    "text",
    [
        "She has read the novel “Salt Water” twice.",
        "The film “The Long Road Home” opened in Aln.",
        "The tanker, “Morning Star,” lay off Aln.",
        "He spoke on Aln Radio’s “Morning With Olm.”",
        "The council has named the exercise “Northern Shield”.",
        "They had seen the comedy “Who Stole the Wall?” before.",
    ],
)
def test_the_name_of_a_work_or_a_thing_is_nobodys_words(text: str) -> None:
    (row,) = [row for row in attributions(text) if row.quote_starts]
    assert (row.kind, row.rule, row.mention) == ("scare", "title in quotation marks", None)


def test_capitals_do_not_make_a_title_of_what_somebody_says() -> None:
    text = "“Build the Wall Now!” Ana Kelm said. The crowd told the paper: “Never.”"
    assert direct(text)[0] == "Build the Wall Now!"
    assert all(row.rule != "title in quotation marks" for row in attributions(text))


@pytest.mark.parametrize("text", ["The word “tactical” worried them.", "The “reform” cost the port three ships."])
def test_a_quoted_word_that_nobody_said_is_a_scare_quote(text: str) -> None:
    (row,) = attributions(text)
    assert (row.kind, row.mention) == ("scare", None)


def test_a_quoted_word_of_one_who_judges_is_mixed_and_his() -> None:
    row = next(row for row in attributions("Ana Kelm lashed out at the “vicious” rules.") if row.quote_starts)
    assert (row.kind, row.mention) == ("mixed", "Ana Kelm")


@pytest.mark.parametrize("head", ["“Rash and immature”", "Mayor is “immature”", "Mayor “rash, immature”"])
@pytest.mark.parametrize("kind", ["subhead", "headline"])
def test_a_quotation_in_a_heading_has_the_speaker_of_the_one_it_repeats(head: str, kind: BlockKind) -> None:
    body = "Ana Kelm said that the mayor had been “rash and immature in the talks” with Olm."
    rows = find_attributions(laid_out((kind, head), ("paragraph", body)))
    assert [row.repeats for row in rows] == [rows[1].attribution_id, None]
    assert (rows[0].kind, rows[0].speaker) == ("mixed", "Ana Kelm")


def test_a_heading_that_repeats_part_of_a_word_repeats_nothing() -> None:
    rows = find_attributions(laid_out(("headline", "A “no”"), ("paragraph", "“We know the wall,” Ana Kelm said.")))
    assert [row.repeats for row in rows] == [None, None]


@pytest.mark.parametrize(
    "text",
    [
        "“The Long Road Home” is a novel by Ana Kelm.",
        "“Night Boats,” the 1939 film, was shown again.",
    ],
)
def test_a_title_that_is_part_of_a_clause_is_nobodys_quotation(text: str) -> None:
    assert [row.kind for row in attributions(text)] == ["scare"]


@pytest.mark.parametrize(
    "text",
    ["“We Can Win This,” the senator said.", "“Stop Right There.”", "• “We will win this,” she told The Herald"],
)
def test_a_quotation_in_title_case_or_behind_a_bullet_is_direct(text: str) -> None:
    assert len(direct(text)) == 1
