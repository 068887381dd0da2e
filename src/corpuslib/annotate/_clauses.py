"""Clauses in which one acts on another: a verb or noun of the lexicon with its agent and its patient."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal, NamedTuple

from corpuslib.annotate import _acts
from corpuslib.annotate._acts import Act, ActClass
from corpuslib.annotate._grammar import word_list
from corpuslib.annotate._noun_phrases import Phrase, Sentence, phrase_after, phrase_before

__all__ = ["Event", "find_events"]

_NEGATIONS = frozenset(["not", "never", "n't", "cannot"])
_DO = frozenset(["do", "does", "did", "don't", "doesn't", "didn't"])
_HAVE = frozenset(["has", "have", "had", "hasn't", "haven't", "hadn't", "having"])
_CONDITIONS = frozenset(["if", "unless", "whether"])
_ON_THINGS = frozenset(["disapprove", "reject", "diplomacy", "investigate", "coerce"])
"""Acts that touch somebody through a thing: a plan is rejected, a ship is seized."""
_ON_PERSONS = frozenset(["consult", "cooperate", "reduce_relations", "yield"])
"""Acts that touch somebody in person, not through what is his: an offer is welcomed otherwise than a guest."""
_OF = frozenset(["accuse", "convict", "acquit", "warn", "inform", "remind", "assure", "notify", "ask", "tell"])
"""Verbs whose "of" opens a complement of their own: "accused the mayor of fraud"."""
_BEFORE_DAYS = frozenset(["on", "last", "late", "early", "this"])


@dataclass(frozen=True, slots=True)
class Event:
    """An act at tokens `[start, end)` with its agent and patient."""

    start: int
    end: int
    act: str
    act_class: ActClass
    symmetric: bool
    voice: Literal["active", "passive", "agentless_passive", "nominal", "light_verb"]
    agent: Phrase | None
    patient: Phrase
    negated: bool = False
    modal: str | None = None
    confidence: float = 0.9

    def pairs(self, sentence: Sentence) -> Iterator[tuple[Phrase | None, Phrase]]:
        """Yield agent and patient one by one where "and" joins two names."""
        agents = _members(sentence, self.agent) if self.agent is not None else [None]
        yield from product(agents, _members(sentence, self.patient))


class _Group(NamedTuple):
    """What stands between a subject and its verb."""

    first: int
    to: bool = False
    bare: bool = False
    be: bool = False
    have: bool = False
    helped: bool = False
    negated: bool = False
    modal: tuple[str, ...] = ()


def find_events(sentence: Sentence, *, is_headline: bool = False) -> list[Event]:
    """Return the events of a sentence in order; a word yields at most one."""
    found: list[Event] = []
    for i in range(len(sentence)):
        if sentence.name[i]:
            continue
        event = _verbal(sentence, i, found, is_headline) or _nominal(sentence, i, is_headline)
        if event is not None and _is_sound(sentence, event):
            found.append(event)
    return found


def _is_sound(sentence: Sentence, event: Event) -> bool:
    """Say whether both sides can be what the act needs, and are two."""
    agent, patient = event.agent, event.patient
    if agent is None:
        return patient.acts
    owned = any(sentence.is_owner(k) for k in range(patient.start, patient.end))
    owned = owned and event.act_class not in _ON_PERSONS
    touches = patient.acts or owned or event.act_class in _ON_THINGS or event.voice == "nominal"
    return touches and agent.acts and (agent.end <= patient.start or patient.end <= agent.start)


def _members(sentence: Sentence, phrase: Phrase) -> list[Phrase]:
    """Return the names that "and" joins, or the phrase itself."""
    if sentence.lower(phrase.start) == "the":
        return [phrase]  # "the Legal and Home Affairs Committee"
    joints = [k for k in range(phrase.start, phrase.end) if sentence.lower(k) in ("and", "of")]
    if len(joints) != 1 or sentence.lower(joints[0]) == "of":
        return [phrase]
    at, start = joints[0], phrase.start + (sentence.lower(phrase.start) == "both")
    return [Phrase(start, at, at - 1, phrase.acts), Phrase(at + 1, phrase.end, phrase.end - 1, phrase.acts)]


def _verbal(sentence: Sentence, i: int, before: list[Event], is_headline: bool) -> Event | None:
    verb = _acts.verbs().get(sentence.lower(i))
    if verb is None or sentence.is_in(i - 1, "determiners") or sentence.is_owner(i - 1):
        return None
    group = _group(sentence, i, is_headline)
    if group is None:
        return None
    reduced = sentence.lower(_by(sentence, i)) == "by" and phrase_after(sentence, i + 1) is None
    if "participle" in verb.forms and not group.helped and (group.be or reduced):
        return _passive(sentence, i, group, verb.acts)
    if not _agrees(group, verb.forms, is_headline):
        return None
    agent = _subject(sentence, group, before)
    if agent is None or not _number(sentence, agent, group, verb.forms):
        return None
    for act, end, patient in _objects(sentence, i, verb.acts, is_headline):
        if patient is None:
            members = _members(sentence, agent)
            if "and" not in act.links or len(members) != 2:
                continue
            agent, patient = members
        elif "gerund" in verb.forms and not group.be and not _is_marked(sentence, patient):
            continue  # "Aln shooting survivors"
        modal = _modal(sentence, agent, group)
        sure = 0.9 - 0.15 * (not patient.acts) - 0.1 * (group.to and not group.modal) - 0.1 * ("gerund" in verb.forms)
        name = act.lemma + ("" if end == i + 1 else " " + " ".join(sentence.tokens.lower[i + 1 : end]))
        return Event(
            i, end, name, act.act_class, act.symmetric, "active", agent, patient, group.negated, modal, round(sure, 2)
        )
    return None


def _is_marked(sentence: Sentence, phrase: Phrase) -> bool:
    """Say whether a phrase begins with a name or an article, and so cannot be the rest of a compound."""
    return sentence.name[phrase.start] or sentence.is_in(phrase.start, "determiners")


def _group(sentence: Sentence, i: int, is_headline: bool) -> _Group | None:
    """Read the helpers left of the verb at token `i`; None where an infinitive hangs on an unknown word."""
    group = _Group(i)
    k, adjacent = i - 1, True
    while k >= 0 and i - k < 12 and not sentence.name[k]:
        word = sentence.lower(k)
        bare = word.removesuffix("n't") if word.endswith("n't") else word
        if word in _NEGATIONS or (word == "longer" and sentence.lower(k - 1) == "no"):
            group, k = group._replace(negated=True), k - (word == "longer")
        elif word in word_list("modals") or word in ("can't", "won't") or bare in word_list("modals"):
            negated = group.negated or word.endswith("n't")
            group = group._replace(negated=negated, modal=(sentence.tokens.words[k], *group.modal), bare=True)
        elif word in _DO:
            group = group._replace(negated=group.negated or word.endswith("n't"), bare=True)
        elif word in _HAVE:
            group = group._replace(helped=not group.be, have=True, negated=group.negated or word.endswith("n't"))
        elif word in word_list("be"):
            group = group._replace(be=group.be or adjacent, negated=group.negated or word.endswith("n't"))
        elif word == "to" and not group.bare:
            governed = _infinitive(sentence, k, group, is_headline)
            if governed is None:
                return None
            group, k = governed
            continue
        elif sentence.is_in(k, "days") and sentence.lower(k - 1) in _BEFORE_DAYS:
            k -= 1
        elif not (sentence.is_in(k, "days") or sentence.is_adverb(k)) or sentence.name[k]:
            break
        adjacent = adjacent and (sentence.is_adverb(k) or word in _NEGATIONS or word in ("be", "been", "being"))
        group, k = group._replace(first=k), k - 1
    return group._replace(first=k + 1)


def _infinitive(sentence: Sentence, to: int, group: _Group, is_headline: bool) -> tuple[_Group, int] | None:
    """Return the group with what governs "to", and the token left of it."""
    words = sentence.tokens.words
    k, negated = to - 1, group.negated
    if sentence.lower(k) == "not":
        k, negated = k - 1, True
    word = sentence.lower(k)
    group = group._replace(to=True, bare=True, negated=negated)
    text = f"{words[k]} to" if k >= 0 else "to"
    if word in _acts.inflected("refusal"):
        return group._replace(negated=True, modal=(text,)), k - 1
    if word in _acts.inflected("control") or word in _acts.word_set("ready"):
        return group._replace(modal=(text,), negated=negated or word in ("unlikely", "unable")), k - 1
    if word in word_list("be"):
        return group._replace(modal=(text,)), k - 1
    # "Olm to meet Vane" is a headline's future; in running text the phrase before "to" may be an object.
    return (group, k) if is_headline else None


def _agrees(group: _Group, forms: frozenset[str], is_headline: bool) -> bool:
    """Say whether the verb's form fits its helpers."""
    if group.bare:
        return "base" in forms
    if group.be:
        return "gerund" in forms
    if group.have:
        return "participle" in forms
    if "gerund" in forms:
        return is_headline
    return bool(forms & {"third", "past", "base"})


