"""Which names are written how in which rendering."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpuslib.compare.name_table import NameRow, name_table

CAREFUL = "In Varn, Ilya Drozhny met Lidia Voskar of Velushia. Later Drozhny called the Velushian envoy."
OTHER = "In Warn Ilja Droschny met Lidia Woskar from Welusia. Later Droschny called the Welusian envoy."


def row_of(rows: tuple[NameRow, ...], spelling: str) -> NameRow:
    return next(row for row in rows if any(spelling in spelt for spelt in row.spellings.values()))


def test_transliterations_of_one_name_are_one_row() -> None:
    row = row_of(name_table({"a": CAREFUL, "b": OTHER}), "Drozhny")
    assert {key: dict(spelt) for key, spelt in row.spellings.items()} == {"a": {"Drozhny": 2}, "b": {"Droschny": 2}}
    assert row.varies
    assert row.inconsistent == ()


def test_a_text_that_keeps_to_no_spelling_is_named() -> None:
    row = row_of(name_table({"a": CAREFUL, "b": OTHER + " So Drozhny left."}), "Drozhny")
    assert row.inconsistent == ("b",)


def test_a_genitive_is_no_other_spelling() -> None:
    rows = name_table({"a": "So Voskar’s aide left. Then Voskar left.", "b": "So Voskar left. Voskars aide left."})
    assert not row_of(rows, "Voskar").varies


def test_what_is_derived_from_a_name_is_a_row_of_its_own() -> None:
    rows = name_table({"a": CAREFUL, "b": OTHER})
    assert row_of(rows, "Velushia") != row_of(rows, "Velushian")


def test_names_that_stand_beside_each_other_everywhere_are_two() -> None:
    rows = name_table({"a": "So Marin met Maren.", "b": "So Maren met Marin."})
    assert sorted(row.name for row in rows) == ["Maren", "Marin"]


def test_the_commonest_name_comes_first() -> None:
    assert name_table({"a": CAREFUL, "b": OTHER})[0].name in ("Drozhny", "Droschny")


@given(st.lists(st.text(max_size=200), max_size=3))
def test_no_text_raises_and_no_spelling_is_counted_twice(texts: list[str]) -> None:
    rows = name_table({str(n): text for n, text in enumerate(texts)})
    seen = [(key, spelling) for row in rows for key, spelt in row.spellings.items() for spelling in spelt]
    assert len(seen) == len(set(seen))
