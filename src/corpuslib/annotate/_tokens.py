"""Tokens of one paragraph, with every direct quotation folded into a single token."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate

from corpuslib.annotate._quotes import Quote
from corpuslib.lexicon import rows

__all__ = ["QUOTE", "Tokens", "tokenise"]

QUOTE = "\ue000"
"""The word of the token that stands for a direct quotation (a private-use character)."""


_DASHES = frozenset(["--", "---", "―"])


@dataclass(slots=True)
class Tokens:
    """Parallel lists: words as written, lower-cased, and their spans in the document.

    `quote` maps the index of a QUOTE token to the number of the quotation it stands for.
    """

    words: list[str] = field(default_factory=list)
    lower: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    quote: dict[int, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.words)


@cache
def _pattern() -> re.Pattern[str]:
    titles = sorted(row["abbreviation"] for row in rows("abbreviations.tsv") if row["scope"] == "title")
    dotted = "|".join(re.escape(title.capitalize()) for title in titles)
    titled = rf"(?=[A-Z])(?:{dotted})\.(?=\s)"
    initials = r"(?:[A-Za-z]\.){1,5}(?=[\s,;:)’'-]|$)"
    joined = r"\w++(?:[’'&.@/-]\w++){0,12}+(?:[’'](?!\w))?+"
    sign = r"[^\w\s\"“”„‟«»‹›‘‚「」『』＂'`•●▪◦]"
    return re.compile(
        # most words end where no mark of a longer one follows, and are tried first
        rf"(\w++(?![’'&.@/-])|(?=\w)(?:{titled}|{initials}|{joined})|{sign})"
    )


def tokenise(text: str, start: int, end: int, direct: Sequence[tuple[int, Quote]]) -> Tokens:
    """Return the tokens of `text[start:end]`.

    `direct` gives the direct quotations in order, with their numbers; spans are in the document. Quotation
    marks of other passages are left out, so that a quoted fragment reads as part of its clause.
    """
    tokens = Tokens()
    position = start
    for number, quote in [*direct, (-1, None)]:
        stop = end if quote is None else quote.start
        # the pattern's group makes `split` return gaps and words in turn; their lengths add up to the places
        parts = _pattern().split(text[position:stop])
        places = list(accumulate(map(len, parts), initial=position))
        words = parts[1::2]
        if not _DASHES.isdisjoint(words):
            words = ["—" if word in _DASHES else word for word in words]
        tokens.words += words
        # one call for all: no token holds a line break, and none comes or goes with its case
        tokens.lower += "\n".join(words).lower().replace("’", "'").split("\n") if words else []
        tokens.starts += places[1:-1:2]
        tokens.ends += places[2::2]
        if quote is not None:
            tokens.quote[len(tokens)] = number
            tokens.words.append(QUOTE)
            tokens.lower.append(QUOTE)
            tokens.starts.append(quote.start)
            tokens.ends.append(quote.end)
            position = quote.end
    return tokens
