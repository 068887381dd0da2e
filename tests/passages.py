"""A check that several test modules share: offsets of all tables are right."""

from __future__ import annotations

from corpuslib.corpus import Corpus
from corpuslib.text import Span


def check_passages(corpus: Corpus) -> None:
    """Hold that edits rebuild the text as found, and that every row points at one passage in both texts."""
    documents = {doc_id: corpus.document(doc_id) for doc_id in corpus.documents["doc_id"]}
    for document in documents.values():
        assert document.ledger.rebuild(document.text) == document.raw
    for name in corpus.tables:
        frame = corpus.table(name)
        for prefix, key in (("", "doc_id"), ("a_", "doc_a"), ("b_", "doc_b"), ("speaker_", "doc_id")):
            columns = [key, *(prefix + part for part in ("start", "end", "raw_start", "raw_end"))]
            if not set(columns) <= set(frame.columns):
                continue
            for doc_id, *offsets in frame[columns].dropna().itertuples(index=False):
                start, end, raw_start, raw_end = map(int, offsets)
                document = documents[doc_id]
                assert 0 <= start <= end <= len(document.text), (name, doc_id, offsets)
                assert 0 <= raw_start <= raw_end <= len(document.raw), (name, doc_id, offsets)
                if name == "edits":
                    assert document.ledger.to_clean(raw_start, raw_end) == (start, end), (doc_id, offsets)
                else:
                    assert document.ledger.to_raw(start, end) == Span(raw_start, raw_end), (name, doc_id, offsets)
