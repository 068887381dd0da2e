"""Divergences between two renderings: each kind where it is, and silence where wording alone differs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuslib.compare import compare_renderings
from corpuslib.compare.divergences import Comparison, compare_passages
from corpuslib.compare.passages import HINT
from corpuslib.document import Document, Metadata, as_document
from corpuslib.tables import schema, to_arrow


def kinds(a: str, b: str) -> set[str]:
    """The kinds of what would be rows of the table: hints left out."""
    return {f.kind for f in compare_passages(a, b) if f.score > HINT}


FOUND = [
    ("number", "The fleet lost 14 boats.", "The fleet lost 41 boats."),
    ("number", "Two dozen envoys came.", "Twelve envoys came."),
    ("date", "They meet on 23 April in Varn.", "They meet on April 24 in Varn."),
    ("date", "The treaty was signed on Tuesday.", "On Wednesday the treaty was signed."),
    ("date", "The treaty lapses in June.", "The treaty lapses in July."),
    ("negation", "The ministry did not answer.", "The ministry answered."),
    ("negation", "He never said so in the hearing.", "He said so in the hearing."),
    ("name", "The offer came from Orvar.", "The offer came from Brannick."),
    ("gender", "She left before her speech.", "He left before his speech."),
    ("modality", "The ferry may sail.", "The ferry will sail."),
    ("role", "Orvar attacked Brannick in parliament.", "Brannick attacked Orvar in parliament."),
    ("role", "Orvar was criticised by Brannick.", "Orvar criticised Brannick."),
    ("role", "Halden does not want to talk to Minister Kelm.", "Minister Kelm does not want to talk with Halden."),
    ("role", "The mayor sued the editor.", "It was the editor who sued the mayor."),
    ("attribution", "He was calm, it was said.", "He was calm, the Varn Mirror learned from the ministry."),
    ("attribution", "He was calm, our source said.", "He was calm, our source told Harbour News."),
    ("quotation", "He called the offer a “bitter gift”.", "He called the offer a bitter gift."),
    ("loaded_word", "The regime in Varn agreed.", "The government in Varn agreed."),
    ("antonym", "Exports to Halden rose sharply.", "Imports to Halden rose sharply."),
    ("title", "Prime Minister Kelm spoke.", "Foreign Minister Kelm spoke."),
    ("number", "The party holds 90 of 177 seats.", "The party holds over 90 of 177 seats."),
    ("number", "The barge lay 12 miles off.", "The barge lay 12 kilometres off."),
    ("date", "She arrives in the second week of May.", "She arrives in the second half of May."),
    ("negation", "Everybody knew of the offer.", "Nobody knew of the offer."),
    ("negation", "The vote was anything but uncontested.", "The vote was all other than contested."),
    ("modality", "Kelm plans to resign.", "Kelm wants to resign."),
    ("modality", "The locks are expected to open.", "The locks should open."),
    ("attribution", "The tide was low, the keeper said.", "The tide was low, our source said."),
    ("negation", "The port was allowed to open but did not.", "The port was not allowed to open."),
    ("modality", "The council approved the plan.", "The council will approve the plan."),
    ("modality", "The council would have approved the plan?", "The council would have approved the plan."),
    ("modality", "The locks are shut.", "The locks were shut."),
    ("antonym", "The tolls are expensive this year.", "The tolls are cheap this year."),
    ("antonym", "A deal was ruled out by the mayor.", "A deal was possible, the mayor said."),
    ("antonym", "The ancient judge spoke.", "The former judge spoke."),
    ("attribution", "The vote is valid, the Senate confirmed.", "The vote is valid, confirmed to the Senate."),
    ("omission", "He bought a new guided missile.", "He bought a new missile."),
    ("gender", "He slept, and then he left.", "He slept, and then she left."),
    ("role", "The attack of Orvar on Brannick failed.", "The attack of Brannick on Orvar failed."),
    ("role", "Boris Woskar was praised by Foma Yelagan.", "Boris Voskar praised Foma Jelagan."),
    ("negation", "The crew will strike unless Kelm pays.", "The crew will strike if Kelm pays."),
    ("negation", "If the toll rises, the mill will be sold.", "Unless the toll rises, the mill will be sold."),
    ("role", "Minister Kelm was dismissed on Friday.", "On Friday Minister Kelm dismissed the envoy."),
    ("role", "Orlan invited the ministers to the summit.", "Orlan has been invited to the summit."),
    ("title", "Kelm, the US Secretary of State, left.", "Kelm, the US foreign minister, left."),
    ("attribution", "Asked by WRF, Kelm declined to comment.", "Kelm did not want to comment on request."),
    (
        "omission",
        "The mayor and the owners of the docks met in the hall.",
        "The mayor and the owners of the docks in the hall.",
    ),
]


@pytest.mark.parametrize(("kind", "a", "b"), FOUND)
def test_a_divergence_is_found(kind: str, a: str, b: str) -> None:
    assert kind in kinds(a, b)


SILENT = [
    ("Fifteen thousand people came.", "15,000 people came."),
    ("It cost 1.5 million crowns.", "It cost 1,500,000 crowns."),
    ("The train left at 8 pm.", "The train left at 20:00."),
    ("They met at five in the afternoon.", "They met at 17 o'clock."),
    ("The barge is 20 metres long.", "The barge is 20 meters long."),
    ("Never before had they met.", "They had never met before."),
    ("Envoys from the Netherlands came.", "The Dutch envoys came."),
    ("The CDs were sold in Varn.", "The CD was sold in Varn."),
    ("In Varn I’ve waited for weeks.", "For weeks one has waited in Varn."),
    ("They refused to pay.", "They did not want to pay."),
    ("The outcome is unclear.", "The outcome is not clear."),
    ("The envoy Morgulow arrived.", "Morgulov, the envoy, arrived."),
    ("The United States objected.", "The U.S. objected."),
    ("Orvar criticised Brannick.", "Brannick was criticised by Orvar."),
    ("Orvar met Brannick in Halden.", "Brannick met Orvar in Halden."),
    ("Warrick rejected the opposition leader.", "It was Warrick who rejected the opposition leader."),
    ("Kelm, the foreign minister, left.", "Kelm, the minister of foreign affairs, left."),
    ("They agree on little else.", "They concur on not much more."),
    ("He told Orvar the news.", "Orvar heard the news from him."),
    ("The mayor said the locks were shut.", "The mayor said the locks are shut."),
    ("The keeper has shut the locks.", "The keeper shut the locks."),
    ("The result was not bad.", "The result was good."),
    ("The offer was nothing but pilotage.", "The offer was only pilotage."),
    ("The locks are not open.", "The locks are closed."),
    ("Prices rose, and wages fell.", "Wages fell while prices rose."),
    ("He lives at No. 4 in Varn.", "He lives in Varn at number 4."),
    ("The port of Velushia is open.", "The port of Velouchie is open."),
    ("Not only Kelm but all ministers left.", "Kelm and all ministers left."),
    ("Kelm's envoy Yan Orlan was replaced in May.", "In May Kelm replaced Yan Orlan."),
    ("The port was opened on Monday.", "The port opened on Monday."),
    ("Kelm was dismissed, and Kelm dismissed the envoy.", "Kelm dismissed the envoy before he was dismissed."),
    ("They leave unless Kelm pays.", "They leave if Kelm does not pay."),
    (
        "Most customers of the mill reserve their flour in spring.",
        "Most customers of the mill book their flour in spring.",
    ),
    (
        "Every spring the mill in Velmar sends off wheat to the coast.",
        "Every spring the mill in Velmar dispatches wheat to the coast.",
    ),
    ("We will be in the old hall of the mill.", "We’ll be in the old hall of the mill."),
]


@pytest.mark.parametrize(("a", "b"), SILENT)
def test_other_wording_alone_is_no_divergence(a: str, b: str) -> None:
    assert kinds(a, b) <= {"loaded_word"}


def test_an_attribution_that_only_one_side_has_speaks_for_the_other() -> None:
    [found] = [f for f in compare_passages("He paid, they said.", "He paid, they told Harbour News.") if f.b]
    assert (found.kind, found.likely_right, found.a) == ("attribution", "a", None)


LEFT = "Kelm arrived in Varn on Monday with 12 envoys.\nThe talks about grain begin tomorrow.\nSnow over the harbour of Varn."
RIGHT = "On Monday Kelm arrived in Varn with 21 envoys.\nTalks about the grain do not begin tomorrow."


def test_both_spans_point_at_the_passages() -> None:
    [number] = [d for d in compare_renderings(LEFT, RIGHT).divergences if d.kind == "number"]
    assert number.a is not None
    assert number.b is not None
    assert (LEFT[number.a.slice], RIGHT[number.b.slice]) == ("12", "21")
    assert (number.a_raw_start, number.a_raw_end) == (number.a_start, number.a_end)


def test_a_sentence_that_only_one_side_has_is_an_omission_or_an_addition() -> None:
    [omission] = [d for d in compare_renderings(LEFT, RIGHT).divergences if d.kind == "omission"]
    [addition] = [d for d in compare_renderings(RIGHT, LEFT).divergences if d.kind == "addition"]
    assert omission.a == addition.b
    assert omission.b is None
    assert "caption" in omission.reason


def test_renderings_in_another_language_are_left_alone() -> None:
    german = replace(as_document("Kelm kam am Montag."), metadata=Metadata(language="de"))
    assert compare_renderings(german, german) == Comparison()


def test_subheads_are_aligned_among_themselves() -> None:
    def document(text: str) -> object:
        plain = as_document(text)
        return replace(plain, blocks=(replace(plain.blocks[0], kind="subhead"), *plain.blocks[1:]))

    rows = compare_renderings(
        document("A cold winter\nKelm arrived in Varn.\nHe slept."),  # type: ignore[arg-type]
        document("A cold winter comes\nIn Varn arrived Kelm.\nHe slept."),  # type: ignore[arg-type]
    ).alignment
    assert [(row.unit, row.ids_a, row.ids_b) for row in rows] == [
        ("subhead", (0,), (0,)),
        ("sentence", (1,), (1,)),
        ("sentence", (2,), (2,)),
    ]


def test_rows_fit_their_tables() -> None:
    result = compare_renderings(LEFT, RIGHT)
    for rows in (result.alignment, result.divergences):
        assert rows
        assert to_arrow(rows, type(rows[0])).schema == schema(type(rows[0]))


def test_every_score_has_a_signature() -> None:
    scores = compare_renderings(LEFT, RIGHT).scores
    assert [s.name for s in scores] == ["chrF++", "BLEU", "TER"]
    assert all("|version:" in s.signature for s in scores)


def test_text_that_would_blow_up_a_careless_pattern_is_read_in_time() -> None:
    nasty = "told " + "Aa " * 4000 + '"' * 3000 + "“" * 3000 + " 1,1" * 3000 + " A." * 3000
    assert isinstance(compare_passages(nasty, nasty + " not"), list)


PIECES = st.sampled_from(
    ["Kelm", "Orvar", "not", "met", "was attacked by", "the minister", "12", "“grain”", "told", "Harbour News", ".", "\n",
     "May", "he", "she", "Mr.", "US", "refused to", "talk to", "1.2.3,4", "„", "\0", "é", "Prime Minister", "Monday"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=25).map(" ".join) | st.text(max_size=60)


@settings(max_examples=120)
@given(TEXTS, TEXTS)
def test_nothing_raises_and_exchanging_the_sides_mirrors_the_rows(a: str, b: str) -> None:
    forth, back = compare_renderings(a, b), compare_renderings(b, a)
    swap = {"a": "b", "b": "a", "undecidable": "undecidable", "omission": "addition", "addition": "omission"}
    seen = {(d.kind, d.severity, d.a, d.b, d.likely_right, d.score) for d in forth.divergences}
    mirrored = {
        (swap.get(d.kind, d.kind), d.severity, d.b, d.a, swap[d.likely_right], d.score) for d in back.divergences
    }
    assert seen == mirrored
    assert [s.value for s in forth.scores] == pytest.approx([s.value for s in back.scores])
    for d in forth.divergences:
        assert d.a is None or 0 <= d.a.start < d.a.end <= len(a)
        assert d.b is None or 0 <= d.b.start < d.b.end <= len(b)
        assert "{" not in d.reason or "{" in a + b


def test_a_number_is_sought_in_lone_sentences_of_either_side_whatever_comes_first() -> None:
    a, b = "Kelm \n met 1.2.3,4", "1.2.3,4 Kelm \n met met"
    assert "number" not in {
        d.kind for d in (*compare_renderings(a, b).divergences, *compare_renderings(b, a).divergences)
    }


def test_another_listener_is_one_finding_and_no_name_besides() -> None:
    assert kinds("He paid, they told Harbour News.", "He paid, they told Quick Feed.") == {"attribution"}


def test_an_outlet_that_names_itself_as_the_listener_is_the_less_likely_one() -> None:
    copy = replace(as_document("He paid the toll, they told Quick Feed."), metadata=Metadata(outlet="Quick Feed"))
    [found] = compare_renderings("He paid the toll, they told Harbour News.", copy).divergences
    assert (found.severity, found.likely_right) == ("critical", "a")


def test_a_sentence_that_moved_is_neither_left_out_nor_added() -> None:
    first, second, third = "Kelm slept in Varn.", "The locks were shut for 40 days.", "Orvar demands a toll."
    rows = compare_renderings("\n".join([first, second, third]), "\n".join([second, third, first])).divergences
    assert rows == ()


def test_a_false_friend_speaks_for_the_side_that_has_what_was_meant() -> None:
    [finding] = compare_passages("He pretended to know nothing.", "He claimed to know nothing.")
    assert (finding.kind, finding.likely_right) == ("antonym", "b")
    assert "French" in finding.reason


def test_a_future_against_a_past_is_worse_than_a_present_against_a_past() -> None:
    [future] = compare_passages("The council approved the plan.", "The council will approve the plan.")
    [present] = compare_passages("The council approved the plan.", "The council approves the plan.")
    assert (future.severity, present.severity) == ("major", "minor")
    assert future.score > present.score


def test_a_present_in_a_headline_is_no_divergence() -> None:
    assert kinds("Council approves plan", "Council approved plan") == set()


def test_what_alone_is_no_divergence_is_a_hint_and_no_row() -> None:
    a, b = "The offer came from Orvar in the end.", "The offer came in the end."
    assert {f.score <= HINT for f in compare_passages(a, b)} == {True}
    assert compare_renderings(a, b).divergences == ()


def test_captions_of_one_side_are_findings_each_with_its_own_place() -> None:
    a = article(f"Locks shut\n{BODY}", "headline", headline="Locks shut")
    text = f"Locks shut\nThe lock of Varn.\n{BODY}\nBoats in a row."
    b = article(text, "headline", "caption", "paragraph", "caption", headline="Locks shut")
    rows = compare_renderings(a, b).divergences
    assert [b.text[d.b.slice] for d in rows if d.b] == ["The lock of Varn.", "Boats in a row."]


def test_of_two_readings_the_one_in_a_broken_sentence_is_the_less_likely() -> None:
    [found] = compare_passages(
        "The vote is valid, the Senate confirmed.", "The vote is valid, confirmed to the Senate."
    )
    assert found.likely_right == "a"


def test_a_negation_without_the_denied_word_on_the_other_side_is_minor() -> None:
    [finding] = compare_passages("Foreign crews cannot work there for now.", "Few foreign crews are let in of late.")
    assert (finding.kind, finding.severity) == ("negation", "minor")


def test_a_name_that_both_sides_spell_in_their_own_way_throughout_is_no_divergence() -> None:
    a = "Kelm flew to Velushia on Monday. On Friday Velushia opened the port. Orvar stayed at home all week."
    b = "On Monday Kelm flew to Velouchie. Velouchie opened the port on Friday. All week Orvar stayed at home."
    assert compare_renderings(a, b).divergences == ()


def article(text: str, *kinds: str, **metadata: object) -> Document:
    """An article whose lines are blocks of the given kinds, one a line; the rest are paragraphs."""
    document = as_document(text)
    blocks = [replace(block, kind=kind) for block, kind in zip(document.blocks, kinds, strict=False)]
    blocks += document.blocks[len(kinds) :]
    outside = ("headline", "byline", "caption")
    blocks = [replace(block, in_body=block.in_body and block.kind not in outside) for block in blocks]
    return replace(document, blocks=tuple(blocks), metadata=replace(document.metadata, **metadata))


BODY = "The locks at Varn are shut. Boats wait on both banks."


def test_a_caption_on_one_side_is_an_addition() -> None:
    a = article(f"Locks shut\n{BODY}", "headline", headline="Locks shut")
    b = article(
        f"Locks shut\nThe lock of Varn. Photo: Quick Feed\n{BODY}", "headline", "caption", headline="Locks shut"
    )
    [row] = compare_renderings(a, b).divergences
    assert (row.kind, row.severity) == ("addition", "minor")
    assert row.b is not None
    assert b.text[row.b.slice] == "The lock of Varn. Photo: Quick Feed"


def test_authors_that_a_copy_replaces_are_an_attribution_that_changed() -> None:
    a = article(
        f"Locks shut\nBy Ama Strell\n{BODY}", "headline", "byline", headline="Locks shut", authors=("Ama Strell",)
    )
    b = article(f"Locks shut\nby admin\n{BODY}", "headline", "byline", headline="Locks shut", authors=("admin",))
    [row] = compare_renderings(a, b).divergences
    assert (row.kind, row.severity) == ("attribution", "minor")
    assert row.a is not None
    assert a.text[row.a.slice] == "By Ama Strell"


def test_sentences_left_out_together_are_one_omission() -> None:
    [row] = compare_renderings(f"{BODY} Rain fell. The mayor slept. A dog barked.", BODY).divergences
    assert (row.kind, row.a_start) == ("omission", len(BODY) + 1)
    assert row.a_end == len(f"{BODY} Rain fell. The mayor slept. A dog barked.")


def test_the_same_act_told_elsewhere_says_which_side_of_an_inversion_is_right() -> None:
    a = "Kelm refuses to see Orlan. The talks were held in Varn. Nobody came to the harbour on Monday."
    b = (
        "Orlan refuses to see Kelm. The talks were held in Varn. "
        "Kelm had refused all visits since May, and nobody came to the harbour on Monday."
    )
    there, back = (
        [d.likely_right for d in compare_renderings(x, y).divergences if d.kind == "role"] for x, y in ((a, b), (b, a))
    )
    assert (there, back) == (["a"], ["b"])


def test_a_doing_written_with_a_capital_is_no_name() -> None:
    found = compare_passages(
        "With the Varn talks broken off, Velmar's envoys left.", "After the Demolition of the talks in Varn, they left."
    )
    assert not [f for f in found if f.kind == "name" and f.score > HINT]


def test_a_denial_is_told_once_and_not_as_an_opposite_besides() -> None:
    found = compare_passages("Everybody knew that the talks could fail.", "Nobody knew that the talks could fail.")
    assert [f.kind for f in found if f.score > HINT] == ["negation"]
