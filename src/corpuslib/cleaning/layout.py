"""Type the lines of a plain text by what they are and where they stand: head, body, tail."""

from __future__ import annotations

import re

from corpuslib.cleaning.headline import headline_of_page
from corpuslib.cleaning.line_model import Reading, read_lines
from corpuslib.cleaning.lines import Verdict, fold
from corpuslib.cleaning.page import AFTER_STANDFIRST, AGAIN, MASTHEAD, NAMES, STANDFIRST, Page, known, known_date
from corpuslib.cleaning.titles import is_masthead
from corpuslib.document import BlockKind

__all__ = ["by_layout"]

PARAGRAPH = Verdict("paragraph", "prose", 0.95, True)
SUBHEAD = Verdict("subhead", "short line without a stop between paragraphs", 0.8, True)
NEAR = 60
"""How many titles before the body of an article are looked at for the headline."""

ENDING = ("related_links", "comment", "copyright", "newsletter_prompt")
"""Kinds after which an article has ended."""

HEADING_OF_LIST = frozenset(("heading of related links",))
HEADING_OF_COMMENTS = re.compile(
    r"(?:(?:leave|post|write) (?:a |your )?|join the )(?:comment|reply|conversation)\b|\d{1,5} comments?\b",
    re.IGNORECASE,
)


def by_layout(page: Page) -> None:
    """Give every line of the page a verdict."""
    before = [known(line, head=True) for line in page.lines]
    # What no rule takes before the body, none takes after it.
    after = [known(line, head=False) if taken else None for line, taken in zip(page.lines, before, strict=True)]
    reading = read_lines(page.lines, [verdict.kind if verdict else None for verdict in before])
    page.whole = reading.whole
    prose = [i for i, line in enumerate(page.lines) if line.is_prose and not after[i]]
    if reading.whole:
        prose = [i for i in prose if reading.stays[i]] or prose
    if not prose:
        _without_prose(page)
        return
    first, last = next((i for i in prose if not before[i]), prose[0]), prose[-1]
    for i in range(len(page.lines)):
        verdict = before[i] if i <= first + AFTER_STANDFIRST else after[i]
        if verdict:
            page.give(i, verdict)
    first = _head(page, first, reading)
    if not page.whole:
        last = _comments(page, first, last)
        _lists(page, first)
        _captions(page, first, last)
    _by_model(page, first, reading)
    _inside(page, first, last)
    _tail(page, first, last)
    for i in range(len(page.lines)):
        page.give(i, Verdict("paragraph", "line that no rule took", 0.5, True))


def _by_model(page: Page, first: int, reading: Reading) -> None:
    """Set aside the lines from the body on that the line model takes for no part of the article.

    Under a heading of comments or of related links they are such.
    """
    under: BlockKind = "navigation"
    for i in range(len(page.lines)):
        if i < first and not (page.whole and page.open(i)):
            continue
        kind = page.kind(i)
        if kind in ("comment", "related_links"):
            under = kind
        elif reading.stays[i] and page.open(i):
            under = "navigation"
        if not reading.stays[i]:
            page.give(i, Verdict(under, "line model", reading.confidence(i)))
        elif page.whole and not page.lines[i].is_prose:
            sub = _is_subhead(page, i, first)
            page.give(i, SUBHEAD if sub else Verdict("paragraph", "line model", reading.confidence(i), True))


def _without_prose(page: Page) -> None:
    """A text without a line of prose is taken as it is, but for known boilerplate and a title."""
    for i, line in enumerate(page.lines):
        verdict = known(line, head=True)
        if verdict and len(page.lines) > 1:
            page.give(i, verdict)
    rest = [i for i in range(len(page.lines)) if page.open(i)]
    if len(rest) > 1 and page.lines[rest[0]].is_title and page.lines[rest[1]].is_sentence:
        page.give(rest[0], Verdict("headline", "title before the first sentence", 0.7))
        page.headline = rest[0]
    for i in rest:
        page.give(i, Verdict("paragraph", "text without prose", 0.5, True))


def _head(page: Page, first: int, reading: Reading) -> int:
    """Type the lines before the body; return where the body begins."""
    free = [i for i in range(first) if page.open(i)]
    page.headline = _find_headline(page, free, first, reading)
    if page.headline is not None:
        page.give(page.headline, Verdict("headline", "title before the first paragraph", 0.9))
        _repeats(page, first)
        first = _standfirst(page, first)
    for i in free:
        if page.open(i) and (verdict := _before_body(page, i, reading)):
            page.give(i, verdict)
    return first


