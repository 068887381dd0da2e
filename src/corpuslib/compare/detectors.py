"""Detectors: what two passages that should say the same disagree on. Each looks for one kind of divergence.

A detector takes two `Passage`s and yields `Finding`s whose spans point into the passages. All are rules; each
prefers silence where two honest renderings could differ.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from corpuslib.compare.quantities import Quantity, quantities
from corpuslib.compare.words import Word, function_words, lexicon, same_name, words
from corpuslib.lexicon import rows
from corpuslib.text import Span

__all__ = ["DETECTORS", "Finding", "Kind", "Passage", "Severity", "Side"]

Kind = Literal[
    "number", "date", "negation", "modality", "name", "gender", "role", "attribution", "quotation", "omission",
    "addition", "loaded_word", "antonym", "title",
]  # fmt: skip
Severity = Literal["minor", "major", "critical"]
Side = Literal["a", "b", "undecidable"]

_SHOWN = 5  # words of a passage that a reason repeats


@dataclass(frozen=True, slots=True)
class Finding:
    """A divergence: its place in either passage, how bad it is, and why, where `{a}` and `{b}` stand for the words."""

    kind: Kind
    severity: Severity
    a: Span | None
    b: Span | None
    reason: str
    score: float
    likely_right: Side = "undecidable"

    def mirrored(self) -> Finding:
        """Return the finding as it reads with the two sides exchanged."""
        kinds: dict[Kind, Kind] = {"omission": "addition", "addition": "omission"}
        sides: dict[Side, Side] = {"a": "b", "b": "a", "undecidable": "undecidable"}
        reason = self.reason.replace("{a}", "\0").replace("{b}", "{a}").replace("\0", "{b}")
        return replace(
            self, kind=kinds.get(self.kind, self.kind), a=self.b, b=self.a, reason=reason,
            likely_right=sides[self.likely_right],
        )  # fmt: skip


@dataclass(frozen=True)
class Passage:
    """A passage of a rendering with its words. `plain` are words that the renderings also write in lower case."""

    text: str
    plain: frozenset[str] = frozenset()

    @cached_property
    def words(self) -> list[Word]:
        """The words in order."""
        return words(self.text)

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of all words."""
        return frozenset(word.key for word in self.words)

    @cached_property
    def forms(self) -> frozenset[str]:
        """The folded forms of all words."""
        return frozenset(word.form for word in self.words)

    @cached_property
    def quantities(self) -> list[Quantity]:
        """The numbers, but for those that say nothing."""
        return quantities(self.words, self.text)

    @cached_property
    def names(self) -> list[Word]:
        """The words that are surely names: none if nearly every word is capitalised, as in a headline."""
        content = [w for w in self.words if w.form not in function_words()]
        if sum(w.text[0].isupper() for w in content) * 10 > len(content) * 7 and len(content) > 4:
            return []
        skipped = function_words() | lexicon()["titles"] | lexicon()["months"].keys() | lexicon()["weekdays"].keys()
        return [w for w in self.words if w.name and w.form not in skipped and w.form not in self.plain and w.form[1:]]

    def excerpt(self, span: Span | None) -> str:
        """The first words of a span, for a reason."""
        shown = self.text[span.slice].split() if span else []
        return " ".join(shown[:_SHOWN]) + (" …" if len(shown) > _SHOWN else "")


def numbers(a: Passage, b: Passage) -> Iterator[Finding]:
    """Numbers and days of the month: two that differ; a number in digits that only one side has is minor."""
    left, right = _unmatched(a.quantities, b.quantities)
    for x, y in zip(left, right, strict=False):
        kind: Kind = "date" if "day" in (x.kind, y.kind) else "number"
        reason = "“{a}” against “{b}”: the numbers are not equal"
        yield Finding(kind, "major", Span(x.start, x.end), Span(y.start, y.end), reason, 0.9)
    both = min(len(left), len(right))
    for extra, is_a in ((left[both:], True), (right[both:], False)):
        for q in extra:
            if q.digits:
                span, mark = Span(q.start, q.end), "{a}" if is_a else "{b}"
                reason = f"only one side has the number “{mark}”"
                yield Finding("number", "minor", span if is_a else None, None if is_a else span, reason, 0.45)


