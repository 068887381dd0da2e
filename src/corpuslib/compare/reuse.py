"""What a copy did with a text: passages shared, moved, changed, left out and added, in both documents.

Words are tied to each other inside the passages that two documents share, and between them. What was moved is told
from what keeps its order; a chance word in unrelated text is no shared one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, ClassVar, Literal, NamedTuple

from corpuslib.compare.anchors import Anchor, BodyWords, anchors, heaviest
from corpuslib.compare.duplicates import SharedSpan, reused
from corpuslib.compare.pairs import PassagePair
from corpuslib.compare.patience import Range, Tie, tied
from corpuslib.document import Block, BlockKind, Document
from corpuslib.tables import Column
from corpuslib.text import Span

__all__ = ["ReuseKind", "ReusePassage", "Side", "passages_of", "reuse_passages"]

ReuseKind = Literal["shared", "moved", "changed", "only_a", "only_b"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReusePassage(PassagePair):
    """A passage of two documents that share text: what is the same, moved, worded otherwise, left out or added.

    Every word of both documents stands in one passage of the pair.
    """

    table: ClassVar[str] = "reuse"

    passage_id: Annotated[int, Column("number of the passage in its pair, from 0, in the order of doc_a")]
    kind: Annotated[
        ReuseKind,
        Column("shared word for word; moved: shared, at another place; changed: worded otherwise; only in one of both"),
    ]
    block_a: Annotated[BlockKind | None, Column("what the block of doc_a is that the passage begins in")]
    block_b: Annotated[BlockKind | None, Column("what the block of doc_b is that the passage begins in")]
    in_body: Annotated[
        bool, Column("whether it is article text on a side; else it is headline, boilerplate or the like")
    ]
    n_words_a: Annotated[int, Column("words in doc_a", "words")]
    n_words_b: Annotated[int, Column("words in doc_b", "words")]

    @property
    def telling(self) -> bool:
        """Whether it is of the article: its text, headline, authors, captions, and not boilerplate beside it."""
        return self.in_body or any(block in (*_ONCE, "caption") for block in (self.block_a, self.block_b))


def reuse_passages(a: Document, b: Document, spans: Sequence[SharedSpan] | None = None) -> list[ReusePassage]:
    """Return what two documents share and what each has of its own, in the order of `a`.

    `spans` are the passages that their bodies share as `reused` finds them; without them they are looked for. Case
    and punctuation do not count. Headlines, bylines and the like are compared with their like, every other block
    beside the body with one of the same words.

    >>> from corpuslib.document import as_document
    >>> wire = "The ferry to Varn stays in port until Monday, our source said. Nobody was hurt at the quay."
    >>> copy = "The ferry to Varn stays in port until Monday, he told Quick Feed. Nobody was hurt at the quay."
    >>> [(p.kind, copy[p.b.slice]) for p in reuse_passages(as_document(wire), as_document(copy))][1]
    ('changed', 'he told Quick Feed.')
    """
    if spans is None:
        spans = [span for found in reused([a.body, b.body], containment=0.0) for span in found.spans]
    return passages_of(Side.of(a), Side.of(b), spans)


def passages_of(first: Side, second: Side, spans: Sequence[SharedSpan]) -> list[ReusePassage]:
    """Return what `reuse_passages` does, of documents already taken apart."""
    beside = list(_beside(first, second))
    x, y = first.body_without(p.a for p in beside), second.body_without(p.b for p in beside)
    pieces = _in_order([*beside, *_body(first, second, x, y, spans)])
    return [_row(first, second, piece, number) for number, piece in enumerate(pieces)]


# Thai, Lao, kana and Han are written without spaces: there every letter counts as a word.
_DENSE = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_DENSE}]|\d+(?:[.,]\d+)*|[^\W\d_{_DENSE}]+(?:['’][^\W\d_{_DENSE}]+)*|[$€£¥%]")


class _Piece(NamedTuple):
    """A passage that has no row yet: words of either side."""

    kind: ReuseKind
    a: Range | None
    b: Range | None


@dataclass(frozen=True)
class Side:
    """A document as words: their forms, places in the clean text, blocks by number, and places in the body."""

    document: Document
    forms: list[str]
    spans: list[Span]
    block: list[int]
    in_body: list[int]
    """First character of each word in `Document.body`; -1 for a word beside the body."""

    @classmethod
    def of(cls, document: Document) -> Side:
        """Return the words of a document."""
        side = cls(document, [], [], [], [])
        position = 0
        for number, block in enumerate(document.blocks):
            for m in _WORD.finditer(document.text, block.start, block.end):
                side.forms.append(m.group().lower().replace("’", "'"))
                side.spans.append(Span(*m.span()))
                side.block.append(number)
                side.in_body.append(m.start() - block.start + position if block.in_body else -1)
            position += block.end - block.start + 1 if block.in_body else 0
        return side

    def blocks(self) -> Iterator[tuple[Block, Range]]:
        """Yield each block that holds a word, with its words."""
        for number in dict.fromkeys(self.block):
            yield self.document.blocks[number], Range(*(bisect_left(self.block, number + n) for n in (0, 1)))

    def body_without(self, ranges: Iterable[Range | None]) -> list[int]:
        """Return the words of the body, in order, but for those in the given ranges."""
        spoken_for = {word for r in ranges if r for word in range(*r)}
        return [word for word, at in enumerate(self.in_body) if at >= 0 and word not in spoken_for]

    def words(self, numbers: Sequence[int]) -> BodyWords:
        """Return some words of the body as anchors see them."""
        forms = [self.forms[n] for n in numbers]
        return BodyWords(forms, [self.in_body[n] for n in numbers], [self.block[n] for n in numbers])

    def follows(self, word: int, before: int) -> bool:
        """Say whether a word is the next one in the text, with no block beside the body between the two."""
        between = self.document.blocks[self.block[before] : self.block[word]]
        return word == before + 1 and all(block.in_body for block in between)

    def runs(self, words: Sequence[int]) -> list[Range]:
        """Return ascending words as unbroken passages."""
        cuts = [n for n, (before, word) in enumerate(pairwise(words), 1) if not self.follows(word, before)]
        bounds = [0, *cuts, len(words)] if words else [0]
        return [Range(words[start], words[end - 1] + 1) for start, end in pairwise(bounds)]


# Of these a document has one at most. Where both have it, two wordings of it belong together.
_ONCE = ("headline", "standfirst", "byline", "dateline", "timestamp")


def _beside(a: Side, b: Side) -> Iterator[_Piece]:
    """Yield the blocks beside the body: with their like on the other side, or alone."""
    waiting: dict[tuple[str, ...], list[tuple[Block, Range]]] = defaultdict(list)
    for block, words in b.blocks():
        waiting[tuple(b.forms[slice(*words)])].append((block, words))
    alone, matched = [], set()
    for block, words in a.blocks():
        candidates = waiting.get(tuple(a.forms[slice(*words)]), [])
        like = [
            (other.kind != block.kind, at)
            for other, at in candidates
            if at not in matched and not (block.in_body and other.in_body)
        ]
        if like:
            _, at = min(like)
            matched.add(at)
            yield _Piece("shared", words, at)
        elif not block.in_body:
            alone.append((block.kind, words))
    others = [(block.kind, words) for block, words in b.blocks() if not block.in_body and words not in matched]
    once: dict[BlockKind, Range] = {kind: words for kind, words in reversed(others) if kind in _ONCE}
    for kind, words in alone:
        other = once.pop(kind, None)
        yield _Piece("changed" if other else "only_a", words, other)
        matched |= {other} if other else set()
    yield from (_Piece("only_b", None, words) for _, words in others if words not in matched)


def _body(a: Side, b: Side, x: Sequence[int], y: Sequence[int], spans: Sequence[SharedSpan]) -> Iterator[_Piece]:
    """Yield the pieces of both bodies, x and y being their words: those in one order, then what was moved."""
    found = anchors(a.words(x), b.words(y), spans)
    chain = heaviest(found)
    moved = sorted(set(found) - set(chain))
    for p, q in moved:
        xs, ys = x[slice(*p)], y[slice(*q)]
        yield from _pieces(a, b, xs, ys, tied([a.forms[w] for w in xs], [b.forms[w] for w in ys]), "moved")
    ties: list[Tie] = []
    kept_x = _without(range(len(x)), (p for p, _ in moved))
    kept_y = _without(range(len(y)), (q for _, q in moved))
    for p, q in _windows(chain, kept_x, kept_y):
        inside = tied([a.forms[x[i]] for i in kept_x[slice(*p)]], [b.forms[y[i]] for i in kept_y[slice(*q)]])
        ties += [Tie(i + p.start, j + q.start) for i, j in inside]
    yield from _pieces(a, b, [x[i] for i in kept_x], [y[i] for i in kept_y], ties, "shared")


def _without(positions: Iterable[int], ranges: Iterable[Range]) -> list[int]:
    dropped = {i for r in ranges for i in range(*r)}
    return [i for i in positions if i not in dropped]


def _windows(chain: Sequence[Anchor], x: Sequence[int], y: Sequence[int]) -> Iterator[Anchor]:
    """Yield the anchors and what lies between them, as places in x and y, where moved words are left out."""
    i = j = 0
    for p, q in chain:
        start, end = (Range(bisect_left(x, p[n]), bisect_left(y, q[n])) for n in (0, 1))
        yield Range(i, start[0]), Range(j, start[1])
        yield Range(start[0], end[0]), Range(start[1], end[1])
        i, j = end
    yield Range(i, len(x)), Range(j, len(y))


_CHANCE = 3


def _no_chance(ties: Sequence[Tie], end_x: int, end_y: int) -> list[Tie]:
    """Drop ties of one or two words amid more than twice as many that differ: they are equal by chance."""
    groups: list[list[Tie]] = []
    for tie in ties:
        if groups and tie == (groups[-1][-1].a + 1, groups[-1][-1].b + 1):
            groups[-1].append(tie)
        else:
            groups.append([tie])
    kept: list[Tie] = []
    for n, group in enumerate(groups):
        i, j = kept[-1] if kept else (-1, -1)
        after = groups[n + 1][0] if n + 1 < len(groups) else Tie(end_x, end_y)
        apart = max(group[0].a - i, group[0].b - j) + max(after.a - group[-1].a, after.b - group[-1].b) - 2
        if len(group) >= _CHANCE or apart <= 2 * len(group):
            kept += group
    return kept


def _pieces(
    a: Side, b: Side, x: Sequence[int], y: Sequence[int], ties: Sequence[Tie], same: ReuseKind
) -> Iterator[_Piece]:
    """Yield what tied words and the words between them make: x and y are words, ties places in them."""
    ties = _no_chance(ties, len(x), len(y))
    i = j = n = 0
    while n < len(ties):
        tie = ties[n]
        yield from _differing(a, b, x[i : tie.a], y[j : tie.b])
        end = n + 1
        while (
            end < len(ties)
            and ties[end] == (tie.a + end - n, tie.b + end - n)
            and a.follows(x[ties[end].a], x[ties[end].a - 1])
            and b.follows(y[ties[end].b], y[ties[end].b - 1])
        ):
            end += 1
        i, j = ties[end - 1].a + 1, ties[end - 1].b + 1
        yield _Piece(same, Range(x[tie.a], x[i - 1] + 1), Range(y[tie.b], y[j - 1] + 1))
        n = end
    yield from _differing(a, b, x[i:], y[j:])


_SHORT = 12  # words: what replaces so few is another wording of them, whatever it says
_ALIKE = 0.3


def _differing(a: Side, b: Side, x: Sequence[int], y: Sequence[int]) -> Iterator[_Piece]:
    runs = a.runs(x), b.runs(y)
    if len(runs[0]) == 1 == len(runs[1]) and _reworded([a.forms[i] for i in x], [b.forms[j] for j in y]):
        yield _Piece("changed", runs[0][0], runs[1][0])
        return
    yield from (_Piece("only_a", words, None) for words in runs[0])
    yield from (_Piece("only_b", None, words) for words in runs[1])


def _reworded(x: Sequence[str], y: Sequence[str]) -> bool:
    if max(len(x), len(y)) <= _SHORT:
        return True
    common = (Counter(x) & Counter(y)).total()
    return 2 * common >= _ALIKE * (len(x) + len(y))


def _in_order(pieces: Iterable[_Piece]) -> list[_Piece]:
    """Sort by the place in a; what only b has comes after what it follows there."""
    placed = []
    at = 0
    for piece in sorted((p for p in pieces if p.b), key=lambda p: p.b or _NOWHERE):
        if piece.a and piece.kind != "moved":
            at = piece.a.start
        placed.append(((piece.a.start if piece.a else at, piece.a is None, piece.b or _NOWHERE), piece))
    placed += [((p.a.start, False, _NOWHERE), p) for p in pieces if p.a and not p.b]
    return [piece for _, piece in sorted(placed, key=lambda entry: entry[0])]


_NOWHERE = Range(-1, -1)


def _row(a: Side, b: Side, piece: _Piece, number: int) -> ReusePassage:
    blocks = [
        side.document.blocks[side.block[words.start]] if words else None for side, words in ((a, piece.a), (b, piece.b))
    ]
    return ReusePassage(
        doc_a=a.document.doc_id,
        doc_b=b.document.doc_id,
        passage_id=number,
        kind=piece.kind,
        block_a=blocks[0].kind if blocks[0] else None,
        block_b=blocks[1].kind if blocks[1] else None,
        in_body=any(block.in_body for block in blocks if block),
        n_words_a=piece.a.end - piece.a.start if piece.a else 0,
        n_words_b=piece.b.end - piece.b.start if piece.b else 0,
        **_place("a_", a, piece.a),
        **_place("b_", b, piece.b),
    )


def _place(prefix: str, side: Side, words: Range | None) -> dict[str, int | None]:
    names = [prefix + name for name in ("start", "end", "raw_start", "raw_end")]
    if words is None:
        return dict.fromkeys(names)
    span = _with_marks(side, words)
    return dict(zip(names, (*span, *side.document.raw_span(span)), strict=True))


_MARKS_AFTER = re.compile(r"[^\w\s]{1,8}(?=\s|$)")
_MARKS_BEFORE = re.compile(r"(?<!\S)[^\w\s]{1,8}$")


def _with_marks(side: Side, words: Range) -> Span:
    """Return the passage of some words with the punctuation that belongs to them alone, inside their blocks."""
    first, last = (side.document.blocks[side.block[n]] for n in (words.start, words.end - 1))
    start, end = side.spans[words.start].start, side.spans[words.end - 1].end
    before = _MARKS_BEFORE.search(side.document.text[max(first.start, start - 9) : start])
    after = _MARKS_AFTER.match(side.document.text[end : min(last.end, end + 9)])
    return Span(start - len(before.group()) if before else start, end + len(after.group()) if after else end)
