"""Near-duplicates: what counts as shared text, and where it stands."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from corpuslib.compare import _candidates, duplicates, near_duplicates
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


@pytest.mark.parametrize("size", [80, 150, 400])
def test_the_pages_of_one_outlet_are_no_reuse_for_their_navigation_and_footer(size: int) -> None:
    navigation, footer = article(900, 20), article(901, 60)
    assert pairs([f"{navigation}\n{article(i, size)}\n{footer}" for i in range(200)]) == []


def test_a_copy_is_found_among_pages_with_one_footer_and_the_footer_is_none_of_its_spans() -> None:
    footer = article(901, 60)
    pages = [f"{article(i, 150)}\n{footer}" for i in range(40)]
    pages.append(f"{article(7, 150)}\n{article(500, 30)}\n{footer}")
    [found] = reused(pages)
    assert (found.a, found.b) == (7, 40)
    [span] = found.spans
    assert len(pages[7]) - len(footer) - 150 < span.a_end < len(pages[7]) - len(footer)


def test_a_report_that_many_outlets_ran_is_reuse() -> None:
    report = article(99, 150)
    found = {doc for pair in pairs([article(i, 20) + " " + report for i in range(20)]) for doc in pair}
    assert found == set(range(20))


def test_case_and_punctuation_do_not_matter() -> None:
    text = article(1)
    assert pairs([text, text.upper().replace(" ", ", ")]) == [(0, 1)]


DAMAGES = ["cp1252", "cp1250", "cp437", "mac_roman", "latin-1", "cp1251", "koi8-r", "gb18030", "big5", "cp932"]


@pytest.mark.parametrize("encoding", DAMAGES)
def test_a_wrongly_decoded_copy_is_found(encoding: str) -> None:
    words = article(1, 300).split()
    text = "".join(f"“{w}” — " if n % 7 == 0 else f"{w}’s " if n % 5 == 0 else f"{w} " for n, w in enumerate(words))
    damaged = text.encode().decode(encoding, "replace")
    assert damaged != text
    [found] = reused([text, article(2), damaged])
    assert (found.a, found.b) == (0, 2)


def test_the_spans_of_a_damaged_copy_are_places_in_it_as_given() -> None:
    text = " ".join(f"{w}’s" for w in article(1, 50).split())
    damaged = "éé " + text.encode().decode("cp1252")
    [found] = reused([text, damaged])
    [span] = found.spans
    assert damaged[span.b_start : span.b_end] == text[span.a_start : span.a_end].encode().decode("cp1252")


@pytest.mark.parametrize("letters", [range(0x430, 0x450), range(0x3B1, 0x3C9), range(0x627, 0x63A)])
def test_words_of_other_scripts_are_words(letters: range) -> None:
    rng = random.Random(3)
    words = ["".join(chr(rng.choice(letters)) for _ in range(6)) for _ in range(400)]
    text = " ".join(words[:300])
    [found] = reused([text, " ".join(words[350:]) + " " + text.upper(), " ".join(words[300:])])[:1]
    assert (found.a, found.b, found.containment_a) == (0, 1, 1.0)


def test_a_script_without_spaces_is_compared_by_letters() -> None:
    letters = [chr(c) for c in range(0x4E00, 0x4E00 + 400)]
    text = "".join(random.Random(5).choices(letters, k=200))
    [found] = reused([text, "".join(random.Random(6).choices(letters, k=90)) + text[50:150]])
    [span] = found.spans
    assert (span.a_start, span.a_end, span.b_start) == (50, 150, 90)


def test_the_order_of_the_texts_does_not_change_what_is_found() -> None:
    texts = [article(i % 7, 60 + 10 * i) for i in range(20)]
    turned = {(19 - b, 19 - a) for a, b in pairs(texts[::-1])}
    assert set(pairs(texts)) == turned


def test_what_is_found_does_not_depend_on_how_the_work_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"{article(i % 40, 120)} {article(1000 + i, 30)} {article(999, 40)}" for i in range(150)]
    whole = reused(texts)
    monkeypatch.setattr(duplicates, "_BATCH", 500)
    monkeypatch.setattr(duplicates, "_KEPT", 100)
    monkeypatch.setattr(_candidates, "_SORTED", 64)
    monkeypatch.setattr(_candidates, "_COUNTED", 32)
    monkeypatch.setattr(_candidates, "_BLOCK", 8)
    assert reused(texts) == whole
    assert len(whole) > 100


def test_texts_may_come_one_by_one() -> None:
    texts = [article(1), "a lone surrogate \ud800 and é", "", article(1) + " " + article(2)]
    assert reused(text for text in texts) == reused(texts)


def test_hostile_texts_are_texts_like_others() -> None:
    word, letters = "again " * 50_000, "x" * 300_000
    texts = [word, word + "and more", letters, letters + "y", "”" * 200_000, "中" * 100_000, "\n" * 100_000]
    assert [(r.a, r.b) for r in reused(texts)] == [(2, 3)], "of a word without end the first letters count"


def test_a_text_of_one_repeated_line_has_bounded_spans() -> None:
    line = article(4, 12) + "\n"
    [found] = reused([line * 300, line * 200])
    assert (found.containment_a, found.containment_b) == (1.0, 1.0)


def test_settings_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match="shingle and window"):
        reused(["a"], window=0)


SMALL = st.lists(st.sampled_from(["red", "blue", "Kelm", "\n", "—", "é", "中", "\ud800", "x" * 30]), max_size=60).map(
    " ".join
)


@settings(max_examples=60)
@given(st.lists(SMALL | st.text(max_size=80), max_size=6))
def test_spans_lie_inside_their_texts_and_containment_is_a_share(texts: list[str]) -> None:
    for found in reused(texts):
        assert 0 <= found.a < found.b < len(texts)
        assert 0 <= found.containment_a <= 1
        assert 0 <= found.containment_b <= 1
        for span in found.spans:
            assert 0 <= span.a_start < span.a_end <= len(texts[found.a])
            assert 0 <= span.b_start < span.b_end <= len(texts[found.b])


@settings(max_examples=60)
@given(SMALL, SMALL)
def test_exchanging_two_texts_mirrors_the_answer(a: str, b: str) -> None:
    assume(a != b)  # equal texts cannot be exchanged, and a repeated word may be aligned aslant
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