def _unmatched(a: Sequence[Quantity], b: Sequence[Quantity]) -> tuple[list[Quantity], list[Quantity]]:
    counts_a, counts_b = Counter(q.value for q in a), Counter(q.value for q in b)
    over_a, over_b = counts_a - counts_b, counts_b - counts_a
    # A number that is merely repeated on one side is not a difference.
    return (
        [q for q in a if q.value in over_a and q.value not in counts_b],
        [q for q in b if q.value in over_b and q.value not in counts_a],
    )


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
            yield Finding("date", "major", _span(x), _span(y), "“{a}” against “{b}”", 0.9)


def negation(a: Passage, b: Passage) -> Iterator[Finding]:
    """A negation that one side has and the other neither has nor words otherwise."""
    mine, other = _negators(a), _negators(b)
    if len(mine) == len(other):
        return
    more, present, absent = (mine, a, b) if len(mine) > len(other) else (other, b, a)
    if any(_is_negative(w.form) and w.key not in present.keys for w in absent.words):
        return
    once = not mine or not other
    forms = {w.form for w in (other if more is mine else mine)}
    lone = next((w for w in more if w.form not in forms), more[0])
    verbal = lone.form in {"not", "never", "cannot"} or lone.form.endswith("n't")
    severity: Severity = "critical" if verbal and once else "major"
    score = 0.85 if verbal and once else 0.6 if once else 0.5
    reason = f"“{'{a}' if present is a else '{b}'}”: only one side denies it"
    place = _span(lone)
    mine_only = present is a
    yield Finding("negation", severity, place if mine_only else None, None if mine_only else place, reason, score)


def _negators(passage: Passage) -> list[Word]:
    found = []
    for word, after in zip(passage.words, [*passage.words[1:], None], strict=True):
        only = after is not None and after.form in {"only", "just", "merely", "least", "matter"}
        if (word.form in lexicon()["negators"] or word.form.endswith("n't")) and not only:
            found.append(word)
    return found


_NOT_PREFIXED = ("under", "unti", "unio", "unit", "univ", "uniq", "discu", "distr", "dista", "displ", "disk", "disea")


def _is_negative(form: str) -> bool:
    stems: frozenset[str] = lexicon()["negative_stems"]
    prefixed = form.startswith(("un", "dis", "non", "imposs", "incap", "inabil", "illeg", "invalid", "irre"))
    if prefixed and len(form) > 5 and not form.startswith(_NOT_PREFIXED):
        return True
    return form.endswith("less") or form in lexicon()["negators"] or any(form.startswith(s) for s in stems)


def names(a: Passage, b: Passage) -> Iterator[Finding]:
    """A name on one side where the other has another one. Spellings of one name are equal."""
    left, right = _strangers(a.names, b), _strangers(b.names, a)
    if left and right:
        reason = "“{a}” against “{b}”: not two spellings of one name"
        yield Finding("name", "major", _run(left), _run(right), reason, 0.75)


def _strangers(mine: Sequence[Word], other: Passage) -> list[Word]:
    initials = "".join(w.text[0] for w in other.words if w.text[0].isupper()).lower()
    shorts = {w.form for w in other.words if w.text.isupper() and len(w.form) > 1}
    letters = "".join(w.form[0] for w in mine)
    if any(short in letters for short in shorts):
        return []
    return [
        w
        for w in mine
        if w.key not in other.keys
        and not (w.text.isupper() and w.form in initials)
        and not any(same_name(w.form, v.form) or (len(w.form) > 3 and w.form in v.form) for v in other.words)
    ]


def _run(found: Sequence[Word]) -> Span:
    """Return the span of the first words that follow each other."""
    end = found[0].end
    for word in found[1:]:
        if word.start > end + 1:
            break
        end = word.end
    return Span(found[0].start, end)


def _span(word: Word) -> Span:
    return Span(word.start, word.end)


def gender(a: Passage, b: Passage) -> Iterator[Finding]:
    """Words for men on one side and for women on the other."""
    table = lexicon()["gender"]
    mine, other = (Counter(table[w.form] for w in p.words if w.form in table) for p in (a, b))
    for sex, opposite in (("male", "female"), ("female", "male")):
        if mine[sex] > other[sex] and mine[opposite] < other[opposite]:
            x, y = (next(w for w in p.words if table.get(w.form) == kind) for p, kind in ((a, sex), (b, opposite)))
            clean = not mine[opposite] and not other[sex]
            reason = "“{a}” against “{b}”: a man on one side, a woman on the other"
            yield Finding("gender", "critical", _span(x), _span(y), reason, 0.9 if clean else 0.65)


