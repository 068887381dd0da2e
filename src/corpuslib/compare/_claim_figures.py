"""Figures of an event: how many were killed, arrested or marched, how strong it was, how a vote or a match ended.

A figure is read only where the words beside the number say what it is of. What a sentence tells of other times, or
of what may still happen, is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache
from typing import Literal, NamedTuple

from corpuslib.compare.quantities import Quantity, quantities
from corpuslib.compare.words import Word, fold, function_words, lexicon, sounds, stem
from corpuslib.lexicon import rows, toml

__all__ = ["CURRENCIES", "Bound", "Figure", "Relation", "bound_before", "event_figures", "figure_words", "relation"]

Bound = Literal["", "about", "least", "most"]
Relation = Literal["equal", "rounded", "within", "other", "unsure"]


class Figure(NamedTuple):
    """A number with what it is of (`slot`), and its place in the sentence.

    `value` is its normal form, `size` what is compared, `grain` how finely it is given, and `bound` says if it is a
    round number or a bound. `place` is the name that it is said to be of: "in Varn".
    """

    slot: str
    value: str
    size: float
    grain: float
    bound: Bound
    start: int
    end: int
    place: str = ""


_BOUNDS: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    (
        "most",
        re.compile(
            r"\b(?:up\sto|at\smost|no\smore\sthan|not\smore\sthan|as\smany\sas|(?:fewer|less)\sthan|under|below|not\seven|barely)\s$",
            re.I,
        ),
    ),
    (
        "least",
        re.compile(
            r"\b(?:at\sleast|more\sthan|over|above|upwards\sof|exceed(?:s|ed|ing)?|not\s(?:fewer|less)\sthan"
            r"|no\s(?:fewer|less)\sthan)\s(?:some\s)?$",
            re.I,
        ),
    ),
    (
        "about",
        re.compile(
            r"\b(?:about|around|nearly|almost|some|roughly|approximately|an?\sestimated|estimated|close\sto|circa)\s$",
            re.I,
        ),
    ),
)
_LOOK_BACK = 24  # code points before a number in which a bound stands
# What a sentence tells of another time, of a part of a whole, or of what may be.
_NOT_OF_IT = re.compile(
    r"\bin\s(?:[A-Z][a-z]{2,9}\s)?(?:19|20)\d\d\b|\b(?:last|previous|every|each|per|past)\s(?:year|decade|month|week|day)s?\b"
    r"|\b(?:a|per)\s(?:year|day|week|month)\b|\bago\b|\bsimilar\b|\banniversary\b|\bsince\b|\banother\b|\baverage\b"
    r"|\bannual(?:ly)?\b|\bif\b|\bcould\b|\bmight\b|\bmay\b|\bfeared?\b|\baftershocks?\b|\bdrill\b|\bexercise\b"
    r"|\bearlier\s(?:attack|crash|accident|blast|quake|storm|protest)\b"
)
# "Another 14" are not all; of "one of 14" or "parents of 14" something else is told.
_MORE = re.compile(
    r"\b(?:another|further|additional|other|extra|only|first|last|next"
    r"|(?<!toll\s)(?<!deaths\s)(?<!total\s)(?<!crowd\s)(?<!killing\s)(?<!arrest\s)of)\s$",
    re.I,
)
_JOINING = frozenset(("and", "of", "the", "or"))
_LEAST = 2  # one says too little
_PHRASE = 6  # words between a number and what is told of it
_TOLL = re.compile(
    r"\b(?:death\stoll|(?:number|count)\sof\s(?P<of>dead|deaths|fatalities|injured|wounded|missing|arrests))\b"
    r"[^.;,\d]{0,50}?\b(?:to|at|of|is|was|reached)\s(?:at\sleast\s|about\s|more\sthan\s|around\s|some\s|nearly\s)?$",
    re.I,
)
_DIGIT = re.compile(r"\d")
_STRENGTH = re.compile(r"\bmagnitude[\s-](?:of\s)?(\d\.\d)\b|\b(\d\.\d)[\s-]magnitude\b", re.I)
_PAIR = re.compile(r"(?<![\d.,$£€-])(\d{1,3})(?:\s?[-–]\s?|\s(?:votes?\s)?(?:to|against)\s)(\d{1,3})(?![\d,%-]|\.\d)")
_VOTED = re.compile(r"\b(?:votes?|voted|voting|lawmakers|senators|deputies|ballot)\b", re.I)
_PLAYED = re.compile(r"\b(?:won|beat|beats|defeated|lost|victory|win|wins|defeat|drew|draw)\b", re.I)
_NOT_THE_END = re.compile(
    r"\b(?:half[\s-]?time|sets?|aggregate|series|penalt(?:y|ies)|tie-?break|lead|leads|led|quarter|season|record|first\sleg"
    r"|odds|poll|per\scent)\b|%",
    re.I,
)


def event_figures(found: Sequence[Word], text: str) -> list[Figure]:
    """Return the figures that a sentence gives for an event, by their place.

    >>> from corpuslib.compare.words import words
    >>> t = "At least 14 people were killed and 30 injured when a magnitude 6.4 quake destroyed 200 homes."
    >>> [(f.slot, f.value, f.bound) for f in event_figures(words(t), t)][:3]
    [('killed', '14 people', 'least'), ('hurt', '30 hurt', ''), ('magnitude', 'magnitude 6.4', '')]
    """
    every, digits = quantities(found, text), _DIGIT.search(text)
    if not (every or digits) or _NOT_OF_IT.search(text):
        return []
    starts, ends = {w.start: n for n, w in enumerate(found)}, {w.end: n for n, w in enumerate(found)}
    numbers = [q for q in every if q.start in starts and q.end in ends]
    counted = (f for q in numbers if (f := _counted(found, text, q, starts[q.start], ends[q.end])))
    missing = _missing({w.form for w in found})
    result = [f for f in counted if not f.slot.startswith(missing)]
    for match in _STRENGTH.finditer(text) if digits else ():
        size = match.group(1) or match.group(2)
        result.append(
            Figure("magnitude", f"magnitude {size}", float(size), 0.1, bound_before(text, match.start()), *match.span())
        )
    result += [*_results(text), *_sums(text), *_times(found, text)] if digits else []
    return sorted((f._replace(place=_place(text, f.end)) for f in result), key=lambda f: (f.start, f.end))


@cache
def figure_words() -> frozenset[str]:
    """Return the words that say what is counted: two events of a kind have them in common."""
    return frozenset(_figures()) | frozenset(_purposes()) | _words()["persons"] | {"toll", "death", "magnitude"}


def relation(a: Figure, b: Figure) -> Relation:
    """Return how two figures of one slot stand to each other.

    "equal"; "rounded" if one may be the other given less finely; "within" if one is in the bound that the other is;
    "other" if they cannot both be right; else "unsure".

    >>> four, about, least = (Figure("killed", "", n, 1, b, 0, 1) for n, b in ((4, ""), (4, "about"), (3, "least")))
    >>> relation(four, four), relation(four, about), relation(four, least)
    ('equal', 'rounded', 'within')
    """
    if a.place and b.place and a.place != b.place:
        return "unsure"
    if a.slot == "vote" and 10 * abs(_cast(a) - _cast(b)) > max(_cast(a), _cast(b)):
        return "unsure"  # another body voted
    if a.bound == b.bound:
        apart = abs(a.size - b.size)
        if apart == 0:
            return "equal"
        if 2 * apart <= max(a.grain, b.grain):
            return "rounded"
        return "other" if not a.bound else "unsure"
    if "about" in (a.bound, b.bound):
        return "rounded" if 10 * abs(a.size - b.size) <= max(a.size, b.size) else "unsure"
    if a.bound and b.bound:
        return "unsure"
    bounded, exact = (a, b) if a.bound else (b, a)
    inside = exact.size >= bounded.size if bounded.bound == "least" else exact.size <= bounded.size
    return "within" if inside else "other"


def _cast(vote: Figure) -> float:
    return vote.size // 1000 + vote.size % 1000


def _counted(found: Sequence[Word], text: str, q: Quantity, first: int, last: int) -> Figure | None:
    """Return the figure that a number is, whose words are the `first`-th to the `last`-th."""
    whole = q.kind == "cardinal" and q.value >= _LEAST and q.value == int(q.value)
    if not whole or _MORE.search(text[max(0, q.start - _LOOK_BACK) : q.start]):
        return None
    told = _told_after(found, text, last) or _told_before(found, text, first, last) or _toll(text, q)
    if told is None:
        return None
    figure, head, end = told
    group = head if head not in _words()["persons"] else ""
    value = f"{q.value:.15g} {head or figure}"
    bound = bound_before(text, q.start) or ("about" if "dozen" in text[q.start : q.end] else "")
    return Figure(f"{figure} {stem(group)}".rstrip(), value, q.value, _grain(q.value), bound, q.start, max(end, q.end))


def _told_after(found: Sequence[Word], text: str, last: int) -> tuple[str, str, int] | None:
    """Return what is told of a number by the words after it: 14 people were killed, 30 injured."""
    noun: list[Word] = []
    for n in range(last + 1, min(len(found), last + 1 + _PHRASE)):
        word = found[n]
        if text[found[n - 1].end : word.start] not in (" ", "-") or _numeral(word) or word.form in _words()["severe"]:
            return None
        # "12 and injuring" tells of others; "missing" is said of those before it.
        if word.form in _figures() and not word.name and (word.form == "missing" or not word.form.endswith("ing")):
            return (_figures()[word.form], _head(noun), word.end) if _of_whole(noun) else None
        if word.form in _words()["auxiliaries"]:
            continue
        if word.form in function_words() and word.form not in _JOINING:
            return None
        noun.append(word)
    return None


def _numeral(word: Word) -> bool:
    return word.number or word.form in lexicon()["cardinals"]


def _of_whole(noun: Sequence[Word]) -> bool:
    """Say whether a noun phrase is no part of some other whole: "14 of them"."""
    return not noun or noun[0].form != "of"


def _told_before(found: Sequence[Word], text: str, first: int, last: int) -> tuple[str, str, int] | None:
    """Return what is told of a number by the word before it: killing 14 people, injured 30."""
    n = first - 1
    while n >= 0 and found[n].form in _words()["bounding"]:
        n -= 1
    if n < 0 or found[n].form not in _figures() or not found[n].form.endswith(("ing", "ed", "s", "hurt")):
        return None
    if any(mark in text[found[n].end : found[first].start] for mark in ".,;:()"):
        return None
    noun: list[Word] = []
    for k in range(last + 1, min(len(found), last + 4)):
        if text[found[k - 1].end : found[k].start] != " " or found[k].form in function_words() or _numeral(found[k]):
            break
        noun.append(found[k])
        if _plural(found[k].form):
            break
    end = noun[-1].end if noun and _plural(noun[-1].form) else found[last].end
    return _figures()[found[n].form], _head(noun), end


def _toll(text: str, q: Quantity) -> tuple[str, str, int] | None:
    """Return what a number is of that a toll rose to."""
    match = _TOLL.search(text[max(0, q.start - 110) : q.start])
    if not match:
        return None
    return _figures()[(match.group("of") or "dead").lower()], "", q.end


def _head(noun: Sequence[Word]) -> str:
    """Return the word for what is counted in a noun phrase; "" if there is none."""
    before = []
    for word in noun:
        if word.form in ("of", "the"):
            break
        before.append(word)
    head = next((w for w in before if _plural(w.form)), before[-1] if before else None)
    return head.form if head else ""


def _plural(form: str) -> bool:
    return form in _words()["persons"] or form in _words()["plurals"] or (form[-1] == "s" and len(form) > 3)


@cache
def _words() -> Mapping[str, frozenset[str]]:
    """Return the closed classes of words, by name."""
    return {name: frozenset(v.split()) for name, v in toml("figures.toml").items() if isinstance(v, str)}


@cache
def _figures() -> dict[str, str]:
    """Return what each word counts."""
    found = (row for row in rows("event_figures.tsv") if row["kind"] != "money")
    return {word: row["figure"] for row in found for word in row["words"].split()}


@cache
def _needed() -> dict[str, frozenset[str]]:
    """Return the words of which a sentence needs one to give a figure, by the figure."""
    return {row["figure"]: frozenset(row["with"].split()) for row in rows("event_figures.tsv") if row["with"]}


def _missing(forms: Set[str]) -> tuple[str, ...]:
    """Return the figures that a sentence with these words cannot give."""
    return tuple(figure for figure, needed in _needed().items() if not needed & forms)


@cache
def _purposes() -> dict[str, str]:
    """Return what a sum of money beside each word is."""
    found = (row for row in rows("event_figures.tsv") if row["kind"] == "money")
    return {word: row["figure"] for row in found for word in row["words"].split()}


def bound_before(text: str, start: int) -> Bound:
    """Return what a number is made by the words before its place: a bound, or a round number."""
    before = text[max(0, start - _LOOK_BACK) : start]
    return next((bound for bound, pattern in _BOUNDS if pattern.search(before)), "")


def _grain(value: float) -> float:
    """Return how finely a number is given: thousands end in noughts, and those may be rounded."""
    if value < 1000:
        return 1
    digits = f"{value:.0f}"
    return float(10 ** (len(digits) - len(digits.rstrip("0"))))


def _results(text: str) -> Iterator[Figure]:
    """Yield how a vote or a match ended, if the sentence tells of one."""
    pairs = list(_PAIR.finditer(text))
    slot = "vote" if _VOTED.search(text) else "score" if _PLAYED.search(text) else ""
    if len(pairs) != 1 or not slot or _NOT_THE_END.search(text):
        return
    a, b = sorted((int(pairs[0].group(1)), int(pairs[0].group(2))), reverse=True)
    yield Figure(slot, f"{a}-{b}", a * 1000 + b, 1, "", *pairs[0].span())


CURRENCIES = {"$": "dollars", "US$": "dollars", "£": "pounds", "€": "euros"}
"""The currency that a sign is read as."""
_SUM = re.compile(
    r"(US\$|(?<![A-Z])[$£€])\s?(\d[\d,]{0,14}(?:\.\d{1,2})?)\s?(thousand|million|billion|trillion|m|bn|k)?\b"
    r"|(?<![\d.,$£€])(\d[\d,]{0,14}(?:\.\d{1,2})?)\s(?:(thousand|million|billion|trillion)\s)?(dollars|pounds|euros|crowns|francs|yen|yuan)\b"
)
_NEAR = 60  # code points between a sum and the word that says what it is
_WORDS = re.compile(r"[a-z]+")


def _sums(text: str) -> Iterator[Figure]:
    """Yield sums of money with what they are, by the nearest word for it: fined, bought, profit."""
    for match in _SUM.finditer(text):
        sign, number, scale, other, other_scale, name = match.groups()
        digits, unit = (number or other).replace(",", ""), scale or other_scale
        times = float(lexicon()["scales"].get(unit, 1)) if unit else 1.0
        size = float(digits) * times
        purpose = _purpose(text, *match.span())
        if not purpose:
            continue
        grain = times / 10 ** len(digits.partition(".")[2]) if unit else _grain(size)
        currency = name or CURRENCIES[sign]
        slot = f"{purpose} in {currency}"
        yield Figure(slot, f"{size:.15g} {currency}", size, grain, bound_before(text, match.start()), *match.span())


def _purpose(text: str, start: int, end: int) -> str:
    """Return what a sum is by the nearest word for it; "" if there is none."""
    first = max(0, start - _NEAR)
    near = [(start - first - m.end(), m.group()) for m in _WORDS.finditer(text[first:start])]
    near += [(m.start(), m.group()) for m in _WORDS.finditer(text[end : end + _NEAR])]
    return min(((gap, _purposes()[word]) for gap, word in near if word in _purposes()), default=(0, ""))[1]


_CLOCK = re.compile(
    r"\bat\s(\d{1,2})(?:[:.](\d\d))?\s?(a\.m\.|p\.m\.|am\b|pm\b)|\bat\s(\d{1,2})[:.](\d\d)\b(?!\s?[ap]\.?m)"
)
_ZONE = re.compile(r"\b(?:GMT|UTC|BST|CET|CEST|EST|EDT|ET|PT|PST|PDT|local\stime)\b")
_PARTS = re.compile(r"[,;:]\s|\b(?:after|before|when|while|since|until|who|which|that|and|but|as|because)\b")


def _times(found: Sequence[Word], text: str) -> Iterator[Figure]:
    """Yield times of day, with the first telling word of their clause: what it was that happened then."""
    if _ZONE.search(text):
        return
    clocks = list(_CLOCK.finditer(text))
    for match in clocks if len(clocks) == 1 else ():
        hour, minute, half, other_hour, other_minute = match.groups()
        hours, minutes = int(hour or other_hour), int(minute or other_minute or 0)
        if half:
            hours = hours % 12 + (12 if half[0] == "p" else 0)
        if hours > 23 or minutes > 59:
            continue
        clause = max((m.end() for m in _PARTS.finditer(text, 0, match.start())), default=0)
        small = function_words()
        subject = next((w for w in found if w.start >= clause and w.form not in small and not w.name), None)
        if subject and subject.end < match.start():
            size = 60 * hours + minutes
            yield Figure(f"time {subject.key}", f"T{hours:02}:{minutes:02}", size, 1, "", *match.span())


_OF_PLACE = re.compile(
    r"\s(?:in|across|at|near|throughout|around|outside|from)\s(?:the\s)?(?:[a-z]{1,12}\s(?:of\s)?)?([A-Z][\w-]{1,20})"
)
_EVERYWHERE = re.compile(
    r"\s(?:nationwide|worldwide|(?:across|around|throughout)\sthe\s(?:country|world|region|nation))\b"
)


def _place(text: str, end: int) -> str:
    """Return the name of the place that follows a figure; "*" for everywhere, "" if none is said."""
    match = _OF_PLACE.match(text, end)
    return sounds(fold(match.group(1))) if match else "*" if _EVERYWHERE.match(text, end) else ""
