"""Where a sentence ends: the marks that may end one, and the words beside a mark that decide.

The abbreviations are those of lexicon/abbreviations.tsv. Abbreviations learnt from a corpus (the first stage of
Punkt) are left out because they did not help: from 0.25, 1 and 8.2 million characters of news it learnt 4, 12 and
103 abbreviations that the list lacks, and no boundary in the treebanks EWT, GUM and PUD changed; learnt from the
treebanks' own text, they lost .003 F1 on EWT.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from corpuslib.annotate._grammar import word_list
from corpuslib.lexicon import rows

__all__ = ["boundaries"]

_BULLETS = "•▪●‣⁃"
_AFTER = r"\"'”’»›)\]}）」』】》〉"
_CLOSERS = _AFTER + "“‹*"  # “ closes in German; where it opens, a space stands before it
# What a mark takes along although a space stands between: a reference, an emoticon, a closing quote, a spaced "!".
_TAKEN = r"(?:\s?\[\d{1,3}\]|\s[:;]-?[()DP](?!\w)|\s[”’»)\]](?=[\s,.;:]|$)|\s[\"'](?=\s[a-z])|\s[?!](?=\s|$))"
# A mark before a space, a mark of a script that sets no spaces, a bullet, or an address before a capital. All begin
# with one set of characters, for which `re` looks fast; the group that is last says which it was.
_BOUNDARY = re.compile(
    rf"""
    [.?!…。！？｡؟۔।॥{_BULLETS}:@]
    (?:
      (?<=[.?!…])(?<![.?!…]{{2}}) (?P<more>[.?!…]*+) (?P<closers>[{_CLOSERS}]*+) {_TAKEN}{{0,4}}+ (?P<mark>\s++)(?=\S)
    | (?<=[؟۔।॥])(?<![؟۔।॥]{{2}}) [؟۔।॥]*+ [{_AFTER}]*+ (?P<other>\s++)(?=\S)
    | (?<=[。！？｡])(?<![。！？｡]{{2}}) [。！？｡]*+ [{_AFTER}]*+ (?P<unspaced>\s*+)(?=\S)
    | (?<=\s[{_BULLETS}]) (?P<bullet>)
    | (?: (?<=:)// | (?<=[\w.]@) ) \S{{1,300}}+ (?<![,;:–—-]) (?P<address>\s++)(?=\S)
    )
    """,
    re.VERBOSE,
)
_OPENERS = re.compile(rf"[\"'“‘”’«»„‚(\[{{¿¡*_–—{_BULLETS}-]*\s?")  # ” and » open in some languages
_JOINTS = re.compile(r"[—–/(\[{\"“‘«„‚]|--")
_WORD = re.compile(r"[^\W\d_]+")
_DOTTED = re.compile(r"[^\W\d_]{1,2}(?:\.-?[^\W\d_]{1,2}){1,5}")  # "U.N", "e.g", "J.-C"
_SHORT = re.compile(r"[^\W\d_]{1,3}\.")  # the second half of "z. B." or "n. Chr."
_ZONE = re.compile(r"[A-Z]{2,4}\b|(?:[^\W\d_]{1,20} ){1,2}[Tt]ime\b")
_ROMAN = re.compile(r"(?!I\b)[IVX]{1,5}")
_VOWEL = re.compile(r"[aeiouyäöüáéíóúàèìòùâêîôûæøåаеёиоуыэюя]", re.IGNORECASE)
# Openers that are nobody's name, so that even a title before them ends its sentence: "on Main St. The shop".
_NO_NAMES = frozenset(("and", "at", "but", "it", "that", "the", "there", "these", "they", "this", "those"))


def boundaries(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the end of each sentence but the last, with the start of the next, for a line `text[start:end]`."""
    for match in _BOUNDARY.finditer(text, start, end):
        kind = match.lastgroup or "bullet"
        stop, following = (match.start(), match.start()) if kind == "bullet" else match.span(kind)
        if start < stop and _ends(text, start, match, kind):
            yield stop, following
            start = following


def _ends(text: str, start: int, match: re.Match[str], kind: str) -> bool:
    """Say whether what `match` found ends the sentence that began at `start`."""
    if kind not in ("mark", "address"):
        return True
    following = text[match.end() : match.end() + 40]
    opened = _OPENERS.match(following)
    rest = following[opened.end() :] if opened else following
    if kind == "address":
        return rest[:1].isupper()
    if following[0] in ".?!…,;:)]}":
        return False
    mark, before = text[match.start()], text[max(start, match.start() - 24) : match.start()]
    if rest[:1].islower():
        return not following.startswith(("-", "–", "—")) and _ends_before_lower_case(mark, before, match)
    if mark == "…" or (mark == "." and match["more"]):
        return rest[:1].isupper() or rest[:1].isdigit()
    return mark != "." or _stop_ends(before, rest, opens=match.start() - start < 6)


def _ends_before_lower_case(mark: str, before: str, match: re.Match[str]) -> bool:
    """Few sentences begin in lower case, so only a plain mark after a plain word is believed."""
    word = _last_word(before)
    if match["closers"] or mark == "…" or (mark == "." and (match["more"] or not word)):
        return False
    if mark != ".":
        name = word[:1].isupper() and not match["more"]  # "Jeopardy! is"
        return not (name or word.endswith(","))  # "gas,? said" had a quotation mark where it has ? now
    ordinal = word.isdigit() and len(word) < 3  # "the 23. or 24. April"
    return not (ordinal or _scope(word) or _ROMAN.fullmatch(word) or _lacks_a_vowel(word))


def _stop_ends(before: str, rest: str, *, opens: bool) -> bool:
    """Say whether one full stop ends a sentence before `rest`, which does not begin in lower case.

    `opens`: the sentence began a few characters before, so that a number can be that of a list.
    """
    word = _last_word(before)
    if word.isdigit():
        in_list = opens and before.strip(f"([{_BULLETS}*–- ") == word
        return len(word) > 2 or not (in_list or _is_ordinal(before, rest))
    found = _WORD.match(rest)
    name = found.group() if found else ""
    lower, stop = name.lower(), rest[len(name) : len(name) + 1] == "."
    match _scope(word):
        case None:
            return not (len(word) == 1 and _SHORT.match(rest))
        case "title" if not word.islower():
            return lower in _NO_NAMES
        case "number":
            return not (rest[:1].isdigit() or _ROMAN.fullmatch(name))
        case "time":
            date = lower in word_list("days") or (stop and _scope(name) in ("number", "common"))  # "5 p.m. Dec. 22"
            return bool(name) and not date and not _ZONE.match(rest)
        case "unit":
            return bool(name)
        case _:
            return lower in word_list("frequent_openers") and not stop


def _last_word(before: str) -> str:
    parts = before.rsplit(None, 1)
    return _JOINTS.split(parts[-1])[-1].lstrip(f"'*.{_BULLETS}") if parts else ""


@cache
def _scopes() -> dict[str, str]:
    return {row["abbreviation"]: row["scope"] for row in rows("abbreviations.tsv")}


def _scope(word: str) -> str | None:
    """Return how an abbreviation behaves (see lexicon/abbreviations.tsv), None where the word is none."""
    if not word:
        return None
    if len(word) == 1 and word.isupper():
        return "common"  # an initial
    scopes = _scopes()
    scope = scopes.get(word.lower()) or (scopes.get(word.capitalize()) if word[0].isupper() else None)
    if scope or _DOTTED.fullmatch(word):
        return scope or "common"
    joined = word.lstrip("0123456789:") if word[0].isdigit() else word.rpartition("-")[2]  # "5p.m", "Maj.-Gen"
    return _scope(joined) if joined != word else None


def _lacks_a_vowel(word: str) -> bool:
    """Say whether a word looks like an abbreviation: short and without a vowel, or one letter."""
    return len(word) == 1 or (len(word) < 5 and word.isalpha() and not _VOWEL.search(word))


# "den 23. oder 24. April", "im 20. Jahrhundert", and what a translation leaves of them.
_GERMAN_CASE = re.compile(
    r"\b(?:[Aa][bm]|[Bb]eim|[Bb]is|[Dd](?:as|em|en|er|es|ie)|[Ii]m|[Ss]eit|[Vv]om|[Zz]um)\s\d{1,2}$"
)
_AFTER_ORDINAL = re.compile(
    r"(?:Jan|Feb|Mar|Mär|Apr|May|Mai|Jun|Jul|Aug|Sep|Oct|Okt|Nov|Dec|Dez)[a-zä]{0,6}\b|Jahr(?:hundert|estag)"
)


def _is_ordinal(before: str, rest: str) -> bool:
    return bool(_GERMAN_CASE.search(before) or _AFTER_ORDINAL.match(rest))
