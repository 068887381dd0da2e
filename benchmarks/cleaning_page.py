"""The words of docs/benchmarks/cleaning.md."""

from __future__ import annotations

SOURCES = """\
| set | source | licence |
|---|---|---|
| AEB | Article Extraction Benchmark (scrapinghub/article-extraction-benchmark) | MIT |
| NAEB | AndyTheFactory/article-extraction-dataset | Apache-2.0 |
| encoding | Universal Dependencies PUD, Chinese-GSD and -GSDSimp, Ukrainian-IU; Fundus test bodies; NAEB | \
CC BY-SA, CC BY-NC-SA, MIT, Apache-2.0 |
| ftfy's test cases | rspeer/python-ftfy | Apache-2.0 |
| near-duplicates | made from bodies of NAEB, AEB and WCXB (Murrough-Foley/web-content-extraction-benchmark) | \
Apache-2.0, MIT, CC BY 4.0 |
| EWT, GUM, PUD | Universal Dependencies English-EWT, English-GUM, PUD | CC BY-SA, CC BY-NC-SA, CC BY-SA |
| golden rules | pysbd | MIT |
"""

SHARED = (
    "Speed is counted in CPU seconds of that process and given as a ratio to corpuslib's. The machine was shared with",
    "other work, so such a ratio is good to about a third.",
)

LEARNT = (
    "corpuslib's weights for pages, lines, dates and authors were learnt on this half, so these figures flatter it.",
    "On sites that the weights had not seen, the bars of F1 of pages and of words lost from whole pages are missed by",
    "a little: [benchmarks/training/README.md](../../benchmarks/training/README.md) has those figures.",
)


def about(limit: int | None) -> list[str]:
    """Return what is said before the tables; `limit` is the number of items of each set, None for all."""
    part = "the development half" if limit is None else f"the first {limit} items of each set (a quick look)"
    ran = f"All tools ran one after the other in one process, on {part} of the labelled data."
    return [ran, *SHARED, "", *LEARNT, ""]
