"""Words of a text as comparison sees them: folded so that two renderings of one word are equal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from corpuslib.lexicon import rows, toml

__all__ = ["Word", "fold", "function_words", "lexicon", "same_name", "skeleton", "sounds", "stem", "words"]

_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,8}|\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,4}(?!\d)|\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?"
)
_LONGEST_ALIAS = 4
_SHORT = 3  # letters: names no longer than this are alike by chance
_REMEMBERED = 1 << 14  # passages: as many as a story of five hundred documents has


class Word(NamedTuple):
    """A word: its place, `form` (lower case, no accents, no possessive), `key` (what equal words share).

    `name` says that the word is written like a name where a common word would not be, `number` that it is in digits.
    """

    start: int
    end: int
    text: str
    form: str
    key: str
    name: bool
    number: bool = False


@cache
def lexicon() -> Mapping[str, Any]:
    """Return the closed word classes of compare.toml; lists of words as sets."""
    return {k: frozenset(v.split()) if isinstance(v, str) else v for k, v in toml("compare.toml").items()}


@cache
def function_words() -> frozenset[str]:
    """Return words that say nothing about what a text is about."""
    result: frozenset[str] = lexicon()["function_words"]
    return result


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return text in lower case, without accents, with plain apostrophes and no possessive.

    >>> fold("Müller’s")
    'muller'
    """
    plain = unicodedata.normalize("NFKD", text.replace("’", "'"))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower().replace("ß", "ss").replace(".", "")
    return plain[:-2] if plain.endswith("'s") else plain


@lru_cache(maxsize=65536)
def stem(form: str) -> str:
    """Return the part of a folded word that its inflections and derivations share: its first five letters.

    Cruder than a stemmer, and better here: two translators choose other derivations of one word. Longer beginnings
    tell apart the families that five letters would mix.

    >>> stem("negotiating") == stem("negotiations"), stem("ties")
    (True, 'tie')
    >>> stem("protesters") == stem("protests"), stem("protests") == stem("protection")
    (True, False)
    """
    if len(form) > 5:
        longer = _longer_stems().get(form[:5], ())
        return next((own for beginning, own in longer if form.startswith(beginning)), form[:5])
    return form[:-1] if len(form) > 3 and form.endswith("s") and not form.endswith("ss") else form


@cache
def _longer_stems() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return the beginnings of stems.tsv by their first five letters, the longest first, with the stem of each."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in rows("stems.tsv"):
        own = row["beginnings"].split()
        for beginning in own:
            found.setdefault(beginning[:5], []).append((beginning, own[0]))
    return {five: tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair))) for five, pairs in found.items()}


