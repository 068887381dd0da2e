"""Labels: what a text calls an actor, in the narrator's voice or in quoted speech.

Only words that stand next to a name count: a title before it ("ruler Odo"), an apposition ("Odo, the ruler of
the isles,") and a government bound to it ("the regime of Odo", "the Odo government"). A description that is not
bound to a name is left alone, since nothing on the surface says whom it means.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Annotated, ClassVar, Literal, NamedTuple, Protocol

from corpuslib.annotate._person import first_names
from corpuslib.annotate._phrase_items import known_words
from corpuslib.document import Block, Document, as_document
from corpuslib.lexicon import rows
from corpuslib.tables import PROBABILITY, Column, Located
from corpuslib.text import Span

__all__ = ["Actor", "Label", "Mention", "find_labels", "find_mentions"]

Rule = Literal["title", "apposition_after", "apposition_before", "government_of", "government_compound"]
Voice = Literal["narrator", "quoted"]


class Quoted(Protocol):
    """What this module needs of an attribution: a passage and the kind of speech it is."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def kind(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody the corpus follows: a name, other names, and words to look for beside the general list.

    A space in a name also matches a hyphen, and only its first word is sensitive to case.
    """

    name: str
    aliases: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    kind: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Label(Located):
    """What a text calls an actor: the words, beside a name of the actor, that say what he, she or it is."""

    table: ClassVar[str] = "labels"

    actor: Annotated[str, Column("name of the actor in the corpus file")]
    label: Annotated[str, Column("head of the description, lower case and singular, e.g. `ruler`")]
    modifier: Annotated[str | None, Column("judging adjective before the head, lower case, e.g. `reclusive`")]
    category: Annotated[str | None, Column("sort of label in the general list; null for the corpus's own words")]
    mention: Annotated[str, Column("the actor's name as written beside the label")]
    voice: Annotated[Voice, Column("whether the words are the narrator's or stand inside quotation marks")]
    rule: Annotated[Rule, Column("how the label is bound to the name")]
    confidence: Annotated[float, Column("how sure the rule is", PROBABILITY)]


class Mention(NamedTuple):
    """A place where a document names an actor, beside which a label may stand or not."""

    actor: str
    start: int
    """First character in the clean text."""
    end: int
    """End in the clean text, exclusive."""
    voice: Voice
    """Whether the name is the narrator's or stands inside quotation marks."""


class _Entry(NamedTuple):
    label: str
    category: str | None
    plural: bool


class _Token(NamedTuple):
    text: str
    start: int
    end: int


class _Hit(NamedTuple):
    entry: _Entry
    start: int
    end: int
    modifier: str | None
    rule: Rule
    confidence: float


_TOKEN = re.compile(r"[^\W_]+(?:[-’'.][^\W_]+)*\.?")
_DETERMINERS = frozenset(["the", "a", "an", "its", "his", "her", "their", "this", "our"])
# Words that open a clause or name an act: a description does not run across them.
_BREAK_WORDS = (
    "and or but who whom which that said says was is are were has had have will would with while when where after "
    "before than as if because although whether not told"
)
_BREAKS = frozenset(_BREAK_WORDS.split())
_AFTER_HEAD = frozenset(["of", "for", "in", "at", "to", "who", "whose", "since", "under", "from"])
_BEFORE, _AFTER, _WORDS = 90, 120, 5
_BLOCKS = frozenset({"headline", "standfirst"})


def find_labels(document: str | Document, actors: Sequence[Actor], attributions: Iterable[Quoted] = ()) -> list[Label]:
    """Return what the document calls each actor, in order, from headline, standfirst and body.

    `attributions` decide the voice: a label inside a direct quotation, or inside the marks of a mixed one, is
    quoted. What a mixed or indirect quotation reports outside marks is the narrator's wording.
    A name that two actors share says nothing and is passed over, and so is a one-word name that is part of
    somebody else's ("Odo Brandt" is not Odo, nor is "Una Vell" Vell).

    >>> odo = Actor("Odo Vell", ("Odo",))
    >>> text = "Reclusive ruler Odo Vell met Ada. Odo, the head of the isles, smiled. The Odo regime fell."
    >>> [(row.label, row.modifier, row.rule) for row in find_labels(text, [odo])]
    [('ruler', 'reclusive', 'title'), ('head', None, 'apposition_after'), ('regime', None, 'government_compound')]
    """
    document = as_document(document)
    voice = _voices(document, attributions)
    found: dict[tuple[int, int, str], Label] = {}
    for actor, match, block in _named(document, actors):
        for hit in _hits(document.text, match.start(), match.end(), block, _vocabulary(actor.labels)):
            found.setdefault(
                (hit.start, hit.end, actor.name),
                Label(
                    **document.place(hit.start, hit.end),
                    actor=actor.name,
                    label=hit.entry.label,
                    modifier=hit.modifier,
                    category=hit.entry.category,
                    mention=match.group(),
                    voice=voice(hit.start, hit.end),
                    rule=hit.rule,
                    confidence=hit.confidence,
                ),
            )
    return [found[key] for key in sorted(found)]


