"""What a document says of its own names: which are places, which are media and of what kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpuslib.annotate._source_types import SourceType
from corpuslib.text import Span

__all__ = ["Context"]

_NAME = r"[A-ZÀ-ÖØ-Þ][\w-]{2,30}"
_NAMES = rf"{_NAME}(?: {_NAME}){{0,3}}"
# Patterns begin with the capital, which `re` looks for fast; what stands before it is looked at from there.
_IN = re.compile(
    r"([A-ZÀ-ÖØ-Þ](?<=[ner] .)(?:(?<=\bin .)|(?<=\binside .)|(?<=\boutside .)|(?<=\bnear .))[\w-]{2,30})"
    rf"(?![\w’'-]| {_NAME})"
)
_OWNS = re.compile(
    r"(?:’s|'s) (?:prime |foreign |defen[cs]e |state |interior |finance |chief |national |new )?"
    r"(?:government|parliament|ministry|minister|president|premier|chancellor|navy|army|military|ambassador|capital|"
    r"negotiators?|delegation|cabinet|opposition|coast|waters|border|territory|embassy|central bank|fleet)\b"
)
_LAST_NAME = re.compile(rf"(?<!\w)({_NAME})$")
_MEDIUM_NOUNS = (
    "agency", "Agency", "newspaper", "paper", "daily", "weekly", "tabloid", "broadcaster", "television", "radio",
    "channel", "portal", "site", "website", "magazine",
)  # fmt: skip
_MEDIUM_NOUN = re.compile(rf"\b(?:{'|'.join(_MEDIUM_NOUNS)})\b")
_OWNED = r"(?:[Ss]tate|[Oo]fficial|[Gg]overnment)(?:-(?:run|owned|controlled))?"
_MEDIUM = re.compile(
    rf"\b({_OWNED} )?(news |press |wire )?((?:(?<=the )|(?<=[Ss]tate ))Agency|agency|newspaper|paper|daily|weekly|"
    rf"tabloid|broadcaster|television|radio|"
    rf"channel|portal|site|website|magazine),? ({_NAMES})|"
    rf"\b({_NAMES}) (?:([Nn]ews )?(agency|Agency)|(newspaper|tabloid|broadcaster|television|radio|magazine))\b|"
    rf"\b({_NAMES}), (?:the|a|an) ({_OWNED} )?(?:\w+ )?(news agency|agency|newspaper|broadcaster|tabloid)\b"
)


@dataclass(frozen=True)
class Context:
    """Names that the text uses as places or states, and names that it calls media, with their type."""

    places: frozenset[str] = frozenset()
    media: dict[str, SourceType] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str, spans: Sequence[Span]) -> Context:
        """Read the names of places and media off the words beside them.

        A place is what something is "in", what has a government or a coast, what has an adjective in -n
        (Velushia, Velushian), and what is paired with a place.

        >>> found = Context.of("Ships lay in Aln. The state agency Ulin said so.", [Span(0, 48)])
        >>> sorted(found.places), found.media
        (['Aln'], {'Ulin': 'state_media'})
        """
        places: set[str] = set()
        media: dict[str, SourceType] = {}
        nouns = [noun for noun in _MEDIUM_NOUNS if noun in text]
        for span in spans:
            inside = text[span.slice]
            places.update(_IN.findall(inside))
            for match in _OWNS.finditer(inside) if "’s " in inside or "'s " in inside else ():
                owner = _LAST_NAME.search(inside, max(0, match.start() - 32), match.start())
                places |= {owner.group(1)} if owner else set()
            if not any(noun in inside for noun in nouns):
                continue  # most passages: plain words are found faster than the pattern
            for noun in _MEDIUM_NOUN.finditer(inside):
                medium = _MEDIUM.search(inside, max(0, noun.start() - 90), noun.end() + 90)
                if medium is not None and len(media) < _MOST:
                    name, kind = _medium(medium)
                    media.setdefault(name, kind)
        words = set(_IN_A.findall(text))
        places |= {word for word in words if f"{word}n" in words}
        for match in _AND.finditer(text):
            first = _LAST_NAME.search(text, max(0, match.start() - 32), match.start())
            pair = {first.group(1), match.group(1)} if first else set()
            places |= pair if pair & places else set()
        return cls(frozenset(places - media.keys() - _TIMES), media)


_AND = re.compile(rf" and ({_NAME})(?![\w’'-]| {_NAME})")
_IN_A = re.compile(r"[A-Z](?<!\w.)[a-zà-ÿ]{2,30}an?\b")
_MOST = 64
"""How many names of a kind are kept: more stand in no honest text."""
_TIMES = frozenset(
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
     "December", "Spring", "Summer", "Autumn", "Winter", "Parliament", "Congress", "Christmas", "English"]
)  # fmt: skip


def _medium(match: re.Match[str]) -> tuple[str, SourceType]:
    owned, news, noun, name, name2, news2, agency2, noun2, name3, owned3, noun3 = match.groups()
    if owned or owned3:
        return name or name3, "state_media"
    kind = (noun or agency2 or noun2 or noun3 or "").lower()
    agency = kind == "news agency" or (kind == "agency" and bool(news or news2 or noun or agency2))
    return (name or name2 or name3).removeprefix("The "), "news_agency" if agency else "other_media"
