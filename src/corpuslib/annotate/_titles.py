"""Quoted names of works, programmes, ships and operations: passages in quotation marks that nobody says."""

from __future__ import annotations

import re

from corpuslib.annotate._grammar import word_list

__all__ = ["is_named", "is_title"]

_WORD = re.compile(r"\w[\w’'-]*")
_THINGS = frozenset([
    "ad", "advert", "advertisement", "album", "app", "article", "ballad", "band", "biopic", "blog", "board", "book",
    "booklet", "cartoon", "clip", "column", "comedy", "commercial", "documentary", "drama", "editorial", "episode",
    "essay", "exercise", "exhibition", "festival", "film", "hashtag", "headline", "hymn", "initiative", "magazine",
    "manoeuvres", "memoir", "mission", "movie", "musical", "newsletter", "newspaper", "novel", "opera", "operation",
    "painting", "pamphlet", "paper", "play", "podcast", "poem", "programme", "program", "project", "quiz", "report",
    "satire", "sculpture", "serial", "series", "ship", "show", "single", "sitcom", "song", "speech", "story",
    "study", "submarine", "tanker", "track", "trilogy", "tune", "vessel", "video", "website", "yacht", "zine",
])  # fmt: skip
_NAMING = frozenset(["christened", "codenamed", "entitled", "headlined", "named", "subtitled", "titled"])
_LAST_WORD = re.compile(r"(\w[\w’'-]*)(,?)\s*$")


def is_title(inner: str) -> bool:
    """Say whether a quoted passage is written as the title of a work: two words or more, capitals all through.

    >>> is_title("The Long Road Home"), is_title("The long road home"), is_title("Home")
    (True, False, False)
    """
    words = _WORD.findall(inner[:200])
    if len(words) < 2 or inner[-1:] in "?!" or ". " in inner:
        return False
    small = word_list("title_small_words")
    return all(word[:1].isupper() or word in small or word[:1].isdigit() for word in words)


def is_named(before: str, inner: str) -> bool:
    """Say whether the words before a quoted passage call it the name of a thing: the film “…”, a ship named “…”.

    >>> is_named("She came aboard the tanker ", "Morning Star"), is_named("She said of the tanker, ", "It is lost")
    (True, False)
    """
    match = _LAST_WORD.search(before[-60:])
    if match is None or not (match.group(1).lower() in _THINGS | _NAMING or match.group(1).endswith(("’s", "'s"))):
        return False
    bare = inner.rstrip("?!")
    return is_title(bare) or (not match.group(2) and bare.isalpha() and bare[:1].isupper())
