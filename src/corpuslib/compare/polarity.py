"""Whether a passage affirms or denies, and how surely, permits or demands: what the other should do too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from corpuslib.compare.passages import Finding, Passage, Severity, span_of
from corpuslib.compare.words import Word, function_words, lexicon

__all__ = ["modality", "negation", "polarity"]


def negation(a: Passage, b: Passage) -> Iterator[Finding]:
    """A negation that one side has and the other neither has nor words otherwise.

    It is serious where the other side has the denied word too, undenied; elsewhere the whole may be put otherwise.
    """
    mine, other = _negators(a), _negators(b)
    if len(mine) == len(other):
        return
    more, present, absent = (mine, a, b) if len(mine) > len(other) else (other, b, a)
    affirmed = _opposite(more, present, absent)
    if affirmed is None and any(_is_negative(w.form) and w.key not in present.keys for w in absent.words):
        return
    once = not mine or not other
    forms = {w.form for w in (other if more is mine else mine)}
    lone = next((w for w in more if w.form not in forms), more[0])
    verbal = lone.form in {"not", "never", "cannot"} or lone.form.endswith("n't")
    shared = affirmed is not None or _same_words(_denied(present, lone), absent.keys) or _much_alike(a, b)
    severity: Severity = "minor" if not shared else "critical" if once and (verbal or affirmed) else "major"
    score = 0.5 if not shared else 0.85 if severity == "critical" else 0.6 if once else 0.5
    reason = f"“{'{a}' if present is a else '{b}'}”: only one side denies it"
    here, there = span_of(lone), span_of(affirmed) if affirmed else None
    left, right = (here, there) if present is a else (there, here)
    yield Finding("negation", severity, left, right, reason, score)


def _opposite(more: Sequence[Word], present: Passage, absent: Passage) -> Word | None:
    """Return the word for all on one side where the other has the one for none."""
    affirmative: dict[str, str] = lexicon()["quantifiers"]
    wanted = {affirmative[w.form].split()[0]: w for w in more if w.form in affirmative}
    wanted |= {form: w for w in more if w.form in affirmative for form in affirmative[w.form].split()}
    return next((w for w in absent.words if w.form in wanted and w.form not in present.forms), None)


def _much_alike(a: Passage, b: Passage) -> bool:
    mine, other = (p.keys - function_words() for p in (a, b))
    short, long = sorted((mine, other), key=lambda keys: (len(keys), sorted(keys)))
    return _same_words(short, long) * 10 >= 6 * len(short) > 0


def _same_words(keys: Iterable[str], others: Iterable[str]) -> int:
    """Count the keys that others share up to an ending: sign, signed."""
    beginnings = {other[:4] for other in others}
    return sum(key[:4] in beginnings for key in keys)


def _denied(passage: Passage, negator: Word) -> frozenset[str]:
    """Return the keys of the first two telling words after a negator in its clause."""
    after = [w for w in passage.words if w.start >= negator.end][:6]
    clause: list[str] = []
    end = negator.end
    for word in after:
        if any(c in passage.text[end : word.start] for c in ",;:.!?"):
            break
        end = word.end
        if word.form not in function_words():
            clause.append(word.key)
    return frozenset(clause[:2])


def polarity(a: Passage, b: Passage) -> Iterator[Finding]:
    """A word on one side, the same with a negative prefix on the other, and as many negations on both."""
    if len(_negators(a)) != len(_negators(b)):
        return
    for x, y, swap in ((a, b, False), (b, a, True)):
        for word in x.words:
            bare = _without_prefix(word.form)
            plain = next((w for w in y.words if w.form == bare), None) if bare and word.form not in y.forms else None
            if plain is not None and plain.form not in x.forms:
                reason = "“{a}” against “{b}”: one denies the other"
                finding = Finding("negation", "critical", span_of(word), span_of(plain), reason, 0.75)
                yield finding.mirrored() if swap else finding
                return


def _without_prefix(form: str) -> str:
    prefix = next((p for p in ("un", "im", "in", "il", "ir", "dis", "non") if form.startswith(p)), "")
    return form[len(prefix) :] if prefix and len(form) - len(prefix) > 4 else ""


def _negators(passage: Passage) -> list[Word]:
    found = []
    for word, after in zip(passage.words, [*passage.words[1:], None], strict=True):
        only = after is not None and after.form in {"only", "just", "merely", "least", "matter"}
        if (word.form in lexicon()["negators"] or word.form.endswith("n't")) and not only:
            found.append(word)
    return found


_NOT_PREFIXED = ("under", "unti", "unio", "unit", "univ", "uniq", "discu", "distr", "dista", "displ", "disk", "disea")


def _is_negative(form: str) -> bool:
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
