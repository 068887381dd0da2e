"""Passages of two renderings and what is found to differ between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from corpuslib.compare.inflections import known_verb
from corpuslib.compare.paraphrases import is_listed
from corpuslib.compare.quantities import Quantity, quantities
from corpuslib.compare.words import Word, function_words, lexicon, words
from corpuslib.text import Span

__all__ = ["HINT", "Finding", "Kind", "Passage", "Severity", "Side", "span_of"]

Kind = Literal[
    "number", "date", "negation", "modality", "name", "gender", "role", "attribution", "quotation", "omission",
    "addition", "loaded_word", "lexical", "antonym", "title",
]  # fmt: skip
Severity = Literal["minor", "major", "critical"]
Side = Literal["a", "b", "undecidable"]

_ABSTRACT = ("ing", "tion", "ment", "ness", "ity", "ism")
_FINITE = frozenset(["is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "could", "may", "says"])
_SURE = 5  # letters that a word must begin with to be taken for another's derivation
HINT = 0.4
"""The score of what alone is no divergence, and only raises the score of a passage: no row of a table."""
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
    def words(self) -> Sequence[Word]:
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
    def beginnings(self) -> dict[str, Word]:
        """The first word that begins with each beginning of five letters or more; a shorter word counts whole."""
        found: dict[str, Word] = {}
        for word in self.words:
            form = word.form
            size = len(form)
            if size < _SURE:
                found.setdefault(form, word)
            if size <= _SURE and form.endswith("s"):
                found.setdefault(form[:-1], word)
            for end in range(_SURE, size + 1):
                found.setdefault(form[:end], word)
        return found

    @cached_property
    def quantities(self) -> list[Quantity]:
        """The numbers, but for those that say nothing."""
        return _by_twenties(quantities(self.words, self.text), self.text)

    def ends_with(self, *marks: str) -> bool:
        """Say whether one of the marks ends the passage, closing quotation marks and brackets left out of account."""
        return self.text.rstrip("”’\"') ").endswith(marks)

    @cached_property
    def names(self) -> list[Word]:
        """The words that are surely names: none if nearly every word is capitalised, as in a headline."""
        content = [w for w in self.words if w.form not in function_words()]
        capitals = sum(w.text[0].isupper() for w in content)
        # A headline has no full stop.
        enough = 9 if self.ends_with(".", "!", "?") else 7
        if capitals * 10 > len(content) * enough and len(content) > 4:
            return []
        skipped = function_words() | lexicon()["titles"] | lexicon()["months"].keys() | lexicon()["weekdays"].keys()
        return [
            w
            for n, w in enumerate(self.words)
            if w.name
            and w.form[1:]
            and w.form not in skipped
            and w.form not in self.plain
            and w.form[:2] != "i'"
            and not self._common(n)
        ]

    def _common(self, n: int) -> bool:
        """Say whether a capitalised word that stands alone is a common one, as where German was translated."""
        before, after = self.words[max(0, n - 1) : n], self.words[n + 1 : n + 2]
        alone = not any(w.text[0].isupper() for w in (*before, *after))
        doing = self.words[n].form.endswith(_ABSTRACT) and [w.form for w in (*before, *after)] == ["the", "of"]
        return alone and (doing or is_listed(self.words[n].form))

    @cached_property
    def openers(self) -> list[Word]:
        """First words of sentences that may be names: no article before, and a verb, comma or genitive behind."""
        found = []
        for n, word in enumerate(self.words[:-1]):
            after = self.words[n + 1]
            between = self.text[word.end : after.start]
            if word.name or not word.text[0].isupper() or word.form in function_words() or not word.form[1:]:
                continue
            if word.form in self.plain:
                continue
            genitive = word.text[-2:] in ("'s", "’s")
            plural = word.form.endswith("s") and not word.form.endswith("ss")
            verb = after.form in _FINITE or "past" in known_verb(after.form)[1]
            bare = not plural and not word.form.endswith(_ABSTRACT)
            aside = between.startswith(",") and not word.form.endswith(("ly", "ed"))
            if genitive or (bare and (aside or (verb and between == " "))):
                found.append(word)
        return found

    def excerpt(self, span: Span | None) -> str:
        """The first words of a span, for a reason."""
        shown = self.text[span.slice].split() if span else []
        return " ".join(shown[:_SHOWN]) + (" …" if len(shown) > _SHOWN else "")


def _by_twenties(found: Sequence[Quantity], text: str) -> list[Quantity]:
    """Read numbers counted by twenties as one, as French counts them and bad translations keep: four-twenty-ten."""
    joined: list[Quantity] = []
    for q in found:
        last = joined[-1] if joined else None
        if last and text[last.end : q.start] == "-" and not q.digits and not last.digits:
            if last.value < 20 <= q.value < 30:
                q = q._replace(value=last.value * 20 + q.value - 20, start=last.start)
                joined.pop()
            elif last.value % 20 == 0 and 10 <= q.value < 20:
                q = q._replace(value=last.value + q.value, start=last.start)
                joined.pop()
        joined.append(q)
    return joined


def span_of(word: Word) -> Span:
    """Return the span of a word in its passage."""
    return Span(word.start, word.end)
