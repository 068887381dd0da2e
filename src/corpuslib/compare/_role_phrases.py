"""Noun phrases beside a verb, found without a parser: what a passage offers as one who acts or is acted on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from corpuslib.compare.inflections import irregular_forms
from corpuslib.compare.passages import Passage
from corpuslib.compare.words import Word, function_words, lexicon, sounds
from corpuslib.lexicon import toml

__all__ = ["NOTHING", "Phrase", "Reading", "closed", "is_past", "keys_of", "lemma", "verb_of"]

_LONGEST = 9
_MODIFIER = 0.4
"""What a modifier of a phrase counts: "the Dornian ambassador" is not Dornia, and yet more Dornia than anybody else."""


class Phrase(NamedTuple):
    """A noun phrase: its words by number, and how much each of its keys stands for it, up to 1 for its head."""

    words: tuple[int, ...]
    keys: Mapping[str, float]

    def joined(self, other: Phrase) -> Phrase:
        """Return both phrases as one: "the mayor, Ana Teck"."""
        keys = dict(self.keys)
        for key, weight in other.keys.items():
            keys[key] = max(weight, keys.get(key, 0.0))
        return Phrase(tuple(sorted({*self.words, *other.words})), keys)


NOTHING = Phrase((), {})


@cache
def closed(name: str) -> frozenset[str]:
    """Return a word class of roles.toml."""
    return frozenset(toml("roles.toml")[name].split())


@cache
def _irregular() -> Mapping[str, str]:
    """Return the base of each irregular past, and the verb of each noun that does not look like it."""
    found = {noun: base for base, nouns in toml("roles.toml")["nouns"].items() for noun in nouns.split()}
    for base, (past, participle) in sorted(irregular_forms().items()):
        for form in sorted(past | participle):
            found.setdefault(form, base)
    return found


_SUFFIX = re.compile(r"(?:ments?|ings?|als?|(?<!cce)(?<!oce)(?<!xce)ed|es|s|e)$")
_PREFIX = re.compile(r"^(?:over|under|out|with|fore)(?=[a-z]{3})")


@lru_cache(maxsize=65536)
def verb_of(form: str) -> str:
    """Return a folded verb without its ending, and a noun in -ment or -al as the verb it comes from.

    >>> verb_of("paid") == verb_of("payment"), verb_of("overthrown") == verb_of("overthrow")
    (True, True)
    """
    base = _base(form)
    cut = _SUFFIX.sub("", base, count=1)
    base = cut if len(cut) > 1 and not base.endswith("ss") else base
    return (base[:-1] if len(base) > 2 and base[-1] == base[-2] else base).replace("y", "i")


@lru_cache(maxsize=65536)
def lemma(form: str) -> str:
    """Return what the forms of a verb and the nouns of its act share: as `verb_of`, no longer than five letters.

    >>> lemma("rejected") == lemma("rejection"), lemma("outbid") == lemma("outvote")
    (True, False)
    """
    verb = verb_of(form)
    prefix = _PREFIX.match(verb)
    return verb[: 5 if prefix is None else prefix.end() + 4]


def _base(form: str) -> str:
    """Return a word with an irregular past as the base: "overthrown" as "overthrow", and regular forms as they are."""
    prefix = _PREFIX.match(form)
    rest = form[prefix.end() :] if prefix else form
    if rest in _irregular():
        return form[: len(form) - len(rest)] + _irregular()[rest]
    return _irregular().get(form, form)


@lru_cache(maxsize=65536)
def is_past(form: str) -> bool:
    """Say whether a folded word looks like a past or a participle.

    >>> is_past("signed"), is_past("withdrawn"), is_past("sign")
    (True, True, False)
    """
    return form.endswith("ed") or form in _irregular() or _PREFIX.sub("", form) in _irregular()


@dataclass(frozen=True)
class Reading:
    """The words of a passage with what stands between them, and the phrases that can be read off them."""

    passage: Passage

    @cached_property
    def words(self) -> Sequence[Word]:
        """The words in order."""
        return self.passage.words

    @cached_property
    def forms(self) -> Sequence[str]:
        """The folded words; a name has none, so that the US is not us."""
        return ["" if self.is_name(k) and w.form not in closed("times") else w.form for k, w in enumerate(self.words)]

    @cached_property
    def styled(self) -> bool:
        """Whether nearly every word is capitalised, as in a headline."""
        long = [w for w in self.words if len(w.form) > 3]
        return len(long) > 2 and sum(w.text[0].isupper() for w in long) * 4 > len(long) * 3

    def is_name(self, k: int) -> bool:
        """Say whether a word is part of a name; at the beginning of a sentence, if a name follows."""
        return 0 <= k < len(self.words) and self._names[k]

    @cached_property
    def _names(self) -> Sequence[bool]:
        return [self._is_name(k, word) for k, word in enumerate(self.words)]

    def _is_name(self, k: int, word: Word) -> bool:
        if self.styled and (is_past(word.form) or word.form[-3:] == "ing" or word.form[-1:] == "s"):
            return False
        if word.name or not word.text[0].isupper() or word.form in lexicon()["titles"] or _is_closed(word.form):
            return word.name
        return k + 1 < len(self.words) and self.words[k + 1].name and not self.ends(k)

    @cached_property
    def lemmas(self) -> Sequence[str]:
        """What the forms of each word share."""
        return [lemma(w.form) for w in self.words]

    @cached_property
    def breaks(self) -> Sequence[str]:
        """What follows each word: "," or ";" for any stronger mark, else nothing."""
        text, found = self.passage.text, self.words
        ends = [w.start for w in found[1:]] + [len(text)]
        return [_mark(text[w.end : end]) for w, end in zip(found, ends, strict=True)][:-1] + [";"] * bool(found)

    def form(self, k: int) -> str:
        """The folded word, empty for a name and outside the passage."""
        return self.forms[k] if 0 <= k < len(self.forms) else ""

    def ends(self, k: int) -> str:
        """What follows a word; the beginning of the passage is a break as well."""
        return self.breaks[k] if 0 <= k < len(self.breaks) else ";"

    def owns(self, k: int) -> bool:
        """Say whether a word is a possessive."""
        if not 0 <= k < len(self.words):
            return False
        word = self.words[k]
        if word.form in closed("pronouns") or word.form in closed("relatives"):
            return False
        after = self.passage.text[word.end : word.end + 1]
        return word.text[-2:] in ("'s", "’s") or (word.text[-1:] in "sx" and after in ("'", "’") and after != "")

    def is_content(self, k: int) -> bool:
        """Say whether a word can be part of a noun phrase."""
        return 0 <= k < len(self.words) and self._content[k]

    @cached_property
    def _content(self) -> Sequence[bool]:
        found = []
        for k, (word, form) in enumerate(zip(self.words, self.forms, strict=True)):
            out = word.number or word.form in closed("times")
            found.append(not out and (not form or not (_is_closed(form) or self.is_adverb(k))))
        return found

    def is_adverb(self, k: int) -> bool:
        """Say whether a word is an adverb of a verb."""
        form = self.form(k)
        return form in closed("adverbs") or (form.endswith("ly") and len(form) > 4 and form not in closed("no_adverbs"))

    def is_determiner(self, k: int) -> bool:
        """Say whether a noun phrase can begin with a word and only begin."""
        return self.form(k) in closed("determiners") or (0 <= k < len(self.words) and self.words[k].number)

    def after(self, k: int) -> tuple[Phrase, int]:
        """Return the phrase that begins at the k-th word, and the word behind it."""
        main: list[int] = []
        rest: list[int] = []
        start, part = k, main
        while k < len(self.words) and k < start + _LONGEST:
            form = self.form(k)
            if not part and (self.is_determiner(k) or self.is_measure(k) or (k > start and self.is_adverb(k))):
                pass
            elif self.is_content(k) and not (part and self._hangs_on(k)):
                part.append(k)
            elif form == "of" and main:
                part = rest
            elif not (form == "and" and part and self._joins(k)):
                break
            k += 1
            if self.ends(k - 1):
                break
        while main and self.form(k - 1) in ("of", "and"):
            k -= 1
        return self._phrase(main, rest), k

    def before(self, k: int) -> tuple[Phrase, int]:
        """Return the phrase that ends with the k-th word, and where it begins."""
        part: list[int] = []
        rest: list[int] = []
        end = k
        while k >= 0 and end - k < _LONGEST and (k == end or not self.ends(k)):
            form = self.form(k)
            if self.is_content(k) and not (
                part and is_past(self.form(k)) and self.is_content(k - 1) and not self.ends(k - 1)
            ):
                part.append(k)
            elif self.is_determiner(k) and part:
                if self.form(k - 1) != "of":
                    k -= 1
                    while not self.ends(k) and self.is_measure(k):
                        k -= 1
                    break
            elif form == "of" and part:
                rest, part = rest + part, []
            elif not (form == "and" and part and self._joins(k)):
                break
            k -= 1
        return self._phrase(part[::-1], rest[::-1]), k + 1

    def names_behind(self, phrase: Phrase) -> Phrase:
        """Return the names that a phrase ends with: in "in the capital Ottawa hired" only Ottawa hires."""
        names: list[int] = []
        for k in reversed(phrase.words):
            if not self.is_name(k) or self.owns(k):
                break
            names.append(k)
        return self._phrase(names[::-1], ())

    def is_measure(self, k: int) -> bool:
        """Say whether a word belongs to the number behind it: "more than forty"."""
        form, following = self.form(k), self.form(k + 1)
        than = form == "than" and self.form(k - 1) in ("more", "less", "fewer")
        return (
            than
            or (form in ("more", "less", "fewer") and following == "than")
            or (form == "at" and following == "least")
        )

    def _hangs_on(self, k: int) -> bool:
        """Say whether the verb or participle of another clause begins: "the paper owned by Halvard"."""
        form = self.form(k)
        if not form.endswith("ing") or self.ends(k):
            return is_past(form)
        return self.is_determiner(k + 1) or self.is_name(k + 1)

    def _joins(self, k: int) -> bool:
        """Say whether "and" joins two names or two phrases, and not two verbs."""
        if self.ends(k - 1) or k + 1 >= len(self.words) or k < 1:
            return False
        left, right = self.words[k - 1], self.words[k + 1]
        if self.is_name(k - 1) or self.is_name(k + 1):
            return self.is_name(k + 1) and left.text[0].isupper()
        return (
            self.is_content(k - 1) and self.is_content(k + 1) and right.form.endswith("s") and left.form.endswith("s")
        )

    def _phrase(self, main: Sequence[int], rest: Sequence[int]) -> Phrase:
        if not main:
            return NOTHING
        keys: dict[str, float] = {}
        weak = lexicon()["titles"]
        titled = self.words[main[-1]].form in weak
        for part, full in ((main, 1.0), (rest, 1.0 if titled and rest and self.is_name(rest[-1]) else _MODIFIER)):
            last = len(part) - 1
            for n, k in enumerate(part):
                word = self.words[k]
                weight = full if n == last or self._is_head(part, n) else min(full, _MODIFIER)
                if word.form in weak and (n < last or (titled and rest and part is main)):
                    weight = min(weight, _MODIFIER)
                for key in keys_of(word):
                    keys[key] = max(weight, keys.get(key, 0.0))
        return Phrase((*main, *rest), keys)

    def _is_head(self, part: Sequence[int], n: int) -> bool:
        """Say whether a word before the last is a head too: a name among names, or joined by "and"."""
        k = part[n]
        if self.owns(k):
            return False
        if self.form(k + 1) == "and":
            return True
        return self.is_name(k) and all(self.is_name(j) and not self.owns(j - 1) for j in part[n + 1 :])


@lru_cache(maxsize=65536)
def _is_closed(form: str) -> bool:
    if form in function_words() or form.endswith("n't"):
        return True
    return any(form in closed(name) for name in _CLASSES)


_CLASSES = (
    "determiners", "be", "have", "modals", "negations", "adverbs", "relatives", "pronouns", "argument_prepositions",
    "other_prepositions", "conjunctions",
)  # fmt: skip


def keys_of(word: Word) -> Iterable[str]:
    """Return the key of a word, and for a capital what two spellings of a name share."""
    yield word.key
    if word.text[0].isupper() and len(word.form) > 4:
        yield "name " + sounds(word.form)


def _mark(between: str) -> str:
    if between == " ":
        return ""
    if any(c in between for c in ";:.!?()–—\n"):
        return ";"
    return "," if "," in between else ""
