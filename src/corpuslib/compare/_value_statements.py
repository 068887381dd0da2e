"""Statements around a value: what a clause says that a number, a day or a direction in it is of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from corpuslib.compare._claim_story import Story
from corpuslib.compare._one_thing import clause_around
from corpuslib.compare._statement_values import StatedValue, statement_words, unit_of, values_stated
from corpuslib.compare._telling import Token
from corpuslib.compare.inflections import known_verb
from corpuslib.compare.words import Word, function_words, lexicon, stem, words
from corpuslib.text import Span

__all__ = ["Statement", "same_words", "sources_in", "statements_of"]

_SKIPPED = {"ordinal": ("former", "part"), "day": ("stage",), "clock": ("stage",)}
_RATE = re.compile(r"\b(?:an?|per|each|every)\s(day|night|week|month|year)\b")
_LINK = re.compile(r"\s(?:when|after|before|as|who|which|that|because|since|until|while|where|and)\s|:\s")
_OPENED = re.compile(r",\s(?:who|which|(?!during|according|including)[a-z]{2,14}ing)\s|,\s(?=\d)|\s(?:who|which)\s")
_LINKED = 10  # code points of a relative pronoun and the marks around it
_WHOSE = 3  # words before a relative clause that say of whom it is
_ASIDE = re.compile(r",\s(?:who|which|whose)\s[^,]{1,120},")
_MODIFIES = re.compile(r"[\s-](?:of\s(?:the\s|an?\s|its\s|their\s|his\s|her\s)?)?")
_COMPLETES = re.compile(r"\s(?:for|of|from|with)\s(?:the\s|an?\s)?")
_THOSE = re.compile(r"\b(?:the|these|those|both|all|its|his|her|their)\s$", re.I)
_FEW = 12  # "the two states" are some of those told of before
_PARTICLES = frozenset(("up", "down", "in", "on", "off", "out", "back", "forward", "to"))
_PLURAL_ONLY = frozenset(("people", "persons"))


class Statement(NamedTuple):
    """A value, by its sentence and place in the document, with the keys of its clause that say what it is of.

    `acts` are those of verbs, `bound` what says of which thing another word is ("sea rescue", "beds for guests"), and
    `parts` the classes of words that make it the value of a part or of another time; `when` are the other days that it
    names, and years.
    """

    sentence: int
    value: StatedValue
    start: int
    end: int
    head: str
    core: frozenset[str]
    acts: frozenset[str]
    bound: frozenset[tuple[str, str]]
    parts: frozenset[str]
    when: frozenset[str]
    growing: bool


def statements_of(story: Story, i: int, meant: Mapping[int, Token]) -> Iterator[Statement]:
    """Yield the values of a sentence with what they are of; none of a question."""
    s = story.sentences[i]
    text, table = story.text(s), story.tables[s.document]
    if text.rstrip().endswith("?"):
        return
    days = [
        (row.start - s.start, row.end - s.start, str(row.value)[:10])
        for row in table.get("dates", ())
        if row.role in ("event", "deadline") and s.start <= row.start and row.end <= s.end
    ]
    found = words(text)
    values = values_stated(found, text, days)
    if not values:
        return
    sources = sources_in(table, s.start, s.end)
    for value in values:
        if value.head and value.figure.size <= _FEW and _THOSE.search(text[: value.start]):
            continue
        plain, aside = _without_asides(text, value)
        wide = clause_around(plain, Span(value.start, value.end), Span(0, len(plain)))
        first, last = wide if value.kind == "ordinal" else _clause(plain, Span(value.start, value.end), wide, found)
        whole = [w for w in found if wide.start <= w.start and w.end <= wide.end]
        own = [w for w in found if first <= w.start and w.end <= last]
        if not any(_tells(w, value) for w in own):
            own = whole
        verbs = {w.start: w.end for w, after in pairwise(own) if w.form in _counting() and after.form not in _PARTICLES}
        passive = {after.start for w, after in pairwise(own) if w.form in lexicon()["passive_aux"]}
        counting = max((end for at, end in verbs.items() if at not in passive and end <= value.start), default=0)
        said = [
            w
            for w in own
            if w.start >= counting and not any(start <= w.start < end for start, end in (*sources, *aside))
        ]
        telling = {w: key for w in said if _tells(w, value) and (key := _key(w, s.start, meant))}
        head = next((_key(w, s.start, meant) for w in own if w.form == value.head), "") if value.head else ""
        yield Statement(
            i,
            value,
            s.start + value.start,
            s.start + value.end,
            "" if value.head in _PLURAL_ONLY else head,
            frozenset(telling.values()),
            frozenset(key for w, key in telling.items() if _act(w)),
            frozenset(_bound(text, telling)),
            _parts(whole, value).union(f"a {m.group(1)}" for m in _RATE.finditer(plain, *wide)),
            frozenset(
                day for start, end, day in days if wide.start <= start and end <= wide.end and start != value.start
            ),
            not _growing().isdisjoint(w.form for w in own),
        )


def sources_in(table: Mapping[str, Sequence[object]], start: int, end: int) -> list[tuple[int, int]]:
    """Return where, in a sentence, it says who says so."""
    places = []
    for row in table.get("attributions", ()):
        for a, b in (("cue_start", "cue_end"), ("speaker_start", "speaker_end")):
            first, last = getattr(row, a, None), getattr(row, b, None)
            if first is not None and last is not None and start <= first and last <= end:
                places.append((first - start, last - start))
    return places


def _clause(text: str, inner: Span, outer: Span, found: Sequence[Word]) -> Span:
    """Return from where to where the clause of a value goes without those that depend on it or that it depends on.

    A relative clause, or one in -ing, begins with the words before it: they say of whom it is.
    """
    before = list(_LINK.finditer(text, outer.start, inner.start))
    after = _LINK.search(text, inner.end, outer.end)
    first, last = before[-1].end() if before else outer.start, after.start() if after else outer.end
    opened = next(
        (m for m in reversed(list(_OPENED.finditer(text, 0, inner.start))) if m.start() >= first - _LINKED), None
    )
    if opened:
        whose = [w.start for w in found if w.end <= opened.start()][-_WHOSE:]
        closed = text.find(",", inner.end, last)
        return Span(min([*whose, opened.start()]), closed if closed > 0 else last)
    return Span(first, last)


def _without_asides(text: str, value: StatedValue) -> tuple[str, list[tuple[int, int]]]:
    """Return a sentence with blanks for what it says aside, where the value is not in that, and the places of these."""
    aside = [m.span() for m in _ASIDE.finditer(text) if m.end() <= value.start or value.end <= m.start()]
    for start, end in aside:
        text = text[:start] + " " * (end - start) + text[end:]
    return text, aside


def _tells(word: Word, value: StatedValue) -> bool:
    """Say whether a word in the clause of a value can say what it is of."""
    light = statement_words()["light"]
    inside = value.start <= word.start < value.end and value.kind != "count"
    small = word.form in function_words() or word.number or len(word.form) < 2
    calendar = word.form in lexicon()["months"] or word.form in lexicon()["weekdays"]
    number = word.form in lexicon()["cardinals"] or word.form in lexicon()["scales"]
    tying = word.form in light["any"] or word.form in light.get(value.kind.split()[0], ())
    return not (inside or small or calendar or number or tying or unit_of(word.form))


def _key(word: Word, at: int, meant: Mapping[int, Token]) -> str:
    """Return what a word has in common with those that mean the same; empty for a part of a name."""
    if word.form in same_words():
        return same_words()[word.form]
    token = meant.get(at + word.start)
    if token is not None:
        return token.key
    return "" if word.name else stem(known_verb(word.form)[0])


def _bound(text: str, telling: Mapping[Word, str]) -> Iterator[tuple[str, str]]:
    """Yield the keys of words that say more closely what the word beside them is, each with that of the other."""
    for (first, one), (second, other) in pairwise(telling.items()):
        between = text[first.end : second.start]
        if _MODIFIES.fullmatch(between) and not (first.name or second.name or _act(second)):
            yield one, other
        if _COMPLETES.fullmatch(between) and not _act(first):
            yield other, one


@cache
def same_words() -> dict[str, str]:
    """Return the key of each word that stands for the same as others where a value is given."""
    return {form: f"={name}" for name, forms in statement_words()["same"].items() for form in forms}


def _act(word: Word) -> bool:
    """Say whether a word is a form of a verb that is no noun."""
    return not word.name and not known_verb(word.form)[1].isdisjoint(("past", "participle", "gerund"))


def _parts(own: Iterable[Word], value: StatedValue) -> frozenset[str]:
    """Return the classes of words in a clause that make its value the value of something else."""
    skipped = _SKIPPED.get(value.kind, ())
    bound = {w.start for w in own if w.form == "than" and w.end + 1 == value.start}
    forms = {w.form for w in own if not value.start <= w.start < value.end and w.start not in bound}
    return frozenset(
        name
        for name, words_of in statement_words()["parts"].items()
        if name not in skipped and not words_of.isdisjoint(forms)
    )


@cache
def _growing() -> frozenset[str]:
    result: frozenset[str] = statement_words()["growing"]["words"]
    return result


@cache
def _counting() -> frozenset[str]:
    """Return the verbs before which it says who counts."""
    result: frozenset[str] = statement_words()["counting"]["words"]
    return result
