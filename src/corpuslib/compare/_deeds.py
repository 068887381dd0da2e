"""Deeds that can be done but once, read off a sentence: the verb with its parts, active, passive, or as a noun."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from corpuslib.compare._deed_parts import Part, part_of
from corpuslib.compare._one_thing import clause_around
from corpuslib.compare._role_phrases import Phrase, Reading, closed, is_past
from corpuslib.compare._role_sides import Group, described, group_before, prepositions, subject_of
from corpuslib.compare.inflections import known_verb, verb_forms
from corpuslib.compare.paraphrases import groups_of
from corpuslib.compare.passages import Passage
from corpuslib.lexicon import rows
from corpuslib.text import Span

__all__ = ["PRONOUNS", "Deed", "Kind", "deeds_in", "kinds", "kinds_in", "named_in"]

_BREAKS = ("relatives", "conjunctions", "modals", "be", "have", "pronouns")
_FAR = 16  # words behind a verb among which its parts are looked for
_PLACE = {"in": "in", "at": "in", "inside": "in", "into": "to", "near": "near", "off": "near", "on": "on"}
_SAID = re.compile(
    r"[^,;:]{1,60}?\b(?:said|says|say|believes?|announced|reported|reports|confirmed|added|thinks?|stated|heard)\s(?:that\s)?"
    r"(?=the\s|an?\s|two\s|[A-Z])"
)
_DOUBT = re.compile(
    r"\b(?:if|whether|may|might|could|would|should|must|not|never|no(?!\sconfidence)|neither|nobody|cannot|\w{2,6}n[’']t|another|also"
    r"|again|each|every|either|among|including|reportedly|allegedly|perhaps|possibly|probably|likely|unless|failed"
    r"|wants?|wanted|hopes?|hoped|denied|denies|usually|often|sometimes|once|previously|previous|earlier|former(?:ly)?)\b",
    re.IGNORECASE,
)


class Kind(NamedTuple):
    """A row of deeds.tsv: `of` are nouns for what it must be done to, `only` the parts that one alone can fill."""

    name: str
    of: frozenset[str]
    only: tuple[str, ...]
    alone: bool


class Deed(NamedTuple):
    """A deed told as a fact: its kind, its clause, its parts by name, the same name for several."""

    kind: Kind
    span: Span
    parts: Sequence[tuple[str, Part]]

    def of(self, name: str) -> list[Part]:
        """Return the parts of one name."""
        return [part for own, part in self.parts if own == name]


@cache
def kinds() -> Mapping[str, Kind]:
    """Return the kinds of deeds by name.

    >>> kinds()["tow"].only
    ('to',)
    """
    found = {}
    for row in rows("deeds.tsv"):
        only = tuple(name for name in row["only"].split() if name != "self")
        found[row["deed"]] = Kind(row["deed"], frozenset(row["of"].split()), only, "self" in row["only"].split())
    return found


@cache
def _verbs() -> Mapping[str, Sequence[tuple[str, str]]]:
    """Return by form of a verb the particle or noun that must follow, and the kind of deed."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in rows("deeds.tsv"):
        for written in row["verbs"].split():
            base, _, behind = written.partition("_")
            forms = verb_forms(base) if base != "born" else None
            told = {"born"} if forms is None else {base, forms.third, *forms.past, *forms.participle}
            for form in sorted(told):
                found.setdefault(form, []).append((behind, row["deed"]))
    return found


@cache
def _nouns() -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for row in rows("deeds.tsv"):
        for noun in row["nouns"].split():
            found.setdefault(noun, []).append(row["deed"])
    return found


@cache
def _repeated() -> frozenset[str]:
    """Return the bases of verbs for what many can do at once, or one again and again."""
    return frozenset(word for row in rows("repeated_deeds.tsv") for word in row["verbs"].split())


@lru_cache(maxsize=16384)
def _others(form: str) -> Sequence[Kind]:
    """Return the kinds of a deed by its verb, and by verbs of that meaning; none for one that many can do."""
    base, ways = known_verb(form)
    if ways.isdisjoint(("past", "participle")) or form in _verbs() or base in _repeated() or len(base) < _SHORTEST:
        return ()
    return [Kind(name, frozenset(), ("agent", "to", "from", "in"), True) for name in (f"to {base}", *groups_of(base))]


PRONOUNS = ("he", "she", "it")
_SHORTEST = 3  # letters of a verb
_WORD = re.compile(r"[a-z]+")


