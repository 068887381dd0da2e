"""Faults that only the whole text shows: a name used elsewhere in another form, a paragraph that lost its capital."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from corpuslib.annotate._translation_rules import Hit, Rule, either, names
from corpuslib.document import Document

_INSIDE = Rule(
    "genitive_inside_name",
    "locale/name-format",
    "minor",
    "put the genitive at the end of the name, or drop it",
    "genitive ending in the middle of a name",
    None,
    0.2,
)
_BARE = Rule(
    "genitive_without_apostrophe",
    "fluency/spelling",
    "minor",
    "add the apostrophe of the genitive",
    "genitive without an apostrophe, as in German",
    "de",
    0.6,
)
_SMALL_START = Rule(
    "paragraph_small_start",
    "fluency/capitalisation",
    "minor",
    "begin with a capital",
    "paragraph that begins with a small letter",
    None,
    0.2,
)

_OWNED = (
    "father mother wife husband son daughter predecessor successor camp party government statement decision office "
    "speaker spokesman spokeswoman policy speech words death birth resignation arrival team army capital ministry "
    "president role proposal house brother sister lawyer deputy adviser advisor opponent rival"
)
_CAPITALISED = re.compile(r"(?<![\w’'-])[A-Z][^\W\d_]{1,20}")
_PAIR = re.compile(r"(?<![\w-])([A-Z][^\W\d_]{1,20})([’']s)? (?=([A-Z][^\W\d_]{1,20}))")
_GENITIVE_IN_NAME = re.compile(r"(?<![\w-])([A-Z][a-z]{1,20})[’']s ([A-Z][a-z]{1,20}) [A-Z][a-z]{1,20}")
_BARE_GENITIVE = re.compile(
    r"(?:\b([A-Z][\w’-]{1,20}) )?(?<![\w’'-])([A-Z][^\W\d_]{2,20})s (?:[a-z]{3,12} )?"
    rf"{either(_OWNED.split())}\b(?! and)"
)
_SMALL_WORD = re.compile(r"(?!(?:al|an|von|van|de|del|di|el|la|le)\b)[a-z]{2,20}(?= [a-zA-Z])")


class Pairs(NamedTuple):
    """How often the words of a text with a capital stand, and how often two of them side by side."""

    words: Counter[str]
    plain: Counter[tuple[str, str]]
    genitive: Counter[tuple[str, str]]


def name_pairs(text: str) -> Pairs:
    """Count the capitalised words of a text and their pairs, once for all its paragraphs.

    >>> name_pairs("Anton Orezhin met Anton's Orezhin.").plain
    Counter({('Anton', 'Orezhin'): 1})
    """
    plain: Counter[tuple[str, str]] = Counter()
    genitive: Counter[tuple[str, str]] = Counter()
    for match in _PAIR.finditer(text):
        (genitive if match.group(2) else plain)[match.group(1), match.group(3)] += 1
    return Pairs(Counter(_CAPITALISED.findall(text)), plain, genitive)


@cache
def _nation() -> re.Pattern[str]:
    return re.compile(names()["nation"])


def misused_names(text: str, start: int, end: int, pairs: Pairs) -> Iterator[Hit]:
    """Yield genitives set wrongly on a name that the text has in its right form elsewhere; offsets are of the text."""
    for match in _GENITIVE_IN_NAME.finditer(text, start, end):
        pair = (match.group(1), match.group(2))
        # Parts of one name: the second never stands without the first.
        if pairs.plain[pair] and pairs.words[pair[1]] == pairs.plain[pair] + pairs.genitive[pair]:
            yield Hit(match.start(), match.end(), _INSIDE)
    surnames = {second for _, second in pairs.plain}
    for match in _BARE_GENITIVE.finditer(text, start, end):
        before, name = match.group(1), match.group(2)
        known = pairs.plain[before, name] if before else name in surnames
        if known and not _nation().fullmatch(name):
            yield Hit(match.start(2), match.end(), _BARE)


def small_starts(document: Document) -> Iterator[Hit]:
    """Yield the first word of paragraphs that begin with a small letter after one that ended a sentence."""
    searched = [block for block in document.blocks if block.in_body]
    for before, block in pairwise(searched):
        ended = document.text[before.start : before.end].rstrip(' \n”“"’)').endswith((".", "!", "?"))
        first = _SMALL_WORD.match(document.text, block.start, block.end)
        if ended and first and len(document.text[block.start : block.end].split()) >= 4:
            yield Hit(first.start(), first.end(), _SMALL_START)
