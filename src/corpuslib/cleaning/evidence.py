"""What tells an article's line from the page around it, as named features for the line model.

A feature is a string such as `m3=24`: what is looked at, then the number of the interval that the value lies
in. All arithmetic is of integers, so that every machine finds the same features.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, chain

from corpuslib.cleaning.lines import Line
from corpuslib.document import BlockKind
from corpuslib.lexicon import rows

__all__ = ["Look", "Setting", "look", "place_features", "setting"]

LOOKED_AT = 40
"""Words at the start of a line that are looked up."""

CLIP = 400
"""Local scores are cut off here, in hundredths."""

_GROUPS: dict[BlockKind, str] = {
    "read_also": "link",
    "related_links": "link",
    "navigation": "link",
    "breadcrumb": "link",
    "ad": "prompt",
    "newsletter_prompt": "prompt",
    "social_prompt": "prompt",
    "copyright": "foot",
    "comment": "comment",
    "source_line": "source",
    "image_credit": "credit",
    "caption": "credit",
    "byline": "who",
    "timestamp": "when",
}
_SIGNS = (
    ("|", "bar"), ("»", "angle"), ("›", "angle"), ("·", "dot"), ("•", "dot"), ("@", "at"), ("©", "copy"),
    ("%", "percent"), ("$", "money"), ("€", "money"), ("£", "money"), ("/", "slash"), ("http", "web"),
    ("www.", "web"), ("#", "hash"), ("(", "paren"), ("[", "bracket"), ("?", "question"), ("!", "cry"),
    (": ", "colon"), ("–", "dash"), ("—", "dash"), ("...", "dots"), ("…", "dots"),
)  # fmt: skip
_INNER_STOP = re.compile(r"[.!?…]['\"”’»)\]]? +[A-Z\"“«À-Þ]")
_DIGIT = re.compile(r"\d")
_QUOTED = re.compile(r"[\"“”«»„]")
_BULLET = re.compile(r"[-–—•·●▪►*+>#|\[(]")


@dataclass(frozen=True, slots=True)
class Look:
    """A line as the model sees it; `shape` and `spelt` are the features of the line by itself and of its words."""

    words: int
    sentence: bool
    stops: bool
    prose: bool
    title: bool
    group: str
    folded: str
    content: frozenset[str]
    shape: tuple[str, ...]
    spelt: tuple[str, ...]

    @property
    def features(self) -> tuple[str, ...]:
        """All features of the line by itself, each once."""
        return (*self.shape, *self.spelt)

    @property
    def brief(self) -> bool:
        """Whether the line is short and no sentence."""
        return not self.sentence and self.words <= 9


@cache
def _function_words() -> frozenset[str]:
    return frozenset(word for row in rows("function_words.tsv") for word in row["words"].split())


def look(line: Line, kind: BlockKind | None) -> Look:
    """Return what one line shows by itself; `kind` is what a rule takes it for."""
    words = line.tokens
    low = list(map(str.lower, words))
    group = _GROUPS.get(kind, "-") if kind else "-"
    title = 3 <= line.words <= 25 and not line.is_prose and line.text[-1] not in ".;,:"
    content = frozenset([word for word in low[:120] if len(word) >= 4]) - _function_words()
    shape = (f"rule={group}", *_shape(line, words, low))
    spelt = tuple(["w=" + word for word in dict.fromkeys(low[:LOOKED_AT])])
    return Look(
        line.words, line.is_sentence, line.stops, line.is_prose, title, group, " ".join(low), content, shape, spelt
    )


def _shape(line: Line, words: list[str], low: list[str]) -> list[str]:
    """Return the features of length, case, digits and signs."""
    text, n = line.text, line.words
    size = "L" if n >= 9 else "M" if n >= 4 else "S"
    step = bisect((1, 2, 3, 4, 6, 9, 13, 19, 31, 61), n)
    end = "stop" if line.stops else "quote" if text[-1] in "\"”»“'’" else text[-1] if text[-1] in ":,…" else "none"
    digits = 100 * len(_DIGIT.findall(text[:1000])) // min(len(text), 1000)
    found = [
        f"end={end}",
        f"n{step}{end}",
        f"start={_start(text[0])}",
        f"commas={min(text.count(','), 3)}{size}",
        f"stops={min(len(_INNER_STOP.findall(text[:4000])), 3)}{size}",
        f"digits={bisect((1, 5, 15, 40), digits)}{size}",
    ]
    letters = list(filter(str.isalpha, [word[0] for word in words]))
    if len(letters) > 1:
        capitals = 100 * sum(map(str.isupper, letters[1:])) // (len(letters) - 1)
        found.append(f"capitals={bisect((1, 10, 20, 35, 60, 100), capitals)}{size}")
    if len(text) > 3 and text.isupper():
        found.append(f"shouted={size}")
    if n >= 3:
        small = 100 * sum(map(_function_words().__contains__, low)) // max(1, len(low))
        found.append(f"function={bisect((1, 12, 25, 38, 50), small)}{size}")
    found += dict.fromkeys([f"has={name}{size}" for sign, name in _SIGNS if sign in text])
    if _QUOTED.search(text):
        found.append(f"quoted={size}")
    return found


def _start(first: str) -> str:
    """Say what a line starts with, by its first character."""
    if first.islower():
        return "lower"
    if first.isupper():
        return "upper"
    if first.isdigit():
        return "digit"
    return "quote" if first in "\"“«„'‘»" else "bullet" if _BULLET.match(first) else "other"


# Place ----------------------------------------------------------------------------------------------------

_LENGTH = (2, 4, 9, 16, 31, 61)
_SCORE = (-300, -200, -120, -60, 0, 60, 120, 200, 300)
_AROUND = (-200, -100, 0, 100, 200)
_PROSE = (1, 10, 30, 60, 120, 250)
_AWAY = (1, 2, 3, 4, 6, 9, 14, 22, 40, 80)
_SHARE = (1, 10, 30, 60, 85, 97)
_SINCE = (2, 4, 8, 16, 32, 64)
_GAP = {"comment": 600, "foot": 150, "link": 150, "who": 60}
"""What a line of a group costs a stretch of text that runs across it."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The page around its lines: sums up to each line, and where the article seems to stand.

    `core` is the stretch with the highest sum of scores; `wide` reaches across what is put between paragraphs.
    """

    looks: Sequence[Look]
    scores: list[int]
    core: tuple[int, int]
    wide: tuple[int, int]
    prose: list[int]
    summed: list[int]
    brief: list[int]
    signed: list[int]
    seen: Counter[str]
    vocabulary: Counter[str]
    headline: int | None
    shape: tuple[int, int, int, int]
    """Brief lines before the article, its middle length of paragraph, prose of the page, share in the article."""


def setting(looks: Sequence[Look], scores: Sequence[int]) -> Setting:
    """Return the page around lines with their local scores, which are in hundredths of log odds."""
    clipped = [max(-CLIP, min(CLIP, score)) for score in scores]
    weights = [bisect(_LENGTH, line.words) for line in looks]
    core = _best_stretch([x * w if x > 0 else x * w // 2 - 20 for x, w in zip(clipped, weights, strict=True)])
    wide = _best_stretch([_bridged(*triple) for triple in zip(looks, clipped, weights, strict=True)])
    prose = [line.words if line.prose and x > -100 else 0 for line, x in zip(looks, clipped, strict=True)]
    sums, a, b = _summed(prose), *wide
    vocabulary = Counter(chain.from_iterable(looks[i].content for i in range(a, b) if clipped[i] > 0))
    brief = _summed([line.brief for line in looks])
    lengths = sorted(looks[i].words for i in range(a, b) if prose[i]) or [40]
    total = max(1, sums[-1])
    shape = (
        bisect((3, 10, 30), brief[a]),
        bisect((20, 30, 45, 70), lengths[len(lengths) // 2]),
        bisect((50, 120, 250, 500, 1000, 2000), total),
        bisect((40, 60, 75, 90, 98), 100 * (sums[b] - sums[a]) // total),
    )
    return Setting(
        looks, clipped, core, wide, sums, _summed(clipped), brief,
        _summed([line.group in ("who", "when") for line in looks]),
        Counter(line.folded for line in looks), vocabulary, _headline(looks, a, vocabulary), shape,
    )  # fmt: skip


def _summed(values: Sequence[int]) -> list[int]:
    return list(accumulate(values, initial=0))


def _bridged(line: Look, score: int, weight: int) -> int:
    if score > 0 and line.words >= 6:
        return score * weight
    return max(score * weight // 8, -60) - 8 - _GAP.get(line.group, 0)


def _best_stretch(values: Sequence[int]) -> tuple[int, int]:
    """Return the stretch with the largest sum (Kadane's algorithm)."""
    best = current = begin = start = end = 0
    for i, value in enumerate(values):
        if current <= 0:
            current, begin = 0, i
        current += value
        if current > best:
            best, start, end = current, begin, i + 1
    return start, end


def _headline(looks: Sequence[Look], first: int, vocabulary: Counter[str]) -> int | None:
    """Return the title-like line before the article that shares most words with it, the nearer the better."""
    found, best = None, 100
    for i in range(min(first + 3, len(looks)) - 1, max(-1, first - 60), -1):
        if looks[i].title:
            score = 100 * sum(word in vocabulary for word in looks[i].content) - 5 * abs(first - i)
            if score > best:
                found, best = i, score
    return found


def place_features(page: Setting, i: int, since: dict[str, int]) -> list[str]:
    """Return the features of line i in its place; `since` tells the last line of each group in the article."""
    line = page.looks[i]
    a, b = page.wide
    zone = "before" if i < a else "after" if i >= b else "in"
    w = bisect((2, 4, 7, 13, 31), line.words)
    return [
        *_neighbours(page, i, zone, w),
        *_distances(page, i, zone, w),
        *_likeness(page, i, zone, w),
        *_history(page, i, zone, w, since),
    ]


def _window(sums: list[int], i: int, k: int) -> tuple[int, int]:
    """Return the sum over the k lines before line i and over the k lines after it."""
    return sums[i] - sums[max(0, i - k)], sums[min(len(sums) - 1, i + 1 + k)] - sums[i + 1]


def _neighbours(page: Setting, i: int, zone: str, w: int) -> list[str]:
    scores, last = page.scores, len(page.scores) - 1
    s = bisect(_SCORE, scores[i])
    found = [f"s{s}{zone}", f"s{s}w{w}"]
    for k in (1, 2, 3):
        x = bisect(_AROUND, scores[i - k]) if i >= k else 9
        y = bisect(_AROUND, scores[i + k]) if i + k <= last else 9
        found += (f"s-{k}={x}", f"s+{k}={y}")
        if k == 1:
            found += (f"s1={x}{y}", f"s1={x}{y}{zone}", f"s1={x}{y}w{w}")
    for k in (3, 8, 20):
        before, after = _window(page.summed, i, k)
        xy = f"m{k}={bisect(_AROUND, before // k)}{bisect(_AROUND, after // k)}"
        found += (xy, f"{xy}w{w}")
    for k in (1, 2, 5, 12):
        before, after = _window(page.prose, i, k)
        xy = f"p{k}={bisect(_PROSE, before)}{bisect(_PROSE, after)}"
        found += (xy, f"{xy}w{w // 2}") if k in (2, 5) else (xy,)
    before, after = _window(page.brief, i, 5)
    found += (f"brief={before}{after}", f"brief={(before + after) // 2}w{w}")
    return found


def _distances(page: Setting, i: int, zone: str, w: int) -> Iterator[str]:
    line, total = page.looks[i], max(1, page.prose[-1])
    end = "s" if line.stops else "q" if line.sentence else "-"
    n = len(page.looks)
    before = bisect(_SHARE, 100 * page.prose[i] // total)
    after = bisect(_SHARE, 100 * (total - page.prose[i + 1]) // total)
    yield from (f"above={before}{zone}", f"below={after}{zone}", f"above={before}{after}")
    wide, core = _away(i, *page.wide), _away(i, *page.core)
    yield f"z={zone}{core[0]}w{w}{end}"
    yield from (f"d={wide}", f"d={wide}w{w}", f"d={wide}{end}{w // 2}")
    if zone != "in":
        yield f"d={wide}s{bisect(_SCORE, page.scores[i]) // 2}"
    yield from (f"e={core}", f"e={core}{end}{w // 2}")
    yield f"last={bisect((2, 4, 8, 16, 40), n - i)}{zone}"
    yield f"first={bisect((1, 2, 4, 8, 16), i)}{zone}w{w // 2}"
    brief, middle, prose, share = page.shape
    yield f"menus={brief}{zone}w{w // 2}"
    yield f"middle={middle}w{w}{end}{zone}"
    yield f"prose={prose}{zone}w{w // 2}"
    yield f"share={share}{zone}w{w // 2}"


def _away(i: int, a: int, b: int) -> str:
    if i < a:
        return f"b{bisect(_AWAY, a - i)}"
    if i >= b:
        return f"a{bisect(_AWAY, i - b + 1)}"
    return f"i{bisect((1, 2, 4, 8), i - a)}{bisect((1, 2, 4, 8), b - 1 - i)}"


def _likeness(page: Setting, i: int, zone: str, w: int) -> Iterator[str]:
    """Yield how many of the line's words the article and its headline have."""
    words, vocabulary = page.looks[i].content, page.vocabulary
    if words:
        own = zone == "in" and page.scores[i] > 0
        counts = [vocabulary.get(word, 0) for word in words]
        hits = len([1 for count in counts if count > own])
        often = len([1 for count in counts if count > 1])
        x = bisect((1, 15, 30, 45, 60, 80), 100 * hits // len(words))
        yield from (f"known={x}w{w}", f"known={x}{zone}w{w // 2}")
        yield f"hits={bisect((1, 2, 3, 5, 8, 13), hits)}{zone}"
        yield f"often={bisect((1, 15, 30, 50), 100 * often // len(words))}{zone}w{w // 2}"
    else:
        yield f"known=-{zone}"
    at = page.headline
    if at is None:
        yield f"untitled={zone}"
        return
    yield f"title={bisect((-3, -1, 0, 1, 2, 3, 4, 6, 10, 20), i - at)}w{w // 2}"
    of_title = page.looks[at].content
    if i != at and of_title:
        shared = bisect((1, 20, 40, 60, 90), 100 * len(words & of_title) // len(of_title))
        yield f"titled={shared}w{w // 2}{'b' if i < at else 'a'}"


def _history(page: Setting, i: int, zone: str, w: int, since: dict[str, int]) -> Iterator[str]:
    """Yield what the lines before and after are, and what has been seen since the article began."""
    looks = page.looks
    line = looks[i]
    yield f"dup={min(3, page.seen[line.folded])}w{w // 2}{zone}"
    yield f"rule={line.group}{zone}w{w // 3}"
    for name, other in (("-1", looks[i - 1] if i else None), ("+1", looks[i + 1] if i + 1 < len(looks) else None)):
        yield f"rule{name}={other.group if other else '^'}w{w // 2}"
        length = bisect((1, 2, 4, 9, 19, 31), other.words) if other else "^"
        yield f"n{name}={length}{'s' if other and other.sentence else '-'}w{w}"
    for group in ("comment", "link", "prompt", "foot", "who", "when"):
        x = bisect(_SINCE, i - since[group]) if group in since else "-"
        yield f"since={group}{x}"
        if group in ("comment", "link", "who"):
            yield f"since={group}{x}w{w // 2}"
    if zone != "before":
        yield f"signed={min(6, page.signed[i] - page.signed[page.wide[0]])}{zone}w{w // 2}"