def find_mentions(
    document: str | Document, actors: Sequence[Actor], attributions: Iterable[Quoted] = ()
) -> list[Mention]:
    """Return where the document names each actor, in order: the places beside which `find_labels` looks.

    With them labels become shares: of all the times that a text names an actor, how often as a ruler. The arguments
    are those of `find_labels`.

    >>> odo = Actor("Odo Vell", ("Odo",))
    >>> [(row.actor, row.start, row.voice) for row in find_mentions("Ruler Odo Vell met Ada. Odo smiled.", [odo])]
    [('Odo Vell', 6, 'narrator'), ('Odo Vell', 24, 'narrator')]
    """
    document = as_document(document)
    voice = _voices(document, attributions)
    return [
        Mention(actor.name, match.start(), match.end(), voice(match.start(), match.end()))
        for actor, match, _ in _named(document, actors)
    ]


def _named(document: Document, actors: Sequence[Actor]) -> Iterator[tuple[Actor, re.Match[str], Block]]:
    """Yield each place in headline, standfirst and body that names one actor and nobody else, with its block."""
    names = _names(tuple(actors)) if actors and document.metadata.language in (None, "en") else None
    if names is None:
        return
    pattern, owners = names
    for block in document.blocks:
        if not (block.in_body or block.kind in _BLOCKS):
            continue
        for match in pattern.finditer(document.text, block.start, block.end):
            actor = owners.get(_normal(match.group()))
            if actor is not None and not _is_longer_name(document.text, match, block):
                yield actor, match, block


def _voices(document: Document, attributions: Iterable[Quoted]) -> Callable[[int, int], Voice]:
    """Return a function that says whose words a passage is, the narrator's or somebody's inside quotation marks."""
    quoted = _merged(span for a in attributions for span in _in_marks(document.text, a))
    starts = [span.start for span in quoted]

    def voice(start: int, end: int) -> Voice:
        place = bisect_right(starts, start) - 1
        return "quoted" if place >= 0 and end <= quoted[place].end else "narrator"

    return voice


def _normal(name: str) -> str:
    return re.sub(r"[\s\-\u2010\u2011]+", " ", name).lower()


@cache
def _names(actors: tuple[Actor, ...]) -> tuple[re.Pattern[str], Mapping[str, Actor | None]] | None:
    """Return one pattern for all names, longest first, and the actor of each name (None if two share it)."""
    owners: dict[str, Actor | None] = {}
    written: dict[str, str] = {}
    for actor in actors:
        given = {_normal(name.strip()) for name in (actor.name, *actor.aliases)}
        for name in (actor.name, *actor.aliases):
            key = _normal(name.strip())
            # "Mr Vell" beside "Vell" in the list: the title is a label, not part of the name.
            title, _, rest = key.partition(" ")
            if key and not (rest in given and title.removesuffix(".") in _vocabulary(())):
                owners[key] = None if key in owners and owners[key] != actor else actor
                written.setdefault(key, name.strip())
    if not owners:
        return None
    parts = []
    for key in sorted(written, key=lambda k: (-len(k), k)):
        first, *others = re.split(r"[\s\-]+", written[key])
        parts.append(re.escape(first) + "".join(rf"[ \u00a0\-\u2010\u2011](?i:{re.escape(w)})" for w in others))
    return re.compile(r"(?<![\w-])(?:" + "|".join(parts) + r")(?![\w]|-\w)"), owners


_WORD_BEFORE = re.compile(r"[^\W\d_](?:[\w’'-]*|\.)\.?[ \u00a0]$")
_OPENING = re.compile(r"(?:^|[.!?:;“”\"(\[\n])[ \u00a0]?$")
_LONGEST_WORD = 40


