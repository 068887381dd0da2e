"""What the words between two ties say otherwise: another word, a word less, another tense, a relation turned.

The passages are aligned word by word; a gap is told only where the passages are close to each other and both its ends
are tied, since elsewhere two translators put one thought in two ways.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import pairwise

from corpuslib.compare._verb_shapes import changed, finite_verbs, impersonal, reports, shape, with_subject
from corpuslib.compare.inflections import known_verb
from corpuslib.compare.paraphrases import is_listed
from corpuslib.compare.passages import HINT, Finding, Kind, Passage
from corpuslib.compare.polarity import is_negative
from corpuslib.compare.word_alignment import Gap, WordAlignment, align_words, is_content
from corpuslib.compare.words import Word, lexicon, same_name
from corpuslib.text import Span

__all__ = ["rewordings"]

_CLOSE, _LOOSE = 0.6, 0.85  # share of tied content words that makes passages close: in close documents, elsewhere
_LONGEST = 3  # content words of a gap: longer ones are put otherwise as a whole
_MOST = 400  # words of a passage: no sentence is longer
_BOTH = 4  # words of both sides together, of which one may stand for the other
_TIGHT = 0.6  # share of tied content words that is enough where the neighbours of a missing word stand side by side
_SURE, _WEAK, _LOST = 0.5, 0.45, 0.6
_CLAUSE = 12  # words of a clause in which a verb is looked for
_STOPS = frozenset(".!?;")
_GENITIVE = ("'s", "’s")


def rewordings(a: Passage, b: Passage, *, close: bool = False) -> Iterator[Finding]:
    """Words between words that both sides share, which differ: replaced, left out, in another tense or number.

    `close` says that the two documents are known to follow each other closely; passages of others must be closer
    to each other themselves.

    >>> a, b = Passage("Kelm sold the old mill in Varn."), Passage("Kelm sold the old barn in Varn.")
    >>> [(f.kind, f.severity, f.a) for f in rewordings(a, b)]
    [('lexical', 'minor', Span(start=18, end=22))]
    """
    if max(len(a.words), len(b.words)) <= _MOST:
        yield from _Reading(a, b, align_words(a, b), close).findings()


_SEEN_TO = ("cardinals", "clock_words", "currencies_and_units", "weak_negatives")  # what other detectors look at


@dataclass(frozen=True)
class _Reading:
    """Two passages aligned word by word."""

    a: Passage
    b: Passage
    found: WordAlignment
    close: bool

    @cached_property
    def verbs(self) -> tuple[dict[int, tuple[int, ...]], dict[int, tuple[int, ...]]]:
        """Finite verbs of either side with their auxiliaries, by the number of their last word."""
        return finite_verbs(self.a), finite_verbs(self.b)

    @cached_property
    def partners(self) -> tuple[dict[int, int], dict[int, int]]:
        """The word of the other side that each word is tied to, moved or not."""
        ties = (*self.found.ties, *self.found.moved)
        return {t.a: t.b for t in ties}, {t.b: t.a for t in ties}

    def findings(self) -> Iterator[Finding]:
        yield from self.tied_verbs()
        yield from self.tied_nouns()
        yield from self.tied_names()
        yield from self.other_subjects()
        yield from self.named_agents()
        yield from self.open_speakers()
        told = [(gap, self.telling(gap)) for gap in self.found.gaps]
        lone = [bool(left) - bool(right) for _, (left, right) in told]
        for gap, (left, right) in told:
            yield from self.exchanged_verbs(gap)
            verbs = self.other_verbs(gap)
            if max(len(left), len(right)) > _LONGEST:
                continue
            if verbs:
                yield from self.replaced(gap, *verbs)
                yield from self.changed(*verbs)
            elif left and right:
                yield from self.replaced(gap, left, right)
            elif left or right:
                # What is missing here may stand there in other words.
                yield self.missing(gap, left, right, alone=(-1 if left else 1) not in lone)
            else:
                yield from self.small(gap)

    def other_verbs(self, gap: Gap) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
        """Return the finite verbs of a gap that has just one on either side, neither of which the other side has."""
        light: frozenset[str] = lexicon()["light_verbs"]
        found = []
        for passage, numbers, verbs, partners in zip(
            (self.a, self.b), (gap.a, gap.b), self.verbs, self.partners, strict=True
        ):
            heads = [n for n in numbers if n in verbs]
            if len(heads) != 1 or heads[0] in partners:
                return None
            head = passage.words[heads[0]]
            if not is_content(head) or known_verb(head.form)[0] in light:
                return None
            found.append(verbs[heads[0]])
        return found[0], found[1]

    def exchanged_verbs(self, gap: Gap) -> Iterator[Finding]:
        """Two verbs before one object, each of which the other side has elsewhere: they have changed places."""
        if not gap.moved or not gap.before or not gap.after:
            return
        if gap.after.a - gap.before.a < 2 or gap.after.b - gap.before.b < 2:
            return
        i, j = gap.after.a - 1, gap.after.b - 1
        kinds = [known_verb(p.words[n].form)[1] for p, n in ((self.a, i), (self.b, j))]
        if all(kinds) and i in self.partners[0] and j in self.partners[1] and self.partners[0][i] != j:
            found = self.finding("role", [i], [j], "two verbs have changed places", 0.6)
            yield replace(found, severity="major") if found.score > HINT else found

    def small(self, gap: Gap) -> Iterator[Finding]:
        """Small words alone: a relation turned round, any one against a certain one."""
        forms = [" ".join(p.words[n].form for n in numbers) for p, numbers in ((self.a, gap.a), (self.b, gap.b))]
        if not gap.before or not gap.after or gap.moved:
            return
        if frozenset(forms) in _turned():
            yield self.finding("antonym", gap.a, gap.b, "the relation is turned round", _SURE)
        elif self.close and sorted({"an": "a"}.get(f, f) for f in forms) == ["a", "the"]:
            yield self.finding("lexical", gap.a, gap.b, "any one on one side, a certain one on the other", _WEAK)

    def tied_verbs(self) -> Iterator[Finding]:
        """One verb on both sides with another modal verb, in a past before the past, or in another aspect."""
        for tie in (*self.found.ties, *self.found.moved):
            x, y = self.verbs[0].get(tie.a), self.verbs[1].get(tie.b)
            if x is not None and y is not None and (tie.equal or self.close):
                yield from self.changed(x, y, one=True)

    def changed(self, x: Sequence[int], y: Sequence[int], *, one: bool = False) -> Iterator[Finding]:
        """Two finite verbs that stand for each other, otherwise built; only `one` verb tells what is going on."""
        left, right = shape(self.a.words, x), shape(self.b.words, y)
        what = changed(left, right if one else right._replace(lasting=left.lasting), close=self.close)
        if what:
            yield self.finding("modality", x, y, what, _SURE)

    def tied_nouns(self) -> Iterator[Finding]:
        """One noun on both sides: one of them here, several there."""
        for tie in self.found.ties:
            x, y = self.a.words[tie.a], self.b.words[tie.b]
            if x.form + "s" == y.form:
                single = _is_one(self.a.words, tie.a)
            else:
                single = y.form + "s" == x.form and _is_one(self.b.words, tie.b)
            if single and not (self.is_verb(0, tie.a) or self.is_verb(1, tie.b)):
                yield self.finding("lexical", [tie.a], [tie.b], "one on one side, several on the other", _WEAK)

    def tied_names(self) -> Iterator[Finding]:
        """A name broken by a genitive within it on one side: "Kelm's Orlan" where the other has "Kelm Orlan"."""
        for tie, after in pairwise(self.found.ties):
            if (after.a, after.b) != (tie.a + 1, tie.b + 1):
                continue
            x, y = self.a.words[tie.a], self.b.words[tie.b]
            names = x.name and y.name and self.a.words[after.a].name and self.b.words[after.b].name
            if names and x.form == y.form and x.text.endswith(_GENITIVE) != y.text.endswith(_GENITIVE):
                what = "one name on one side, the genitive of a name and another on the other"
                yield self.finding("name", [tie.a, after.a], [tie.b, after.b], what, _SURE)

    def other_subjects(self) -> Iterator[Finding]:
        """One verb, which “we” do on one side and “they” on the other."""
        for tie in self.found.ties:
            x, y = self.verbs[0].get(tie.a), self.verbs[1].get(tie.b)
            if x and y and tie.equal and x[0] and y[0]:
                subjects = self.a.words[x[0] - 1].form, self.b.words[y[0] - 1].form
                if frozenset(subjects) == {"we", "they"}:
                    left, right = (x[0] - 1, *x), (y[0] - 1, *y)
                    what = "those who speak on one side, others on the other"
                    yield self.finding("role", left, right, what, _SURE, _TIGHT)

    def named_agents(self) -> Iterator[Finding]:
        """What is to be done to somebody on one side, and whom the other side names to do it."""
        for tie in (*self.found.ties, *self.found.moved):
            if not tie.equal or not tie.a or not tie.b:
                continue
            left, right = (_asked(p.words, n) for p, n in ((self.a, tie.a), (self.b, tie.b)))
            for passive, active in ((left, right), (right, left)):
                if passive and active and passive[0] == "be" and active[0] == "to":
                    yield self.finding("role", left[1], right[1], "only one side says who is to do it", _SURE, _TIGHT)

    def is_verb(self, side: int, n: int) -> bool:
        """Say whether a word belongs to a finite verb, or stands where one does."""
        words = (self.a, self.b)[side].words
        inside = any(n in verb for verb in self.verbs[side].values())
        return inside or (n > 0 and words[n - 1].form in lexicon()["before_finite"])

    def open_speakers(self) -> Iterator[Finding]:
        """Who says it on one side, where the other has only that it was said."""
        if "it" not in self.a.forms | self.b.forms:
            return
        for tie in (*self.found.ties, *self.found.moved):
            left, right = impersonal(self.a.words, tie.a), impersonal(self.b.words, tie.b)
            if bool(left) == bool(right) or not reports(self.a.words[tie.a].form):
                continue
            if left and tie.b in self.verbs[1]:
                right = with_subject(self.b.words, tie.b)
            elif right and tie.a in self.verbs[0]:
                left = with_subject(self.a.words, tie.a)
            if left and right:
                yield self.finding("attribution", left, right, "who says it is left open on one side", _SURE, _TIGHT)

    def telling(self, gap: Gap) -> tuple[list[int], list[int]]:
        """Return the words of a gap that tell something, without those that are the same but for their spelling."""
        left, right = ([n for n in numbers if _tells(p.words, n)] for p, numbers in ((self.a, gap.a), (self.b, gap.b)))
        if max(len(left), len(right)) > _LONGEST:
            return left, right
        same = [(i, j) for i in left for j in right if same_name(self.a.words[i].form, self.b.words[j].form)]
        return [i for i in left if all(i != p for p, _ in same)], [j for j in right if all(j != q for _, q in same)]

    def replaced(self, gap: Gap, left: Sequence[int], right: Sequence[int]) -> Iterator[Finding]:
        """Words for which the other side has others. Names and denials are left to their own detectors."""
        both = [self.a.words[n] for n in left] + [self.b.words[n] for n in right]
        if any(w.name or is_negative(w.form) for w in both):
            return
        known = all(is_listed(w.form) for w in both if is_content(w))
        sure = self.anchored(gap) and len(both) <= _BOTH
        yield self.finding("lexical", left, right, "other words for it", (_SURE if known else _WEAK) if sure else 0)

    def missing(self, gap: Gap, left: Sequence[int], right: Sequence[int], *, alone: bool) -> Finding:
        """Words for which the other side has none; sure where their neighbours stand side by side there."""
        side = 0 if left else 1
        numbers = left or right
        words = (self.a, self.b)[side].words
        partners = self.partners[side]
        before, after = partners.get(numbers[0] - 1), partners.get(numbers[-1] + 1)
        tight = before is not None and after is not None and after - before == 1
        named = all(words[n].name for n in numbers)
        other = any(is_content(w) for w in self.other_words(gap, side))
        sure = (tight or self.anchored(gap)) and alone and not (named or other or self.put_otherwise(side, numbers))
        if sure and self.lost_verb(side, numbers, gap):
            found = self.finding(
                "omission" if left else "addition", left, right,
                ("“{a}”" if left else "“{b}”") + ": the clause has no verb on the other side", _LOST, _TIGHT,
            )  # fmt: skip
            return replace(found, severity="major", likely_right="a" if left else "b") if found.score > HINT else found
        reason = ("“{a}”" if left else "“{b}”") + " is left out on the other side"
        gate = _TIGHT if tight else 1.0
        return self.finding("omission" if left else "addition", left, right, reason, _SURE if sure else 0, gate)

    def put_otherwise(self, side: int, numbers: Sequence[int]) -> bool:
        """Say whether a word beside missing ones holds what they say: "rain fell", "it rained"; "insurance firms"."""
        other = (self.b, self.a)[side].words
        for n in (numbers[0] - 1, numbers[-1] + 1):
            partner = self.partners[side].get(n)
            if partner is None or not is_content(other[partner]):
                continue
            mine, their = self.is_verb(side, n), self.is_verb(1 - side, partner)
            verb = any(self.is_verb(side, k) for k in numbers)
            if (verb and their and not mine) or not (
                verb or mine or their or _one_noun((self.a, self.b)[side].words[n].form, other[partner].form)
            ):
                return True
        return False

    def lost_verb(self, side: int, numbers: Sequence[int], gap: Gap) -> bool:
        """Say whether missing words hold the verb of a clause behind “that”, of which the other side has none."""
        mine, other = (self.a, self.b) if not side else (self.b, self.a)
        near = range(max(0, numbers[0] - 1), numbers[-1] + 1)
        if not any(known_verb(mine.words[k].form)[1] for k in near) or gap.before is None:
            return False
        last = gap.before.b if not side else gap.before.a
        first = next((k for k in range(last, max(-1, last - _CLAUSE), -1) if other.words[k].form == "that"), None)
        if first is None or first == last:
            return False
        end = other.words[last + 1].start if last + 1 < len(other.words) else len(other.text)
        if not _STOPS.intersection(other.text[other.words[last].end : end]):
            return False
        return not any(known_verb(other.words[k].form)[1] for k in range(first + 1, last + 1))

    def other_words(self, gap: Gap, side: int) -> list[Word]:
        """Return the words of a gap on the other side than the given one."""
        return [self.a.words[n] for n in gap.a] if side else [self.b.words[n] for n in gap.b]

    def anchored(self, gap: Gap) -> bool:
        if self.close:
            return gap.before is not None or gap.after is not None
        return gap.before is not None and gap.after is not None and not gap.moved

    def finding(
        self, kind: Kind, left: Sequence[int], right: Sequence[int], what: str, score: float, gate: float = 1.0
    ) -> Finding:
        """Return a finding; only a hint, graded by how close the passages are, where they are not close enough."""
        reason = what if "{" in what else "“{a}” against “{b}”: " + what
        closeness = self.found.closeness
        if closeness < min(gate, _CLOSE if self.close else _LOOSE) or not score:
            score = round(HINT * closeness * (1 if score else 0.5), 2)
        return Finding(kind, "minor", _span(self.a, left), _span(self.b, right), reason, score)


@cache
def _turned() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair.replace("_", " ").split("/")) for pair in lexicon()["turned_relations"])


def _asked(words: Sequence[Word], n: int) -> tuple[str, tuple[int, ...]]:
    """Return “be” for "be replaced", “to” for "Kelm to replace", with the numbers of the words; else nothing."""
    before, kinds = words[n - 1].form if n else "", known_verb(words[n].form)[1]
    if before == "be" and "participle" in kinds:
        return "be", (n - 1, n)
    if before == "to" and "base" in kinds and n > 1 and words[n - 2].name:
        return "to", (n - 2, n - 1, n)
    return "", ()


def _one_noun(form: str, other: str) -> bool:
    return form.removesuffix("s") == other.removesuffix("s")


def _is_one(words: Sequence[Word], n: int) -> bool:
    """Say whether a noun has a word for one before it, or before its adjective."""
    return any(
        w.form in ("a", "an", "one", "another", "this", "each", "every", "single") for w in words[max(0, n - 2) : n]
    )


def _tells(words: Sequence[Word], n: int) -> bool:
    word = words[n]
    if not is_content(word) or word.number or word.form in lexicon()["light_words"]:
        return False
    if any(word.form in lexicon()[table] for table in _SEEN_TO):
        return False
    if known_verb(word.form)[0] in lexicon()["light_verbs"]:
        return False
    return not (n and words[n - 1].number and words[n - 1].end == word.start)  # 23rd


def _span(passage: Passage, numbers: Sequence[int]) -> Span | None:
    return Span(passage.words[numbers[0]].start, passage.words[numbers[-1]].end) if numbers else None
