"""Near-duplicates: what counts as shared text, and where it stands."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuslib.compare import near_duplicates
from corpuslib.compare.duplicates import reused

WORDS = [f"{a}{b}{c}" for a in "bdfgklmn" for b in "aeiou" for c in "rstvxz"]


def article(seed: int, size: int = 200) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=size))


def pairs(texts: list[str], **options: int) -> list[tuple[int, int]]:
    return [(r.a, r.b) for r in reused(texts, **options)]


def test_no_texts_give_an_empty_frame_with_its_columns() -> None:
    frame = near_duplicates([])
    assert list(frame.columns) == ["a", "b", "containment_a", "containment_b", "spans"]
    assert len(frame) == 0


def test_a_copy_within_boilerplate_is_contained_whole() -> None:
    text = article(1)
    frame = near_duplicates([text, article(2), "Read also this! " + text + " Follow us everywhere."])
    assert frame[["a", "b"]].to_numpy().tolist() == [[0, 2]]
    assert frame.containment_a[0] == 1.0
    assert frame.containment_b[0] < 1.0


def test_the_spans_point_at_the_same_words_on_both_sides() -> None:
    text = article(1)
    other = article(2, 60) + "\n\n" + text[100:700].upper() + "\n" + article(3, 60)
    [found] = reused([text, other])
    [span] = found.spans
    left, right = text[span.a_start : span.a_end], other[span.b_start : span.b_end]
    assert left.upper() == right
    assert len(left) > 500


def test_a_moved_paragraph_is_a_span_of_its_own() -> None:
    first, second = article(1, 80), article(2, 80)
    [found] = reused([first + " " + second, second + " " + first])
    assert len(found.spans) == 2


def test_a_short_excerpt_in_a_long_article_is_found_by_its_length() -> None:
    source = article(1, 1500)
    excerpt = " ".join(source.split()[300:360])
    [found] = reused([source, article(2, 700) + " " + excerpt + " " + article(3, 700)])
    assert found.containment_a < 0.08
    assert found.longest == 60


def test_a_footer_that_many_articles_share_is_no_reuse() -> None:
    footer = article(99, 45)
    assert pairs([article(i, 100) + " " + footer for i in range(20)]) == []


def test_a_report_that_many_outlets_ran_is_reuse() -> None:
    report = article(99, 150)
    found = {doc for pair in pairs([article(i, 20) + " " + report for i in range(20)]) for doc in pair}
    assert found == set(range(20))


def test_case_and_punctuation_do_not_matter() -> None:
    text = article(1)
    assert pairs([text, text.upper().replace(" ", ", ")]) == [(0, 1)]


def test_a_script_without_spaces_is_compared_by_letters() -> None:
    letters = [chr(c) for c in range(0x4E00, 0x4E00 + 400)]
    text = "".join(random.Random(5).choices(letters, k=200))
    [found] = reused([text, "".join(random.Random(6).choices(letters, k=90)) + text[50:150]])
    [span] = found.spans
    assert (span.a_start, span.a_end, span.b_start) == (50, 150, 90)


def test_settings_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match="shingle and window"):
        reused(["a"], window=0)


SMALL = st.lists(st.sampled_from(["red", "blue", "Kelm", "\n", "—", "é", "中", "\ud800", "x" * 30]), max_size=60).map(
    " ".join
)


@settings(max_examples=60, deadline=None)
@given(st.lists(SMALL | st.text(max_size=80), max_size=6))
def test_spans_lie_inside_their_texts_and_containment_is_a_share(texts: list[str]) -> None:
    for found in reused(texts):
        assert 0 <= found.a < found.b < len(texts)
        assert 0 <= found.containment_a <= 1
        assert 0 <= found.containment_b <= 1
        for span in found.spans:
            assert 0 <= span.a_start < span.a_end <= len(texts[found.a])
            assert 0 <= span.b_start < span.b_end <= len(texts[found.b])


@settings(max_examples=60, deadline=None)
@given(SMALL, SMALL)
def test_exchanging_two_texts_mirrors_the_answer(a: str, b: str) -> None:
    forth, back = reused([a, b]), reused([b, a])
    assert len(forth) == len(back)
    for x, y in zip(forth, back, strict=True):
        assert (x.containment_a, x.containment_b, x.longest) == (y.containment_b, y.containment_a, y.longest)
        assert sorted(x.spans) == sorted((s.b_start, s.b_end, s.a_start, s.a_end) for s in y.spans)


def test_the_answer_does_not_depend_on_the_hash_seed() -> None:
    code = (
        "from corpuslib.compare.duplicates import reused\n"
        "words = 'the envoys of both towns met again by the river to speak of grain and of old debts'.split()\n"
        "texts = [' '.join(words[i % 7 :] * 4) for i in range(30)]\n"
        "print(reused(texts))"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
    assert "Reuse" in runs[0]
