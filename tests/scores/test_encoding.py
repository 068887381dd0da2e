"""How well wrong decoding is undone, on the cleaning benchmark's development half.

Each test prints its figures (`pytest -s`) and holds a floor a little below them.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from corpuslib.cleaning.encoding import repair

DATA = Path(__file__).parents[3] / "shared" / "bench" / "cleaning" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the cleaning benchmark is not beside the repository")
EVERY = 8
"""One string in so many, which keeps the tests quick."""


def rows(name: str) -> list[dict[str, Any]]:
    with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def spaced(text: str) -> str:
    return text.replace("\xa0", " ")


def test_what_can_be_undone_is_undone_exactly() -> None:
    cases = [row for row in rows("mojibake") if row["kind"] in ("full", "partial", "nbsp_only")][::EVERY]
    exact: Counter[str] = Counter()
    for row in cases:
        exact[row["kind"]] += spaced(repair(row["bad"]).text) == spaced(row["orig"])
    share = exact.total() / len(cases)
    print(f"\nrestored exactly, no-break space as space: {share:.3f} of {len(cases)}", dict(exact))
    assert share >= 0.97


def test_what_has_lost_no_byte_is_undone_all_but_always() -> None:
    cases = [row for row in rows("mojibake") if row["kind"] in ("full", "partial", "nbsp_only")]
    cases = [row for row in cases if "\ufffd" not in row["bad"]][::EVERY]
    share = sum(spaced(repair(row["bad"]).text) == spaced(row["orig"]) for row in cases) / len(cases)
    print(f"\nrestored exactly where no byte is lost: {share:.4f} of {len(cases)}")
    assert share >= 0.995


def test_no_sound_text_is_changed() -> None:
    changed = [row["text"][:60] for row in rows("clean")[::EVERY] if repair(row["text"]).edits]
    assert changed == []


def test_no_sentence_that_quotes_such_characters_is_changed() -> None:
    assert [row["text"] for row in rows("clean") if row["hard"] and repair(row["text"]).edits] == []


def test_every_case_of_ftfy_that_it_passes_passes_here() -> None:
    import ftfy

    cases = [row for row in rows("ftfy_cases") if ftfy.fix_encoding(row["original"]) == row["fixed_encoding"]]
    assert len(cases) >= 60
    assert [row["label"] for row in cases if repair(row["original"]).text != row["fixed_encoding"]] == []


def test_every_lost_byte_is_flagged_and_most_likely_readings_are_right() -> None:
    cases = [row for row in rows("mojibake") if row["kind"] == "partial" and "\ufffd" in row["bad"]]
    right = total = 0
    for row in cases:
        result = repair(row["bad"])
        assert result.suspects
        shift = 0
        for start, end, reading in result.suspects:
            right += row["orig"][start + shift : start + shift + 1] == reading
            shift += 1 - (end - start)
            total += 1
    print(f"\nlikely readings of lost punctuation: {right} of {total} right")
    assert right >= 0.8 * total