def _number(sentence: Sentence, agent: Phrase, group: _Group, forms: frozenset[str]) -> bool:
    """Say whether subject and verb agree in number, as far as the words show it."""
    if group.bare or group.have or group.be or "past" in forms or "gerund" in forms:
        return not (group.to and not group.modal) or agent.start == 0 or sentence.is_mark(agent.start - 1)
    head = sentence.lower(agent.head)
    plural = len(_members(sentence, agent)) > 1 or (head.endswith(("s", "men")) and not head.endswith("ss"))
    if "third" in forms:
        return sentence.name[agent.head] or not plural
    return plural or head in ("police", "people", "children")


def _subject(sentence: Sentence, group: _Group, before: list[Event]) -> Phrase | None:
    """Return who acts: the phrase left of the verb, or the subject that "and" carries on."""
    left = group.first - 1
    if sentence.lower(left) in ("and", "then", "but") and before:
        last = before[-1]
        left -= sentence.lower(left - 1) in (",", "and")
        carries = last.voice in ("active", "light_verb") and last.agent is not None
        return last.agent if carries and last.patient.end == left else None
    phrase = phrase_before(sentence, left)
    return phrase if phrase is not None and phrase.acts else None


def _objects(
    sentence: Sentence, i: int, acts: tuple[Act, ...], is_headline: bool
) -> Iterator[tuple[Act, int, Phrase | None]]:
    """Yield acts with where their words end and whom they touch, the longest link first.

    Nobody stands behind a verb whose subject names both sides: "Olm and Vane met in Aln".
    """
    linked = [(act, link.split(" ")) for act in acts for link in act.links]
    for act, link in sorted(linked, key=lambda pair: (-len(pair[1]), ("o", "and").count(pair[1][0]), pair[1])):
        at = i + 1
        if link[0] == "o":
            # Headlines drop articles: "Parliament backs strait deal".
            bare, of = is_headline and act.act_class in _ON_THINGS, act.lemma not in _OF
            phrase = phrase_after(sentence, at, bare=bare, of=of)
            behind = phrase is not None and [sentence.lower(phrase.end)] == link[1:]
            if phrase is not None and (behind or len(link) == 1):
                yield act, at, phrase
            continue
        if link == ["and"]:
            if sentence.ends_phrase(at):
                yield act, at, None
            continue
        shift = _day(sentence, at) if len(link) == 1 else 0
        if sentence.tokens.lower[at + shift : at + shift + len(link)] == link:
            yield act, at if shift else at + len(link), phrase_after(sentence, at + shift + len(link))