_TRANSLITERATION = (
    ("shch", "s"), ("sch", "s"), ("tsch", "c"), ("tch", "c"), ("sh", "s"), ("ch", "c"), ("kh", "h"), ("zh", "z"),
    ("ts", "c"), ("tz", "c"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("x", "ks"), ("w", "v"), ("q", "k"),
    ("yo", "o"), ("jo", "o"), ("ye", "e"), ("je", "e"), ("y", "i"), ("j", "i"), ("oo", "u"), ("ou", "u"),
    ("ee", "i"),
)  # fmt: skip


@lru_cache(maxsize=65536)
def skeleton(form: str) -> str:
    """Return a name with the spellings that transliterations differ in made one.

    >>> skeleton("morgulow") == skeleton("morgulov"), skeleton("yury") == skeleton("juri")
    (True, True)
    """
    for written, heard in _TRANSLITERATION:
        form = form.replace(written, heard)
    return re.sub(r"(.)\1+", r"\1", form)


def same_name(a: str, b: str) -> bool:
    """Say whether two folded words can be two spellings of one name.

    >>> same_name("morgulow", "morgulov"), same_name("adarzhin", "adarschin"), same_name("patten", "pitton")
    (True, True, False)
    >>> same_name("velushia", "velouchie"), same_name("orezhin", "orejine")
    (True, True)
    """
    spoken = _spoken(a) & _spoken(b)
    a, b = skeleton(a), skeleton(b)
    if a == b or spoken:
        return True
    if len(a) > 5 and a[0] == b[0] and sorted(a) == sorted(b):  # two letters exchanged
        return True
    if min(len(a), len(b)) < 4:
        return False
    # German, Germany, Germans: a name and what is derived from it.
    if a[:4] == b[:4] and (a.startswith(b[:5]) or b.startswith(a[:5])):
        return True
    if a[0] == b[0] and _one_apart(a, b):
        return True
    heard = sounds(a)
    return len(heard) > 3 and heard == sounds(b)


@lru_cache(maxsize=65536)
def _spoken(form: str) -> frozenset[str]:
    """Return a folded name with hissing letters made one and no vowels at its end; j also as in French."""
    readings = (re.sub(r"[sczg]", "s", skeleton(form.replace("j", j))).rstrip("aeiou") for j in ("j", "zh"))
    return frozenset(reading for reading in readings if len(reading) > _SHORT)


@lru_cache(maxsize=65536)
def sounds(form: str) -> str:
    """Return the first letter and the consonants of a folded name, hissing ones as one, no genitive.

    >>> sounds("oreschins") == sounds("orezhin")
    True
    """
    form = re.sub(r"[sczg]", "s", skeleton(form))
    rest = re.sub(r"[aeiou]", "", form[1:])
    return re.sub(r"(.)\1+", r"\1", form[0] + (rest[:-1] if len(rest) > 3 and rest.endswith("s") else rest))


def _one_apart(a: str, b: str) -> bool:
    """Say whether one letter put in, left out or replaced makes one word the other."""
    if len(a) > len(b):
        a, b = b, a
    if len(b) - len(a) > 1:
        return False
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    return a[at:] == b[at + 1 :] or a[at + 1 :] == b[at + 1 :]


def words(text: str) -> tuple[Word, ...]:
    """Return the words of a text in order; a name of several words with a common short form is one word.

    >>> [(w.key, w.name) for w in words("The United States and Mr. Kelm’s envoys")][1:4]
    [('usa', True), ('and', False), ('mr', True)]
    """
    return _words(text) if len(text) <= _PASSAGE else tuple(_read(text))


@lru_cache(maxsize=_REMEMBERED)
def _words(text: str) -> tuple[Word, ...]:
    """Return the words of a passage, which is looked at several times in a row."""
    return tuple(_read(text))


def _read(text: str) -> Iterator[Word]:
    matches = list(_TOKEN.finditer(text))
    aliases: dict[str, str] = lexicon()["aliases"]
    count, i, fresh, form = len(matches), 0, True, ""
    while i < count:
        first = last = matches[i]
        raw = first.group()
        form, own, capital, starter = _known(raw)
        key, taken = _alias(matches, i, aliases) if starter else ("", 1)
        if taken > 1:
            last = matches[i + taken - 1]
        start, end = first.start(), last.end()
        name = capital and (bool(key) or not fresh or raw[1:2].isupper() or not form[1:])
        yield Word(start, end, raw if taken == 1 else text[start:end], form, key or own, name, raw[0].isdecimal())
        i += taken
        # After a full stop, a colon or an opening mark a capital says nothing.
        between = text[end : matches[i].start()] if i < count else " "
        fresh = between != " " and not _OPENERS.isdisjoint(between) and raw[-1] != "." and form not in _TITLES


@lru_cache(maxsize=65536)
def _known(raw: str) -> tuple[str, str, bool, bool]:
    """Return what a token is wherever it stands: its form and key, if it is capitalised, if a known name may begin."""
    form, capital = fold(raw), raw[0].isupper()
    return form, _key(form), capital, capital and form in _starters()


@cache
def _starters() -> frozenset[str]:
    """Return the first words of the names that have a common short form."""
    return frozenset(name.split()[0] for name in lexicon()["aliases"])


_PASSAGE = 2_000  # characters: longer texts are whole bodies, and not remembered
_OPENERS = frozenset('.!?:\n“"„«')
_TITLES = frozenset({"mr", "mrs", "ms", "dr", "st", "gen", "sen", "rep", "prof", "gov", "lt", "col"})


def _alias(matches: list[re.Match[str]], i: int, aliases: Mapping[str, str]) -> tuple[str, int]:
    for size in range(min(_LONGEST_ALIAS, len(matches) - i), 0, -1):
        phrase = " ".join(fold(m.group()) for m in matches[i : i + size])
        # "us" and "un" are names only in capitals.
        if phrase in aliases and (len(phrase) > 3 or matches[i].group().replace(".", "")[:2].isupper()):
            return aliases[phrase], size
    return "", 1


def _key(form: str) -> str:
    if form[:1].isdecimal():
        return re.sub(r"[,\s]", "", form)
    return stem(form)
