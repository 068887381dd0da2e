"""Nouns whose number does not fit the word before them or the verb after them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from corpuslib.annotate._translation_rules import Hit, Rule, either
from corpuslib.lexicon import rows

_SINGULAR = Rule(
    "singular_for_plural",
    "fluency/grammar",
    "minor",
    "use the plural",
    "singular noun after a word that counts several",
    None,
    0.5,
)
_PLURAL = Rule(
    "plural_for_singular",
    "fluency/grammar",
    "minor",
    "use the singular, or change the word before it",
    "plural noun after a word that points to one",
    None,
    0.5,
)
_VERB = Rule(
    "noun_verb_number",
    "fluency/grammar",
    "minor",
    "make the verb agree with its subject",
    "verb does not agree with its subject",
    None,
    0.5,
)

_SEVERAL = (
    r"(?:[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|[Ss]everal|[Mm]any|[Tt]hese|[Tt]hose)"
)
_ONE = r"(?:a|A|an|An|each|Each|every|Every|this|This)"
_ADJECTIVE = (
    r"(?:(?:new|old|young|big|small|major|important|main|foreign|international|national|regional|local|high-ranking|"
    r"senior|other|different|further|last|first|key|leading|former|joint|political|military|large|European|Russian|"
    r"American|Western|Chinese|German|French|armed|injured|neighbouring|neighboring) )?"
)
# What follows shows that the noun is not the first part of a compound.
_NOUN_ENDS = r"(?= (?:between|of|in|from|with|who|which|have|are|were|is|was|has|will|had)\b|[.;])"


@cache
def _patterns() -> tuple[tuple[Rule, re.Pattern[str]], ...]:
    nouns = rows("count_nouns.tsv")
    singular, plural = either(row["noun"] for row in nouns), either(row["plural"] for row in nouns)
    one_only = either(row["noun"] for row in nouns if not row["group"])
    opening = r"(?:^|(?<=[.!?] ))"
    return (
        (_SINGULAR, re.compile(rf"(?<!number )(?<!one of )\b{_SEVERAL} {_ADJECTIVE}{singular}{_NOUN_ENDS}")),
        (
            _SINGULAR,
            re.compile(
                rf"\b[Oo]ne of the (?:few |most [a-z]+ )?{_ADJECTIVE}{singular}(?= (?:who|which|that|in|with)\b)"
            ),
        ),
        (_PLURAL, re.compile(rf"(?<!many )(?<!such )\b{_ONE} {_ADJECTIVE}{plural}{_NOUN_ENDS}")),
        (_VERB, re.compile(rf"{opening}(?:The|These|Those|Both|Many|Several) {_ADJECTIVE}{plural} (?:is|was|has)\b")),
        (_VERB, re.compile(rf"{opening}(?:The|This|A|An) {_ADJECTIVE}{one_only} (?:are|were|have|do)\b")),
    )


def disagreements(passage: str) -> Iterator[Hit]:
    """Yield nouns whose number does not fit their determiner or their verb."""
    for rule, pattern in _patterns():
        for match in pattern.finditer(passage):
            yield Hit(match.start(), match.end(), rule)
