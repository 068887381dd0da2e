"""Reads codebooks from TOML and checks them, so that a fault is reported where it stands."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from corpuslib.annotate._codebook import Codebook, Frame, Pattern, Term, Word, pattern_of
from corpuslib.lexicon import toml

__all__ = ["SHIPPED", "CodebookError", "load_codebook"]

SHIPPED = ("generic", "policy")


class CodebookError(ValueError):
    """A codebook cannot be used; the message names file, frame, term and what to do."""


def load_codebook(name_or_path: str | Path) -> Codebook:
    """Return a shipped codebook by its name, or the codebook in a TOML file.

    The file holds `name`, and one `[[frame]]` a frame with `name`, `definition` and one or more
    `[[frame.terms]]`, each with `words` (a list) and optionally `weight`, `kind`, `not_in`, `negation`, which
    hold for all words of that list; `not_in` may also stand in the frame, for all its terms. Without `kind`, a
    word with a star is a wildcard, several words are a phrase, a single word is a lemma. Raises `CodebookError`
    if there is no such codebook or it has a fault.

    >>> [frame.name for frame in load_codebook("generic").frames][:2]
    ['conflict', 'human_interest']
    """
    if str(name_or_path) in SHIPPED:
        return _shipped(str(name_or_path))
    path = Path(name_or_path)
    try:
        content = path.read_text(encoding="utf-8")
    except OSError as error:
        raise CodebookError(
            f"no codebook {str(name_or_path)!r}: give the path of a TOML file or one of {', '.join(SHIPPED)} "
            f"({error.strerror or error})"
        ) from error
    except UnicodeDecodeError as error:
        raise CodebookError(f"{path.name}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
    return _parsed(content, path.name)


@cache
def _shipped(name: str) -> Codebook:
    return _Reader(f"codebooks/{name}.toml").codebook(toml(f"codebooks/{name}.toml"))


@lru_cache(maxsize=32)
def _parsed(content: str, file: str) -> Codebook:
    try:
        data = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise CodebookError(f"{file}: not valid TOML: {error}") from error
    return _Reader(file, tuple(content.split("\n"))).codebook(data)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Checks a codebook while it reads it, so that a fault is reported where it stands."""

    file: str
    lines: tuple[str, ...] = field(default=())

    def fail(self, why: str, *where: str) -> CodebookError:
        """Return the error, with the line of the last of `where` that can be found in the file."""
        number = next((n for w in reversed(where) for n, line in enumerate(self.lines, 1) if f'"{w}"' in line), None)
        place = self.file if number is None else f"{self.file}, line {number}"
        names = [f"{what} {name!r}" for what, name in zip(("frame", "term"), where, strict=False)]
        return CodebookError(f"{place}: {', '.join([*names, why])}")

    def codebook(self, data: Mapping[str, Any]) -> Codebook:
        self.keys(data, {"name", "title", "source", "licence", "version", "frame"})
        if not isinstance(data.get("frame"), list) or not data["frame"]:
            raise self.fail("has no [[frame]]; add at least one")
        found: dict[str, Frame] = {}
        for number, table in enumerate(data["frame"], 1):
            if not isinstance(table, dict) or not isinstance(table.get("name"), str) or not table["name"]:
                raise self.fail(f"[[frame]] number {number} has no name")
            if table["name"] in found:
                raise self.fail("is defined twice", table["name"])
            found[table["name"]] = self.frame(table)
        texts = {key: self.text(data, key) for key in ("title", "source", "licence")}
        name = self.text(data, "name") or self.file.removesuffix(".toml")
        return Codebook(name, tuple(found.values()), version=self.text(data, "version") or "1", **texts)

    def frame(self, table: Mapping[str, Any]) -> Frame:
        name = table["name"]
        self.keys(table, {"name", "title", "definition", "include", "exclude", "example", "not_in", "terms"}, name)
        groups = table.get("terms")
        if not isinstance(groups, list) or not groups or not all(isinstance(g, dict) for g in groups):
            raise self.fail("has no [[frame.terms]]; add at least one", name)
        shared = self.phrases(table, name)
        terms: dict[str, Term] = {}
        for group in groups:
            for term in self.terms(group, shared, name):
                if term.text in terms:
                    raise self.fail("stands twice in the frame; keep one", name, term.text)
                terms[term.text] = term
        self.all_used(shared, terms.values(), name)
        texts = {key: self.text(table, key, name) for key in ("definition", "include", "exclude", "example")}
        return Frame(name, self.text(table, "title", name) or name, terms=tuple(terms.values()), **texts)

    def terms(self, group: Mapping[str, Any], shared: tuple[str, ...], frame: str) -> list[Term]:
        self.keys(group, {"words", "weight", "kind", "not_in", "negation"}, frame)
        words, own = group.get("words"), self.phrases(group, frame)
        if not isinstance(words, list) or not words or not all(isinstance(word, str) for word in words):
            raise self.fail('[[frame.terms]] needs words = ["…", …]', frame)
        terms = [self.term(word, group, (*shared, *own), frame) for word in words]
        self.all_used(own, terms, frame)
        return terms

    def phrases(self, table: Mapping[str, Any], frame: str) -> tuple[str, ...]:
        phrases = table.get("not_in", [])
        if not isinstance(phrases, list) or not all(isinstance(phrase, str) for phrase in phrases):
            raise self.fail("not_in is not a list of phrases", frame)
        return tuple(phrases)

    def all_used(self, phrases: Iterable[str], terms: Iterable[Term], frame: str) -> None:
        """A phrase that no term is part of is a slip of the pen: say so rather than pass over it."""
        used = {phrase for term in terms for phrase in term.not_in}
        for phrase in phrases:
            if phrase not in used:
                raise self.fail("not_in phrase contains no term that it could keep from counting", frame, phrase)

    def term(self, word: str, group: Mapping[str, Any], not_in: tuple[str, ...], frame: str) -> Term:
        weight, negation = group.get("weight", 1.0), group.get("negation", 0)
        kind = group.get("kind", "wildcard" if "*" in word else "phrase" if " " in word else "lemma")
        text = " ".join(word.split())
        if not re.search(r"[^\W_]", text):
            raise self.fail("has no letter or digit", frame, word)
        if re.search(r"(?<![^\W_]{3})\*|\*(?=[^\W_])", text):
            raise self.fail("a star ends a word and stands after three letters or more", frame, word)
        if kind not in ("lemma", "phrase", "wildcard"):
            raise self.fail(f"kind {kind!r} is not one of lemma, phrase, wildcard", frame, word)
        if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 < weight < math.inf:
            raise self.fail(f"weight {weight!r} is not a number above 0", frame, word)
        if isinstance(negation, bool) or not isinstance(negation, int) or not 0 <= negation <= 10:
            raise self.fail(f"negation {negation!r} is not a number of words from 0 to 10", frame, word)
        pattern = pattern_of(text, kind)
        contexts = tuple(phrase for phrase in not_in if _may_contain(pattern_of(phrase, "phrase"), pattern))
        return Term(text, kind, float(weight), contexts, negation)

    def text(self, table: Mapping[str, Any], key: str, *where: str) -> str:
        value = table.get(key, "")
        if not isinstance(value, str):
            raise self.fail(f"{key} is not a text: put it in quotation marks", *where)
        return value.strip()

    def keys(self, table: Mapping[str, Any], allowed: set[str], *where: str) -> None:
        unknown = sorted(set(table) - allowed)
        if unknown:
            raise self.fail(f"unknown key {unknown[0]!r}; known are {', '.join(sorted(allowed))}", *where)


def _may_contain(context: Pattern, pattern: Pattern) -> bool:
    """Say whether a longer phrase can have the term in it; terms share the phrases of their list and frame."""
    shifts = range(len(context) - len(pattern) + 1) if len(context) > len(pattern) else ()
    return any(all(_may_meet(word, context[s + k]) for k, word in enumerate(pattern)) for s in shifts)


def _may_meet(one: Word, other: Word) -> bool:
    if not one.prefix and not other.prefix:
        return bool(one.forms & other.forms)
    if one.prefix and other.prefix:
        return one.prefix.startswith(other.prefix) or other.prefix.startswith(one.prefix)
    prefix, forms = (one.prefix, other.forms) if one.prefix else (other.prefix, one.forms)
    return any(form.startswith(prefix) for form in forms)
