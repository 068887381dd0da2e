"""Pair quotation marks within a paragraph, whatever convention they follow and even where some are lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from corpuslib.annotate._lost_marks import supplied_end
from corpuslib.annotate._marks import Mark, read_marks

__all__ = ["Quote", "find_quotes", "opens_with_single_mark"]


class Quote(NamedTuple):
    """A passage in quotation marks: `start` and `end` with the marks, `inner_start` and `inner_end` without.

    `opened` or `closed` is false where that mark is missing: the passage then runs from the beginning or to
    the end of its paragraph (or to the sentence end where a lost mark was supplied).
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    opened: bool = True
    closed: bool = True


def find_quotes(text: str, reopens: bool = False) -> list[Quote]:
    """Return the outermost passages in quotation marks of one paragraph, in order and without overlap.

    A mark opens or closes by its form where that is telling, and by the white space around it where not
    (straight marks; „…“ against “…”; «…» against »…«). Marks of another convention inside an open passage are
    nested. An opening mark of the same convention is nested too where the marks after it close both passages;
    where not, a closing mark was lost, and the passage ends where its words or the report around them tell.
    `reopens` says that the next paragraph opens with a single mark: one left open here then runs to the end.

    >>> [q[:2] for q in find_quotes('He said "no" and „nein“.')]
    [(8, 12), (17, 23)]
    """
    found: list[Quote] = []
    opened: Mark | None = None
    inner = 0
    marks = read_marks(text, reopens)
    if not marks:
        return found
    following = _next_of_family(marks)
    for k, mark in enumerate(marks):
        if opened is None:
            if mark.opens and not (mark.closes and not _is_paired(mark, following[k])):
                opened = mark
            elif mark.closes and not found and mark.family != "single":
                found.append(_quote(text, 0, mark.end, 0, mark.start, opened=False))
            continue
        if mark.family != opened.family:
            continue
        if inner:
            inner -= 1
        elif _only_opens(mark):
            if _is_nested(opened, mark, following[k]):
                inner = 1
                continue
            end = supplied_end(text, opened.start, opened.end, mark.start, last=False)
            found.append(_quote(text, opened.start, end, opened.end, end, closed=False))
            opened = mark
        elif _closes(opened, mark) and not _is_passed_over(mark, following[k], reopens):
            found.append(_quote(text, opened.start, mark.end, opened.end, mark.start))
            opened = None
    if opened is not None and (opened.family != "single" or reopens):
        end = supplied_end(text, opened.start, opened.end, len(text), last=True)
        found.append(_quote(text, opened.start, end, opened.end, end, closed=False))
    return [quote for quote in found if quote.inner_start < quote.inner_end]


_OPENING = re.compile(r"\s{0,20}[‘'`‛]\S")


def opens_with_single_mark(text: str, at: int) -> bool:
    """Say whether the next words after a place stand behind a single quotation mark."""
    return _OPENING.match(text, at) is not None


_After = tuple[Mark | None, Mark | None]


def _next_of_family(marks: Sequence[Mark]) -> list[_After]:
    """Return, for every mark, the next two of its family."""
    after: dict[str, _After] = {}
    found: list[_After] = []
    for mark in reversed(marks):
        coming = after.get(mark.family, (None, None))
        found.append(coming)
        after[mark.family] = (mark, coming[0])
    return found[::-1]


def _only_closes(mark: Mark | None) -> bool:
    return mark is not None and mark.closes and not mark.opens


def _is_paired(mark: Mark, after: _After) -> bool:
    """Say whether a mark that could open or close opens: one that can close comes next."""
    return after[0] is not None and after[0].closes


def _only_opens(mark: Mark) -> bool:
    return mark.opens and not mark.closes


def _is_nested(opened: Mark, mark: Mark, after: _After) -> bool:
    """Say whether a passage that opens in an open one of its family is nested: both are closed, or its form differs."""
    own, outer = after
    if own is None or not _only_closes(own):
        return False
    if mark.sign != opened.sign and mark.sign + own.sign in ("“”", '""', "„“", "„”"):
        return own.sign != opened.sign or _only_closes(outer)
    return _only_closes(outer)


def _closes(opened: Mark, mark: Mark) -> bool:
    """Say whether a mark can close a passage that `opened` opened: conventions are mixed in the wild."""
    if not mark.closes:
        return False
    if opened.sign in '"”':
        return mark.sign in '"”'
    if opened.sign == "'":
        return mark.sign in "'’"
    if opened.sign in "“„":
        return True
    if opened.sign == "‘":
        return mark.sign in "’'"
    return mark.sign != opened.sign


def _is_passed_over(mark: Mark, after: _After, reopens: bool) -> bool:
    """Say whether a mark is an apostrophe or a unit because the passage has a better closing mark, or goes on."""
    return mark.weak and (_only_closes(after[0]) or (after[0] is None and reopens and mark.family == "single"))


def _quote(
    text: str, start: int, end: int, inner_start: int, inner_end: int, opened: bool = True, closed: bool = True
) -> Quote:
    inner = text[inner_start:inner_end]
    inner_start += len(inner) - len(inner.lstrip())
    return Quote(
        start, end, inner_start, max(inner_start, inner_end - len(inner) + len(inner.rstrip())), opened, closed
    )