def named_in(text: str) -> frozenset[str]:
    """Return the kinds of deeds of deeds.tsv whose words a sentence has.

    >>> sorted(named_in("The trawler was hauled to Kelm."))
    ['tow']
    """
    own = frozenset(_WORD.findall(text.lower()))
    verbs = {kind for form in own & _verbs().keys() for behind, kind in _verbs()[form] if not behind or behind in own}
    return frozenset(verbs | {kind for form in own & _nouns().keys() for kind in _nouns()[form]})


def kinds_in(text: str) -> frozenset[str]:
    """Return the kinds of deeds whose words a sentence has, those of no list by their verbs.

    >>> sorted(kinds_in("The trawler was hoisted."))
    ['to hoisted']
    """
    own = frozenset(_WORD.findall(text.lower()))
    return named_in(text) | {kind.name for form in own for kind in _others(form)}


def deeds_in(text: str, known: Collection[str] = (), wanted: Collection[str] | None = None) -> Iterator[Deed]:
    """Yield the deeds that a sentence tells as facts; if given, only of kinds that are `wanted`.

    `known` are names that can open a sentence.

    >>> [deed] = deeds_in("Two tugs towed the Astrid to Kelm.")
    >>> [(name, part.names or part.head) for name, part in deed.parts]
    [('agent', 'tugs'), ('patient', ('astrid',)), ('to', ('kelm',))]
    >>> list(deeds_in("The Astrid may be towed to Kelm."))
    []
    """
    if "?" in text:
        return
    said = _SAID.match(text)
    at = said.end() if said else 0
    reading = _Sentence(Passage(text[at:]))
    whole = Span(0, len(text) - at)
    for deed in _read(reading, known, wanted):
        if _DOUBT.search(reading.passage.text[clause_around(reading.passage.text, deed.span, whole).slice]):
            continue
        parts = [(name, part._replace(span=_moved(part.span, at))) for name, part in deed.parts]
        yield Deed(deed.kind, _moved(deed.span, at), parts)


class _Sentence(Reading):
    """A sentence: what ends with a full stop is no headline, however many names it has."""

    @cached_property
    def styled(self) -> bool:
        """Whether nearly every word is capitalised, as in a headline."""
        return not self.passage.ends_with(".") and Reading(self.passage).styled


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _read(reading: Reading, known: Collection[str], wanted: Collection[str] | None) -> Iterator[Deed]:
    for i, word in enumerate(reading.words):
        form = word.form
        if not (form in _verbs() or form in _nouns() or _others(form)):
            continue
        following = reading.words[i + 1].form if i + 1 < len(reading.words) else ""
        verbs = [(bool(b), kinds()[name]) for b, name in _verbs().get(form, ()) if b in ("", following)]
        verbs += [(False, kind) for kind in _others(form)]
        verbs = [(behind, kind) for behind, kind in verbs if wanted is None or kind.name in wanted]
        nouns = [name for name in _nouns().get(form, ()) if wanted is None or name in wanted]
        if (verbs or nouns) and not reading.is_name(i):
            for behind, kind in verbs:
                yield from _told(reading, i, i + 1 + behind, kind, known)
            for name in nouns:
                yield from _nominal(reading, i, kinds()[name], known)


def _told(reading: Reading, i: int, after: int, kind: Kind, known: Collection[str]) -> Iterator[Deed]:
    """Yield the deed that the verb at a place tells, if it has parts of which one alone can be."""
    group = group_before(reading, i)
    if reading.form(group.first - 1) == "and" and not group.helped:
        group = _joined_to(reading, group, i)
    by = reading.form(after) == "by"
    if group.wanted or (not group.helped and not by and _is_noun(reading, i)):
        return
    passive = is_past(reading.form(i)) or reading.form(i) == "born"
    passive = passive and (group.passive or (by and not group.helped))
    subject = subject_of(reading, group)[0] if group.helped or not by else described(reading, group, i)[0]
    if not subject.words and reading.form(group.first - 1) in PRONOUNS:
        subject = Phrase((group.first - 1,), {})
    parts = [(name, phrase) for name, phrase in _behind(reading, after)]
    if not passive and not any(name == "patient" for name, _ in parts) and kind.alone:
        parts = [("patient", _listed(reading, i, kind, subject)), *parts]
    elif passive:
        parts = [("as" if name == "patient" else name, phrase) for name, phrase in parts]
        parts = [("patient", _listed(reading, i, kind, subject)), *parts]
    else:
        parts = [("agent", subject), *[part for part in parts if part[0] != "agent"]]
    yield from _deed(reading, kind, parts, i, known)