def _is_longer_name(text: str, match: re.Match[str], block: Block) -> bool:
    """Whether a one-word name is part of somebody else's: "Odo Marn" is not Odo, "Una Vell" is not Vell."""
    if any(c in match.group() for c in " -\u00a0\u2010\u2011"):
        return False
    follows = text[match.end() : min(block.end, match.end() + 2)]
    if len(follows) == 2 and follows[0] in " \u00a0" and follows[1].isupper():
        return True
    window = text[max(block.start, match.start() - _LONGEST_WORD) : match.start()]
    before = _WORD_BEFORE.search(window)
    if before is None or not before.group()[0].isupper():
        return False
    word = before.group()[:-1].lower()
    if len(word) > 2 and word.endswith("."):
        return False
    if word in first_names():
        return True
    # A sentence opens with any word, and a headline may write all of them with capitals.
    opens = bool(_OPENING.search(window[: before.start()])) or word.endswith(("’s", "'s"))
    return not (opens or block.kind in _BLOCKS or word in known_words())


_MARKED = re.compile(r"[“„«\"][^“”„«»\"\n]*[”“»\"]")


def _in_marks(text: str, attribution: Quoted) -> Iterator[Span]:
    """Yield the passages of an attribution that are somebody's own words."""
    if attribution.kind == "direct":
        yield Span(attribution.start, attribution.end)
    elif attribution.kind == "mixed":
        for match in _MARKED.finditer(text, max(0, attribution.start - 1), min(len(text), attribution.end + 1)):
            yield Span(match.start(), match.end())


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


@cache
def _vocabulary(extra: tuple[str, ...]) -> Mapping[str, _Entry]:
    """Return the label of each written form: the general list and the actor's own words, singular and plural."""
    entries: dict[str, _Entry] = {}
    listed = [(row["label"], row["category"]) for row in rows("labels.tsv") if row["category"] != "modifier"]
    own: list[tuple[str, str | None]] = [(word.strip().lower(), None) for word in extra if word.strip()]
    known = {label for label, _ in listed}
    for label, category in [*listed, *(pair for pair in own if pair[0] not in known)]:
        entries[label] = _Entry(label, category, False)
        entries.setdefault(_plural(label), _Entry(label, category, True))
    return entries


def _plural(label: str) -> str:
    head, of, rest = label.partition(" of ")
    if head.endswith("y") and head[-2:-1] not in "aeiou":
        head = head[:-1] + "ie"
    elif head.endswith("man"):
        return head[:-3] + "men" + of + rest
    return head + ("es" if head.endswith(("s", "x", "ch", "sh")) else "s") + of + rest


@cache
def _modifiers() -> frozenset[str]:
    return frozenset(row["label"] for row in rows("labels.tsv") if row["category"] == "modifier")


def _hits(text: str, start: int, end: int, block: Block, words: Mapping[str, _Entry]) -> Iterator[_Hit]:
    before = _tokens(text, max(block.start, start - _BEFORE), start)
    after = text[end : min(block.end, end + _AFTER)]
    yield from _title(text, start, before, after, words)
    yield from _before(text, start, before, after, words)
    yield from _after(text, end, min(block.end, end + _AFTER), words)
    yield from _government(text, start, end, before, after, words)


def _tokens(text: str, start: int, end: int) -> list[_Token]:
    return [_Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text, start, end)]


def _phrase(tokens: Sequence[_Token], text: str) -> str:
    """Return the tokens as a lower-case phrase, or nothing if something else than a space parts them."""
    if any(text[a.end : b.start] not in (" ", "\u00a0") for a, b in pairwise(tokens)):
        return ""
    return " ".join(token.text for token in tokens).lower()


def _last(tokens: Sequence[_Token], text: str, words: Mapping[str, _Entry]) -> tuple[_Entry, int] | None:
    """Return the longest label that ends the tokens, and how many tokens it has."""
    for length in range(min(_WORDS, len(tokens)), 0, -1):
        entry = words.get(_phrase(tokens[-length:], text).removesuffix("."))
        if entry is not None:
            return entry, length
    return None


def _with_modifier(tokens: Sequence[_Token], length: int) -> tuple[int, str | None]:
    """Return where the label starts, with a judging adjective before it if there is one."""
    head = tokens[-length]
    if len(tokens) > length and tokens[-length - 1].text.lower() in _modifiers():
        adjective = tokens[-length - 1]
        if adjective.end + 1 == head.start:
            return adjective.start, adjective.text.lower()
    return head.start, None


def _title(text: str, start: int, before: list[_Token], after: str, words: Mapping[str, _Entry]) -> Iterator[_Hit]:
    if not before or text[before[-1].end : start] not in (" ", "\u00a0"):
        return
    found = _last(before, text, words)
    if found is None:
        return
    entry, length = found
    if entry.category == "government" or (before[-1].text.endswith(".") and entry.category != "honorific"):
        return
    # "leaders Ada and Odo" names both; "told leaders Ada would go" names nobody.
    if entry.plural and not after.startswith((" and ", ", ")):
        return
    first, modifier = _with_modifier(before, length)
    with_article = len(before) > length and before[-length - 1].text.lower() in _DETERMINERS
    yield _Hit(entry, first, before[-1].end, modifier, "title", 0.8 if with_article or entry.plural else 0.95)


