"""Values told in free words: which are brought together as one fact, and how they stand to each other."""

from __future__ import annotations

from itertools import pairwise

import pytest
from compare.made_up_stories import claims_of_two, rows_of
from hypothesis import given
from hypothesis import strategies as st

from corpuslib.compare._claim_facts import equal
from corpuslib.compare._fact_values import typed_values
from corpuslib.compare._facts import kinds


def verdicts(row: dict[str, str]) -> set[str]:
    """Return the verdicts of the claims that hold both passages of a row."""
    first, second = (row[text].index(row[passage]) for text, passage in (("a", "left"), ("b", "right")))
    places = {"a": (first, first + len(row["left"])), "b": (second, second + len(row["right"]))}
    met: dict[tuple[str, str], set[str]] = {}
    for c in claims_of_two(row["a"], row["b"], int(row["later"])):
        start, end = places[c.doc_id]
        if c.start < end and start < c.end:
            met.setdefault((c.claim_id, c.verdict), set()).add(c.doc_id)
    return {verdict for (_, verdict), documents in met.items() if documents == {"a", "b"}}


def pairs(verdict: str) -> list[dict[str, str]]:
    return [row for row in rows_of("fact_pairs.tsv") if row["verdict"] == verdict]


def test_two_in_five_of_the_values_told_otherwise_are_found() -> None:
    found = [row["left"] for row in pairs("conflict") if "conflict" in verdicts(row)]
    print(f"\nconflicts found: {len(found)} of {len(pairs('conflict'))}")
    assert len(found) >= 10


def test_hardly_a_value_of_another_thing_is_called_a_conflict() -> None:
    wrong = [row["left"] for row in pairs("compatible") if "conflict" in verdicts(row)]
    print(f"\ncalled a conflict: {wrong}")
    assert len(wrong) <= 1


def test_no_value_that_is_told_alike_is_called_a_conflict() -> None:
    assert [row["left"] for row in pairs("agree") if "conflict" in verdicts(row)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It lasted two hours and 24 minutes.", [("duration", 144.0)]),
        ("They spoke for two and a half hours.", [("duration", 150.0)]),
        ("It took half an hour.", [("duration", 30.0)]),
        ("Three hundred and twelve travellers slept.", [("count", 312.0)]),
        ("He landed at 9.20 p.m. in fog.", [("clock", 1280.0)]),
        ("It came shortly before midnight.", [("clock", 1420.0)]),
        ("The 3.33 a.m. raid failed.", [("clock", 213.0)]),
        ("It began at twenty to three.", [("clock", 160.0)]),
        ("It went on until half past ten that evening.", [("clock", 1350.0)]),
        ("Five to seven men came.", [("count", 5.0), ("count", 7.0)]),
        ("Half a dozen workers left.", [("count", 6.0)]),
        ("Half a million ducats are gone.", [("count", 500_000.0)]),
        ("One million three hundred thousand clients came.", [("count", 1_300_000.0)]),
        ("A man of 34 was hurt.", [("age", 34.0)]),
        ("It blew at 178 km/h.", [("speed", 178.0)]),
        ("Two thirds of them left.", [("percent", 200 / 3)]),
        ("They sold 4 billion cubic metres.", [("volume", 4e12)]),
        ("It lay nine kilometres southerly from Dresk.", [("direction drsk", 0)]),
    ],
)
def test_a_value_is_read_with_its_dimension_and_size(text: str, expected: list[tuple[str, float]]) -> None:
    found = [(v.dimension, v.size) for v in typed_values(text)]
    assert [(d, pytest.approx(size)) for d, size in expected] == found


@pytest.mark.parametrize("text", ["1. Open the box", "The vote was 91 to 84.", "See 24/7 news.", "It was 3-7 long."])
def test_a_number_of_a_list_a_code_a_range_or_a_result_is_no_value(text: str) -> None:
    assert typed_values(text) == []


def test_words_of_one_kind_of_fact_point_to_it_in_every_form() -> None:
    assert kinds()["delayed"] & kinds()["late"] and kinds()["blackouts"] & kinds()["electricity"]


def test_a_toll_that_grew_is_no_contradiction() -> None:
    a = "A bus fell from the bridge at Ostel on Monday. At least it was empty. 12 people died in Ostel."
    b = "The accident of Ostel: the dead of the bridge now number 15 in Ostel, the mayor of Ostel said."
    assert "conflict" not in {c.verdict for c in claims_of_two(a, b, 1)}


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("It fell at 9.35 p.m.", "It fell at 9.35.", True),
        ("It fell at 21.35.", "It fell at 9.35 a.m.", False),
        ("It fell at twenty past ten.", "It fell at 10.20 at night.", True),
    ],
)
def test_a_time_of_day_without_its_half_is_of_either(a: str, b: str, same: bool) -> None:
    (x,), (y,) = typed_values(a), typed_values(b)
    assert equal(x, y) is same


@pytest.mark.parametrize(("names", "shown"), [("Anna Korr and Piet Maas", True), ("Ilse Brandt and Tom Hale", False)])
def test_only_reports_that_are_surely_of_one_event_contradict_each_other(names: str, shown: bool) -> None:
    a = "Anna Korr and Piet Maas saw the storm in Velm. The highest gust was measured at 178 km/h. It was dark."
    b = f"{names} stayed in Velm. It rained for days. The storm blew with gusts that reached 149 km/h, they said."
    assert ("conflict" in {c.verdict for c in claims_of_two(a, b)}) is shown


@given(st.text(max_size=300))
def test_every_value_lies_in_its_text_and_none_meets_the_next(text: str) -> None:
    found = typed_values(text)
    assert all(0 <= v.start < v.end <= len(text) for v in found)
    assert all(a.start <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    "text",
    [
        "7 " * 4_000,
        "in the " * 4_000 + "5 men",
        "at 9.20 " * 3_000,
        "two and a half " * 2_000,
        "ten to " * 4_000,
        "at 9.20 in the " * 3_000,
    ],
)
def test_texts_of_one_pattern_are_read_in_linear_time(text: str) -> None:
    assert isinstance(typed_values(text), list)