def modality(a: Passage, b: Passage) -> Iterator[Finding]:
    """Possible on one side, certain on the other."""
    weak, strong = lexicon()["weak_modals"], lexicon()["strong_modals"]
    for x, y, swap in ((a, b, False), (b, a, True)):
        hedged, firm = ([w for w in p.words if w.form in kind] for p, kind in ((x, weak), (y, strong)))
        if hedged and firm and not x.forms & strong and not y.forms & weak:
            finding = Finding("modality", "minor", _span(hedged[0]), _span(firm[0]), "“{a}” against “{b}”", 0.55)
            yield finding.mirrored() if swap else finding


_NAME = r"(?:[Tt]he\s)?[A-Z][\w.&-]{1,30}(?:\s[A-Z][\w.&-]{1,30}){0,3}"
_TOLD = (
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
        x_keys, y_keys = ({w.key for w in words(m.group(1))} for m in (x_match, y_match))
        if x_keys != y_keys and x_keys & y_keys:
            reason = "“{a}” against “{b}”: the words in quotation marks differ"
            yield Finding("quotation", "minor", Span(*x_match.span(1)), Span(*y_match.span(1)), reason, 0.5)


def _unbalanced(text: str) -> bool:
    return text.count('"') % 2 == 1 or text.count("“") + text.count("„") != text.count("”") + (
        text.count("“") if "„" in text and "”" not in text else 0
    )


def antonyms(a: Passage, b: Passage) -> Iterator[Finding]:
    """A word on one side whose opposite stands on the other."""
    for row in rows("antonyms.tsv"):
        for first, second in ((row["word"], row["opposite"]), (row["opposite"], row["word"])):
            mine, other = _begins(a, first), _begins(b, second)
            if mine and other and not _begins(a, second) and not _begins(b, first):
                reason = "“{a}” against “{b}”: opposites"
                yield Finding("antonym", "major", _span(mine[0]), _span(other[0]), reason, 0.6)


def loaded_words(a: Passage, b: Passage) -> Iterator[Finding]:
    """A loaded word on one side where the other has a neutral one."""
    for row in rows("loaded_words.tsv"):
        loaded, neutral = row["loaded"], row["neutral"]
        for x, y, swap in ((a, b, False), (b, a, True)):
            mine, other = _begins(x, loaded), _begins(y, neutral)
            if mine and other and not _begins(y, loaded) and not _begins(x, neutral):
                reason = "“{a}” is loaded, “{b}” neutral"
                finding = Finding("loaded_word", "minor", _span(mine[0]), _span(other[0]), reason, 0.6)
                yield finding.mirrored() if swap else finding


def _begins(passage: Passage, beginning: str) -> list[Word]:
    """Return the words that are `beginning` or, where it is long enough to be sure, begin with it."""
    if len(beginning) < 5:
        return [w for w in passage.words if w.form in (beginning, beginning + "s")]
    return [w for w in passage.words if w.form.startswith(beginning)]


def titles(a: Passage, b: Passage) -> Iterator[Finding]:
    """An office that the other side names otherwise; another office altogether is major."""
    offices = lexicon()["offices"]
    mine, other = _offices(a), _offices(b)
    if len(mine) != 1 or len(other) != 1:
        return
    (x, x_span), (y, y_span) = mine[0], other[0]
    if offices[x] == offices[y]:
        return
    both = "“{a}” against “{b}”: not the same office"
    yield Finding("title", "major", x_span, y_span, both, 0.7)


def _offices(passage: Passage) -> list[tuple[str, Span]]:
    offices = lexicon()["offices"]
    found, i = [], 0
    forms = [w.form for w in passage.words]
    while i < len(forms):
        size = next((n for n in (4, 3, 2, 1) if " ".join(forms[i : i + n]) in offices and i + n <= len(forms)), 0)
        if size:
            span = Span(passage.words[i].start, passage.words[i + size - 1].end)
            found.append((" ".join(forms[i : i + size]), span))
        i += size or 1
    return found


Detector = Callable[[Passage, Passage], Iterator[Finding]]

DETECTORS: tuple[Detector, ...] = (
    numbers, calendar, negation, names, gender, modality, attribution, quotation, antonyms, loaded_words, titles,
)  # fmt: skip