def _before(text: str, start: int, before: list[_Token], after: str, words: Mapping[str, _Entry]) -> Iterator[_Hit]:
    """The "its ruler, Odo Vell," kind: a determiner, a label, and the name shut in between marks."""
    if not before or text[before[-1].end : start] != ", " or not re.match(r"[,;)]|\.(?:\s|$)", after):
        return
    found = _last(before, text, words)
    if found is None or found[0].plural or found[0].category in ("government", "honorific"):
        return
    entry, length = found
    for token in reversed(before[:-length][-4:]):
        if token.text.lower() in _BREAKS or token.text.endswith("."):
            return
        if token.text.lower() in _DETERMINERS or token.text.endswith(("'s", "’s")):
            first, modifier = _with_modifier(before, length)
            yield _Hit(entry, first, before[-1].end, modifier, "apposition_before", 0.75)
            return


def _after(text: str, end: int, limit: int, words: Mapping[str, _Entry]) -> Iterator[_Hit]:
    """The "Odo, the ruler of the isles," kind: the head must end the phrase or take a complement."""
    if not text.startswith(", ", end):
        return
    closing = re.compile(r"[,.;:()\n“”\"–—]").search(text, end + 2, limit)
    if closing is None or closing.group() not in ",.;)" or re.match(r", (?:and|or)\b", text[closing.start() :][:5]):
        return
    tokens = _tokens(text, end + 2, closing.start())
    bound = bool(tokens) and (tokens[0].text.lower() in _DETERMINERS or tokens[0].text.endswith(("'s", "’s")))
    for i, token in enumerate(tokens[:7]):
        if token.text.lower() in _BREAKS or token.text.lower() in _AFTER_HEAD:
            return
        found = _first(tokens[i:], text, words)
        if found is None or found[0].plural or found[0].category in ("government", "honorific"):
            continue
        entry, length = found
        follower = tokens[i + length].text.lower() if i + length < len(tokens) else ""
        if (not follower or follower in _AFTER_HEAD) and (bound or i == 0 or entry.category == "office"):
            first, modifier = _with_modifier(tokens[: i + length], length)
            yield _Hit(entry, first, tokens[i + length - 1].end, modifier, "apposition_after", 0.9)
            return


def _first(tokens: Sequence[_Token], text: str, words: Mapping[str, _Entry]) -> tuple[_Entry, int] | None:
    """Return the longest label that opens the tokens, and how many tokens it has."""
    for length in range(min(_WORDS, len(tokens)), 0, -1):
        entry = words.get(_phrase(tokens[:length], text).removesuffix("."))
        if entry is not None:
            return entry, length
    return None


def _government(
    text: str, start: int, end: int, before: list[_Token], after: str, words: Mapping[str, _Entry]
) -> Iterator[_Hit]:
    """The "regime of Odo", "government led by Odo" and "Odo's regime" kinds."""
    binder = _binder(before, start)
    found = _last(before[:-binder], text, words) if binder else None
    if found is not None and found[0].category == "government":
        first, modifier = _with_modifier(before[:-binder], found[1])
        yield _Hit(found[0], first, before[-binder - 1].end, modifier, "government_of", 0.9)
    follows = re.match(r"(?:['’]s?)?[ \u00a0-](?=\w)", after)
    if follows is None:
        return
    tokens = _tokens(text, end + follows.end(), end + len(after))[:2]
    if len(tokens) == 2 and tokens[0].text.lower() in _modifiers():
        head, modifier = tokens[1], tokens[0].text.lower()
    else:
        head, modifier = tokens[0], None
    word = head.text.removesuffix(".")
    entry = words.get(word.lower())
    if entry is not None and entry.category == "government":
        yield _Hit(entry, tokens[0].start, head.start + len(word), modifier, "government_compound", 0.9)


def _binder(before: list[_Token], start: int) -> int:
    """Return how many words bind a government to the name after them: of, under, led by, headed by; else 0."""
    if len(before) < 2 or before[-1].end + 1 != start:
        return 0
    if before[-1].text.lower() in ("of", "under"):
        length = 1
    elif before[-1].text.lower() == "by" and before[-2].text.lower() in ("led", "headed"):
        length = 2
    else:
        return 0
    return length if len(before) > length and before[-length - 1].end + 1 == before[-length].start else 0