def _day(sentence: Sentence, at: int) -> int:
    """Return how many tokens name a day at token `at`: "met on Monday with"."""
    on = sentence.lower(at) == "on"
    return 1 + on if sentence.is_in(at + on, "days") else 0


def _modal(sentence: Sentence, agent: Phrase, group: _Group) -> str | None:
    words = list(group.modal) or (["to"] if group.to else [])
    condition = sentence.lower(agent.start - 1)
    return " ".join([condition, *words] if condition in _CONDITIONS else words) or None


def _by(sentence: Sentence, i: int) -> int:
    """Return the token "by" after a participle, in the same clause; -1 if there is none."""
    for k in range(i + 1, min(len(sentence), i + 7)):
        if sentence.lower(k) == "by":
            return k
        word = sentence.lower(k)
        if (
            sentence.is_mark(k)
            or sentence.is_verb(k)
            or word.endswith("ed")
            or word in ("and", "that", "who", "which", "to")
        ):
            return -1
    return -1


def _passive(sentence: Sentence, i: int, group: _Group, acts: tuple[Act, ...]) -> Event | None:
    act = next((act for act in acts if "o" in act.links and not act.symmetric), None)
    patient = phrase_before(sentence, group.first - 1)
    if act is None or patient is None:
        return None
    by = _by(sentence, i)
    agent = phrase_after(sentence, by + 1, governed=True, of=act.lemma not in _OF) if by >= 0 else None
    if by >= 0 and (agent is None or not agent.acts):
        return None
    if by < 0 and (sentence.lower(i + 1) in ("to", "and") or sentence.is_in(i + 1, "question_words")):
        return None  # "are opposed to", "was asked why": a state or a question; "booed and shouted down by"
    voice: Literal["passive", "agentless_passive"] = "passive" if agent is not None else "agentless_passive"
    sure = (0.9 if agent is not None else 0.8) - 0.1 * (not group.be)
    modal = _modal(sentence, patient, group)
    return Event(i, i + 1, act.lemma, act.act_class, False, voice, agent, patient, group.negated, modal, round(sure, 2))


