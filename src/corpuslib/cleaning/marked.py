"""Type the lines of a text whose markup delimits blocks."""

from __future__ import annotations

from collections.abc import Sequence

from corpuslib.cleaning.lines import Line, Verdict
from corpuslib.cleaning.page import AFTER_STANDFIRST, AGAIN, NAMES, STANDFIRST, Page, known, known_date
from corpuslib.document import Region
from corpuslib.text import Span

__all__ = ["by_markup"]


def by_markup(page: Page, regions: Sequence[tuple[Span, Region]]) -> None:
    """Take the role that markup gives a line; inside the body, known boilerplate still goes."""
    opened = 0
    of_lines = _regions_of(page.lines, regions)
    titled = next((i for i, region in enumerate(of_lines) if region and region.role == "headline"), len(of_lines))
    for i, region in enumerate(of_lines):
        line = page.lines[i]
        if region is None:
            page.give(i, Verdict("navigation", "outside all marked blocks", 0.6))
        elif region.role in (None, "navigation") and not region.in_body:
            page.give(i, known(line, head=True) or Verdict("navigation", region.rule, 0.7))
        elif titled < i <= titled + AFTER_STANDFIRST and line.folded == page.lines[titled].folded:
            page.give(i, AGAIN)
        elif region.role is not None:
            page.give(i, Verdict(region.role, region.rule, 0.85, region.in_body))
        elif verdict := known(line, head=not opened) or (known_date(line) if opened <= AFTER_STANDFIRST else None):
            page.give(i, verdict)
        elif not opened and titled < i <= titled + 3 and NAMES.fullmatch(line.text):
            page.give(i, Verdict("byline", "names between headline and body", 0.7))
        else:
            page.give(i, Verdict("paragraph", region.rule, 0.85, True))
            opened += 1
    page.headline = next((i for i, v in enumerate(page.verdicts) if v and v.kind == "headline"), None)
    _marked_standfirst(page)


def _marked_standfirst(page: Page) -> None:
    """Take the one paragraph between the headline and a line with date or author as standfirst."""
    at = page.headline
    if at is None or at + 3 >= len(page.lines) or [page.kind(i) for i in (at + 1, at + 3)] != ["paragraph"] * 2:
        return
    if page.kind(at + 2) in ("timestamp", "byline") and page.lines[at + 1].words <= 70:
        page.verdicts[at + 1] = STANDFIRST


def _regions_of(lines: list[Line], regions: Sequence[tuple[Span, Region]]) -> list[Region | None]:
    """Return for each line the first region that shares a character with it."""
    answer: list[Region | None] = []
    at = 0
    for line in lines:
        while at < len(regions) and regions[at][0].end <= line.span.start:
            at += 1
        hit = at < len(regions) and regions[at][0].overlaps(line.span)
        answer.append(regions[at][1] if hit else None)
    return answer
