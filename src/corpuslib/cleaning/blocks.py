"""Type every line of a clean text: headline, paragraph, caption, boilerplate and so on, each with its rule.

A plain text is read in three zones: the head before the body, the body, and the tail after it. Where markup
delimits blocks it decides first. A reader forgives a line too many more than a missing paragraph, so a line
leaves the body only by a rule that names what it is, and prose hardly ever does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpuslib.cleaning.layout import by_layout
from corpuslib.cleaning.lines import Line, Verdict
from corpuslib.cleaning.marked import by_markup
from corpuslib.cleaning.page import MASTHEAD, Page
from corpuslib.cleaning.titles import outlet_prefix
from corpuslib.document import Region, line_spans
from corpuslib.text import Span

__all__ = ["Typed", "type_lines"]


@dataclass(frozen=True, slots=True)
class Typed:
    """A passage of the clean text with what it is."""

    span: Span
    verdict: Verdict


def type_lines(
    text: str,
    regions: Sequence[tuple[Span, Region]] = (),
    *,
    outlet: str | None = None,
    title: str | None = None,
) -> list[Typed]:
    """Return the typed passages of a clean text, in order, so that every line is in one.

    `regions` are what markup delimits, in clean offsets and in order. `outlet` and `title` are what the
    container declares; they help to find the headline and what is glued to it.
    """
    lines = [Line(span, text[span.slice]) for span in line_spans(text)]
    page = Page(lines, outlet, title, [None] * len(lines))
    if any(region.in_body for _, region in regions):
        by_markup(page, regions)
    else:
        by_layout(page)
    return [typed for i, line in enumerate(page.lines) for typed in _passages(page, i, line)]


def _passages(page: Page, i: int, line: Line) -> list[Typed]:
    """Return a line as one passage, or as two where an outlet is glued to the headline."""
    verdict = page.verdicts[i]
    assert verdict is not None
    start, end = line.span
    if verdict.kind != "headline" or i != page.headline:
        return [Typed(line.span, verdict)]
    parts = [Typed(line.span, verdict)]
    if suffix := page.suffix(i):
        name = Verdict("source_line", suffix.rule, suffix.confidence)
        cut = start + suffix.title_end
        parts = [
            Typed(Span(start, cut), verdict),
            Typed(Span(cut + _gap(line.text[suffix.title_end :]), end), name),
        ]
    if prefix := outlet_prefix(line.text, page.outlet):
        name_end = start + len(line.text[:prefix].rstrip())
        parts[:1] = [Typed(Span(start, name_end), MASTHEAD), Typed(Span(start + prefix, parts[0].span.end), verdict)]
    return parts


def _gap(text: str) -> int:
    return len(text) - len(text.lstrip())
