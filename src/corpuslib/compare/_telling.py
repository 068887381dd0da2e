"""What tells something in the sentences of a story: its words, names, numbers and days, each by a key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from corpuslib.compare.quantities import quantities
from corpuslib.compare.words import Word, fold, function_words, lexicon, sounds, stem, words
from corpuslib.document import Document
from corpuslib.lexicon import rows
from corpuslib.text import Span

__all__ = [
    "Telling",
    "Token",
    "common_words",
    "nearness",
    "rekeyed",
    "sentences_with",
    "stretch",
    "told_sentences",
    "unified",
]


class Token(NamedTuple):
    """A telling word, name, number or day of a sentence: its key, and its place in the document's text."""

    key: str
    start: int
    end: int
    text: str

    @property
    def name(self) -> bool:
        """Whether it is written like a name."""
        return self.key.startswith("name ")


class Telling(NamedTuple):
    """A sentence with its telling words; its document by position."""

    document: int
    start: int
    end: int
    tokens: tuple[Token, ...]


_FIXED = 4  # sentences in which two words must stand together to be a fixed expression
_SMALL = 12  # numbers up to this say something only with what they count


def told_sentences(number: int, document: Document, found: Mapping[str, Sequence[Any]]) -> list[Telling]:
    """Return the sentences of a document, subheads left out, with what tells something in them.

    `found` holds the rows of the document by table: `sentences`, and `dates` where they are known.
    """
    days = sorted(
        (row.start, row.end, f"@{str(row.value)[:10]}")
        for row in found.get("dates", ())
        if row.role in ("event", "deadline")
    )
    subheads = {block.block_id for block in document.blocks if block.kind == "subhead"}
    result = []
    for row in found.get("sentences", ()):
        if row.block_id not in subheads:
            inside = [day for day in days if row.start <= day[0] and day[1] <= row.end]
            tokens = _tokens(document.text[row.start : row.end], row.start, inside)
            result.append(Telling(number, row.start, row.end, tuple(tokens)))
    return result


def _tokens(text: str, at: int, days: Sequence[tuple[int, int, str]]) -> list[Token]:
    """Return what tells something in a sentence, in order; a word that is part of a day or a number counts as that."""
    own = words(text)
    typed = list(days)
    typed += (number for number in _numbers(own, text, at) if not _meets(number[0], number[1], days))
    found = [Token(key, start, end, text[start - at : end - at]) for start, end, key in typed]
    small = _untelling()
    for word in own:
        form = word.form
        if form in small or len(form) < 2 or word.number:
            continue
        start, end = at + word.start, at + word.end
        if typed and _meets(start, end, typed):
            continue
        named = word.name and word.key == stem(form)
        found.append(Token(f"name {sounds(form)}" if named else word.key, start, end, word.text))
    return sorted(found, key=lambda token: (token.start, token.end)) if typed else found


def _meets(start: int, end: int, places: Iterable[tuple[int, int, str]]) -> bool:
    return any(start < last and first < end for first, last, _ in places)


def _numbers(own: Sequence[Word], text: str, at: int) -> Iterator[tuple[int, int, str]]:
    """Yield the numbers of a sentence with their keys."""
    for q in quantities(own, text):
        after = next((w for w in own if w.start >= q.end), None)
        unit = after if after and after.start - q.end == 1 and after.form not in function_words() else None
        order = "." if q.kind == "ordinal" else ""
        if q.kind != "day" and q.value > _SMALL:
            yield at + q.start, at + q.end, f"#{q.value:g}{order}"
        elif q.kind != "day" and unit:
            yield at + q.start, at + q.end, f"#{q.value:g}{order} {unit.key}"


@cache
def _untelling() -> frozenset[str]:
    """Return the words that tell nothing by themselves: small and common ones, of the calendar, and titles."""
    named = (lexicon()[name] for name in ("months", "weekdays", "titles"))
    return (function_words() | common_words()).union(*named)


@cache
def common_words() -> frozenset[str]:
    """Return words of news of every kind, which tell little of what happened."""
    return frozenset(fold(word) for row in rows("common_words.tsv") for word in row["words"].split())


def unified(sentences: Sequence[Telling]) -> list[Telling]:
    """Return the sentences of a story with one key for each name and each fixed expression, wherever it stands.

    >>> kelm = Token("kelm", 0, 4, "Kelm"), Token("name klm", 9, 13, "Kelm")
    >>> [[t.key for t in s.tokens] for s in unified([Telling(0, 0, 9, kelm[:1]), Telling(0, 9, 20, kelm[1:])])]
    [['name klm'], ['name klm']]
    """
    return _one_word_each(_one_name_each(_names_everywhere(sentences)))


