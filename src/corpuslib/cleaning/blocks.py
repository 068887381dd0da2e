"""Type every line of a clean text: headline, paragraph, caption, boilerplate and so on, each with its rule.

A plain text is read in three zones: the head before the body, the body, and the tail after it. Where markup
delimits blocks it decides first. A reader forgives a line too many more than a missing paragraph, so a line
leaves the body only by a rule that names what it is, and prose hardly ever does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpuslib.cleaning.calendar import is_date_line, names_a_day, names_an_hour
from corpuslib.cleaning.lines import Line, Verdict, boilerplate, fold
from corpuslib.cleaning.titles import Suffix, has_paper_word, is_masthead, outlet_prefix, outlet_suffix
from corpuslib.document import Region, line_spans
from corpuslib.text import Span

__all__ = ["Typed", "type_lines"]


@dataclass(frozen=True, slots=True)
class Typed:
    """A passage of the clean text with what it is."""

    span: Span
    verdict: Verdict


@dataclass
class _Page:
    """The lines of one text while they are being typed; `verdicts[i]` is None as long as line i is open."""

    lines: list[Line]
    outlet: str | None
    title: str | None
    verdicts: list[Verdict | None] = field(default_factory=list)
    headline: int | None = None
    whole: bool = False
    """Whether the text is a whole page, menus and all, and not just an article."""

    def open(self, i: int) -> bool:
        return self.verdicts[i] is None

    def give(self, i: int, verdict: Verdict) -> None:
        if self.verdicts[i] is None:
            self.verdicts[i] = verdict


PARAGRAPH = Verdict("paragraph", "prose", 0.95, True)
AFTER_STANDFIRST = 3
"""How many lines after the first prose, which may be a standfirst, a byline is looked for."""

NEAR = 60
"""How many titles before the body are looked at for the headline."""

TIMESTAMP = Verdict("timestamp", "line that holds a date only", 0.95)
NAMED_DATE = Verdict("timestamp", "short line with a full date before the body", 0.8)
NAMED_AUTHOR = Verdict("byline", "names before a date", 0.8)
NAMED_HOUR = Verdict("timestamp", "short line with a weekday and a time of day before the body", 0.7)
MASTHEAD = Verdict("navigation", "the outlet's name above the headline", 0.85)
STANDFIRST = Verdict("standfirst", "prose between headline and date or byline", 0.9)
AGAIN = Verdict("duplicate_title", "the headline again", 0.97)
ENDING = ("related_links", "comment", "copyright", "newsletter_prompt")
"""Kinds after which an article has ended."""

HEADING_OF_LIST = frozenset(("heading of related links",))
HEADING_OF_COMMENTS = re.compile(
    r"(?:(?:leave|post|write) (?:a |your )?|join the )(?:comment|reply|conversation)\b|\d{1,5} comments?\b",
    re.IGNORECASE,
)


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
    page = _Page(lines, outlet, title, [None] * len(lines))
    if any(region.in_body for _, region in regions):
        _by_markup(page, regions)
    else:
        _by_layout(page)
    return [typed for i, line in enumerate(page.lines) for typed in _passages(page, i, line)]


# Markup ---------------------------------------------------------------------------------------------------


def _by_markup(page: _Page, regions: Sequence[tuple[Span, Region]]) -> None:
    """Take the role that markup gives a line; inside the body, known boilerplate still goes."""
    opened = 0
    of_lines = _regions_of(page.lines, regions)
    titled = next((i for i, region in enumerate(of_lines) if region and region.role == "headline"), len(of_lines))
    for i, region in enumerate(of_lines):
        line = page.lines[i]
        if region is None:
            page.give(i, Verdict("navigation", "outside all marked blocks", 0.6))
        elif region.role in (None, "navigation") and not region.in_body:
            page.give(i, _known(line, head=True) or Verdict("navigation", region.rule, 0.7))
        elif titled < i <= titled + AFTER_STANDFIRST and line.folded == page.lines[titled].folded:
            page.give(i, AGAIN)
        elif region.role is not None:
            page.give(i, Verdict(region.role, region.rule, 0.85, region.in_body))
        elif known := _known(line, head=not opened) or (_known_date(line) if opened <= AFTER_STANDFIRST else None):
            page.give(i, known)
        elif not opened and titled < i <= titled + 3 and _NAMES.fullmatch(line.text):
            page.give(i, Verdict("byline", "names between headline and body", 0.7))
        else:
            page.give(i, Verdict("paragraph", region.rule, 0.85, True))
            opened += 1
    page.headline = next((i for i, v in enumerate(page.verdicts) if v and v.kind == "headline"), None)
    _marked_standfirst(page)


def _marked_standfirst(page: _Page) -> None:
    """Take the one paragraph between the headline and a line with date or author as standfirst."""
    at = page.headline
    if at is None or at + 3 >= len(page.lines) or [_kind(page, i) for i in (at + 1, at + 3)] != ["paragraph"] * 2:
        return
    if _kind(page, at + 2) in ("timestamp", "byline") and page.lines[at + 1].words <= 70:
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


# Layout ---------------------------------------------------------------------------------------------------


def _by_layout(page: _Page) -> None:
    first = next((i for i, line in enumerate(page.lines) if line.is_prose and not _known(line, True)), None)
    if first is None:
        _without_prose(page)
        return
    last = max(i for i, line in enumerate(page.lines) if line.is_prose and not _known(line, False))
    for i, line in enumerate(page.lines):
        known = _known(line, head=i <= first + AFTER_STANDFIRST)
        if known:
            page.give(i, known)
    # Menus stand before the text of a whole page; a list of figures may well follow an article.
    page.whole = sum(not line.is_sentence for line in page.lines[:first]) >= 10
    first = _head(page, first)
    last = _comments(page, first, last)
    _lists(page, first)
    _captions(page, first, last)
    _inside(page, first, last)
    _tail(page, first, last)
    for i in range(len(page.lines)):
        page.give(i, Verdict("paragraph", "line that no rule took", 0.5, True))


def _known(line: Line, head: bool) -> Verdict | None:
    known = boilerplate(line, head=head)
    if known is None and is_date_line(line.text):
        return TIMESTAMP
    if known is None and head and not line.is_sentence and line.words <= 14:
        if names_a_day(line.text):
            author = _AUTHOR_FIRST.match(line.text)
            return NAMED_AUTHOR if author and not has_paper_word(author.group()) else NAMED_DATE
        if names_an_hour(line.text):
            return NAMED_HOUR
    return known


def _known_date(line: Line) -> Verdict | None:
    verdict = _known(line, head=True)
    return verdict if verdict in (NAMED_DATE, NAMED_AUTHOR) else None


def _without_prose(page: _Page) -> None:
    """A text without a line of prose is taken as it is, but for known boilerplate and a title."""
    for i, line in enumerate(page.lines):
        known = _known(line, head=True)
        if known and len(page.lines) > 1:
            page.give(i, known)
    rest = [i for i in range(len(page.lines)) if page.open(i)]
    if len(rest) > 1 and page.lines[rest[0]].is_title and page.lines[rest[1]].is_sentence:
        page.give(rest[0], Verdict("headline", "title before the first sentence", 0.7))
        page.headline = rest[0]
    for i in rest:
        page.give(i, Verdict("paragraph", "text without prose", 0.5, True))


def _head(page: _Page, first: int) -> int:
    """Type the lines before the body; return where the body begins."""
    free = [i for i in range(first) if page.open(i)]
    page.headline = _find_headline(page, free, first)
    if page.headline is not None:
        page.give(page.headline, Verdict("headline", "title before the first paragraph", 0.9))
        _repeats(page, first)
        first = _standfirst(page, first)
    for i in free:
        line = page.lines[i]
        if not page.open(i):
            continue
        after = i - page.headline if page.headline is not None else 0
        if is_masthead(line.text, page.outlet) and not line.is_sentence:
            page.give(i, MASTHEAD)
            continue
        if after > 0 and _NAMES.fullmatch(line.text):
            page.give(i, Verdict("byline", "names between headline and body", 0.7))
        elif 0 < after <= 2 and line.words >= 6 and "|" not in line.text:
            page.give(i, Verdict("standfirst", "line between headline and body", 0.6))
        elif page.whole or "|" in line.text or (after < 0 and not line.is_sentence):
            page.give(i, Verdict("navigation", "short line before the body", 0.6))
        else:
            page.give(i, Verdict("paragraph", "line before the first long paragraph", 0.5, True))
    return first


# An outlet's name: up to five words, all with capitals but the small ones.
_MASTHEAD = re.compile(
    r"(?:[A-ZÀ-Þ][\w’'-]{0,20}|of|the|and|de|der|du|la|&)(?: (?:[A-ZÀ-Þ][\w’'-]{0,20}|of|the|and|de|der|du|la|&)){0,4}"
)
_PERSON = r"[A-ZÀ-Þ][a-zß-ÿ'’-]+(?: [A-Z]\.)?(?: (?:de|van|von|der|al|el|bin))?(?: [A-ZÀ-Þ][a-zß-ÿ'’-]+){1,2}"
_AUTHOR_FIRST = re.compile(rf"(?:[Bb]y|[Vv]on|[Pp]ar) {_PERSON}\s?[·•|,–—-]\s|(?!The ){_PERSON}\s?[·•|]\s")
_NAMES = re.compile(rf"{_PERSON}(?:(?:,| and| und| et| &) {_PERSON}){{0,4}}(?:,? (?:in|en|à) [A-ZÀ-Þ][\w'’-]+)?")


def _find_headline(page: _Page, free: list[int], first: int) -> int | None:
    titles = [i for i in free if page.lines[i].is_title]
    named = [i for i in titles if not is_masthead(page.lines[i].text, page.outlet)]
    if named:
        for i in titles:
            if i < named[0]:
                page.give(i, MASTHEAD)
        titles = named
    wanted = fold(page.title or "")
    for i in titles:
        if wanted and page.lines[i].folded == wanted:
            return i
    titles = [i for i in titles if page.lines[i].words >= 3][-NEAR:]
    if not titles or len(titles) == 1:
        return titles[0] if titles else None
    repeated = [j for i in titles for j in titles if i < j and page.lines[i].folded.endswith(page.lines[j].folded)]
    if repeated and page.lines[repeated[0]].words >= 4:
        return repeated[0]
    for i in titles:
        # The page's title, with the outlet's name, before the headline itself.
        if any(i < j and page.lines[i].folded.startswith(page.lines[j].folded + " ") for j in titles):
            suffix = None if page.whole else _suffix(page, i)
            if suffix and any(fold(page.lines[i].text[: suffix.title_end]) == page.lines[j].folded for j in titles):
                return i
            return next(j for j in titles if page.lines[i].folded.startswith(page.lines[j].folded + " "))
    if not page.whole:
        mast = _MASTHEAD.fullmatch(page.lines[titles[0]].text) and page.lines[titles[1]].words > 4
        return titles[1] if mast and titles[1] - titles[0] <= 3 else titles[0]
    body = set(fold(" ".join(line.text for line in page.lines[first : first + 8])[:6000]).split())
    scores = {i: _shared(page.lines[i], body) for i in titles if page.lines[i].words >= 4}
    best = max(scores.values(), default=0)
    return next((i for i in reversed(titles) if scores.get(i) == best), None) if best >= 3 else None


def _shared(line: Line, body: set[str]) -> int:
    return sum(len(word) > 3 and word in body for word in set(line.folded.split()))


def _repeats(page: _Page, first: int) -> None:
    """Find the headline a second time: alone, or after the path of sections that leads to it."""
    assert page.headline is not None
    headline = page.lines[page.headline]
    suffix = _suffix(page, page.headline)
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


def _standfirst(page: _Page, first: int) -> int:
    """Take prose between the headline and a date or byline as standfirst; return where the body begins."""
    assert page.headline is not None
    kinds = ("timestamp", "byline", "social_prompt", "image_credit")
    if any(not page.open(i) and page.verdicts[i] is not None for i in range(page.headline + 1, first)):
        return first
    ends = [i for i in range(first + 1, min(first + 4, len(page.lines))) if _kind(page, i) in kinds[:2]]
    if not ends or page.lines[first].words > 70 or not page.open(first):
        return first
    for i in range(first, ends[0]):
        page.give(i, STANDFIRST)
    later = (i for i in range(ends[0], len(page.lines)) if page.open(i) and page.lines[i].is_prose)
    return next(later, first)


def _kind(page: _Page, i: int) -> str | None:
    verdict = page.verdicts[i]
    return verdict.kind if verdict else None


def _comments(page: _Page, first: int, last: int) -> int:
    """Set aside what follows the comment form, if most of the prose stands before it."""
    total = sum(line.words for line in page.lines[first : last + 1] if line.is_prose)
    seen = 0
    for i in range(first, len(page.lines)):
        if HEADING_OF_COMMENTS.match(page.lines[i].text) and _kind(page, i) == "comment" and seen > 0.6 * total:
            for j in range(i + 1, len(page.lines)):
                page.give(j, Verdict("comment", "after the heading of comments", 0.8))
            return max((k for k in range(first, i) if page.open(k) and page.lines[k].is_prose), default=first)
        seen += page.lines[i].words if page.lines[i].is_prose else 0
    return last


def _lists(page: _Page, first: int) -> None:
    """Take the short lines under a heading of related links as links."""
    for i in range(first, len(page.lines)):
        verdict = page.verdicts[i]
        if verdict is None or verdict.rule not in HEADING_OF_LIST:
            continue
        for j in range(i + 1, min(i + 13, len(page.lines))):
            if not page.open(j) or page.lines[j].is_sentence or page.lines[j].words > 25:
                break
            page.give(j, Verdict("related_links", "under a heading of related links", 0.8))


_NO_CAPTION = re.compile(
    r"[\"“”„«»?!:]|[.!?]\s+\S|\b(?:I|we|you|it|its|this|there|my|our|your|he|she|they|but|and|so|yet|still|now|here)\b",
    re.IGNORECASE,
)


def _captions(page: _Page, first: int, last: int) -> None:
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


def _inside(page: _Page, first: int, last: int) -> None:
    for i in range(first, last + 1):
        if not page.open(i):
            continue
        line = page.lines[i]
        if line.is_prose or line.is_sentence:
            page.give(i, PARAGRAPH)
        elif _is_subhead(page, i, first):
            page.give(i, Verdict("subhead", "short line without a stop between paragraphs", 0.8, True))
        else:
            page.give(i, Verdict("paragraph", "line inside the body", 0.5, True))


def _is_subhead(page: _Page, i: int, first: int) -> bool:
    line = page.lines[i]
    if i == first or line.words > 14 or len(line.text) > 110 or line.text[-1] in ".,;:…" or line.words == 0:
        return False
    following = next((page.lines[j] for j in range(i + 1, len(page.lines)) if page.open(j)), None)
    return following is not None and (following.is_prose or following.is_sentence)


def _tail(page: _Page, first: int, last: int) -> None:
    """Type what follows the last prose: sentences close by are text, short lines among boilerplate are not."""
    after = range(last + 1, len(page.lines))
    among_links = False
    for i in after:
        line = page.lines[i]
        if not page.open(i):
            among_links |= not _in_body(page, i) and _kind(page, i) in ENDING
        elif i == len(page.lines) - 1 and i - last <= 3 and not page.whole and (date := _known_date(line)):
            page.give(i, date)
        elif line.is_sentence and not among_links and i - last <= 4:
            page.give(i, Verdict("paragraph", "sentence after the last long paragraph", 0.7, True))
        elif page.whole or among_links:
            page.give(i, Verdict("navigation", "short line after the body", 0.6))
        else:
            page.give(i, Verdict("paragraph", "line after the last long paragraph", 0.5, True))


def _in_body(page: _Page, i: int) -> bool:
    verdict = page.verdicts[i]
    return verdict is not None and verdict.in_body


# Passages -------------------------------------------------------------------------------------------------


def _passages(page: _Page, i: int, line: Line) -> list[Typed]:
    """Return a line as one passage, or as two where an outlet is glued to the headline."""
    verdict = page.verdicts[i]
    assert verdict is not None
    start, end = line.span
    if verdict.kind != "headline" or i != page.headline:
        return [Typed(line.span, verdict)]
    parts = [Typed(line.span, verdict)]
    if suffix := _suffix(page, i):
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


def _suffix(page: _Page, i: int) -> Suffix | None:
    """Return the outlet's name at the end of a title."""
    title = page.lines[i].text
    body = " ".join(line.text for line in page.lines[i + 1 : i + 40])[:20000]
    suffix = outlet_suffix(title, page.outlet, body)
    return suffix if suffix and suffix.title_end > outlet_prefix(title, page.outlet) else None


def _gap(text: str) -> int:
    return len(text) - len(text.lstrip())
