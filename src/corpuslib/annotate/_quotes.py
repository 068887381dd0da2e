"""Pair quotation marks within a paragraph, whatever convention they follow and even where some are lost."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Quote", "find_quotes"]


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


_MARKS = re.compile(r"``|''|[\"“”„‟«»‹›‘’‚'「」『』＂]")
_OPEN_ONLY = frozenset("„‚「『")
_DOUBLE_OPEN = frozenset(["“", "„", "‟", "«", "「", "『", "``"])
_DOUBLE_CLOSE = frozenset(["”", "»", "」", "』", "''", "“", "‟", "«"])
_STRAIGHT = frozenset(['"', "＂", "''"])
_SINGLE_OPEN = frozenset("‘‚‹'")
_SINGLE_CLOSE = frozenset("’›'‘")

_BEFORE_OPEN = frozenset("([{<—–-/‘'‚…:")
_AFTER_CLOSE = frozenset(")]}>—–-/,.;:?!…’'")


def find_quotes(text: str) -> list[Quote]:
    """Return the outermost passages in quotation marks of one paragraph, in order and without overlap.

    A mark opens or closes by its shape where that is telling, and by the white space around it where not
    (straight marks; „…“ against “…”; «…» against »…«). Single marks count only where no double ones are open
    and they are not apostrophes. An opening mark inside an open passage of the same convention means that a
    closing one was lost: the passage then ends at the last sentence end before it.

    >>> [q[:2] for q in find_quotes('He said "no" and „nein“.')]
    [(8, 12), (17, 23)]
    """
    found: list[Quote] = []
    opened: tuple[int, int, str] | None = None
    for match in _MARKS.finditer(text):
        start, end, mark = match.start(), match.end(), match.group()
        single = mark in "‘’‚'‹›"
        if single and _is_apostrophe(text, start, mark, opened):
            continue
        if opened is None:
            if _may_open(text, start, end, mark):
                opened = (start, end, mark)
            elif not single and not found and _may_close(text, start, end) and mark in '”"»':
                found.append(Quote(0, end, 0, start, opened=False))
            continue
        if _matches(opened[2], mark):
            reopens = _may_open(text, start, end, mark) and not _may_close(text, start, end)
            if not reopens:
                found.append(Quote(opened[0], end, opened[1], start))
                opened = None
                continue
        else:
            reopens = not single and _same_width(opened[2], mark) and _may_open(text, start, end, mark)
        if reopens and _same_width(opened[2], mark):
            found.append(_closed_early(text, opened, start))
            opened = (start, end, mark)
    if opened is not None and opened[2] not in _SINGLE_OPEN:
        end = next((m.end() for m in _COMMA.finditer(text, opened[1]) if _TAG.match(text, m.end())), len(text))
        found.append(Quote(opened[0], end, opened[1], end, closed=False))
    return [quote for quote in found if text[quote.inner_start : quote.inner_end].strip()]


def _may_open(text: str, start: int, end: int, mark: str) -> bool:
    if mark in _OPEN_ONLY:
        return True
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if after.isspace() or mark in "”’":
        return False
    if mark in _DOUBLE_OPEN or mark in _STRAIGHT:
        return mark not in _STRAIGHT or not before.isalnum()
    return before.isspace() or before in _BEFORE_OPEN or before in '“"„'


def _may_close(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not before.isspace() and not after.isalnum()


def _is_apostrophe(text: str, start: int, mark: str, opened: tuple[int, int, str] | None) -> bool:
    before = text[start - 1] if start else " "
    after = text[start + 1] if start + 1 < len(text) else " "
    if before.isalnum() and after.isalnum():
        return True
    inside_double = opened is not None and opened[2] not in _SINGLE_OPEN
    if inside_double:
        return True  # nested marks belong to the quotation around them
    if opened is None:
        # 'em, '90s, ’tis: an opener has its closer later in the paragraph
        if mark in "’›":
            return True
        if mark == "'":
            return not (before.isspace() or before in "([—–") or not _straight_closer_follows(text, start)
        return False
    if mark in "’'":
        # the boys' team: a plural possessive goes on with a word; a closer is followed by punctuation or the
        # end, or stands after punctuation
        plural = before == "s" and after == " " and text[start + 2 : start + 3].islower()
        return plural and _later_closer(text, start)
    return False


def _straight_closer_follows(text: str, start: int) -> bool:
    return bool(_CLOSING_SINGLE.search(text, start + 2, start + 600))


_CLOSING_SINGLE = re.compile(r"[\w.,;:?!…]'(?=[\s.,;:?!)\]—–-]|$)")


_LATER_SINGLE = re.compile(r"[\w.,?!…][’'](?=[\s.,;:?!)\]—–]|$)")


def _later_closer(text: str, start: int) -> bool:
    return bool(_LATER_SINGLE.search(text, start + 1, start + 400))


def _same_width(one: str, other: str) -> bool:
    return (one in _SINGLE_OPEN) == (other in _SINGLE_OPEN or other in "’›")


def _matches(opening: str, mark: str) -> bool:
    """Say whether a mark can close a passage that `opening` opened: conventions are mixed in the wild."""
    if opening in _SINGLE_OPEN:
        return mark in ("’'" if opening != "‹" else "›") or (opening == "‚" and mark == "‘")
    if opening in _STRAIGHT:
        return mark in _STRAIGHT or mark == "”"
    if opening == "“":
        return mark == "”" or mark in _STRAIGHT
    if opening in "„‟":
        return mark in "“”‟" or mark in _STRAIGHT
    if opening == "«":
        return mark == "»"
    if opening == "»":
        return mark == "«"
    return mark in _DOUBLE_CLOSE


_COMMA = re.compile(r",(?=\s)")
_SENTENCE_END = re.compile(r"[.!?…,](?=\s)")


def _closed_early(text: str, opened: tuple[int, int, str], before: int) -> Quote:
    """Close a passage whose own mark was lost: at its first sentence end, or the first comma before a tag."""
    end = before
    for match in _SENTENCE_END.finditer(text, opened[1], before):
        if match.group() != "," or _TAG.match(text, match.end()):
            end = match.end()
            break
    return Quote(opened[0], end, opened[1], end, closed=False)


_TAG = re.compile(
    r"\s+(?:(?:[A-Z][\w’'.-]*\s+){1,4}|(?:he|she|they|it)\s+|the\s+(?:\w+\s+){1,3})?"
    r"(?:said|says|added|told|wrote|asked|explained|noted|continued|argued)\b"
)