def rekeyed(sentence: Telling, key: Callable[[Token], str]) -> Telling:
    """Return a sentence with other keys; itself if they are its own, which most are.

    >>> rekeyed(Telling(0, 0, 9, (Token("a", 0, 1, "a"),)), lambda token: "b").tokens[0].key
    'b'
    """
    keys = [key(token) for token in sentence.tokens]
    if all(new == token.key for new, token in zip(keys, sentence.tokens, strict=True)):
        return sentence
    return sentence._replace(tokens=tuple(Token(new, *t[1:]) for new, t in zip(keys, sentence.tokens, strict=True)))


def _without(sentence: Telling, dropped: Collection[int]) -> Telling:
    """Return a sentence without some of its tokens, by position."""
    if not dropped:
        return sentence
    return sentence._replace(tokens=tuple(t for n, t in enumerate(sentence.tokens) if n not in dropped))


def _names_everywhere(sentences: Sequence[Telling]) -> list[Telling]:
    """Give a name its key also where it opens a sentence, and a capital says nothing."""
    names = {fold(t.text): t.key for s in sentences for t in s.tokens if t.name}

    def key(token: Token) -> str:
        return names.get(fold(token.text), token.key) if token.text[0].isupper() else token.key

    return [rekeyed(s, key) for s in sentences]


def _one_name_each(sentences: Sequence[Telling]) -> list[Telling]:
    """Leave of a name in several words the last, so that it counts once; all of one that ends in a common noun."""
    common = {fold(t.text) for s in sentences for t in s.tokens if t.text[0].islower()}

    def given(t: Token, following: Token) -> bool:
        beside = following.start - t.end == 1
        return beside and t.name and following.name and fold(following.text) not in common

    return [_without(s, {n for n, pair in enumerate(pairwise(s.tokens)) if given(*pair)}) for s in sentences]


def _one_word_each(sentences: Sequence[Telling]) -> list[Telling]:
    """Leave of two words that mostly stand together ("patrol ship") the rarer: they name a thing, and count once."""
    count: Counter[str] = Counter()
    together: Counter[tuple[str, str]] = Counter()
    for s in sentences:
        count.update({t.key for t in s.tokens})
        together.update({(a.key, b.key) for a, b in pairwise(s.tokens) if b.start - a.end == 1})
    fixed = {
        (a, b): b if count[a] <= count[b] else a
        for (a, b), n in together.items()
        if n >= _FIXED and 2 * n >= min(count[a], count[b]) and a != b
    }

    def dropped(tokens: Sequence[Token]) -> set[int]:
        beside = [(n, fixed.get((a.key, b.key))) for n, (a, b) in enumerate(pairwise(tokens)) if b.start - a.end == 1]
        return {i for n, key in beside if key is not None for i in (n, n + 1) if tokens[i].key == key}

    return [_without(s, dropped(s.tokens)) for s in sentences]


def sentences_with(keys: Iterable[Collection[str]]) -> dict[str, list[int]]:
    """Return the sentences that have each key, by number, from the keys of each sentence.

    >>> sentences_with([{"a"}, {"a"}])
    {'a': [0, 1]}
    """
    found: dict[str, list[int]] = {}
    for i, own in enumerate(keys):
        for key in sorted(own):
            found.setdefault(key, []).append(i)
    return found


def nearness(
    sentences: Sequence[Telling], having: Mapping[str, Sequence[int]], core: Collection[str]
) -> dict[int, float]:
    """Return the largest share of a core's keys that a sentence of each document has, by document; no zeros.

    `having` holds the sentences that have each key, by number.

    >>> nearness([Telling(0, 0, 9, (Token("a", 0, 1, "a"),))], {"a": [0]}, {"a", "b"})
    {0: 0.5}
    """
    shared = Counter(i for key in core for i in having.get(key, ()))
    most: dict[int, float] = {}
    for i, n in shared.items():
        document = sentences[i].document
        most[document] = max(most.get(document, 0.0), round(n / len(core), 3))
    return most


def stretch(sentence: Telling, core: Collection[str]) -> Span:
    """Return from where to where the words of a core stand in a sentence; all of it if it has none.

    >>> stretch(Telling(0, 0, 9, (Token("a", 0, 1, "a"), Token("b", 2, 3, "b"))), {"b"})
    Span(start=2, end=3)
    """
    inside = [t for t in sentence.tokens if t.key in core]
    return Span(inside[0].start, inside[-1].end) if inside else Span(sentence.start, sentence.end)