def _nominal(sentence: Sentence, i: int, is_headline: bool) -> Event | None:
    """Read "Olm's attack on Vane", "the attack by Olm on Vane", "talks between Olm and Vane", "launch an attack on"."""
    act = _acts.nouns().get(sentence.lower(i))
    if act is None or sentence.is_in(i - 1, "be"):
        return None
    at, agent = i + 1, None
    if sentence.lower(at) == "by":
        agent = phrase_after(sentence, at + 1, governed=True)
        if agent is None or not agent.acts:
            return None
        at = agent.end
    link = sentence.lower(at)
    patient = phrase_after(sentence, at + 1, governed=True) if link in act.links else None
    if patient is None or not (patient.acts or any(sentence.name[k] for k in range(patient.start, patient.head))):
        return None
    base = Event(i, i + 1, act.lemma, act.act_class, act.symmetric, "nominal", agent, patient, confidence=0.85)
    if link == "between":
        members = _members(sentence, patient)
        return replace(base, agent=members[0], patient=members[1]) if len(members) == 2 and agent is None else None
    if agent is None and sentence.lower(patient.end) == "by":
        agent = phrase_after(sentence, patient.end + 1, governed=True)
        return replace(base, agent=agent) if agent is not None and agent.acts else None
    return base if agent is not None else _owned(sentence, base, is_headline)


def _owned(sentence: Sentence, event: Event, is_headline: bool) -> Event | None:
    """Add who acts to a nominal: its possessor, or the subject of a light verb before it; None without either."""
    k = event.start - 1
    while k >= max(0, event.start - 5) and not _ends_modifiers(sentence, k):
        k -= 1
    if sentence.is_owner(k):
        owner = _owner(sentence, k)
        return replace(event, agent=owner) if owner is not None and owner.acts else None
    verb = k - sentence.is_in(k, "determiners")
    light = _acts.links("light")
    verb -= light.get(sentence.lower(verb - 1), "-") == sentence.lower(verb)
    forms = _acts.inflected("light").get(sentence.lower(verb))
    if forms is None or sentence.name[verb] or light[sentence.lower(verb)] not in ("", sentence.lower(verb + 1)):
        return None
    group = _group(sentence, verb, is_headline)
    if group is None or (group.be and "participle" in forms) or not _agrees(group, forms, is_headline):
        return None
    agent = _subject(sentence, group, [])
    if agent is None or not _number(sentence, agent, group, forms):
        return None
    modal = _modal(sentence, agent, group)
    return replace(event, voice="light_verb", agent=agent, negated=group.negated, modal=modal)


def _ends_modifiers(sentence: Sentence, k: int) -> bool:
    """Say whether a token cannot stand between a possessor or a light verb and the noun."""
    word = sentence.lower(k)
    light = word in _acts.inflected("light") and not sentence.name[k]
    return light or sentence.is_owner(k) or sentence.ends_phrase(k) or sentence.is_in(k, "determiners")


def _owner(sentence: Sentence, k: int) -> Phrase | None:
    """Return the possessor whose last token is `k`."""
    start = k
    while start > 0 and k - start < 5 and not sentence.ends_phrase(start - 1) and not sentence.is_verb(start - 1):
        if not (
            sentence.name[start - 1]
            or sentence.is_in(start - 1, "determiners")
            or _acts.is_actor_noun(sentence.lower(start - 1))
        ):
            break
        start -= 1
    head = sentence.lower(k).removesuffix("'s").removesuffix("'")
    return Phrase(start, k + 1, k, sentence.name[k] or _acts.is_actor_noun(head))
