"""The outlet's name glued to a title."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from corpuslib.lexicon import names_of, rows

__all__ = ["Suffix", "has_paper_word", "is_masthead", "outlet_prefix", "outlet_suffix"]


@dataclass(frozen=True, slots=True)
class Suffix:
    """The name after a title; the title itself ends at `title_end`."""

    title_end: int
    name: str
    rule: str
    confidence: float


_SEPARATOR = re.compile(r"\s+(?:[|·•»~]|[-–—]{1,2}|::)\s+")
_DOMAIN = re.compile(r"[\w-]{2,30}\.(?:com|org|net|[a-z]{2,3})(?:\.[a-z]{2})?")
_COINED = re.compile(r"[A-Z][a-z]+(?:[A-Z][a-z]+|\d{1,4}){1,3}")
_ACRONYM = re.compile(r"\s([A-Z]{2,5}\d{0,2})$")


def outlet_suffix(title: str, outlet: str | None, body: str) -> Suffix | None:
    """Return the outlet's name at the end of a title, or None.

    After a bar any short name counts, after a dash a known outlet, a coined word, or a paper's name that the body
    never uses. Without one, only an
    outlet's own name or the abbreviation of a known outlet, and only if the body never uses it.

    >>> outlet_suffix("Kelm signs pact with Ostvale | The Harbour Post", None, "Kelm signed.").name
    'The Harbour Post'
    >>> outlet_suffix("Kelm meets head of NATO", None, "NATO said so.") is None
    True
    """
    title = title[:400]
    separators = list(_SEPARATOR.finditer(title))
    if separators:
        last = separators[-1]
        name = title[last.end() :].strip()
        head = title[: last.start()].rstrip()
        if name and len(head.split()) >= 3 and _is_name(name, outlet, body, last.group().strip()):
            return Suffix(len(head), name, "outlet after a separator", 0.9)
    if outlet and title.lower().endswith(" " + outlet.lower()) and len(title.split()) > len(outlet.split()) + 2:
        head = title[: -len(outlet)].rstrip(" -–—|:")
        return Suffix(len(head), title[len(title) - len(outlet) :], "the outlet's own name at the end", 0.95)
    match = _ACRONYM.search(title)
    if match and match[1].lower() in _outlets() and not re.search(rf"\b{match[1]}\b", body):
        return Suffix(match.start(), match[1], "abbreviation of an outlet that the text never uses", 0.8)
    return None


def outlet_prefix(title: str, outlet: str | None) -> int:
    """Return where the title begins after the outlet's name and a separator before it; 0 without them.

    >>> title = "The Harbour Post :: Kelm signs pact with Ostvale"
    >>> title[outlet_prefix(title, "Harbour Post"):]
    'Kelm signs pact with Ostvale'
    """
    name = _without_article(outlet or "")
    head = _SEPARATOR.search(title[:120]) if name else None
    if head and _without_article(title[: head.start()]) == name and len(title[head.end() :].split()) >= 3:
        return head.end()
    return 0


_TAGLINE = re.compile(r"(?:\s?[|·•»~–—,:]|\s-)\s")


def is_masthead(line: str, outlet: str | None) -> bool:
    """Say whether a line is the outlet's name alone or with what follows it after a comma, dash or bar.

    >>> is_masthead("HARBOUR POST – All the news that floats", "The Harbour Post")
    True
    """
    name = _without_article(outlet or "")
    if not name or len(line) > 120:
        return False
    return name in (_without_article(line), _without_article(_TAGLINE.split(line, maxsplit=1)[0]))


def _without_article(name: str) -> str:
    folded = name.strip().casefold()
    return folded.removeprefix("the ")


def _is_name(name: str, outlet: str | None, body: str, separator: str) -> bool:
    if outlet and name.lower() in (outlet.lower(), "the " + outlet.lower()):
        return True
    if name.lower() in _outlets() or _DOMAIN.fullmatch(name.lower()):
        return True
    words = name.split()
    if separator in ("|", "·", "•", "»", "::") and len(words) <= 5:
        return True
    if len(words) == 1 and _COINED.fullmatch(name):
        return True
    titled = all(word[0].isupper() or word in ("of", "the", "and", "de", "der", "&") for word in words)
    return titled and 1 < len(words) <= 4 and words[-1] in _paper_words() and name not in body


def has_paper_word(name: str) -> bool:
    """Say whether a name has a word that papers and stations are called by.

    >>> has_paper_word("Orvesund Gazette"), has_paper_word("Ada Quill")
    (True, False)
    """
    return not _paper_words().isdisjoint(name.split())


@cache
def _paper_words() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("paper_words.tsv"))


@cache
def _outlets() -> frozenset[str]:
    return frozenset(name.lower() for row in rows("media.tsv") for name in names_of(row))
