"""Pair quotation marks within a paragraph, whatever convention they follow and even where some are lost."""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

from corpuslib.annotate._cues import forms
from corpuslib.annotate._grammar import word_list

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

_BEFORE_OPEN = frozenset("([{<—–-/‘'‚…:")


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
            reopens = _may_open(text, start, end, mark) and (
                opened[2] == mark == "“" or not _may_close(text, start, end)
            )
            if not reopens:
                found.append(Quote(opened[0], end, opened[1], start))
                opened = None
                continue
        else:
            reopens = not single and _same_width(opened[2], mark) and _may_open(text, start, end, mark)
        if reopens and _same_width(opened[2], mark):
            end = _supplied_end(text, opened, start, last=False)
            found.append(Quote(opened[0], end, opened[1], end, closed=False))
            opened = (start, match.end(), mark)
    if opened is not None and opened[2] not in _SINGLE_OPEN:
        end = _supplied_end(text, opened, len(text), last=True)
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
        return mark in "“”" or mark in _STRAIGHT
    if opening in "„‟":
        return mark in "“”‟" or mark in _STRAIGHT
    if opening == "«":
        return mark == "»"
    if opening == "»":
        return mark == "«"
    return mark in _DOUBLE_CLOSE


def _supplied_end(text: str, opened: tuple[int, int, str], limit: int, last: bool) -> int:
    """Return where a passage ends whose closing mark was lost: before a tag, or where its clause or sentence does.

    `last` says that no passage opens after it: where no tag follows, it then runs to the end of the paragraph,
    as every paragraph but the last of a long quotation does.
    """
    start = opened[1]
    before = text[max(0, opened[0] - 3) : opened[0]].rstrip()
    if before[-1:].isalnum():  # a fragment of the clause around it
        border = (_CLAUSE_END if text[start : start + 1].islower() else _STOP).search(text, start, limit)
        return border.start() if border else limit
    ends = []
    for match in _STOP.finditer(text, start, limit):
        if _is_tag(text, match.end()):
            return match.end()
        if match.group() != "," and not _ABBREVIATED.search(text, max(0, match.start() - 4), match.start()):
            ends.append(match.end())
    if last:
        return limit
    for end, following in itertools.pairwise([*ends, limit]):
        if not _FIRST_PERSON.search(text, end, following):
            return end
    return limit


def _is_tag(text: str, at: int) -> bool:
    """Say whether `Kelm said.`, `the mayor told …`, `said Kelm` or `according to` stands at a place."""
    match = _NEXT_WORDS.match(text, at)
    words = match.group().split() if match else []
    for k, word in enumerate(words):
        cue = forms().get(word.rstrip(".").lower())
        if cue is not None and cue.form in ("past", "third") and "q" in cue.frames:
            following = words[k + 1] if k + 1 < len(words) else "."
            begins = words[0] if k else following
            ends = word.endswith(".") or "d" in cue.frames or _goes_on_after_tag(following.lower())
            return (ends or not k) and (begins[0].isupper() or begins in word_list("tag_openers"))
        if word.lower() in word_list("no_subject") or word.endswith("."):
            return False
    return words[:2] == ["according", "to"]


def _goes_on_after_tag(word: str) -> bool:
    adjunct = word in word_list("adjunct_openers") or word in word_list("days")
    return adjunct or word in (".", "to", "as", "while", "when")


_STOP = re.compile(r"[.!?…,](?=\s)")
_CLAUSE_END = re.compile(r"[.!?…,;:)](?=\s|$)|\s[–—-]\s")
_ABBREVIATED = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Jr|Sr|St|Rep|Sen|Gov|Gen|vs|No)$|\.[A-Za-z]$")
_FIRST_PERSON = re.compile(r"\b(?:[Ii]|[Ww]e|[Mm]y|[Oo]ur|me|us|[Yy]ou|[Yy]our)\b")
_NEXT_WORDS = re.compile(r"(?:\s+[\w’'.-]{1,30}){1,7}")
