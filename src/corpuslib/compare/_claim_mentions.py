"""Typed values in the sentences of a document: days, numbers with a unit, counts, and figures of an event."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from corpuslib.compare._claim_figures import Figure, event_figures
from corpuslib.compare._claim_offices import holders_of_offices
from corpuslib.compare._telling import common_words
from corpuslib.compare._units import unit_named, unit_of
from corpuslib.compare.claim_values import stated_values
from corpuslib.compare.quantities import quantities
from corpuslib.compare.words import Word, function_words, lexicon, words
from corpuslib.document import Document
from corpuslib.lexicon import toml

__all__ = ["Mention", "Sentence", "claim_sentences", "mentions_in"]

_YEAR = re.compile(r"(?:19|20)\d\d")
_FRESH = 21  # days after an event in which reports still tell of it as news


class Mention(NamedTuple):
    """A typed value in a sentence. Mentions of one `slot` can be compared."""

    document: int
    sentence: int
    slot: str
    value: str
    start: int
    end: int
    vague: bool
    size: float | None = None
    sure: bool = False
    beside: frozenset[str] = frozenset()  # of a day: the telling words next to it, and its name
    figure: Figure | None = None
    holder: str = ""  # of an office: the family name


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its words, and the keys of those that tell something."""

    start: int
    end: int
    words: tuple[Word, ...]
    keys: frozenset[str]
    names: frozenset[str]

    @property
    def modes(self) -> frozenset[str]:
        """What makes its values demanded, expected, possible, a limit, or of one part of the whole."""
        return frozenset(_modes()[w.form] for w in self.words if w.form in _modes() and not w.text[0].isupper())


@cache
def _modes() -> dict[str, str]:
    """Return what each word of a mode does to a value."""
    return {word: mode for mode, words_of in toml("figures.toml")["modes"].items() for word in words_of.split()}


def claim_sentences(document: Document, table: Mapping[str, Sequence[Any]]) -> list[Sentence]:
    """Return the sentences of a document with what tells something in them."""
    small = function_words()
    result = []
    for row in table.get("sentences", ()):
        own = tuple(words(document.text[row.start : row.end]))
        telling = [w for w in own if w.form not in small and not w.number and not _calendar(w)]
        keys = frozenset(w.key for w in telling)
        result.append(Sentence(row.start, row.end, own, keys, frozenset(w.key for w in telling if w.name)))
    return result


def _calendar(word: Word) -> bool:
    return word.form in lexicon()["months"] or word.form in lexicon()["weekdays"]


def mentions_in(
    number: int, document: Document, sentences: Sequence[Sentence], table: Mapping[str, Sequence[Any]]
) -> Iterator[Mention]:
    """Yield the typed values of a document, the `number`-th of its story, by sentence."""
    dates = sorted(table.get("dates", ()), key=lambda row: (row.start, row.end))
    for index, sentence in enumerate(sentences):
        yield from _numbers(number, document, index, sentence, dates)
        for row in dates:
            inside = sentence.start <= row.start and row.end <= sentence.end
            value = str(row.value)
            if inside and row.role in ("event", "deadline") and value[:4].isdigit() and "/" not in value:
                yield Mention(
                    number, index, "date", value, row.start, row.end, len(value) < 10,
                    beside=_beside(sentence, row.start, row.end),
                )  # fmt: skip


# A word on the other side of one of these tells of something else.
_CLAUSES = frozenset(
    ("after", "before", "when", "while", "since", "until", "who", "which", "that", "and", "but", "as", "because")
)


def _beside(sentence: Sentence, start: int, end: int) -> frozenset[str]:
    """Return what stands next to a day in its clause, of the words that tell something, and what the day is called."""
    at = [n for n, w in enumerate(sentence.words) if start <= sentence.start + w.start < end]
    if not at:
        return frozenset()
    forms = [sentence.words[n].form for n in at]
    named = {" ".join(forms), *(form for form in forms if form in lexicon()["weekdays"])}
    sides = [_nearest(sentence, range(at[0], 0, -1), -1), _nearest(sentence, range(at[-1], len(sentence.words) - 1), 1)]
    return frozenset(filter(None, sides)) | {f"@{form}" for form in named}


