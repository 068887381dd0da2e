"""How surely a sentence reports what came of a forecast: what the two share, and whether the time is right.

The weights are those of a logistic regression on made-up reports of events that are foretold in some and told in later
ones, in words of their own. benchmarks/training/forecasts.py trains them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from corpuslib.compare._claim_story import Story
from corpuslib.compare._foretelling import Forecast, forecasts_in, looks_back
from corpuslib.compare._odds import ALONE, led, odds
from corpuslib.compare._periods import Period, gap, later, when_reported
from corpuslib.compare.passages import Passage
from corpuslib.compare.tenses import verb_groups
from corpuslib.compare.words import lexicon, words

__all__ = ["Answer", "Foretold"]

_BACKGROUND = 150  # sentences: among twenty every word is rare
_POSTINGS = 60  # sentences that may have a key before it finds no candidates
_NUMBERS = 5000  # what numbers count at most
_CLAUSE = 4000  # what a clause tells at least
_PARTIES = 2  # names of those of a forecast that a report must have if it names others besides
_SHARED = 2  # telling words that a report must share with a forecast, the day counted as one
_WEEK = 7
_DAYS = 2  # days of a period that is a day, or one of two
_TABLE = "forecast_weights.tsv"


class Answer(NamedTuple):
    """A forecast, by number, a sentence, the odds that it reports what came of it, and by how much they lead.

    Odds are thousandths of a natural logarithm. `margin` is the difference to the best other answer in the document
    of the sentence, or to the best other forecast of that document that it may answer.
    """

    forecast: int
    sentence: int
    odds: int
    margin: int

    @property
    def score(self) -> int:
        """The odds, higher for an answer that has no rival."""
        return led(self.odds, self.margin)


class Foretold:
    """The forecasts of a story with the sentences that may report what came of them."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.forecasts = [f for i in range(len(story.sentences)) for f in forecasts_in(story, i)]

    @cached_property
    def keys(self) -> list[frozenset[str]]:
        """What each sentence of the story tells, by the words that free reports use in turn."""
        return [frozenset(t.key for t in s.tokens) for s in self.story.retold]

    @cached_property
    def _having(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for i, keys in enumerate(self.keys):
            for key in keys:
                found.setdefault(key, []).append(i)
        return found

    @cached_property
    def weights(self) -> dict[str, int]:
        """What each key tells: how few sentences have it."""
        total = max(_BACKGROUND, len(self.keys))
        return {key: round(1000 * math.log(1 + total / len(own))) for key, own in self._having.items()}

    @cached_property
    def answers(self) -> list[Answer]:
        """The sentences that may report what came of forecasts, the surest first."""
        found = [
            (n, j, odds(_TABLE, self.features(f, j))) for n, f in enumerate(self.forecasts) for j in self._candidates(f)
        ]
        best: dict[tuple[str, int, int], list[int]] = {}
        for n, j, score in found:
            for key in self.sides(n, j):
                best.setdefault(key, []).append(score)
        for rivals in best.values():
            rivals.sort(reverse=True)
        answers = [
            Answer(n, j, score, score - max(_other(best[key], score) for key in self.sides(n, j)))
            for n, j, score in found
        ]
        return sorted(answers, key=lambda a: (-a.score, a.forecast, a.sentence))

    def sides(self, n: int, j: int) -> tuple[tuple[str, int, int], tuple[str, int, int]]:
        """Return what an answer is one of: those to a forecast by a document, and of a sentence to a document."""
        sentences = self.story.sentences
        home = sentences[self.forecasts[n].sentence].document
        return ("forecast", n, sentences[j].document), ("sentence", j, home)

    def _candidates(self, f: Forecast) -> list[int]:
        """Return the sentences of other voices, published later, that look back and share enough with a forecast."""
        near = {j for key in self.keys[f.sentence] if key[0] != "@" for j in self._some(key)}
        return sorted(j for j in near if self._may_report(f, j))

    def _some(self, key: str) -> Sequence[int]:
        having = self._having[key]
        return having if len(having) <= _POSTINGS else ()

    def _may_report(self, f: Forecast, j: int) -> bool:
        """Say whether a sentence can report what came of a forecast.

        Where no day is named it must have the deed, and the time of what lasts must be over.
        """
        story, home = self.story, self.story.sentences[j].document
        expecting, report = story.documents[story.sentences[f.sentence].document], story.documents[home]
        if not (self._back[j] and story.apart(f.sentence, j) and later(report, expecting)):
            return False
        last = report.metadata.published_to
        if f.lasts and f.when and last and last.toordinal() < f.when.last:
            return False
        return not self._of_another(f, j) and (bool(f.when) or f.deed in self.keys[j])

    def _of_another(self, f: Forecast, j: int) -> bool:
        """Say whether a sentence is of somebody else than a forecast, of other names besides one, or another count."""
        named, own = ({k for k in keys if _named(k)} for keys in (f.clause, f.subject))
        told = {k for k in self.keys[j] if _named(k)}
        other = bool(told - self.keys[f.sentence])
        parties = len(named) > 1 and len(named & told) < _PARTIES
        counts = self._ordinals[f.sentence], self._ordinals[j]
        return (other and ((bool(own) and own.isdisjoint(told)) or parties)) or (
            all(counts) and counts[0].isdisjoint(counts[1])
        )

    @cached_property
    def _ordinals(self) -> list[frozenset[str]]:
        """The words of each sentence that say the how many-th something is."""
        known = lexicon()["ordinals"]
        return [frozenset(w.form for w in words(self.story.text(s)) if w.form in known) for s in self.story.sentences]

    def enough(self, f: Forecast, j: int) -> bool:
        """Say whether a sentence shares two telling words with a forecast, the day counted as one."""
        return len(f.clause & self.keys[j]) + self._on_day(f, j) >= _SHARED

    def _on_day(self, f: Forecast, j: int) -> bool:
        """Say whether a sentence is of the day for which something is foretold."""
        reported = self.reported(j) if f.when else None
        return bool(f.when and reported and f.when.last - f.when.first <= _DAYS and not gap(f.when, reported))

    @cached_property
    def _back(self) -> list[bool]:
        return [looks_back(self.story.text(s)) for s in self.story.sentences]

    def reported(self, j: int) -> Period | None:
        """Return when what a sentence reports took place, if it says so."""
        s = self.story.sentences[j]
        return when_reported(
            self.story.documents[s.document], self.story.tables[s.document].get("dates", ()), s.start, s.end
        )

    def features(self, f: Forecast, j: int) -> dict[str, int]:
        """Return what speaks for and against a sentence reporting what came of a forecast, in thousandths."""
        sentence, report = self.keys[f.sentence], self.keys[j]
        told = self._weigh(k for k in f.clause & report if not _named(k) and k[0] not in "#@")
        beside = (sentence - f.clause) & report
        when, reported = f.when, self.reported(j)
        apart = gap(when, reported) if when and reported else None
        last = self.story.documents[self.story.sentences[j].document].metadata.published_to
        names = self._weigh(k for k in sentence & report if _named(k))
        return {
            "part": self._share(told, f.clause),
            "names": self._share(names, (k for k in sentence if _named(k))),
            "subject": self._share(self._weigh(f.subject & report), f.subject),
            "numbers": min(_NUMBERS, self._weigh(k for k in f.clause & report if k[0] == "#")),
            "outer": self._share(self._weigh(k for k in beside if not _named(k) and k[0] != "@"), sentence - f.clause),
            "report": self._share(told + names, report),
            "same day": 1000 * self._on_day(f, j),
            "other time": 1000 * (apart is not None and apart > _WEEK),
            "not yet": 1000 * bool(when and last and last.toordinal() < when.first),
            "past": 1000 * self._past(j),
            "dated": 1000 * bool(when),
            "due": 1000 * f.due,
            "deed": 1000 * (f.deed in report),
        }

    def _share(self, weight: int, keys: Iterable[str]) -> int:
        return 1000 * weight // max(_CLAUSE, self._weigh(keys))

    def _weigh(self, keys: Iterable[str]) -> int:
        return sum(self.weights[key] for key in keys)

    def _past(self, j: int) -> bool:
        """Say whether a sentence has a verb that tells of the past."""
        if j not in self._tenses:
            verbs = verb_groups(Passage(self.story.text(self.story.sentences[j])))
            self._tenses[j] = any(verb.tense in ("past", "perfect") for verb in verbs)
        return self._tenses[j]

    @cached_property
    def _tenses(self) -> dict[int, bool]:
        return {}


def _named(key: str) -> bool:
    return key.startswith("name ")


def _other(rivals: list[int], own: int) -> int:
    """Return the best odds but for its own, which is one of them."""
    return next((score for n, score in enumerate(rivals[:2]) if n or score != own), -ALONE)
