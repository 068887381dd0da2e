"""The figure of who copied whom, and when."""

from __future__ import annotations

import pandas as pd

from corpuslib import figures


def draw(*rows: tuple[str, str | None, str | None]) -> figures.Plot:
    frame = pd.DataFrame(rows, columns=["doc", "source", "day"]).assign(text="")
    return figures.descent(frame, key="doc", label="doc", parent="source", day="day", text="text")


def arrows(plot: figures.Plot) -> list[str]:
    return [text.get_text() for text in plot.figure.axes[0].texts if getattr(text, "arrow_patch", None)]


def test_each_copy_has_an_arrow_from_its_source_and_the_first_has_none() -> None:
    plot = draw(("wire", None, "2031-05-01"), ("feed", "wire", "2031-06-01"), ("blog", "feed", "2032-01-01"))
    assert len(arrows(plot)) == 2
    assert plot.alt == "Descent of 3 documents over time: feed from wire and blog from feed."


def test_a_document_of_unknown_day_says_so() -> None:
    plot = draw(("wire", None, "2031-05-01"), ("feed", "wire", None))
    assert "day unknown" in [text.get_text() for text in plot.figure.axes[0].texts]


def test_documents_without_any_day_or_source_are_drawn_too() -> None:
    assert draw(("wire", None, None), ("feed", None, None)).alt == "Descent of 2 documents over time: none."