def _before_body(page: Page, i: int, reading: Reading) -> Verdict | None:
    """Return what an open line before the first paragraph is; None leaves it to the line model."""
    line = page.lines[i]
    after = i - page.headline if page.headline is not None else 0
    if is_masthead(line.text, page.outlet) and not line.is_sentence:
        return MASTHEAD
    if after > 0 and NAMES.fullmatch(line.text):
        return Verdict("byline", "names between headline and body", 0.7)
    if 0 < after <= 2 and line.words >= 6 and "|" not in line.text:
        return Verdict("standfirst", "line between headline and body", 0.6)
    if page.whole and after > 0 and reading.stays[i]:
        return None
    if page.whole or "|" in line.text or (after < 0 and not line.is_sentence):
        return Verdict("navigation", "short line before the body", 0.6)
    return Verdict("paragraph", "line before the first long paragraph", 0.5, True)


# An outlet's name: up to five words, all with capitals but the small ones.
_MASTHEAD = re.compile(
    r"(?:[A-ZÀ-Þ][\w’'-]{0,20}|of|the|and|de|der|du|la|&)(?: (?:[A-ZÀ-Þ][\w’'-]{0,20}|of|the|and|de|der|du|la|&)){0,4}"
)


def _find_headline(page: Page, free: list[int], first: int, reading: Reading) -> int | None:
    titles = _without_masthead(page, [i for i in free if page.lines[i].is_title])
    wanted = fold(page.title or "")
    for i in titles:
        if wanted and page.lines[i].folded == wanted:
            return i
    if page.whole:
        return headline_of_page(reading, titles, first)
    titles = [i for i in titles if page.lines[i].words >= 3][-NEAR:]
    if not titles or len(titles) == 1:
        return titles[0] if titles else None
    repeated = [j for i in titles for j in titles if i < j and page.lines[i].folded.endswith(page.lines[j].folded)]
    if repeated and page.lines[repeated[0]].words >= 4:
        return repeated[0]
    for i in titles:
        # The page's title, with the outlet's name, before the headline itself.
        shorter = [j for j in titles if page.lines[i].folded.startswith(page.lines[j].folded + " ")]
        if any(i < j for j in shorter):
            suffix = page.suffix(i)
            if suffix and any(fold(page.lines[i].text[: suffix.title_end]) == page.lines[j].folded for j in titles):
                return i
            return shorter[0]
    mast = _MASTHEAD.fullmatch(page.lines[titles[0]].text) and page.lines[titles[1]].words > 4
    return titles[1] if mast and titles[1] - titles[0] <= 3 else titles[0]


def _without_masthead(page: Page, titles: list[int]) -> list[int]:
    """Return the titles that are not the outlet's name, and type those before them."""
    named = [i for i in titles if not is_masthead(page.lines[i].text, page.outlet)]
    for i in titles:
        if named and i < named[0]:
            page.give(i, MASTHEAD)
    return named or titles


def _repeats(page: Page, first: int) -> None:
    """Find the headline a second time: alone, or after the path of sections that leads to it."""
    assert page.headline is not None
    headline = page.lines[page.headline]
    suffix = page.suffix(page.headline)
    title = fold(headline.text[: suffix.title_end]) if suffix else headline.folded
    for i in range(min(first + 2, len(page.lines))):
        line = page.lines[i]
        if i == page.headline or not title or not page.open(i):
            continue
        if line.folded == title:
            page.give(i, AGAIN)
        elif i < first and line.folded.endswith(" " + title) and line.words <= len(title.split()) + 5:
            page.give(i, Verdict("breadcrumb", "path of sections before the headline", 0.9))
        elif i < first and line.folded.startswith(title + " ") and line.words <= len(title.split()) + 5:
            page.give(i, Verdict("duplicate_title", "the headline again with the outlet's name", 0.9))


def _standfirst(page: Page, first: int) -> int:
    """Take prose between the headline and a date or byline as standfirst; return where the body begins."""
    assert page.headline is not None
    kinds = ("timestamp", "byline", "social_prompt", "image_credit")
    if any(not page.open(i) and page.verdicts[i] is not None for i in range(page.headline + 1, first)):
        return first
    ends = [i for i in range(first + 1, min(first + 4, len(page.lines))) if page.kind(i) in kinds[:2]]
    if not ends or page.lines[first].words > 70 or not page.open(first):
        return first
    for i in range(first, ends[0]):
        page.give(i, STANDFIRST)
    later = (i for i in range(ends[0], len(page.lines)) if page.open(i) and page.lines[i].is_prose)
    return next(later, first)


