"""What the markup of a block says it is: its element, and the words in its class, id, role and itemprop."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple, cast

from corpuslib import lexicon
from corpuslib.document import BlockKind
from corpuslib.read.layout import Node

__all__ = ["Role", "is_container", "role_of"]

_BY_TAG: dict[str, BlockKind] = {
    "nav": "navigation",
    "menu": "navigation",
    "footer": "navigation",
    "button": "navigation",
    "form": "navigation",
    "option": "navigation",
    "label": "navigation",
    "dialog": "navigation",
    "aside": "related_links",
    "figcaption": "caption",
    "figure": "caption",
}
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
# "has-sidebar" and "no-comments" speak of something elsewhere, "ad-free" of nothing at all.
_ELSEWHERE = frozenset({"has", "with", "without", "no", "not", "is", "hide", "show"})
_NEVER_BY_CLASS = frozenset({"", "html", "body", "main", "article", "tbody", "tr", "th", "td"})
_LETTERS = re.compile("[a-z]+")
_MAX_NAMES = 400


class Role(NamedTuple):
    """The kind of block that markup suggests, and the evidence."""

    kind: BlockKind
    rule: str


@cache
def _lexicon() -> dict[str, str]:
    return {row["word"]: row["role"] for row in lexicon.rows("html_roles.tsv")}


def role_of(node: Node) -> Role | None:
    """Return what an element says it holds, or None where it says nothing.

    >>> role_of(Node("div", 0, {"class": "story-relatedLinks"}))
    Role(kind='related_links', rule='class word related')
    >>> role_of(Node("div", 0, {"class": "has-sidebar"})) is None
    True
    """
    if kind := _BY_TAG.get(node.tag):
        return Role(kind, f"element {node.tag}")
    if node.tag in _NEVER_BY_CLASS or not node.attributes:
        return None
    for name in ("role", "class", "id", "itemprop"):
        if (value := node.attributes.get(name)) and (found := _named(value[:_MAX_NAMES])):
            return Role(cast(BlockKind, found[0]), f"{name} word {found[1]}")
    return None


@lru_cache(maxsize=4096)
def _named(names: str) -> tuple[str, str] | None:
    for name in names.split():
        words = [word.lower() for word in _WORD.findall(name)]
        if words and words[0] in _ELSEWHERE:
            continue
        for word in [*words, "".join(words)]:
            if (role := _lexicon().get(word)) and role != "container":
                return role, word
    return None


def is_container(node: Node) -> bool:
    """Say whether an element declares that it holds the article's body.

    >>> is_container(Node("div", 0, {"itemprop": "articleBody"}))
    True
    """
    for name in ("itemprop", "class", "id"):
        if (value := node.attributes.get(name)) and _names_container(value[:_MAX_NAMES]):
            return True
    return False


@lru_cache(maxsize=4096)
def _names_container(names: str) -> bool:
    return any(_lexicon().get("".join(_LETTERS.findall(name))) == "container" for name in names.lower().split())
