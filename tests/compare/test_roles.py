"""Roles: who acts and who is acted on, in whatever construction; silence where wording alone differs."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpuslib.compare.passages import HINT, Finding, Passage
from corpuslib.compare.roles import roles, weigh_roles

GOLD = Path(__file__).parents[1] / "gold" / "roles.tsv"


def told(a: str, b: str) -> list[Finding]:
    """The findings that become rows."""
    return [f for f in roles(Passage(a), Passage(b)) if f.score > HINT]


INVERTED = {
    "active": ("Orvar cheated Brannick in May.", "In May Brannick cheated Orvar."),
    "passive": ("Orvar cheated Brannick.", "Orvar was cheated by Brannick."),
    "verb and noun": ("Orvar rejected Brannick.", "Brannick's rejection of Orvar was no surprise."),
    "noun with by": ("Orvar's criticism of Brannick grew.", "The criticism of Brannick's ally Orvar by Brannick grew."),
    "the other side's verb": ("Orvar sold the mill to Brannick.", "Orvar bought the mill from Brannick."),
    "loss and victory": ("Orvar lost to Brannick.", "Orvar beat Brannick."),
    "irregular verb": ("Orvar overthrew Brannick.", "Orvar was overthrown by Brannick."),
    "relative clause": ("The dealer who misled the bank fled.", "The dealer whom the bank misled fled."),
    "inserted apposition": ("Kelm, head of the bank, sued Orlan.", "Orlan sued Kelm, head of the bank."),
    "opening participle": ("Pressed by Kelm, Orlan resigned.", "Pressed by Orlan, Kelm resigned."),
    "closing clause": ("Orlan resigned, blaming Kelm.", "Kelm resigned, blaming Orlan."),
    "cleft": ("It was Kelm that Orlan betrayed.", "It was Kelm that betrayed Orlan."),
    "wish": ("Kelm wants to meet Orlan.", "Orlan wants to meet Kelm."),
    "refusal": ("Kelm refused to see Orlan.", "Kelm was refused a meeting by Orlan."),
    "two objects": ("Kelm sent Orlan two letters.", "Orlan sent two letters to Kelm."),
    "verb at the end": ("Kelm has invited Orlan.", "Orlan has Kelm to the talks invited."),
    "pronoun for who speaks": ("Kelm said she had sued Orlan.", "Orlan said he had sued Kelm."),
    "headline in capitals": ("Kelm Snubs Orlan at Summit", "Orlan Snubs Kelm at Summit"),
    "relation": ("Kelm is Orlan's successor.", "Orlan is Kelm's successor."),
    "head and complement": (
        "The delegation of Varn rejected the Haldic proposal.",
        "The proposal of the Varnian delegation rejected the Haldic.",
    ),
    "names far from a verb": (
        "Until Monday the archive of Kelm in Varn, and until Tuesday the quarry near Halden, stay shut.",
        "Until Monday the archive of Kelm in Halden, and until Tuesday the quarry near Varn, stay shut.",
    ),
}

EQUAL = {
    "passive": ("Orvar cheated Brannick.", "Brannick was cheated by Orvar."),
    "passive far from by": ("Orvar fined Brannick.", "Brannick was fined on Monday for the leak by Orvar."),
    "noun": ("Orvar rejected Brannick.", "Orvar's rejection of Brannick was no surprise."),
    "the other side's verb": ("Orvar sold the mill to Brannick.", "Brannick bought the mill from Orvar."),
    "both act": ("Kelm met with Orlan in Varn.", "Orlan met with Kelm in Varn."),
    "both sign": ("Kelm signed a treaty with Orlan.", "Orlan signed a treaty with Kelm."),
    "names joined": ("Kelm and Orlan denounced the mayor.", "The mayor was denounced by Orlan and Kelm."),
    "cleft": ("Kelm trained the guards.", "It was Kelm who trained the guards."),
    "relative clause": ("Kelm, who hired Orlan, fell ill.", "Kelm, by whom Orlan was hired, fell ill."),
    "negated": ("Kelm has never threatened Orlan.", "Orlan was never threatened by Kelm."),
    "other patient": ("Kelm sued Orlan.", "Kelm sued Brannick."),
    "time before the name": ("On Friday night the envoy met Kelm.", "The envoy met Kelm on Friday night."),
    "one family name": ("Lars Moll sued Else Moll.", "Else Moll was sued by Lars Moll."),
}


@pytest.mark.parametrize("name", INVERTED)
def test_exchanged_roles_are_found(name: str) -> None:
    found = told(*INVERTED[name])
    assert [(f.kind, f.severity) for f in found] == [("role", "critical")]


@pytest.mark.parametrize("name", EQUAL)
def test_the_same_roles_in_other_words_are_no_finding(name: str) -> None:
    assert told(*EQUAL[name]) == []


def test_the_spans_hold_both_sides_and_the_act() -> None:
    a, b = "On Monday Orvar cheated Brannick again.", "On Monday Brannick cheated Orvar again."
    (found,) = told(a, b)
    assert found.a is not None
    assert found.b is not None
    assert (a[found.a.slice], b[found.b.slice]) == ("Orvar cheated Brannick", "Brannick cheated Orvar")


def test_two_spellings_of_a_name_are_one_party() -> None:
    assert told("Woskar was praised by Yelagan.", "Voskar praised Jelagan.")
    assert not told("Woskar was praised by Yelagan.", "Jelagan praised Voskar.")


def test_other_sentences_say_which_side_is_likely_right() -> None:
    a, b = "Varn does not want to talk with Kelm.", "Kelm does not want to talk with Varn."
    (found,) = told(a, b)
    elsewhere = ["Envoys came on Monday.", "Varn wants another guest."]
    assert found.likely_right == "undecidable"
    assert weigh_roles(found, a, b, elsewhere).likely_right == "a"
    assert weigh_roles(found, b, a, elsewhere).likely_right == "b"


def test_sentences_that_contradict_each_other_decide_nothing() -> None:
    a, b = "Varn does not want to talk with Kelm.", "Kelm does not want to talk with Varn."
    (found,) = told(a, b)
    assert weigh_roles(found, a, b, ["Varn wants a guest.", "Kelm wants a rest."]) == found


@pytest.mark.parametrize(
    "text",
    [
        "of " * 3000,
        "Kelm, " * 3000,
        "that who whom which by " * 800,
        "Kelm was sued by Orlan and " * 500,
        "to " * 3000 + "Kelm's' 's ’s sued",
        "Kelm, a " * 2000 + "sued",
        "Kelm " * 3000,
    ],
)
def test_long_and_odd_text_is_read_in_linear_time(text: str) -> None:
    # Anything worse than linear would not come to an end here.
    assert all(f.kind == "role" for f in roles(Passage(text), Passage(text + "Orlan sued Kelm.")))


PIECES = st.lists(
    st.sampled_from(
        [
            "Kelm",
            "Orlan",
            "Varn",
            "the",
            "of",
            "and",
            "by",
            "to",
            "was",
            "has",
            "who",
            "whom",
            "that",
            "sued",
            "talks",
            "with",
            "met",
            "not",
            "'s",
            ",",
            ".",
            "(",
            "“",
            "3",
            "wants",
            "it’s",
        ]
    ),
    max_size=25,
).map(" ".join)


@settings(max_examples=150)
@given(PIECES, PIECES)
def test_spans_lie_in_their_passages_and_nothing_raises(a: str, b: str) -> None:
    for f in roles(Passage(a), Passage(b)):
        assert f.a is not None
        assert f.b is not None
        assert 0 <= f.a.start < f.a.end <= len(a)
        assert 0 <= f.b.start < f.b.end <= len(b)
        assert 0 < f.score <= 1


@settings(max_examples=150)
@given(PIECES)
@example("Kelm who sued Kelm wants sued")
def test_a_passage_does_not_differ_from_itself(a: str) -> None:
    assert list(roles(Passage(a), Passage(a))) == []


def _gold() -> list[dict[str, str]]:
    lines = [line for line in GOLD.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_the_annotated_pairs_are_whole() -> None:
    rows = _gold()
    assert len(rows) >= 400
    assert len({row["id"] for row in rows}) == len(rows)
    assert len({(row["a"], row["b"]) for row in rows}) == len(rows)
    assert {row["label"] for row in rows} == {"inverted", "equal", "different"}
    assert all(row["construction"] and row["note"] and row["a"] != row["b"] for row in rows)


def test_the_halves_of_the_annotated_pairs_share_no_predicate_within_a_construction() -> None:
    halves: dict[tuple[str, str], Counter[int]] = {}
    for row in _gold():
        halves.setdefault((row["construction"], row["note"]), Counter())[int(row["id"]) % 2] += 1
    assert [key for key, found in halves.items() if len(found) > 1] == []
