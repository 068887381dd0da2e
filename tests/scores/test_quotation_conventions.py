"""Whether direct quotations are found alike in every convention of quotation marks, on news written in one of them.

Articles of PolNeAR's training part are rewritten from double marks to each convention, offsets kept beside. The figure
is the F1 of direct quotations found exactly; each convention must come close to that of the articles as they are.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from corpuslib.annotate.attributions import attributions

CONVENTIONS = {
    "German": "„“", "German guillemets": "»«", "French": "«»", "French, spaced": ("« ", " »"), "British": "‘’",
    "British, straight": "''", "typewriter": ("``", "''"), "two single marks": ("''", "''"), "Swedish": "””",
    "low and straight": (",,", '"'), "Dutch": "„”", "corner brackets": "「」", "one form for both": "““",
}  # fmt: skip


def _rewritten(text: str, passages: list[tuple[int, int]], opening: str, closing: str) -> tuple[str, list[int]]:
    """The text with other marks around its quoted passages, and the old place of every new one."""
    changes = {start: opening for start, _ in passages if text[start] in '"“„'}
    changes |= {end - 1: closing for _, end in passages if text[end - 1] in '"”'}
    pieces: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        written = changes.get(place, character)
        pieces.append(written)
        places += [place] * len(written)
    apostrophe = "'" if "'" in opening + closing or '"' in closing else "’"
    return re.sub(r"(?<=\w)['’](?=\w)", apostrophe, "".join(pieces)), [*places, len(text)]


def _exact_f1(polnear: Any, articles: list[Any], marks: tuple[str, str] | None) -> float:
    hits = found = wanted = 0
    for article in articles:
        text = article["text"]
        shown, places = text, list(range(len(text) + 1))
        if marks is not None:
            shown, places = _rewritten(text, polnear.quoted_segments(text), *marks)
        rows = [(places[r.start], places[r.end], r.mention) for r in attributions(shown) if r.kind != "scare"]
        _, gold = polnear.gold_items(text, article["annotations"][0]["attributions"])
        _, direct = polnear.predicted_items(text, rows)
        hits += len(polnear.match(gold, direct, 1.0))
        found += len(direct)
        wanted += len(gold)
    return 200.0 * hits / (found + wanted)


@pytest.fixture(scope="module")
def articles(polnear: Any) -> list[Any]:
    return list(polnear.load("train")[::60])


@pytest.fixture(scope="module")
def as_written(polnear: Any, articles: list[Any]) -> float:
    return _exact_f1(polnear, articles, None)


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_direct_quotations_are_found_alike_in_every_convention(
    polnear: Any, articles: list[Any], as_written: float, convention: str
) -> None:
    opening, closing = CONVENTIONS[convention]
    reached = _exact_f1(polnear, articles, (opening, closing))
    print(f"\n{convention}: direct F1 {reached:.1f}, as written {as_written:.1f}")
    assert reached >= as_written - 2.5
