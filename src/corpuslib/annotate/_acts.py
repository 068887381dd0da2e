"""The lexicon of acts of one actor upon another, by inflected form (lexicon/agency.tsv)."""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple, get_args

from corpuslib.annotate._source_types import places, role_of
from corpuslib.lexicon import rows

__all__ = ["Act", "ActClass", "Form", "inflected", "is_actor_noun", "is_verb", "links", "nouns", "verbs", "word_set"]

ActClass = Literal[
    "statement", "appeal", "intend", "consult", "diplomacy", "cooperate", "aid", "yield", "investigate", "demand",
    "disapprove", "reject", "threaten", "protest", "posture", "reduce_relations", "coerce", "assault", "fight",
]  # fmt: skip
Form = Literal["base", "third", "past", "participle", "gerund"]


class Act(NamedTuple):
    """An act: its word, class, what may stand before the one acted on ("o" for nothing), and whether both act alike."""

    lemma: str
    act_class: ActClass
    links: tuple[str, ...]
    symmetric: bool


class _Inflected(NamedTuple):
    acts: tuple[Act, ...]
    forms: frozenset[Form]


def _act(row: dict[str, str]) -> Act:
    for known in get_args(ActClass):
        if row["act_class"] == known:
            return Act(row["lemma"], known, tuple(row["links"].split(",")), row["symmetric"] == "yes")
    raise ValueError(f"agency.tsv: {row['lemma']}: unknown class {row['act_class']!r}")


@cache
def verbs() -> dict[str, _Inflected]:
    """Return the verbs by inflected form, with the forms that the spelling may be.

    >>> found = verbs()["met"]
    >>> found.acts[0].act_class, sorted(found.forms)
    ('consult', ['participle', 'past'])
    """
    return _by_form("verb")


@cache
def inflected(pos: str) -> dict[str, frozenset[Form]]:
    """Return the forms of a group of verbs: light, control or refusal."""
    table: dict[str, set[Form]] = {}
    for row in rows("agency.tsv"):
        if row["pos"] == pos:
            for word, form in _inflect(row["lemma"], row["forms"]):
                table.setdefault(word, set()).add(form)
    return {word: frozenset(table[word]) for word in sorted(table)}


def _by_form(pos: str) -> dict[str, _Inflected]:
    table: dict[str, tuple[list[Act], set[Form]]] = {}
    for row in rows("agency.tsv"):
        if row["pos"] == pos:
            act = _act(row)
            for word, form in _inflect(row["lemma"], row["forms"]):
                acts, forms = table.setdefault(word, ([], set()))
                forms.add(form)
                if act not in acts:
                    acts.append(act)
    return {word: _Inflected(tuple(acts), frozenset(forms)) for word, (acts, forms) in sorted(table.items())}


@cache
def nouns() -> dict[str, Act]:
    """Return the nouns, singular and plural."""
    listed = [row for row in rows("agency.tsv") if row["pos"] == "noun"]
    return {word: _act(row) for row in listed for word in (row["lemma"], _with_s(row["lemma"]))}


@cache
def word_set(pos: str) -> frozenset[str]:
    """Return the uninflected words of a part of the lexicon: ready or actor."""
    return frozenset(row["lemma"] for row in rows("agency.tsv") if row["pos"] == pos)


@cache
def links(pos: str) -> dict[str, str]:
    """Return the particle of each light verb by inflected form, empty if it needs none."""
    table: dict[str, str] = {}
    for row in rows("agency.tsv"):
        if row["pos"] == pos:
            for word, _ in _inflect(row["lemma"], row["forms"]):
                if table.get(word) != "":
                    table[word] = row["links"]
    return table


def is_verb(word: str) -> bool:
    """Say whether a word may be a form of a verb that this lexicon knows."""
    return word in verbs() or word in inflected("light") or word in inflected("control") or word in inflected("refusal")


_NO_ACTORS = frozenset(["document"])


@cache
def _places() -> frozenset[str]:
    return frozenset(place.lower() for place in places())


def is_actor_noun(word: str) -> bool:
    """Say whether a lower-case word is a noun or a place name that can stand for somebody who acts.

    >>> is_actor_noun("ministers"), is_actor_noun("letters")
    (True, False)
    """
    role = role_of(word) or role_of(word.removesuffix("s"))
    return (role is not None and role not in _NO_ACTORS) or word in word_set("actor") or word in _places()


def _with_s(word: str) -> str:
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "sh", "ch", "x", "z")) else "s")


def _inflect(lemma: str, irregular: str) -> list[tuple[str, Form]]:
    if lemma.endswith("e"):
        past = lemma + "d"
    elif lemma.endswith("y") and lemma[-2] not in "aeiou":
        past = lemma[:-1] + "ied"
    else:
        past = lemma + "ed"
    given = irregular.split(",") if irregular else [past]
    past, participle = given[0], given[1] if len(given) > 1 else given[0]
    if len(given) > 2:
        gerund = given[2]
    elif lemma.endswith("e") and not lemma.endswith("ee"):
        gerund = lemma[:-1] + "ing"
    else:
        doubled = past == lemma + lemma[-1] + "ed"
        gerund = lemma + (lemma[-1] if doubled else "") + "ing"
    third: tuple[str, Form] = (_with_s(lemma) if lemma not in ("go", "undergo") else lemma + "es", "third")
    return [(lemma, "base"), third, (past, "past"), (participle, "participle"), (gerund, "gerund")]