def _joined_to(reading: Reading, group: Group, i: int) -> Group:
    """Return the helpers that a participle shares with the one before "and": "was found and taken to"."""
    for k in range(group.first - 2, max(-1, i - _FAR), -1):
        if reading.ends(k) == ";":
            break
        if reading.form(k) in closed("be") and is_past(reading.form(k + 1)) and is_past(reading.form(i)):
            return group_before(reading, k + 1)
    return group


def _deed(
    reading: Reading, kind: Kind, parts: Sequence[tuple[str, Phrase]], i: int, known: Collection[str]
) -> Iterator[Deed]:
    found = [(name, part_of(reading, phrase, known)) for name, phrase in parts]
    own = [(name, part) for name, part in found if part is not None]
    patients = [part for name, part in own if name == "patient"]
    fits = not kind.of or any(form in kind.of for part in patients for form in part.common)
    if len(patients) == 1 and fits and len(own) > 1:
        word = reading.words[i]
        start = min([word.start, *(part.span.start for _, part in own)])
        yield Deed(kind, Span(start, max([word.end, *(part.span.end for _, part in own)])), own)


def _listed(reading: Reading, i: int, kind: Kind, subject: Phrase) -> Phrase:
    """Return the subject, or the phrase before it in its clause with a noun that the kind asks for."""
    if not kind.of or any(reading.words[k].form in kind.of for k in subject.words):
        return subject
    for k in range(i - 1, max(-1, i - _FAR), -1):
        if reading.ends(k):
            break
        if reading.words[k].form in kind.of:
            return reading.before(k)[0]
    return subject


def _is_noun(reading: Reading, i: int) -> bool:
    before = reading.form(i - 1)
    stands_alone = i == 0 or bool(reading.ends(i - 1))
    return not stands_alone and (reading.is_determiner(i - 1) or reading.owns(i - 1) or before in prepositions())


def _behind(reading: Reading, k: int) -> Iterator[tuple[str, Phrase]]:
    """Yield the phrases behind a verb with the names of their parts, up to the next clause."""
    start, name, agent = k, "patient", False
    while k < min(len(reading.words), start + _FAR) and not (k > start and reading.ends(k - 1)):
        form = reading.form(k)
        if form in prepositions():
            name = "agent" if form == "by" else _PLACE.get(form, form)
            name, k = "rest" if agent and form == "from" else name, k + 1  # “by crews from Kelm”
        elif any(form in closed(words) for words in _BREAKS):
            return
        else:
            phrase, following = reading.after(k)
            phrase, following = _with_name(reading, phrase, following)
            if phrase.words:
                yield name, phrase
                agent = agent or name == "agent"
            elif not (reading.is_adverb(k) or reading.is_determiner(k) or form in closed("times")):
                return
            name, k = "rest", max(following, k + 1)


def _with_name(reading: Reading, phrase: Phrase, k: int) -> tuple[Phrase, int]:
    """Join the name between commas behind a phrase: "the mayor, Ana Kelm"."""
    if not phrase.words or reading.ends(k - 1) != "," or k >= len(reading.words):
        return phrase, k
    if any(reading.is_name(j) for j in phrase.words) or not reading.is_name(k):
        return phrase, k
    other, end = reading.after(k)
    if other.words and all(reading.is_name(j) for j in other.words) and reading.ends(end - 1):
        return phrase.joined(other), end
    return phrase, k


def _nominal(reading: Reading, i: int, kind: Kind, known: Collection[str]) -> Iterator[Deed]:
    """Yield "the winner of the cup was Kelm", "the cause of the fire at the mill was arson"."""
    if reading.form(i + 1) != "of" or "the" not in (reading.form(i - 1), reading.form(i - 2)):
        return
    patient, k = reading.after(i + 2)
    parts = [("patient", patient)]
    while reading.form(k) in _PLACE and not reading.ends(k - 1):
        place, following = reading.after(k + 1)
        parts.append((_PLACE[reading.form(k)], place))
        k = following
    if reading.form(k) in ("was", "is") and not (reading.ends(k - 1) or reading.ends(k)):
        agent, _ = _with_name(reading, *reading.after(k + 1))
        yield from _deed(reading, kind, [*parts, ("agent", agent)], i, known)
