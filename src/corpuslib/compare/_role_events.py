"""Acts of a passage with who acts and who else has a part in them: active, passive, nominal, told from either side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import NamedTuple

from corpuslib.compare._role_phrases import NOTHING, Phrase, Reading, closed, is_past, verb_of
from corpuslib.compare._role_sides import (
    Complement,
    Group,
    antecedent_of,
    by_whom,
    complements_of,
    described,
    group_before,
    prepositions,
    subject_of,
)
from corpuslib.lexicon import toml
from corpuslib.text import Span

__all__ = ["Act", "Frame", "acts", "frames_of"]


@dataclass(frozen=True)
class Act:
    """An act: what it is called, who acts, who else has a part.

    `wanted` if somebody only wants or refuses it, `mutual` if both sides do the same, as in meeting.
    """

    name: str
    place: int
    agent: Phrase
    others: tuple[Phrase, ...]
    wanted: bool = False
    mutual: bool = False

    def span(self, reading: Reading, other: Phrase) -> Span:
        """Return where the act, who acts and one other side stand in the passage."""
        places = sorted([self.place, *self.agent.words, *other.words])
        return Span(reading.words[places[0]].start, reading.words[places[-1]].end)


class Frame(NamedTuple):
    """An event that several verbs tell.

    `turned` if the subject is not who acts, who then stands `behind` a preposition, or nothing.
    """

    name: str
    turned: bool
    behind: str


@cache
def _frames() -> Mapping[str, Sequence[Frame]]:
    """Return the frames of the verbs and nouns."""
    found: dict[str, list[Frame]] = {}
    for name, rows in toml("roles.toml")["frames"].items():
        for side in ("agent", "other"):
            for verb in rows[side].split():
                found.setdefault(verb_of(verb), []).append(Frame(name, side == "other", rows["behind"]))
    return found


def frames_of(reading: Reading, i: int) -> Sequence[Frame]:
    """Return the frames that a word belongs to."""
    return _frames().get(verb_of(reading.words[i].form), ())


def acts(reading: Reading, wanted: frozenset[str]) -> Iterator[Act]:
    """Yield the acts whose predicate is one of the lemmas `wanted`, or in a frame of that name."""
    for i, own in enumerate(reading.lemmas):
        meant = own in wanted or any(frame.name in wanted for frame in frames_of(reading, i))
        # What a word is, is asked last: it takes a look at the whole passage.
        act = _act(reading, i) if meant and reading.is_content(i) and not reading.is_name(i) else None
        if act is None:
            continue
        subject, complements, group = act
        told = [(frame, _made(frame, i, subject, complements)) for frame in frames_of(reading, i)]
        seen = [made for _, made in told if made]
        # "rents to" and "rents from" are one verb told from either side.
        either = [made for frame, made in told if made and frame.name == "transfer" and not frame.turned]
        plain = replace(either[0], name=own) if either else _made(Frame(own, False, ""), i, subject, complements)
        for made in [*([plain] if plain else []), *seen]:
            if made.name in wanted:
                yield replace(made, wanted=group.wanted, mutual=verb_of(reading.words[i].form) in _mutual())


@cache
def _mutual() -> frozenset[str]:
    return frozenset(verb_of(word) for word in closed("mutual"))


def _made(frame: Frame, place: int, subject: Phrase, complements: Sequence[Complement]) -> Act | None:
    """Return the act with its sides, exchanged where the verb tells it from the other side."""
    others = tuple(c.phrase for c in complements if c.phrase.keys)
    sources = tuple(c.phrase for c in complements if c.preposition == "from")
    agent = subject
    if frame.turned or (frame.name == "transfer" and sources):
        acting = tuple(c.phrase for c in complements if c.preposition == frame.behind) if frame.behind else others
        if not acting:
            return None
        agent, others = _together(acting), (subject,)
    return Act(frame.name, place, agent, others) if agent.keys and others and others[0].keys else None


def _together(phrases: Sequence[Phrase]) -> Phrase:
    result = NOTHING
    for phrase in phrases:
        result = result.joined(phrase)
    return result


@lru_cache(maxsize=4096)
def _act(reading: Reading, i: int) -> tuple[Phrase, list[Complement], Group] | None:
    """Return who acts at the i-th word and the complements, in the active; None if it is no act or half of one."""
    if _is_nominal(reading, i):
        return _nominal(reading, i)
    group = group_before(reading, i)
    complements = complements_of(reading, i + 1)
    by = next((c.phrase for c in complements if c.preposition == "by"), NOTHING)
    rest = [c for c in complements if c.preposition != "by"]
    if _is_participle(reading, i) and (group.passive or (by.keys and not group.helped)):
        patient, start = subject_of(reading, group) if group.passive else described(reading, group, i)
        by = by if by.keys else by_whom(reading, start)
        return (by, [Complement("", patient), *rest], group) if by.keys and patient.keys else None
    if group.passive and not reading.form(i).endswith("ing"):
        return None
    return _active(reading, i, group, rest)


def _active(
    reading: Reading, i: int, group: Group, complements: list[Complement]
) -> tuple[Phrase, list[Complement], Group] | None:
    gerund = reading.form(i).endswith("ing") and not group.helped
    subject, start = described(reading, group, i) if gerund else subject_of(reading, group)
    if not any(c.phrase.keys for c in complements):
        framed = _verb_last(reading, i, group)
        if framed is not None:
            return framed
        antecedent = antecedent_of(reading, start) if start < group.first else NOTHING
        if antecedent.keys:
            complements = [*complements, Complement("", antecedent)]
    if not complements and subject.keys:
        complements = _both(reading, subject)
    if not group.helped and not _agrees(reading, i, subject):
        return None
    return (subject, complements, group) if subject.keys and complements else None


_NO_VERB = ("tion", "sion", "ness", "ity", "ance", "ence", "ship", "ism", "ist")
_PLURAL = frozenset(["police", "people", "men", "women", "children", "media", "troops"])


def _agrees(reading: Reading, i: int, subject: Phrase) -> bool:
    """Say whether a word without helpers can be the verb of its subject: in the past, or in the subject's number."""
    form = reading.form(i)
    if is_past(form) or form.endswith("ing"):
        return True
    if form.removesuffix("s").endswith(_NO_VERB) and form.removesuffix("s") not in _VERBS:
        return False
    if form.endswith("s") or not subject.words:
        return True
    last = reading.words[subject.words[-1]].form
    joined = any(reading.form(k + 1) == "and" for k in subject.words)
    return joined or last.endswith("s") or last in _PLURAL


