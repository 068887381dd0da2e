"""Names in a source text, as an English rendering may write them: by several romanisations, without case endings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from corpuslib.compare.source_values import language_data
from corpuslib.compare.words import fold, function_words, same_name, skeleton
from corpuslib.lexicon import rows

__all__ = ["SourceName", "counterparts", "english_names", "names_in", "romanised"]


class SourceName(NamedTuple):
    """A word written like a name: its place, its folded form, and whether no common word is written so there."""

    start: int
    end: int
    form: str
    sure: bool


_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_LATIN = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z]{2,40}(?![A-Za-z])")
_OPENERS = frozenset('.!?:…\n“"„«»—–')
_SHORTEST = 3


def names_in(text: str, language: str) -> list[SourceName]:
    """Return the words of a text that can be names, in order.

    Where German writes every noun with a capital, and at the beginning of a sentence, a name is not sure. In Chinese
    and Korean names are not marked: only words in Latin letters are given.

    >>> [(n.form, n.sure) for n in names_in("Вчера Моргулов прибыл в Рогачинск.", "ru")]
    [('вчера', False), ('моргулов', True), ('рогачинск', True)]
    """
    if language in ("zh", "ko"):
        return [SourceName(*m.span(), fold(m.group()), not m.group().isupper()) for m in _LATIN.finditer(text)]
    known = _common(language)
    found, end = [], 0
    for match in _WORD.finditer(text):
        raw, between = match.group(), text[end : match.start()]
        fresh, end = not end or not _OPENERS.isdisjoint(between), match.end()
        if language == "fr" and raw[1:2] in "'’" and raw[2:]:  # l'Ardmarche
            raw = raw[2:]
        form = fold(raw[:40])
        if raw[0].isupper() and len(form) >= _SHORTEST and form not in known:
            sure = not fresh and language != "de" and not raw.isupper()
            found.append(SourceName(end - len(raw), end, form, sure))
    return found


@cache
def _common(language: str) -> frozenset[str]:
    """Return function words, titles, months and days: no names of persons or places however they are written."""
    data = language_data(language)
    small = next((row["words"].split() for row in rows("function_words.tsv") if row["language"] == language), [])
    titles = data.get("titles", "").split()
    return frozenset(map(fold, (*small, *titles))) | frozenset({**data.get("months", {}), **data.get("weekdays", {})})


# Passport and press romanisation; folding leaves no й, ё or ї.
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "e", "ж": "zh", "з": "z", "и": "i",
    "і": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u",
    "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e",
    "ю": "yu", "я": "ya",
}  # fmt: skip
# Letters that stand for several of other languages: г for h (Гамбург), дж for j, кс for x.
_OTHERWISE = (("дж", "j"), ("г", "h"), ("кс", "x"), ("х", "h"))


@lru_cache(maxsize=65536)
def romanised(form: str, language: str) -> tuple[str, ...]:
    """Return the ways in which English may write a folded name, the commonest first.

    >>> romanised("гамбург", "ru"), romanised("mazurzycki", "pl")
    (('gamburg', 'hamburh'), ('mazurzycki', 'mazuzhycki'))
    """
    if language in ("ru", "uk"):
        other = form
        for written, heard in _OTHERWISE:
            other = other.replace(written, heard)
        ways = ["".join(_CYRILLIC.get(c, c) for c in f) for f in (form, other)]
    else:
        other = form.replace("ł", "l")
        for pair in language_data(language).get("spoken", "").split():
            written, _, heard = pair.partition(":")
            other = other.replace(written, heard)
        ways = [form.replace("ł", "l"), other]
    return tuple(dict.fromkeys(ways))


def english_names(text: str) -> list[SourceName]:
    """Return the capitalised words of an English text that are no function words.

    >>> [n.form for n in english_names("On Monday the envoy Kelm’s aide met Olm.")]
    ['kelm', 'olm']
    """
    small = function_words()
    return [n for n in names_in(text, "en") if n.sure or n.form not in small]


def counterparts(source: Iterable[str], target: Iterable[str], language: str) -> Mapping[str, frozenset[str]]:
    """Return, for each folded name of a source, the folded English names that can be the same; only where any can.

    >>> dict(counterparts(["droschny", "raschny"], ["drozhny", "razhny", "kelm"], "de"))
    {'droschny': frozenset({'drozhny'}), 'raschny': frozenset({'razhny'})}
    """
    buckets: dict[str, list[str]] = {}
    for form in sorted(set(target)):
        buckets.setdefault(_initial(form), []).append(form)
    found = {}
    for name in sorted(set(source)):
        ways = romanised(name, language)
        initials = dict.fromkeys(map(_initial, ways))
        same = [form for initial in initials for form in buckets.get(initial, ()) if _same(ways, form)]
        exact = [form for form in same if form in ways]
        if same:
            found[name] = frozenset(exact or same)
    return found


def _same(ways: Iterable[str], form: str) -> bool:
    return any(way == form or (len(way) > _SHORTEST and same_name(way, form)) for way in ways)


def _initial(form: str) -> str:
    """Return the first letter of a name as it is heard, hissing letters and vowels that are confused as one."""
    first = skeleton(form)[:1]
    return "s" if first in "sczg" and first else "i" if first in "eij" and first else first