def _nearest(sentence: Sentence, places: Iterable[int], step: int) -> str:
    """Return the key of the first telling word on one side; none behind a mark of punctuation or in another clause."""
    for n in places:
        word, other = sentence.words[n], sentence.words[n + step]
        if max(word.start, other.start) - min(word.end, other.end) > 1 or other.form in _CLAUSES:
            return ""
        if other.key in sentence.keys - sentence.names and other.form not in common_words():
            return other.key
    return ""


def _of_another_time(document: Document, sentence: Sentence, dates: Sequence[Any]) -> bool:
    """Say whether a sentence tells of a day or month weeks before its document was published, or of a year before."""
    first = document.metadata.published_from
    if first is None:
        return False
    years = (int(w.text) for w in sentence.words if _YEAR.fullmatch(w.text))
    inside = [row for row in dates if sentence.start <= row.start and row.end <= sentence.end]
    return any(year < first.year for year in years) or any(
        _last_day(str(row.value)) < first.toordinal() - _FRESH for row in inside
    )


def _last_day(value: str) -> int:
    """Return the last day that a TIMEX3 value of the calendar can be, as an ordinal; of any other the last of all."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T.*)?", value)
    if not match:
        return datetime.date.max.toordinal()
    year, month, day = (int(part or 0) for part in match.groups())
    try:
        return datetime.date(year, month or 12, day or 28).toordinal()
    except ValueError:
        return datetime.date.max.toordinal()


def _told_on(own: Sequence[Word], unit: Word) -> bool:
    """Say whether a smaller unit goes on with a measure: four hours 21 minutes, four hours and 21 minutes."""
    following = [w for w in own if w.start >= unit.end and w.form != "and"][:2]
    if len(following) < 2 or not following[0].number or not unit_of(unit.form):
        return False
    kinds = [unit_named(u).dimension for w in (unit, following[1]) if (u := unit_of(w.form))]
    return kinds == ["duration", "duration"]


def _numbers(
    number: int, document: Document, index: int, sentence: Sentence, dates: Sequence[Any]
) -> Iterator[Mention]:
    own, small = sentence.words, function_words()
    counted, events = {*lexicon()["ordinals"], "last"}, lexicon()["counted"]
    text = document.text[sentence.start : sentence.end]
    named = list(stated_values(own, text))
    told = event_figures(own, text) if not _of_another_time(document, sentence, dates) else ()
    figures = [f for f in told if not any(s.start < f.end and f.start < s.end for s in named)]
    for f in figures:
        span = sentence.start + f.start, sentence.start + f.end
        yield Mention(number, index, f"figure {f.slot}", f.value, *span, bool(f.bound), figure=f)
    for h in holders_of_offices(text):
        span = sentence.start + h.start, sentence.start + h.end
        yield Mention(number, index, f"who is {h.slot}", h.name, *span, False, holder=h.family)
    for stated in named:
        near = [w for w in own if stated.start - 16 <= w.end <= stated.start]
        vague = any(w.form in lexicon()["approximate"] | lexicon()["bounds"] for w in near)
        span = sentence.start + stated.start, sentence.start + stated.end
        yield Mention(number, index, stated.slot, stated.value, *span, vague, stated.size, stated.sure)
    taken = [(f.start, f.end) for f in figures] + [(s.start, s.end) for s in named]
    for q in quantities(own, text):
        after = [w for w in own if w.start >= q.end][:2]
        unit = next((w for w in after if not w.number), None)
        known = any(start <= q.start < end for start, end in taken)
        if known or unit is None or unit.form in small or unit.name or q.kind == "day" or (1900 <= q.value <= 2100):
            continue
        if q.kind == "cardinal" and not _told_on(own, unit):
            inexact = lexicon()["approximate"] | lexicon()["bounds"] | lexicon()["comparatives"]
            vague = any(w.form in inexact for w in own if q.start - 16 <= w.end <= q.start)
            span = sentence.start + q.start, sentence.start + unit.end
            yield Mention(number, index, f"number {unit.key}", f"{q.value:g} {unit.form}", *span, vague)
    for i, word in enumerate(own[:-1]):
        if word.form in counted and not word.name:
            head = next((w for w in own[i + 1 : i + 4] if not w.name and w.form in events), None)
            if head is not None:
                span = sentence.start + word.start, sentence.start + head.end
                yield Mention(number, index, f"count {events[head.form]}", word.form, *span, False)
