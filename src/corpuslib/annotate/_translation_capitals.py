"""Capitals on common words inside a sentence, which need a look at the neighbours that a pattern alone cannot give."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from corpuslib.annotate._translation_rules import Hit, Rule
from corpuslib.lexicon import rows

CAPITAL = Rule(
    "capital_inside_sentence",
    "fluency/capitalisation",
    "minor",
    "write the word with a small letter",
    "capital on a common word inside a sentence, as German has it on nouns",
    "de",
    0.5,
)

_CAPITALISED = re.compile(r"(?<=[a-z] )[A-Z][a-z]{1,20}\b(?![-'’&])")
_SMALL_BEFORE = re.compile(r"(?:^|[^\w-])([a-z]+) $")
_PROPER_BEFORE = re.compile(r"(?:^|[.!?:] )[A-Z][a-z]+ $")
_SMALL_VERB_AFTER = re.compile(r" (?!(?:about|after|against|between|from|into|over|than|with)\b)[a-z]{4,}")
# “Freedom of Information”: the capital belongs to a longer name.
_IN_A_NAME = re.compile(r" (?:of|and|for|in|on|to) (?:the )?[A-Z]")
# “Save the Date”, “Book of the Month”: a name that began before, not a sentence that did.
_NAME_BEFORE = re.compile(r"(?:[a-z,’'] |[“\"])[A-Z][a-z]+ (?:of )?(?:the|a|an) $")
_OPENERS = "the a an this first last second no more most very their its his her common own"
_DETERMINERS = frozenset(_OPENERS.split())


@cache
def _small_words() -> dict[str, str]:
    return {row["word"]: row["kind"] for row in rows("lowercase_words.tsv")}


def own_terms(text: str) -> frozenset[str]:
    """Return the words that the text capitalises throughout, three times or more: terms it defines for itself."""
    counts = Counter(_CAPITALISED.findall(text))
    small = set(re.findall(r"\b[a-z]{2,21}\b", text))
    return frozenset(word for word, n in counts.items() if n >= 3 and word.lower() not in small)


def capitals(passage: str, terms: frozenset[str]) -> Iterator[Hit]:
    """Yield common words with a capital inside a sentence; a passage with few small words is taken for a title."""
    is_title = len(re.findall(r"(?<![\w’'])[a-z]{5,}", passage)) < 2
    for match in _CAPITALISED.finditer(passage):
        kind = _small_words().get(match.group().lower())
        if kind is None or match.group() in terms:
            continue
        follows = passage[match.end() : match.end() + 12]
        if _IN_A_NAME.match(follows) or not re.match(r" [a-z]|[,.;]|[”“\"]", follows):
            continue
        before = passage[max(0, match.start() - 40) : match.start()]
        small = _SMALL_BEFORE.search(before)
        if small is None:
            if kind == "adverb" and _PROPER_BEFORE.search(before) and _SMALL_VERB_AFTER.match(follows):
                yield Hit(match.start(), match.end(), CAPITAL)
        elif not is_title and not _NAME_BEFORE.search(before) and _is_misplaced(kind, small.group(1), follows):
            yield Hit(match.start(), match.end(), CAPITAL)


def _is_misplaced(kind: str, before: str, follows: str) -> bool:
    if kind == "indefinite":
        return before in ("a", "an")
    return before in _DETERMINERS and (kind == "noun" or (kind == "adjective" and follows[0] in ' ”“".'))
