"""Where something took place, told by the country in one report and by the city in another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from corpuslib.compare._claim_story import Found, Story, Version
from corpuslib.compare._one_thing import clause_around
from corpuslib.compare._telling import Telling
from corpuslib.compare.words import fold, same_name
from corpuslib.lexicon import rows
from corpuslib.text import Span

__all__ = ["places_told"]

_NAME = re.compile(r"[A-Z][\w’'-]{2,30}(?:\s[A-Z][\w’'-]{2,30}){0,2}")
_IN = re.compile(r"\b(?:in|at|to|near|around|outside)\s(?:the\s)?(?:[a-z-]{1,20}\s)?\Z")
_STRAIGHT = re.compile(r"[a-z\s-]{1,40}")
_LOOK = 40  # code points before a place in which what makes it one stands
# "Ruritania's far eastern city of Kelm", "the Ruritanian port of Kelm"; "KELM, Ruritania, May 5" where a report begins.
_CITY_OF = re.compile(
    r"\b([A-Z]\w{3,30})(?:[’']s)?\s(?:[a-z-]{1,20}\s){0,3}(?:city|town|port|capital|resort|village)\s(?:of\s)?([A-Z][\w’'-]{2,30})"
)
_DATELINE = re.compile(r"\b([A-Z][A-Z’'-]{2,30}),\s([A-Z][a-z]\w{2,30}),\s[A-Z][a-z]{2,8}\.?\s\d")
# Set by hand. Weights as in `Story.weights`.
_SHARED = 4_000  # what the words beside two places must share, whom or when besides
_MOST = 60  # mentions of a place that are compared


class _Mention(NamedTuple):
    """A place in a clause of a sentence, by number, with the keys of names and days there, and of the rest.

    `acts` are the keys of the words beside the place that can be there: “the summit in Kelm”, “the Kelm summit”.
    """

    sentence: int
    start: int
    end: int
    place: str
    acts: frozenset[str]
    whom: frozenset[str]
    said: frozenset[str]


def places_told(story: Story, claims: Iterable[Found]) -> Iterator[Found]:
    """Yield what two voices place in a country and in a city of it, in clauses about the same people, or day, and act.

    Capitals are known; other cities where a document of the story says of which country they are. Where the report
    with the country names the city elsewhere, the two agree.
    """
    country = {**_seats(), **_told(story)}
    mentions = [*_mentions(story, country)]
    by_place: dict[str, list[_Mention]] = {}
    for m in mentions:
        by_place.setdefault(m.place, []).append(m)
    taken = {v[:3] for claim in claims for v in claim.versions}
    for city in sorted(by_place.keys() & country.keys()):
        found: dict[_Mention, None] = {}
        for wide in by_place.get(country[city], ())[:_MOST]:
            for narrow in by_place[city][:_MOST]:
                if story.apart(wide.sentence, narrow.sentence) and _one_event(story, wide, narrow):
                    found.update({wide: None, narrow: None})
        versions = tuple(Version(story.sentences[m.sentence].document, m.start, m.end, m.place) for m in sorted(found))
        if versions and not taken.intersection(v[:3] for v in versions):
            known = all(city in story.documents[story.sentences[m.sentence].document].text for m in found)
            yield (
                Found("agree", versions, 0.6, f"{city} is in {country[city]}, and both name it")
                if known
                else Found("specificity", versions, 0.7, f"{city} is in {country[city]}: one says more closely where")
            )


@cache
def _seats() -> Mapping[str, str]:
    """Return the country of each capital; those of two countries are left out."""
    found: dict[str, set[str]] = {}
    for row in rows("countries.tsv"):
        for seat in filter(None, row["seats"].split("|")):
            found.setdefault(seat, set()).add(row["name"])
    return {seat: min(names) for seat, names in found.items() if len(names) == 1 and seat not in names}


@cache
def _countries() -> Mapping[str, str]:
    """Return the usual name of a country by its names."""
    return {
        name: row["name"] for row in rows("countries.tsv") for name in (row["name"], *row["aliases"].split("|")) if name
    }


def _told(story: Story) -> dict[str, str]:
    """Return the country of each city of which a document says so, as names are written elsewhere in the story."""
    found: dict[str, str] = {}
    named = {match.group() for s in story.sentences for match in _NAME.finditer(story.text(s))}
    for s in story.sentences:
        text = story.text(s)
        pairs = [(m.group(1), m.group(2)) for m in _CITY_OF.finditer(text)]
        pairs += [(m.group(2), m.group(1).title()) for m in _DATELINE.finditer(text)]
        for land, city in pairs:
            known = sorted(n for n in named if n in _countries() or n == land)
            wide = next((n for n in known if same_name(fold(n), fold(land))), "")
            if wide and city in named and not same_name(fold(city), fold(wide)):
                found.setdefault(city, _countries().get(wide, wide))
    return found


def _mentions(story: Story, country: Mapping[str, str]) -> Iterator[_Mention]:
    """Yield the places of a story that lie in one another, where something is said to be there."""
    lands = {**_countries(), **{land: land for land in country.values()}}
    named: list[tuple[int, Span, str]] = []
    for i, s in enumerate(story.plain):
        for match in _NAME.finditer(story.documents[s.document].text, s.start, s.end):
            own = next((p for p in _starts(match.group()) if p in country or p in lands), None)
            if own:
                place = own if own in country else lands[own]
                named.append((i, Span(match.start(), match.start() + len(own)), place))
    told = {place for _, _, place in named}
    inside = {city for city in told & country.keys() if country[city] in told}
    meant = story.meant if inside else []
    for i, span, place in named:
        if place in inside or place in {country[city] for city in inside}:
            yield from _mention(story, i, span, place, place in country, meant[i])


def _mention(story: Story, i: int, span: Span, place: str, city: bool, meant: Telling) -> Iterator[_Mention]:
    s = story.plain[i]
    text = story.documents[s.document].text
    first, last = clause_around(text, span, Span(s.start, s.end))
    own = (*meant.tokens, *(t for t in s.tokens if t.name))  # each name of “the Kelm-Orvo meeting”
    near = [t for t in own if first <= t.start and t.end <= last and not span.start <= t.start < span.end]
    whom = frozenset(t.key for t in near if t.key.startswith(("name ", "@")))
    said = [t for t in near if t.key not in whom]
    before = [t.key for t in said if t.end <= span.start and _STRAIGHT.fullmatch(text, t.end, span.start)]
    after = [t.key for t in said if t.start == span.end + 1]
    placed = _IN.search(text, max(s.start, span.start - _LOOK), span.start)
    if placed or (city and after):
        acts = frozenset(before if placed else after)
        yield _Mention(i, *span, place, acts, whom, frozenset(t.key for t in said))


def _starts(name: str) -> Sequence[str]:
    """Return the words of a name, fewer and fewer of them, without a possessive.

    >>> _starts("Kelm Summit’s")
    ['Kelm Summit', 'Kelm']
    """
    own = name.removesuffix("’s").removesuffix("'s").split()
    return [" ".join(own[:n]) for n in range(len(own), 0, -1)]


def _one_event(story: Story, a: _Mention, b: _Mention) -> bool:
    """Say whether what is in the second place is told with the first too, of one person or day and not of two days."""
    days = [{k for k in m.whom if k.startswith("@")} for m in (a, b)]
    if all(days) and not days[0] & days[1]:
        return False
    said = sum(story.weights.get(key, 0) for key in a.said & b.said)
    whom = sum(story.weights.get(key, 0) for key in a.whom & b.whom)
    return bool(b.acts & a.said and whom) and said + whom >= _SHARED
