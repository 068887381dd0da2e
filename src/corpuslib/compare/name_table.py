"""Which names are written how in which rendering, and whether one text keeps to one spelling."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from corpuslib.compare.words import function_words, same_name, skeleton, sounds, words
from corpuslib.document import Document, as_document

__all__ = ["NameRow", "name_table"]

_SHORTEST = 4  # letters: shorter names are alike by chance
_ENDING = 5  # letters that two names share where one is derived from the other: Velushia, Velushian


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name in all its spellings.

    `name` is the commonest spelling; `spellings` gives for each rendering that has the name its spellings there, with
    their number. `varies` says that renderings write it differently, `inconsistent` names those that themselves do.
    """

    name: str
    spellings: Mapping[str, Mapping[str, int]]
    varies: bool
    inconsistent: tuple[str, ...]


def name_table(renderings: Mapping[str, str | Document]) -> tuple[NameRow, ...]:
    """Return the names of English renderings of one text, word by word, with the spellings of each.

    Spellings are brought together by how transliterations sound, so a row can join two names that are alike; two
    forms that one rendering has beside each other in every other rendering too are two names. The commonest come
    first. Capitals at the beginning of a sentence are no names unless the word is one elsewhere.

    >>> rows = name_table({"x": "So Morgulov met Kelm.", "y": "So Morgulow met Kelm. Then Morgulov left."})
    >>> [(row.name, row.varies, row.inconsistent) for row in rows]
    [('Morgulov', True, ('y',)), ('Kelm', False, ())]
    """
    counts = {key: _names(as_document(renderings[key]).body) for key in sorted(renderings)}
    rows = [_row(group, counts) for group in _groups(counts)]
    return tuple(sorted(rows, key=lambda row: (-_total(row), row.name)))


def _total(row: NameRow) -> int:
    return sum(n for spelt in row.spellings.values() for n in spelt.values())


_Counts = Mapping[str, Mapping[str, Counter[str]]]


def _names(text: str) -> Mapping[str, Counter[str]]:
    """Return the names of a text by folded form, with the number of each way they are written."""
    found = [w for w in words(text) if w.text[0].isupper() and not w.number]
    sure = {w.form for w in found if w.name and len(w.form) >= _SHORTEST} - function_words()
    counts: dict[str, Counter[str]] = {}
    for word in found:
        if word.form in sure:
            counts.setdefault(word.form, Counter())[_bare(word.text)] += 1
    return counts


def _bare(text: str) -> str:
    return text[:-2] if text.endswith(("'s", "’s")) else text


def _groups(counts: _Counts) -> Iterator[list[str]]:
    totals: Counter[str] = Counter()
    for names in counts.values():
        for form, spelt in names.items():
            totals[form] += sum(spelt.values())
    heads: dict[str, list[list[str]]] = {}
    for form in sorted(totals, key=lambda f: (-totals[f], f)):
        near = heads.setdefault(skeleton(form)[:1], [])
        group = next((g for g in near if _variants(g, form, counts)), None)
        if group is None:
            near.append([form])
        else:
            group.append(form)
    for initial in sorted(heads):
        yield from heads[initial]


def _variants(group: Sequence[str], form: str, counts: _Counts) -> bool:
    head = group[0]
    if not same_name(head, form):
        return False
    alike = skeleton(head) == skeleton(form) or sounds(head) == sounds(form)
    derived = skeleton(head)[:_ENDING] == skeleton(form)[:_ENDING] and not alike
    # Whoever writes both everywhere means two names.
    both = len(counts) > 1 and all(head in names and form in names for names in counts.values())
    return not (derived or both)


def _row(group: Sequence[str], counts: _Counts) -> NameRow:
    spellings: dict[str, Mapping[str, int]] = {}
    total: Counter[str] = Counter()
    inconsistent = []
    for key, names in counts.items():
        here: Counter[str] = sum((names[form] for form in group if form in names), Counter())
        if here:
            spellings[key] = MappingProxyType(dict(sorted(here.items())))
            total.update(here)
            if len({_singular(form) for form in group if form in names}) > 1:
                inconsistent.append(key)
    name = min(total, key=lambda spelling: (-total[spelling], spelling))
    return NameRow(name, MappingProxyType(spellings), len(set(map(_singular, group))) > 1, tuple(inconsistent))


def _singular(form: str) -> str:
    """Return a folded name without a genitive or plural ending."""
    return form.removesuffix("s")