def _comments(page: Page, first: int, last: int) -> int:
    """Set aside what follows the comment form, if most of the prose stands before it."""
    total = sum(line.words for line in page.lines[first : last + 1] if line.is_prose)
    seen = 0
    for i in range(first, len(page.lines)):
        if HEADING_OF_COMMENTS.match(page.lines[i].text) and page.kind(i) == "comment" and seen > 0.6 * total:
            for j in range(i + 1, len(page.lines)):
                page.give(j, Verdict("comment", "after the heading of comments", 0.8))
            return max((k for k in range(first, i) if page.open(k) and page.lines[k].is_prose), default=first)
        seen += page.lines[i].words if page.lines[i].is_prose else 0
    return last


def _lists(page: Page, first: int) -> None:
    """Take the short lines under a heading of related links as links."""
    for i in range(first, len(page.lines)):
        verdict = page.verdicts[i]
        if verdict is None or verdict.rule not in HEADING_OF_LIST:
            continue
        for j in range(i + 1, min(i + 13, len(page.lines))):
            if not page.open(j) or page.lines[j].is_sentence or page.lines[j].words > 25:
                break
            page.give(j, Verdict("related_links", "under a heading of related links", 0.8))


# Marks of ordinary prose. Between names "and" is as good in a caption.
_NO_CAPTION = re.compile(
    r"[\"“”„«»?!:]|[.!?]\s+\S|\band\b(?! [A-ZÀ-Þ])"
    r"|\b(?i:I|we|you|it|its|this|there|my|our|your|he|she|they|but|so|yet|still|now|here)\b"
)


def _captions(page: Page, first: int, last: int) -> None:
    """Find captions left between paragraphs: one short sentence in a text whose paragraphs are all long."""
    body = [i for i in range(first, last + 1) if page.open(i) and page.lines[i].is_sentence]
    lengths = sorted(page.lines[i].words for i in body)
    short = [i for i in body if page.lines[i].words <= 15]
    if len(body) < 6 or lengths[len(lengths) // 2] < 45 or len(short) > 0.34 * len(body):
        return
    if any(15 < page.lines[i].words < 22 for i in body):
        return
    for i in short:
        line = page.lines[i]
        inside = body[0] < i < body[-1]
        if inside and line.words >= 8 and line.stops and not _NO_CAPTION.search(line.text.replace("U.S.", "US")[:-1]):
            page.give(i, Verdict("caption", "one short sentence among long paragraphs", 0.5))


def _inside(page: Page, first: int, last: int) -> None:
    for i in range(first, last + 1):
        if not page.open(i):
            continue
        line = page.lines[i]
        if line.is_prose or line.is_sentence:
            page.give(i, PARAGRAPH)
        elif _is_subhead(page, i, first):
            page.give(i, SUBHEAD)
        else:
            page.give(i, Verdict("paragraph", "line inside the body", 0.5, True))


def _is_subhead(page: Page, i: int, first: int) -> bool:
    line = page.lines[i]
    if i == first or line.words > 14 or len(line.text) > 110 or line.text[-1] in ".,;:…" or line.words == 0:
        return False
    following = next((page.lines[j] for j in range(i + 1, len(page.lines)) if page.open(j)), None)
    return following is not None and (following.is_prose or following.is_sentence)


def _tail(page: Page, first: int, last: int) -> None:
    """Type what follows the last prose: sentences close by are text, short lines among boilerplate are not."""
    after = range(last + 1, len(page.lines))
    among_links = False
    for i in after:
        line = page.lines[i]
        if not page.open(i):
            among_links |= not page.in_body(i) and page.kind(i) in ENDING
        elif i == len(page.lines) - 1 and i - last <= 3 and not page.whole and (date := known_date(line)):
            page.give(i, date)
        elif line.is_sentence and not among_links and i - last <= 4:
            page.give(i, Verdict("paragraph", "sentence after the last long paragraph", 0.7, True))
        elif page.whole or among_links:
            page.give(i, Verdict("navigation", "short line after the body", 0.6))
        else:
            page.give(i, Verdict("paragraph", "line after the last long paragraph", 0.5, True))
