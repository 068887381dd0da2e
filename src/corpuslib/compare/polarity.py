"""Whether a passage affirms or denies, and how surely, permits or demands: what the other should do too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise, zip_longest

from corpuslib.compare.inflections import same_word
from corpuslib.compare.opposites import opposite_of
from corpuslib.compare.passages import HINT, Finding, Passage, Severity, span_of
from corpuslib.compare.words import Word, function_words, lexicon
from corpuslib.text import Span

__all__ = ["is_negative", "modality", "negation", "negators", "polarity"]


def negation(a: Passage, b: Passage) -> Iterator[Finding]:
    """A negation that one side has and the other neither has nor words otherwise.

    It is serious where the other side has the denied word too, undenied; elsewhere the whole may be put otherwise.
    """
    mine, other = negators(a)[:_MOST], negators(b)[:_MOST]
    flips = [*_flips(mine, a, b), *(f.mirrored() for f in _flips(other, b, a))]
    if flips:
        # One change of a negation often shows on both sides, so the surer one is told.
        yield max(flips, key=lambda f: (f.score, f.a is not None and f.a.end - f.a.start, f.a or Span(-1, -1)))
        return
    if len(mine) == len(other):
        return
    more, present, absent = (mine, a, b) if len(mine) > len(other) else (other, b, a)
    affirmed = _opposite(more, present, absent)
    if affirmed is None and any(is_negative(w.form) and w.key not in present.keys for w in absent.words):
        return
    if any(opposite_of(w.form, v.form) for n in more for w in _denied(present, n) for v in absent.words):
        return
    once = not mine or not other
    forms = {w.form for w in (other if more is mine else mine)}
    lone = next((w for w in more if w.form not in forms), more[0])
    weakly = any(w.form in lexicon()["weak_negatives"] and w.key not in present.keys for w in absent.words)
    alike = affirmed is not None or (not weakly and _alike_around(lone, present, absent))
    severity: Severity = "minor" if not (alike and once) else "critical" if affirmed else "major"
    score = 0.85 if affirmed and once else 0.6 if alike and once else HINT if weakly else 0.5
    reason = f"“{'{a}' if present is a else '{b}'}”: only one side denies it"
    here, there = span_of(lone), span_of(affirmed) if affirmed else None
    left, right = (here, there) if present is a else (there, here)
    yield Finding("negation", severity, left, right, reason, score)


def _flips(negators: Sequence[Word], x: Passage, y: Passage) -> Iterator[Finding]:
    """Yield what x denies and y says without denying it, in no negative word either."""
    for negator in negators:
        denied = _denied(x, negator)[:1]
        if not denied or sum(same_word(w.form, denied[0].form) for w in x.words) > 1 or denied[0].number:
            continue
        said = [w for w in y.words if same_word(w.form, denied[0].form)]
        if len(said) != 1 or _negative_near(y, said[0], x):
            continue
        weak: frozenset[str] = lexicon()["weak_negatives"]
        sure = not any(w.key not in x.keys and (is_negative(w.form) or w.form in weak) for w in y.words)
        span = Span(negator.start, denied[0].end)
        reason = "“{a}” against “{b}”: only one side denies it"
        yield Finding(
            "negation", "critical" if sure else "minor", span, span_of(said[0]), reason, 0.85 if sure else 0.5
        )


def _negative_near(passage: Passage, word: Word, other: Passage) -> bool:
    """Say whether a word is denied by one near it: a negator, or a negative word that the other side lacks."""
    found = passage.words
    at = found.index(word)
    near = [
        *_clause(passage, found[max(0, at - _SCOPE) : at + 1][::-1]),
        *_clause(passage, found[at : at + 1 + _SCOPE]),
    ]
    return any(_is_negator(w) or (is_negative(w.form) and w.key not in other.keys) for w in near)


def _clause(passage: Passage, found: Sequence[Word]) -> Iterator[Word]:
    """Yield the words after the first one, in either direction, up to the end of its clause."""
    for last, word in pairwise(found):
        between = passage.text[min(last.end, word.end) : max(last.start, word.start)]
        if word.form in ("but", "though", "although") or not _STOPS.isdisjoint(between):
            return
        yield word


_STOPS = frozenset(",;:.!?")
_MOST = 50  # negations of a passage: more come only of text that repeats itself without end
_SHORT = 12  # telling words: in a longer passage a negation can stand anywhere
_SCOPE = 6  # words before a word in which a negator can deny it


def _opposite(more: Sequence[Word], present: Passage, absent: Passage) -> Word | None:
    """Return the word for all on one side where the other has the one for none."""
    affirmative: dict[str, str] = lexicon()["quantifiers"]
    wanted = {affirmative[w.form].split()[0]: w for w in more if w.form in affirmative}
    wanted |= {form: w for w in more if w.form in affirmative for form in affirmative[w.form].split()}
    return next((w for w in absent.words if w.form in wanted and w.form not in present.forms), None)


def _alike_around(negator: Word, present: Passage, absent: Passage) -> bool:
    """Say whether the sentence of a negator has a short counterpart that shares half of its telling words."""
    mine = next(keys for keys, end in _sentences(present) if negator.end <= end)
    for other, _ in _sentences(absent):
        short, long = sorted((mine, other), key=lambda keys: (len(keys), sorted(keys)))
        if len(other) <= _SHORT and _same_words(short, long) * 2 >= len(short) > 0:
            return True
    return False


def _sentences(passage: Passage) -> list[tuple[frozenset[str], int]]:
    """Return the telling keys of each sentence of a passage, and where it ends."""
    ends = [m.end() for m in _END.finditer(passage.text)] + [len(passage.text)]
    starts = [0, *ends]
    telling = [w for w in passage.words if w.form not in function_words()]
    return [
        (frozenset(w.key for w in telling if start <= w.start < end), end)
        for start, end in zip(starts, ends, strict=False)
    ]


_END = re.compile(r"[.!?][”\"'’)]{0,2}\s")


def _same_words(keys: Iterable[str], others: Iterable[str]) -> int:
    """Count the keys that others share up to an ending: sign, signed."""
    beginnings = {other[:4] for other in others}
    return sum(key[:4] in beginnings for key in keys)


def _denied(passage: Passage, negator: Word) -> list[Word]:
    """Return the first two telling words after a negator in its clause, adverbs left out."""
    clause: list[Word] = []
    end = negator.end
    for word in [w for w in passage.words if w.start >= negator.end][:_SCOPE]:
        if any(c in passage.text[end : word.start] for c in ",;:.!?"):
            break
        end = word.end
        if word.form not in function_words() and not word.form.endswith("ly"):
            clause.append(word)
    return clause[:2]


def polarity(a: Passage, b: Passage) -> Iterator[Finding]:
    """A word on one side, the same with a negative prefix on the other, and as many negations on both."""
    if len(negators(a)) != len(negators(b)):
        return
    for x, y, swap in ((a, b, False), (b, a, True)):
        for word in x.words:
            bare = _without_prefix(word.form)
            plain = next((w for w in y.words if w.form == bare), None) if bare and word.form not in y.forms else None
            if plain is not None and plain.form not in x.forms and not _negative_near(y, plain, x):
                reason = "“{a}” against “{b}”: one denies the other"
                finding = Finding("negation", "critical", span_of(word), span_of(plain), reason, 0.75)
                yield finding.mirrored() if swap else finding
                return


_PREFIXES = ("un", "im", "in", "il", "ir", "dis", "non")


def _without_prefix(form: str) -> str:
    prefix = next((p for p in _PREFIXES if form.startswith(p)), "") if form.startswith(_PREFIXES) else ""
    bare = form[len(prefix) :]
    # "Impose" is not the contrary of "pose": before a verb or a noun, in- mostly says where.
    denies = prefix not in _ALSO_WHERE or (bare.endswith(_OF_ADJECTIVES) and form not in _STRONGER)
    return bare if prefix and len(bare) > 4 and denies else ""


_ALSO_WHERE = ("im", "in")
_OF_ADJECTIVES = (
    "able", "ible", "al", "ar", "ate", "ent", "ant", "ive", "ous", "ic", "ct", "ite", "ute", "ure", "ile", "ane", "y",
)  # fmt: skip
_STRONGER = frozenset(["invaluable", "invaluably", "inflammable"])


@lru_cache(maxsize=256)  # several detectors ask for those of one passage
def negators(passage: Passage) -> tuple[Word, ...]:
    """Return the words that deny; not “not only”, nor the “No.” of a number.

    >>> [w.form for w in negators(Passage("No. 4 did not sail, and not only once."))]
    ['not']
    """
    found = []
    for word, after in zip_longest(passage.words, passage.words[1:]):
        if not _is_negator(word):
            continue
        only = after is not None and after.form in {"only", "just", "merely", "least", "matter", "but", "other"}
        numbered = word.form == "no" and after is not None and after.number  # No. 4
        if not only and not numbered:
            found.append(word)
    return tuple(found)


def _is_negator(word: Word) -> bool:
    return word.form in lexicon()["negators"] or word.form.endswith("n't")


_NOT_PREFIXED = (
    "under", "unti", "unio", "unit", "univ", "uniq", "unif", "undoub", "disas", "disc", "disea", "disg", "disk",
    "dispe", "displ", "dispo", "dispu", "dista", "disti", "distr", "disru",
)  # fmt: skip


@lru_cache(maxsize=65536)
def is_negative(form: str) -> bool:
    """Say whether a folded word denies, by itself, its prefix or its stem.

    >>> is_negative("unclear"), is_negative("never"), is_negative("union")
    (True, True, False)
    """
    stems: frozenset[str] = lexicon()["negative_stems"]
    prefixed = form.startswith(("un", "dis", "non", "imposs", "incap", "inabil", "illeg", "invalid", "irre"))
    if prefixed and len(form) > 5 and not form.startswith(_NOT_PREFIXED):
        return True
    return form.endswith("less") or form in lexicon()["negators"] or any(form.startswith(s) for s in stems)


def modality(a: Passage, b: Passage) -> Iterator[Finding]:
    """Possible, likely, certain, wanted, planned, demanded or hearsay on one side, another of these on the other."""
    mine, other = _modals(a), _modals(b)
    left, right = ([kind for kind in x if kind not in y] for x, y in ((mine, other), (other, mine)))
    if len(left) == len(right) == 1:
        x, y = mine[left[0]], other[right[0]]
        reason = "“{a}” against “{b}”: not equally sure, wanted or binding"
        yield Finding("modality", "minor", span_of(x), span_of(y), reason, 0.55)


def _modals(passage: Passage) -> dict[str, Word]:
    """Return the first word of each kind of modality."""
    kinds: dict[str, str] = lexicon()["modality"]
    found: dict[str, Word] = {}
    for i, word in enumerate(passage.words):
        following = passage.words[i + 1].form if i + 1 < len(passage.words) else ""
        # "is expected to" and "is to": the second word tells them from a plain verb.
        kind = kinds.get(f"{word.form} {following}") or kinds.get(word.form)
        if kind and not (word.form == "may" and word.name) and not (word.form == "will" and word.name):
            found.setdefault(kind, word)
    return found
