"""Print how fast each room of the corridor works on the demo corpus, in characters per CPU second of one process.

    .venv/bin/python benchmarks/corridor.py [--repeat 3]

Times of one machine in one run: compare rooms, or two versions in turn, not two machines. ftfy stands beside our
repair as the peer for encoding, in the same process and on the same texts.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

from corpuslib import annotate, cleaning, compare, read
from corpuslib.corpus import Corpus
from corpuslib.document import Found

ROOT = Path(__file__).parents[1]


def timed(work: Callable[[], object], repeat: int) -> float:
    """Return the CPU seconds of the fastest of several runs."""
    seconds = []
    for _ in range(repeat):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return min(seconds)


def main() -> None:
    """Time every room and print a table."""
    import ftfy

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=3)
    repeat = parser.parse_args().repeat
    corpus = Corpus.open("demo", ROOT)

    def read_all() -> list[Found]:
        paths = [(corpus.folder / file.path, file.path) for file in corpus.spec.files]
        items = [item for path, name in paths for item in read.read_path(path, file=name)]
        return [item for item in items if isinstance(item, Found)]

    found = read_all()
    documents = [cleaning.clean_found(item).with_id(f"{n:03}") for n, item in enumerate(found)]
    rows = {document.doc_id: annotate.annotate(document, annotate.Context()) for document in documents}
    raw = [item.draft.raw for item in found]
    characters = sum(map(len, raw))
    works: list[tuple[str, Callable[[], object]]] = [
        ("read", read_all),
        ("repair", lambda: [cleaning.repair(text) for text in raw]),
        ("repair by ftfy", lambda: [ftfy.fix_encoding(text) for text in raw]),
        ("clean", lambda: [cleaning.clean_found(item) for item in found]),
        *(
            (f"annotate: {annotator.row.table}", _annotation(annotator, documents, rows))
            for annotator in annotate.annotators()
        ),
        ("compare", lambda: compare.compare_documents(documents, rows)),
    ]
    print(f"{len(documents)} documents, {characters:,} characters, best of {repeat}")
    print(f"{'room':34} {'CPU s':>8} {'k characters/s':>15}")
    for name, work in works:
        seconds = timed(work, repeat)
        print(f"{name:34} {seconds:8.3f} {characters / seconds / 1000:15,.0f}")


def _annotation(
    annotator: annotate.Annotator,
    documents: list[cleaning.Document],
    rows: dict[str, dict[str, object]],
) -> Callable[[], object]:
    return lambda: [annotator.find(d, annotate.Context(found=rows[d.doc_id])) for d in documents]  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
