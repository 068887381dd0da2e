"""What a claim or a fact is about, as a short run of words of the first document that tells it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from corpuslib.compare._claim_typed import Sentence
from corpuslib.compare._telling import Telling
from corpuslib.compare.words import Word, function_words, words
from corpuslib.text import Span

__all__ = ["Place", "shared_phrase", "topic_phrase"]

# Words, those of "Kelm's" and "north-east" counted apart: one less than a report may show of a restricted text, whose
# next word the page may happen to have.
_MOST = 7
_CLAUSE = 3000  # what a comma costs, in the unit of a word's weight: thousandths of a natural logarithm
# Between two words of one run stand no more than these; a comma ends a part of it.
_JOINED = re.compile(r"[\s'’%°$€£&/,-]*\Z")
_GLUED = re.compile(r"['’&/.-]?\Z")
_PART = re.compile(r"[^\W_]+")


class Place(NamedTuple):
    """A passage of a document in its sentence: the document's text, the sentence, and where the passage stands."""

    text: str
    sentence: Sentence
    start: int
    end: int


def topic_phrase(places: Sequence[Place], weights: Mapping[str, float]) -> str:
    """Return the run of up to seven words, of the first place that has one, which tells most of what places share.

    It lies around the passage, or within a long one, in a part of the sentence without a stop or a quotation mark; it
    cuts no name and no number. `weights` says what each key tells. Without a place the topic is empty.

    >>> topic_phrase([], {})
    ''
    """
    counts = Counter(key for place in places for key in place.sentence.keys)
    gains = {key: round(1000 * weights.get(key, 1)) * n // len(places) for key, n in counts.items()}
    shown = (_shown(place, run) for place in places for run in [_best(place, gains)] if run)
    return next(shown, "")


def shared_phrase(passages: Iterable[tuple[str, Telling, Span]], weights: Mapping[str, int]) -> str:
    """Return the same for passages of sentences whose keys are those of a telling.

    A passage comes with the text of its document and its sentence; `weights` are in thousandths of a natural
    logarithm, and a key without one counts as one.

    >>> shared_phrase([], {})
    ''
    """
    places = []
    for text, told, passage in passages:
        own = tuple(_as_told(words(text[told.start : told.end]), told))
        sentence = Sentence(told.start, told.end, own, frozenset(t.key for t in told.tokens), frozenset())
        places.append(Place(text, sentence, passage.start, passage.end))
    return topic_phrase(places, {key: weight / 1000 for key, weight in weights.items()})


def _as_told(own: Iterable[Word], told: Telling) -> Iterator[Word]:
    """Yield words with the keys of a telling; of a day in several words ("this month") one word."""
    tokens = {t.start - told.start: t for t in told.tokens}
    done = 0
    for word in own:
        token = tokens.get(word.start)
        if token:
            done = token.end - told.start
            yield word._replace(key=token.key, end=max(word.end, done), text=max(word.text, token.text, key=len))
        elif word.start >= done:
            yield word


def _best(place: Place, gains: Mapping[str, int]) -> Span | None:
    """Return the words, by number, of the best run in a sentence; None if there is none."""
    own, at = place.sentence.words, place.sentence.start
    inside = [n for n, w in enumerate(own) if w.start < place.end - at and place.start - at < w.end]
    passage = Span(inside[0], inside[-1] + 1) if inside else Span(0, len(own))
    gaps = [place.text[at + a.end : at + b.start] for a, b in pairwise(own)]
    small = function_words()

    def worth(run: Span) -> tuple[int, int, int]:
        """Return what a run tells, less what its commas cost; then the shorter, then the earlier is worth more."""
        commas = sum("," in gap for gap in gaps[run.start : run.end - 1])
        told = sum(gains.get(key, 0) for key in {w.key for w in own[run.start : run.end]})
        return told - commas * _CLAUSE, run.start - run.end, -run.start

    runs = _runs(own, gaps, passage)
    bare = {n for n, w in enumerate(own) if w.form in small and not w.name} - set(inside)
    return max((run for run in runs if not {run.start, run.end - 1} & bare), key=worth, default=None)


def _runs(own: Sequence[Word], gaps: Sequence[str], passage: Span) -> Iterator[Span]:
    """Yield the runs of words that hold a passage; of one that is too long or has a stop in it, those in it."""
    stopped = not all(_JOINED.match(gap) for gap in gaps[passage.start : passage.end - 1])
    long = stopped or passage.end - passage.start > _MOST
    cuts = [not _held(own, gaps, n) for n in range(len(own) + 1)]
    for start in range(
        passage.start if long else max(0, passage.end - _MOST), passage.end if long else passage.start + 1
    ):
        size = 0
        for end in range(start + 1, min(len(own), start + _MOST) + 1):
            size += len(_PART.findall(own[end - 1].text))
            if size > _MOST or (end - 1 > start and not _JOINED.match(gaps[end - 2])):
                break
            if cuts[start] and cuts[end] and (long or end >= passage.end):
                yield Span(start, end)


def _held(own: Sequence[Word], gaps: Sequence[str], at: int) -> bool:
    """Say whether a name, a number, a share, a possessive or a word with a hyphen goes on between two words.

    A number goes on in what it counts.
    """
    if not 0 < at < len(own):
        return False
    left, right, gap = own[at - 1], own[at], gaps[at - 1]
    names = (left.name or left.number) and (right.name or right.number)
    owner = left.text[-2:] in ("'s", "’s")
    counted = left.number and right.form not in function_words()
    return bool(_GLUED.match(gap)) or (
        gap.isspace() and (names or owner or counted or "per" in (left.form, right.form))
    )


def _shown(place: Place, run: Span) -> str:
    """Return a run of words as it is written, with the sign of a currency or a share beside it."""
    at, own = place.sentence.start, place.sentence.words
    start, end = at + own[run.start].start, at + own[run.end - 1].end
    start -= place.text[max(at, start - 1) : start] in tuple("$€£")
    end += place.text[end : end + 1] in tuple("%°")
    return " ".join(place.text[start:end].split())
