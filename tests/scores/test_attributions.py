"""How well attributions do on the demo corpus, against its gold annotation, and on PolNeAR's dev articles.

On the demo corpus an attribution is found where its content and an annotated one overlap by half of their union (in the text as
found); pairs are made greedily, the best first. Each test prints its figures (`pytest -s`) and holds a floor a
little below them, so that they cannot get worse unseen.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from typing import Any, NamedTuple

import pytest
from gold import check

from corpuslib.annotate.attributions import Attribution, attributions, find_attributions
from corpuslib.corpus import Corpus
from corpuslib.document import Document

Row = dict[str, Any]


class Matched(NamedTuple):
    """Annotated and found attributions of the English documents, and the pairs among them."""

    annotated: list[Row]
    found: list[Attribution]
    pairs: list[tuple[Row, Attribution]]

    def spoken(self) -> list[tuple[Row, Attribution]]:
        """The pairs in which somebody is annotated as saying something."""
        return [(gold, row) for gold, row in self.pairs if gold["kind"] not in ("scare", "title")]


@pytest.fixture(scope="module")
def matched(demo: Corpus) -> Matched:
    by_document: dict[tuple[str, int | None], list[Row]] = defaultdict(list)
    for gold in check.read("attributions"):
        by_document[gold["file"], gold["record"]].append(gold)
    annotated: list[Row] = []
    found: list[Attribution] = []
    pairs: list[tuple[Row, Attribution]] = []
    for doc_id in sorted(demo.documents["doc_id"]):
        document = demo.document(doc_id)
        if document.metadata.language != "en":
            continue
        golds, rows = by_document[_key(document)], find_attributions(document)
        annotated += golds
        found += rows
        pairs += _pairs(golds, rows)
    return Matched(annotated, found, pairs)


def _key(document: Document) -> tuple[str, int | None]:
    record = document.source.record
    return document.source.file, int(record.split()[-1]) if record else None


def _pairs(golds: list[Row], rows: list[Attribution]) -> list[tuple[Row, Attribution]]:
    scored = sorted((-_overlap(g, r), i, j) for i, g in enumerate(golds) for j, r in enumerate(rows))
    free_golds, free_rows = set(range(len(golds))), set(range(len(rows)))
    pairs = []
    for overlap, i, j in scored:
        if -overlap >= 0.5 and i in free_golds and j in free_rows:
            free_golds.remove(i)
            free_rows.remove(j)
            pairs.append((golds[i], rows[j]))
    return pairs


def _overlap(gold: Row, row: Attribution) -> float:
    shared = min(gold["end"], row.raw_end) - max(gold["start"], row.raw_start)
    return float(max(0, shared) / (max(gold["end"], row.raw_end) - min(gold["start"], row.raw_start)))


def _plain(name: str | None) -> str:
    """Return a name without case, accents, punctuation: what two spellings of one source have in common."""
    letters = unicodedata.normalize("NFKD", name or "").lower()
    return "".join(c for c in letters if c.isalpha() or c == " ").strip()


def _share(what: str, hits: int, of: int) -> float:
    print(f"\n{what}: {hits} of {of}, {hits / of:.3f}")
    return hits / of


def test_contents_are_found_and_little_else_is(matched: Matched) -> None:
    precision = _share("contents, precision", len(matched.pairs), len(matched.found))
    recall = _share("contents, recall", len(matched.pairs), len(matched.annotated))
    assert precision >= 0.84 and recall >= 0.75


def test_nearly_every_direct_quotation_is_found(matched: Matched) -> None:
    found = sum(gold["kind"] == "direct" for gold, _ in matched.pairs)
    assert _share("direct", found, sum(gold["kind"] == "direct" for gold in matched.annotated)) >= 0.94


def test_half_of_the_indirect_speech_and_more_is_found(matched: Matched) -> None:
    found = sum(gold["kind"] == "indirect" for gold, _ in matched.pairs)
    assert _share("indirect", found, sum(gold["kind"] == "indirect" for gold in matched.annotated)) >= 0.67


def test_the_kind_is_right(matched: Matched) -> None:
    assert _share("kind", sum(gold["kind"] == row.kind for gold, row in matched.pairs), len(matched.pairs)) >= 0.96


def test_speakers_are_resolved_to_their_names(matched: Matched) -> None:
    named = [(gold, row) for gold, row in matched.spoken() if gold["speaker"]]
    right = sum(_plain(gold["speaker"]) == _plain(row.speaker) for gold, row in named)
    assert _share("speaker, where one is named", right, len(named)) >= 0.86


def test_no_name_is_given_where_the_text_gives_none(matched: Matched) -> None:
    unnamed = [row for gold, row in matched.spoken() if not gold["speaker"]]
    assert _share("no speaker", sum(row.speaker is None for row in unnamed), len(unnamed)) >= 0.93


def test_the_type_of_source_is_right(matched: Matched) -> None:
    right = sum(gold["source_type"] == row.source_type for gold, row in matched.spoken())
    assert _share("source type", right, len(matched.spoken())) >= 0.83


def test_anonymous_sources_are_told(matched: Matched) -> None:
    right = sum(gold["anonymous"] == row.anonymous for gold, row in matched.spoken())
    assert _share("anonymity", right, len(matched.spoken())) >= 0.96


def test_chains_name_those_who_passed_the_words_on(matched: Matched) -> None:
    """The annotated chain leaves the speaker out and resolves names; the library's keeps all, as written."""
    chained = [(gold, row) for gold, row in matched.spoken() if gold["chain"]]
    right = 0
    for gold, row in chained:
        ours, theirs = [_plain(name) for name in row.chain[:-1]], [_plain(name) for name in gold["chain"]]
        same = len(ours) == len(theirs)
        right += same and all(a in b or b in a for a, b in zip(ours, theirs, strict=True))
    assert _share("chains", right, len(chained)) >= 0.84