_VERBS = frozenset(["mention", "question", "finance", "influence", "sanction", "commission", "pension", "assist"])


def _both(reading: Reading, subject: Phrase) -> list[Complement]:
    """Return both sides of "Kelm and Orlan met", which act alike."""
    joined = any(reading.form(k - 1) == "and" for k in subject.words)
    return [Complement("and", subject)] if joined else []


def _is_participle(reading: Reading, i: int) -> bool:
    form = reading.form(i) or reading.words[i].form
    return is_past(form) or (reading.form(i + 1) == "by" and not form.endswith("ing"))


def _verb_last(reading: Reading, i: int, group: Group) -> tuple[Phrase, list[Complement], Group] | None:
    """Read a verb left at the end, as translations from German do: "Torvia has Kelmar to the talks invited"."""
    if group.helped or not _is_participle(reading, i) or not reading.ends(i):
        return None
    for k in range(i - 1, max(-1, i - 12), -1):
        if reading.ends(k):
            return None
        if reading.form(k) in closed("have"):
            subject, _ = reading.before(k - 1)
            complements = [c for c in complements_of(reading, k + 1, i) if c.phrase.keys]
            return (subject, complements, group) if subject.keys and complements else None
    return None


def _is_nominal(reading: Reading, i: int) -> bool:
    """Say whether a word stands where a noun does: behind an article, a possessor or a preposition, or before "of"."""
    k = i - 1
    if reading.ends(k):
        return reading.form(i + 1) in ("of", "by", "from") and not reading.form(i).endswith(("ed", "ing"))
    if reading.owns(k) or reading.form(k) in ("the", "a", "an", "this", "his", "her", "its", "their"):
        return True
    form = reading.form(k)
    if form in prepositions() and form != "to" and not reading.form(i).endswith(("ed", "ing")):
        return True
    adjective = reading.is_content(k) and not reading.is_name(k)
    if adjective and (reading.owns(k - 1) or reading.form(k - 1) in ("a", "an")) and not reading.ends(k - 1):
        return reading.form(i + 1) in closed("argument_prepositions") or bool(reading.ends(i))
    return reading.form(i + 1) == "of" and not reading.form(i).endswith("ed")


def _nominal(reading: Reading, i: int) -> tuple[Phrase, list[Complement], Group] | None:
    """Read "Kelm's attack on Orlan", "the attack by Kelm on Orlan", "launch an attack on", "is Kelm's successor"."""
    first = i - 1 if reading.is_content(i - 1) and not reading.owns(i - 1) and not reading.ends(i - 1) else i
    complements = complements_of(reading, i + 1)
    by = [c.phrase for c in complements if c.preposition in ("by", "from")]
    rest = [c for c in complements if c.preposition not in ("by", "from", "") and c.phrase.keys]
    owner = reading.before(first - 1)[0] if reading.owns(first - 1) else NOTHING
    verb = first - 1
    while reading.is_determiner(verb) and not reading.ends(verb - 1):
        verb -= 1
    group = group_before(reading, verb)
    holder = _holder(reading, i, verb) if not (owner.keys and reading.form(i + 1) == "of") else NOTHING
    if holder.keys:
        of = [c.phrase for c in rest if c.preposition == "of"]
        anchor = owner if owner.keys else _together(of[:1])
        return (holder, [Complement("of", anchor)], group) if anchor.keys else None
    if by:
        agent, rest = by[0], rest or [Complement("", owner)]
    elif owner.keys:
        agent = owner
    else:
        agent = subject_of(reading, group)[0] if reading.form(verb) in closed("light") else NOTHING
    if by and reading.form(verb) in closed("suffering"):
        rest = [*rest, Complement("", subject_of(reading, group)[0])]
    rest = [c for c in rest if c.phrase.keys]
    return (agent, rest, group) if agent.keys and rest else None


def _holder(reading: Reading, i: int, verb: int) -> Phrase:
    """Return who is what a noun of relation says: "Kelm is Orlan's successor", "the successor of Orlan is Kelm"."""
    if reading.form(verb) in closed("be"):
        return subject_of(reading, group_before(reading, verb))[0]
    if reading.form(i + 1) == "of":
        _, k = reading.after(i + 2)
        if reading.form(k) in closed("be") and not reading.ends(k - 1) and not reading.ends(k):
            return reading.after(k + 1)[0]
    return NOTHING
