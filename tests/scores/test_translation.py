"""How well traces of translation tell translated from native English, on the benchmark and on real articles.

Each test prints its figures (`pytest -s`) and holds a floor a little below them, so that they cannot get worse unseen.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from corpuslib.annotate.translation import assess_translation, find_issues

SHARED = Path(__file__).parents[3] / "shared"
BENCH = SHARED / "bench" / "translation" / "data"
ARTICLES = SHARED / "corpora" / "summit-2019"

needs_bench = pytest.mark.skipif(
    not BENCH.is_dir(), reason="the translated news are not here: no folder ../shared/bench/translation/data"
)


def _load(name: str) -> list[dict[str, Any]]:
    with gzip.open(BENCH / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _per_10000(sentences: Iterable[str]) -> float:
    hit = [bool(find_issues(sentence)) for sentence in sentences]
    return 10_000 * sum(hit) / len(hit)


def _blocks(sentences: list[str], size: int = 30) -> list[str]:
    return ["\n".join(sentences[i : i + size]) for i in range(0, len(sentences), size) if len(sentences) - i >= 20]


@needs_bench
def test_native_sentences_stay_silent_and_machine_output_does_not() -> None:
    native = _per_10000(sentence for row in _load("native") for sentence in row["sents"])
    machine = _per_10000(sentence for row in _load("detect")[::6] for sentence in row["mt"])
    print(f"\nsentences hit per 10,000: native {native:.1f}, machine output {machine:.1f}")
    assert native <= 5
    assert machine >= 80 and machine >= 4 * native


@needs_bench
def test_a_text_that_is_called_translated_is_one() -> None:
    native = [text for row in _load("native") for text in _blocks(row["sents"])]
    translated = [text for row in _load("detect")[::6] for text in (*_blocks(row["human"]), *_blocks(row["mt"]))]
    called = [[assess_translation(text).is_translation is not None for text in texts] for texts in (native, translated)]
    shares = [sum(flags) / len(flags) for flags in called]
    print(f"\ncalled translated: native {shares[0]:.3f} of {len(native)}, translated {shares[1]:.3f}")
    assert shares[0] == 0
    assert shares[1] >= 0.04


@pytest.mark.skipif(
    not ARTICLES.is_dir(), reason="the restricted texts are not here: no folder ../shared/corpora/summit-2019"
)
def test_of_five_real_articles_the_two_renderings_show_damage_and_the_others_none() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(ARTICLES.glob("*.txt"))]
    results = [assess_translation(text) for text in texts]
    print("\nissues in the five articles:", [len(result.issues) for result in results])
    assert [result.is_translation for result in results] == [None, 0.99, 0.99, None, None]
    assert [result.source_language for result in results] == [None, "de", "de", None, None]
    assert [len(result.issues) for result in results if result.is_translation is None] == [0, 0, 0]
    assert len(results[1].issues) >= 28 and len(results[2].issues) >= 63
    assert results[2].interval[1] < results[1].interval[1]
