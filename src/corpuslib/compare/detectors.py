"""Detectors: what two passages that should say the same disagree on. Each looks for one kind of divergence.

A detector takes two `Passage`s and yields `Finding`s whose spans point into the passages. All are rules; each
prefers silence where two honest renderings could differ.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from corpuslib.compare.clauses import conditions, verbless
from corpuslib.compare.opposites import antonyms, false_friends
from corpuslib.compare.passages import HINT, Finding, Kind, Passage, Severity, Side, span_of
from corpuslib.compare.passives import turned_passives
from corpuslib.compare.polarity import modality, negation, polarity
from corpuslib.compare.quantities import Quantity
from corpuslib.compare.tenses import mood, tense
from corpuslib.compare.words import Word, function_words, lexicon, same_name, words
from corpuslib.lexicon import rows
from corpuslib.text import Span

__all__ = ["DETECTORS"]


def numbers(a: Passage, b: Passage) -> Iterator[Finding]:
    """Numbers and days of the month: two that differ; a number in digits that only one side has is minor."""
    left, right = _unmatched(a.quantities, b.quantities)
    if (a.forms | b.forms) & lexicon()["clock_words"]:
        left, right = _without_clock_times(left, right)
    for x, y in zip(left, right, strict=False):
        kind: Kind = "date" if "day" in (x.kind, y.kind) else "number"
        reason = "“{a}” against “{b}”: the numbers are not equal"
        yield Finding(kind, "major", Span(x.start, x.end), Span(y.start, y.end), reason, 0.9)
    yield from _counted_by_twenties(a, b)
    both = min(len(left), len(right))
    for extra, is_a, passage in ((left[both:], True, a), (right[both:], False, b)):
        for q in extra:
            # The number of Channel5 belongs to a name.
            if q.digits and not passage.text[q.start - 1 : q.start].islower():
                span, mark = Span(q.start, q.end), "{a}" if is_a else "{b}"
                reason = f"only one side has the number “{mark}”"
                yield Finding("number", "minor", span if is_a else None, None if is_a else span, reason, 0.45)


def _counted_by_twenties(a: Passage, b: Passage) -> Iterator[Finding]:
    """One number, which one side counts by twenties, as no English does."""
    for x in a.quantities:
        for y in b.quantities:
            odd = [p.text[q.start : q.end].count("-") > 1 for p, q in ((a, x), (b, y))]
            if x.value == y.value and odd[0] != odd[1]:
                reason = "“{a}” against “{b}”: one number, counted by twenties on one side"
                spans = Span(x.start, x.end), Span(y.start, y.end)
                yield Finding("number", "minor", *spans, reason, 0.6, "b" if odd[0] else "a")


def _unmatched(a: Sequence[Quantity], b: Sequence[Quantity]) -> tuple[list[Quantity], list[Quantity]]:
    counts_a, counts_b = Counter(q.value for q in a), Counter(q.value for q in b)
    over_a, over_b = counts_a - counts_b, counts_b - counts_a
    # A number that is merely repeated on one side is not a difference.
    return (
        [q for q in a if q.value in over_a and q.value not in counts_b],
        [q for q in b if q.value in over_b and q.value not in counts_a],
    )


def _without_clock_times(left: Sequence[Quantity], right: Sequence[Quantity]) -> tuple[list[Quantity], list[Quantity]]:
    """Leave out hours of the day that differ by twelve: five in the afternoon, 17:00."""

    def others(mine: Sequence[Quantity], theirs: Sequence[Quantity]) -> list[Quantity]:
        return [
            q for q in mine if not any(abs(q.value - r.value) == 12 and max(q.value, r.value) <= 24 for r in theirs)
        ]

    return others(left, right), others(right, left)


def bounds(a: Passage, b: Passage) -> Iterator[Finding]:
    """A number that is exact on one side and a bound on the other; a number with another unit."""
    mine, other = ({q.value: q for q in p.quantities} for p in (a, b))
    units: frozenset[str] = lexicon()["currencies_and_units"]
    for value in sorted(mine.keys() & other.keys()):
        x, y = mine[value], other[value]
        bound_x, bound_y = _bound(a, x), _bound(b, y)
        if bool(bound_x) != bool(bound_y) and not (_approximate(a, x) or _approximate(b, y)):
            left, right = (Span((bound or q).start, q.end) for bound, q in ((bound_x, x), (bound_y, y)))
            reason = "“{a}” against “{b}”: exact on one side, a bound on the other"
            yield Finding("number", "minor", left, right, reason, 0.55)
        unit_x, unit_y = _after(a, x), _after(b, y)
        if unit_x and unit_y and _unit(unit_x) != _unit(unit_y) and {unit_x.form, unit_y.form} <= units:
            left, right = Span(x.start, unit_x.end), Span(y.start, unit_y.end)
            yield Finding("number", "minor", left, right, "“{a}” against “{b}”: the units are not equal", 0.5)


def _unit(word: Word) -> str:
    return word.form.replace("metre", "meter").replace("litre", "liter").rstrip("s")


def _before(passage: Passage, q: Quantity) -> list[Word]:
    at = _word_at(passage, q.start)
    return [w for w in passage.words[max(0, at - 2) : at] if q.start - 24 <= w.start]


def _after(passage: Passage, q: Quantity) -> Word | None:
    at = _word_at(passage, q.end)
    return passage.words[at] if at < len(passage.words) else None


def _word_at(passage: Passage, place: int) -> int:
    """Return the number of the first word that begins at a place or behind it."""
    return bisect_left(passage.words, place, key=lambda w: w.start)


def _bound(passage: Passage, q: Quantity) -> Word | None:
    """Return the first word of what makes a number a bound: over, more than."""
    near = _before(passage, q)
    if near and near[-1].form in lexicon()["bounds"]:
        return near[-1]
    return near[0] if len(near) == 2 and near[1].form == "than" and near[0].form in lexicon()["comparatives"] else None


def _approximate(passage: Passage, q: Quantity) -> bool:
    return any(w.form in lexicon()["approximate"] - lexicon()["bounds"] for w in _before(passage, q))


def calendar_parts(a: Passage, b: Passage) -> Iterator[Finding]:
    """The second week on one side, the second half on the other."""
    mine, other = _parts(a), _parts(b)
    for ordinal in sorted(mine.keys() & other.keys()):
        (part, span), (part_b, span_b) = mine[ordinal], other[ordinal]
        if part != part_b:
            yield Finding("date", "major", span, span_b, "“{a}” against “{b}”: not the same part", 0.7)


def _parts(passage: Passage) -> dict[int, tuple[str, Span]]:
    ordinals, parts = lexicon()["ordinals"], lexicon()["calendar_parts"]
    found: dict[int, tuple[str, Span]] = {}
    for i, word in enumerate(passage.words):
        after = passage.words[i + 1 : i + 3]
        part = next((w for w in after if w.form in parts), None) if word.form in ordinals else None
        months = lexicon()["months"]
        near = passage.words[i : i + 5]
        if part is not None and any(w.form in months for w in near):
            found.setdefault(ordinals[word.form], (part.form, Span(word.start, part.end)))
    return found


def calendar(a: Passage, b: Passage) -> Iterator[Finding]:
    """Months and days of the week: one on one side, another on the other."""
    for table in ("months", "weekdays"):
        names = lexicon()[table]
        mine, other = (
            [w for w in p.words if w.form in names and w.text[0].isupper() and (w.form != "may" or w.name)]
            for p in (a, b)
        )
        left = [w for w in mine if names[w.form] not in {names[v.form] for v in other}]
        right = [w for w in other if names[w.form] not in {names[v.form] for v in mine}]
        for x, y in zip(left, right, strict=False):
            yield Finding("date", "major", span_of(x), span_of(y), "“{a}” against “{b}”", 0.9)


def names(a: Passage, b: Passage) -> Iterator[Finding]:
    """A name on one side where the other has another one. Spellings of one name are equal.

    It is minor where the rest of a longer name agrees, as in two translations of it, and where only its place at the
    beginning of a sentence could make a capital a name on both sides.
    """
    left, right = _strangers(a.names, b), _strangers(b.names, a)
    sure = bool(left and right)
    if left or right or (a.openers and b.openers):
        left, right = left or _strangers(a.openers, b), right or _strangers(b.openers, a)
    if left and right:
        reason = "“{a}” against “{b}”: not two spellings of one name"
        # An abbreviation against a name that is written out may well be the same.
        short = any(w.text.isupper() and len(w.form) < 7 for w in (left[0], right[0]))
        part = any(_partly_shared(w, mine, other) for w, mine, other in ((left[0], a, b), (right[0], b, a)))
        severity: Severity = "minor" if short or part or not sure else "major"
        score = HINT if not sure else 0.75 if severity == "major" else 0.5
        yield Finding("name", severity, _run(left), _run(right), reason, score)
    elif left or right:
        mark, span = ("{a}", _run(left)) if left else ("{b}", _run(right))
        reason = f"only one side has the name “{mark}”"
        yield Finding("name", "minor", span if left else None, None if left else span, reason, HINT - 0.05)


def _partly_shared(word: Word, mine: Passage, other: Passage) -> bool:
    """Say whether a name is part of a longer one whose neighbouring word the other side has too."""
    at = mine.words.index(word)
    near = [w for w in mine.words[max(0, at - 2) : at + 3] if w is not word and w.text[0].isupper()]
    return any(
        w.key in other.keys and not _PARTS.search(mine.text[min(w.end, word.end) : max(w.start, word.start)])
        for w in near
    )


_PARTS = re.compile(r"[,;:.!?()]|\b[a-z]{4,}")


def _strangers(mine: Sequence[Word], other: Passage) -> list[Word]:
    """Return the names that the other passage has in no spelling and no short form."""
    capitals = [w for w in other.words if w.text[0].isupper()]
    shorts = {w.form for w in capitals if w.text.isupper() and len(w.form) > 1}
    shorts |= {w.form for w in capitals if w.text[:-1].isupper() and w.text.endswith("s") and len(w.form) > 2}
    letters = "".join(w.form[0] for w in mine)
    if any(short in letters for short in shorts):
        return []
    initials = _initials(other)
    return [
        w
        for w in mine
        if w.key not in other.keys
        and not (w.text[:2].isupper() and {w.form + "s", w.form.removesuffix("s")} & other.forms)
        and not (w.text.replace(".", "").isupper() and any(w.form in run for run in initials))
        and not any(same_name(w.form, v.form) or (len(w.form) > 3 and w.form in v.form) for v in capitals)
        and w.form not in other.forms
    ]


def _initials(passage: Passage) -> list[str]:
    """Return the first letters of each run of capitalised words; small words between them do not break it."""
    runs: list[str] = []
    run = ""
    for word in passage.words:
        if word.text[0].isupper():
            run += word.form[0]
        elif word.form not in function_words():
            runs, run = [*runs, run], ""
    return [*runs, run]


def _run(found: Sequence[Word]) -> Span:
    """Return the span of the first words that follow each other."""
    end = found[0].end
    for word in found[1:]:
        if word.start > end + 1:
            break
        end = word.end
    return Span(found[0].start, end)


def gender(a: Passage, b: Passage) -> Iterator[Finding]:
    """Words for men on one side and for women on the other."""
    table = lexicon()["gender"]
    mine, other = (Counter(table[w.form] for w in p.words if w.form in table) for p in (a, b))
    for sex, opposite in (("male", "female"), ("female", "male")):
        if mine[sex] > other[sex] and mine[opposite] < other[opposite]:
            x, y = (next(w for w in p.words if table.get(w.form) == kind) for p, kind in ((a, sex), (b, opposite)))
            clean = not mine[opposite] and not other[sex]
            reason = "“{a}” against “{b}”: a man on one side, a woman on the other"
            yield Finding("gender", "critical", span_of(x), span_of(y), reason, 0.9 if clean else 0.65)
            return
    yield from _mixed_pronouns(a, b)
    yield from (f.mirrored() for f in _mixed_pronouns(b, a))


_HE = frozenset(["he", "him", "his", "himself"])
_SHE = frozenset(["she", "her", "hers", "herself"])


def _mixed_pronouns(a: Passage, b: Passage) -> Iterator[Finding]:
    """Yield pronouns of one sex on side a where side b has those of both: somebody may have changed in mid-sentence."""
    for one, opposite in ((_HE, _SHE), (_SHE, _HE)):
        x = [w for w in a.words if w.form in one]
        y = [w for w in b.words if w.form in opposite]
        if x and y and one & b.forms and not opposite & a.forms:
            strange = next((w for w in y if w.form not in a.forms), y[0])
            reason = "“{a}” against “{b}”: pronouns of one sex on one side, of both on the other"
            persons = any(w.form in lexicon()["gender"] and w.form not in _HE | _SHE for p in (a, b) for w in p.words)
            yield Finding("gender", "minor", span_of(x[0]), span_of(strange), reason, HINT if persons else 0.55)


_NAME = r"(?:[Tt]he\s)?[A-Z][\w.&-]{1,30}(?:\s[A-Z][\w.&-]{1,30}){0,3}"
_TOLD = (
    re.compile(rf"(?<=\b[Aa]sked\sby\s)({_NAME})"),
    re.compile(rf"\b(?:told|spoke\sto|talked\sto|in\san\sinterview\s(?:with|to|for)|speaking\sto)\s({_NAME})"),
    re.compile(rf"\b({_NAME})\s(?:(?:has|have|had|was|were)\s)?(?:learn(?:ed|t)|found\sout|heard|told)\sfrom\b"),
    re.compile(rf"\b({_NAME})\s(?:has\s|have\s|had\s)?learn(?:ed|t)\b"),
)


def attribution(a: Passage, b: Passage) -> Iterator[Finding]:
    """An outlet or person who was told the news on one side only, or another one: translating adds no listener."""
    left, right = _listeners(a, b), _listeners(b, a)
    for x, y in zip(left, right, strict=False):
        yield Finding("attribution", "major", x, y, "“{a}” against “{b}”: another listener", 0.8)
    both = min(len(left), len(right))
    reason = "only one rendering names this listener, which a translation does not add"
    for span in left[both:]:
        yield Finding("attribution", "major", span, None, "“{a}”: " + reason, 0.8, "b")
    for span in right[both:]:
        yield Finding("attribution", "major", None, span, "“{b}”: " + reason, 0.8, "a")
    own_a, own_b = (_OWN.search(p.text) for p in (a, b))
    if own_a and not own_b:
        yield Finding("attribution", "major", Span(*own_a.span()), None, "“{a}”: a source of one side's own", 0.7, "b")
    if own_b and not own_a:
        yield Finding("attribution", "major", None, Span(*own_b.span()), "“{b}”: a source of one side's own", 0.7, "a")


_ADDRESSED = re.compile(
    r"(,\s)?\b((?:confirm|announc|report|explain|stat|admitt?|disclos|reveal|suggest|indicat|declar|signall?)ed)"
    r"\sto\s(?:the\s)?([A-Z]\w{2,30})"
)


def addressed(a: Passage, b: Passage) -> Iterator[Finding]:
    """Who says it on one side is told it on the other: "the ministry confirmed", "confirmed to the ministry"."""
    for x, y, swap in ((a, b, False), (b, a, True)):
        for match in _ADDRESSED.finditer(y.text):
            verb, name = words(match.group(2))[0].key, words(match.group(3))[0].key
            said = [n for n, w in enumerate(x.words) if w.key == verb]
            near = [w for n in said for w in x.words[max(0, n - 3) : n + 3] if w.key == name]
            if not near or any(w.form == "to" for n in said for w in x.words[n + 1 : n + 2]):
                continue
            first, last = sorted((x.words[said[0]], near[0]))
            reason = "“{a}” against “{b}”: who says it on one side is told it on the other"
            # A verb behind a comma has no subject: the sentence is broken there.
            likely: Side = "a" if match.group(1) else "undecidable"
            mine, other = Span(first.start, last.end), Span(match.start(2), match.end())
            finding = Finding("attribution", "major", mine, other, reason, 0.7, likely)
            yield finding.mirrored() if swap else finding


_OWN = re.compile(r"\b(?:our\s(?:source|sources|correspondent|reporter|reporters)|told\sus|spoke\sto\sus)\b")


def _listeners(passage: Passage, other: Passage) -> list[Span]:
    """Return where the passage names somebody who was told, whom the other passage does not name at all."""
    found: dict[int, Span] = {}
    for pattern in _TOLD:
        for match in pattern.finditer(passage.text):
            listener = [w for w in words(match.group(1)) if w.form not in function_words()]
            named = any(w.key in other.keys or any(same_name(w.form, f) for f in other.forms) for w in listener)
            if listener and not named:
                end = match.end() - (match.group().endswith("."))
                found.setdefault(match.start(1), Span(match.start(), end))
    return [found[at] for at in sorted(found)]


_QUOTED = re.compile(r"[“„«\"]([^“”„«»\"\n]{2,400})[”“»\"]")


def quotation(a: Passage, b: Passage) -> Iterator[Finding]:
    """Words that stand in quotation marks on one side and without them on the other; marked words that changed."""
    quoted_a, quoted_b = list(_QUOTED.finditer(a.text)), list(_QUOTED.finditer(b.text))
    for y, mine, other, swap in ((b, quoted_a, quoted_b, False), (a, quoted_b, quoted_a, True)):
        for match in mine:
            keys = [w.key for w in words(match.group(1)) if w.form not in function_words()]
            inside = {w.key for m in other for w in words(m.group(1))}
            # A mark that opens in an earlier sentence hides where a quotation begins.
            if not keys or set(keys) & inside or _unbalanced(y.text):
                continue
            if sum(key in y.keys for key in keys) * 2 > len(keys):
                reason = "“{a}” is a quotation on one side only"
                finding = Finding("quotation", "minor", Span(*match.span(1)), None, reason, 0.6)
                yield finding.mirrored() if swap else finding
    for x_match, y_match in zip(quoted_a, quoted_b, strict=False) if len(quoted_a) == len(quoted_b) else ():
        x_keys, y_keys = ({w.key for w in words(m.group(1))} - function_words() for m in (x_match, y_match))
        if x_keys != y_keys and x_keys & y_keys:
            reason = "“{a}” against “{b}”: the words in quotation marks differ"
            yield Finding("quotation", "minor", Span(*x_match.span(1)), Span(*y_match.span(1)), reason, 0.5)


def _unbalanced(text: str) -> bool:
    return text.count('"') % 2 == 1 or text.count("“") + text.count("„") != text.count("”") + (
        text.count("“") if "„" in text and "”" not in text else 0
    )


def loaded_words(a: Passage, b: Passage) -> Iterator[Finding]:
    """A loaded word on one side where the other has a neutral one."""
    sides = ((a.beginnings, b.beginnings, False), (b.beginnings, a.beginnings, True))
    for loaded, neutral in _pairs("loaded_words.tsv", "loaded", "neutral"):
        for mine, other, swap in sides:
            if loaded in mine and neutral in other and loaded not in other and neutral not in mine:
                reason = "“{a}” is loaded, “{b}” neutral"
                finding = Finding("loaded_word", "minor", span_of(mine[loaded]), span_of(other[neutral]), reason, 0.6)
                yield finding.mirrored() if swap else finding


@cache
def _pairs(table: str, one: str, other: str) -> tuple[tuple[str, str], ...]:
    return tuple((row[one], row[other]) for row in rows(table))


def titles(a: Passage, b: Passage) -> Iterator[Finding]:
    """An office that the other side names otherwise: minor where it is the same, by the name it has in one country."""
    offices = lexicon()["offices"]
    mine, other = _offices(a), _offices(b)
    if len(mine) != 1 or len(other) != 1:
        return
    (x, x_span), (y, y_span) = mine[0], other[0]
    if offices[x] == offices[y]:
        if _is_national(x) != _is_national(y):
            yield Finding("title", "minor", x_span, y_span, "“{a}” against “{b}”: one office under two names", 0.5)
        return
    both = "“{a}” against “{b}”: not the same office"
    yield Finding("title", "major", x_span, y_span, both, 0.7)


def _is_national(office: str) -> bool:
    return office.replace(" ", "_") in lexicon()["national_offices"]


def _offices(passage: Passage) -> list[tuple[str, Span]]:
    offices, openers = lexicon()["offices"], _office_openers()
    found, i = [], 0
    forms = [w.form for w in passage.words]
    while i < len(forms):
        sizes = (4, 3, 2, 1) if forms[i] in openers else ()
        size = next((n for n in sizes if " ".join(forms[i : i + n]) in offices and i + n <= len(forms)), 0)
        if size:
            span = Span(passage.words[i].start, passage.words[i + size - 1].end)
            found.append((" ".join(forms[i : i + size]), span))
        i += size or 1
    return found


@cache
def _office_openers() -> frozenset[str]:
    return frozenset(office.split(" ")[0] for office in lexicon()["offices"])


Detector = Callable[[Passage, Passage], Iterator[Finding]]

DETECTORS: tuple[Detector, ...] = (
    numbers, bounds, calendar, calendar_parts, negation, polarity, names, gender, modality, tense, mood, attribution,
    addressed, quotation, antonyms, false_friends, loaded_words, titles, conditions, verbless,
    turned_passives,
)  # fmt: skip
