"""Passages as a report shows them: what matters between brackets, and what few will want to read folded away."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["bracketed", "folded"]

_LONG = 40  # characters of a cell from which on its column holds prose and gets room


def bracketed(text: str, spans: Iterable[tuple[int, int]], longest: int = 600) -> str:
    """Return a text on one line with its spans between ⟦ ⟧, cut behind `longest` characters.

    Spans are characters of the text, in any order; those that overlap or touch become one, and what lies outside the
    text is left out.

    >>> bracketed("Kelm met 12 envoys.", [(9, 11), (0, 4)])
    '⟦Kelm⟧ met ⟦12⟧ envoys.'
    """
    pieces, at = [], 0
    for start, end in _joined(spans, len(text)):
        pieces += [text[at:start], "⟦", text[start:end], "⟧"]
        at = end
    shown = " ".join("".join([*pieces, text[at:]]).split())
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def _joined(spans: Iterable[tuple[int, int]], size: int) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted((max(0, start), min(end, size)) for start, end in spans):
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def folded(frame: pd.DataFrame, *, summary: str, max_rows: int = 40) -> str:
    """Return a table as markup that opens when a reader asks for it; all text is escaped.

    At most `max_rows` rows are given, and how many there are is said below them. A missing value is a dash.

    >>> import pandas as pd
    >>> markup = folded(pd.DataFrame({"word": ["a < b"]}), summary="One row")
    >>> "<summary>One row</summary>" in markup, "a &lt; b" in markup
    (True, True)
    """
    shown = frame.iloc[:max_rows].astype(object)
    cells = shown.where(shown.notna(), "–").astype(str).values.tolist()
    wide = [any(len(row[n]) > _LONG for row in cells) for n in range(len(frame.columns))]
    kinds = [' class="long"' if is_wide else "" for is_wide in wide]
    head = "".join(f'<th scope="col"{k}>{html.escape(str(c))}</th>' for c, k in zip(frame.columns, kinds, strict=True))
    body = "\n".join(
        f"<tr>{''.join(f'<td{k}>{html.escape(cell)}</td>' for cell, k in zip(row, kinds, strict=True))}</tr>"
        for row in cells
    )
    left = f'<p class="cl-more">Showing {len(cells)} of {len(frame)} rows.</p>' if len(frame) > len(cells) else ""
    label = html.escape(summary)
    return (
        f'<details class="tables"><summary>{label}</summary>\n'
        f'<div class="cl-scroll" role="region" tabindex="0" aria-label="{label}"><table>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>\n{left}</details>"
    )
