"""Denials and quotations in a text of one of the languages that a source may be in."""

from __future__ import annotations

import re
from functools import cache

from corpuslib.compare.source_values import language_data
from corpuslib.compare.words import fold, lexicon, words
from corpuslib.text import Span

__all__ = ["denials", "denies", "quoted"]

_CJK = ("ko", "zh")


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds a denial, and phrases in which its words deny nothing."""
    data = language_data(language)
    apart = [phrase for phrase in data["not_negators"].split("|") if phrase]
    if language in _CJK:
        forms = sorted(data["negators"].split(), key=lambda f: (-len(f), f))
        return re.compile("|".join(map(re.escape, forms))), re.compile("|".join(map(re.escape, apart)))
    plain = sorted({fold(form) for form in data["negators"].split() if not form.endswith("'")})
    either = "|".join(re.escape(form).replace("_", r"\s") for form in plain)
    elided = r"|\bn['’](?=\w)" if language == "fr" else ""
    phrases = "|".join(re.escape(fold(phrase)).replace(r"\ ", r"\s") for phrase in apart)
    return re.compile(rf"\b(?:{either})\b{elided}"), re.compile(rf"\b(?:{phrases})\b")


def denials(text: str, language: str) -> list[Span]:
    """Return the words of a passage that deny something.

    >>> [t[s.slice] for t in ["Eine Aussprache war nicht vorgesehen, nicht nur hier."] for s in denials(t, "de")]
    ['nicht']
    """
    negators, apart = _patterns(language)
    plain = text if language in _CJK else _folded(text)
    plain = apart.sub(lambda match: "\x1f" * len(match.group()), plain)
    found = [Span(*match.span()) for match in negators.finditer(plain)]
    if language == "fr":  # "ne … pas", "ne … que": one denial; "ne" alone is none
        found = [s for s in found if plain[s.slice] not in ("ne", "n'", "n’") or _PAS.match(plain, s.end)]
    return found


_PAS = re.compile(r"(?:\W{0,3}\w+){0,4}?\W{1,3}(?:pas|plus|point|guere)\b")


def _folded(text: str) -> str:
    """Return text folded letter by letter, so that places stay."""
    return "".join(fold(c)[:1] or c if c.isalpha() else c for c in text)


def denies(english: str) -> bool:
    """Say whether an English passage denies anything, in a negative word of any kind.

    >>> denies("She declined to comment."), denies("An unlawful act."), denies("She commented.")
    (True, True, False)
    """
    known = lexicon()
    plain: frozenset[str] = known["negators"] | known["weak_negatives"]
    stems = tuple(sorted(known["negative_stems"]))
    for word in words(english):
        if word.form in plain or word.form.startswith(stems) or word.form.endswith(("n't", "less")):
            return True
        if word.form.startswith(_NEGATIVE) or (word.form.startswith("un") and not word.form.startswith(_POSITIVE)):
            return True
    return False


# Beginnings of words with a negative prefix, and of words in un- without one.
_NEGATIVE = (
    "impossib", "improp", "incapab", "inabil", "invalid", "incorrect", "inact", "insuffic", "illegal", "illegit",
    "irreg", "disagree", "dismiss", "disput", "disapprov", "dissat", "nonexist", "ruled", "instead", "rule",
)  # fmt: skip
_POSITIVE = ("under", "until", "union", "unit", "unif", "uniq", "univ", "unan", "unve")

# Opening and closing marks. A mark that closes in one language opens in another, so the pair is what counts.
_QUOTED = re.compile(
    r"„([^„“”\"\n]{1,600})[“”\"]|“([^“”\n]{1,600})”|«\s?([^«»\n]{1,600}?)\s?»|»([^«»\n]{1,600})«"
    r"|「([^「」\n]{1,600})」|『([^『』\n]{1,600})』|\"([^\"\n]{1,600})\"|《([^《》\n]{1,600})》"
)


def quoted(text: str) -> list[Span]:
    """Return what stands between double quotation marks of any convention, without the marks.

    >>> [t[s.slice] for t in ["Er sprach von „Sieg“, elle dit «\xa0oui\xa0»."] for s in quoted(t)]
    ['Sieg', 'oui']
    """
    spans = []
    for match in _QUOTED.finditer(text):
        group = next(n for n in range(1, 9) if match.group(n) is not None)
        if not match.group().startswith("《"):  # titles of works
            spans.append(Span(*match.span(group)))
    return spans
