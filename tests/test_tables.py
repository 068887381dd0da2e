"""Row classes become tables: schema, validation and dictionary are derived and agree."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslib.tables import (
    Column,
    Located,
    Row,
    RowError,
    columns,
    data_dictionary,
    from_record,
    schema,
    to_arrow,
    to_record,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ship(Row):
    """A ship in harbour. Second sentence."""

    table: ClassVar[str] = "ships"

    name: Annotated[str, Column("its name")]
    kind: Annotated[Literal["trawler", "patrol"], Column("what it is for")]
    length: Annotated[float | None, Column("from bow to stern | in all", "metres")] = None
    crew: Annotated[tuple[str, ...], Column("who is on board")] = ()
    arrived: Annotated[datetime.date | None, Column("day of arrival")] = None
    at_quay: Annotated[bool, Column("whether it is moored")] = True


SHIPS = st.builds(
    Ship,
    name=st.text(),
    kind=st.sampled_from(["trawler", "patrol"]),
    length=st.none() | st.floats(allow_nan=False),
    crew=st.lists(st.text()).map(tuple),
    arrived=st.none() | st.dates(),
    at_quay=st.booleans(),
)


@given(SHIPS)
def test_a_row_survives_the_way_through_a_record(ship: Ship) -> None:
    assert from_record(Ship, to_record(ship)) == ship


def test_rows_survive_the_way_through_arrow() -> None:
    ship = Ship(name="Maren Lys", kind="trawler", length=31, crew=("Reitve",), arrived=datetime.date(2021, 3, 14))
    assert from_record(Ship, to_arrow([ship], Ship).to_pylist()[0]) == ship


def test_an_empty_table_has_its_schema() -> None:
    assert to_arrow([], Ship).schema.equals(schema(Ship))


@pytest.mark.parametrize(
    ("ship", "message"),
    [
        (Ship(name="x", kind="yacht"), "table ships, row 0, column kind: 'yacht' is not one of: trawler, patrol"),  # type: ignore[arg-type]
        (Ship(name=None, kind="patrol"), "column name: None may not be missing"),  # type: ignore[arg-type]
        (Ship(name="x", kind="patrol", length="31"), "column length: '31' is not of type float"),  # type: ignore[arg-type]
        (Ship(name="x", kind="patrol", crew=("a", 1)), "column crew: 1 is not of type str"),  # type: ignore[arg-type]
    ],
)
def test_a_row_that_does_not_fit_is_refused_with_its_place(ship: Ship, message: str) -> None:
    with pytest.raises(RowError, match=message):
        to_arrow([ship], Ship)


def test_a_span_that_ends_before_it_starts_is_refused() -> None:
    row = Located(start=3, end=2, raw_start=0, raw_end=0)
    with pytest.raises(RowError, match="is not a span"):
        to_arrow([row], Located)


def test_a_field_without_meaning_is_refused() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Bare(Row):
        """Bare."""

        name: str

    with pytest.raises(TypeError, match="name has no Column"):
        columns(Bare)


def test_the_dictionary_says_what_every_column_means() -> None:
    text = data_dictionary([Ship])
    assert "## ships\n\nA ship in harbour. Second sentence." in text
    assert "| length | float64 or null | metres | from bow to stern &#124; in all |" in text
    assert "one of: `trawler`, `patrol`" in text