def _mentions(text: str) -> list[tuple[int, int, str | None]]:
    return [(row.start, row.end, row.mention or row.speaker) for row in attributions(text) if row.kind != "scare"]


@pytest.mark.parametrize(("noise", "least"), [(None, 90.2), ("drop", 82.4)])
def test_direct_quotations_have_the_right_speaker_with_and_without_damaged_marks(
    polnear: Any, noise: str | None, least: float
) -> None:
    result = polnear.evaluate(_mentions, polnear.load("dev"), noise)
    print("\ndirect, end to end:", result["e2e_PRF"])
    assert result["failed"] == 0 and result["e2e_PRF"][2] >= least


def test_contents_of_every_kind_are_found_in_news(polnear: Any) -> None:
    result = polnear.evaluate(_mentions, polnear.load("dev"))
    print("\ncontents:", result["content_overlap_PRF"], result["recall_by_type"])
    assert result["content_overlap_PRF"][2] >= 69.5 and result["recall_by_type"]["indirect"] >= 49.5


def test_the_confidence_of_a_direct_quotation_is_the_share_with_the_right_source(polnear: Any) -> None:
    """Over articles that the rules were written on; bins of fewer than 100 quotations are printed, not judged."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for article in polnear.load("train")[::4]:
        for confidence, right in _judged(polnear, article):
            bins[round(confidence * 10)].append((confidence, right))
    for _, judged in sorted(bins.items()):
        mean = sum(confidence for confidence, _ in judged) / len(judged)
        share = _share(f"confidence about {mean:.2f}", sum(right for _, right in judged), len(judged))
        assert len(judged) < 100 or abs(share - mean) <= 0.06


def _judged(polnear: Any, article: dict[str, Any]) -> list[tuple[float, bool]]:
    """Confidence of the direct quotations that are annotated with a source, and whether that is the one found."""
    text = article["text"]
    rows = [row for row in attributions(text) if row.kind == "direct"]
    _, gold = polnear.gold_items(text, article["annotations"][0]["attributions"])
    spans = [(*polnear.trim(text, row.start, row.end), row) for row in rows]
    judged = []
    for i, j in polnear.match(gold, spans, 0.5):
        row, names = spans[j][2], [text[start:end] for start, end in gold[i][2]]
        if names:
            said = row.mention or row.speaker
            judged.append((row.confidence, bool(said) and polnear.same_person(said, " ".join(names))))
    return judged
