"""The versions of one thing in the order of time: which came first, and how each stands to those before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from corpuslib.compare._scales import Term
from corpuslib.compare._wording import Wording, overlap, reworded, wording
from corpuslib.compare.pairs import Pair
from corpuslib.compare.voices import SHARED, components
from corpuslib.document import Document

__all__ = ["Chain", "How", "Times", "Version", "WordingKind", "differ", "how_it_came", "once_a_voice"]

WordingKind = Literal["thing", "act", "quotation"]
How = Literal[
    "first",
    "same",
    "stronger",
    "weaker",
    "other",
    "fragment_grew",
    "fragment_shrank",
    "marks_moved",
    "words_changed",
    "translated",
    "order_unknown",
]


class Version(NamedTuple):
    """A wording of a document, by position in the corpus; `words` are those of a quotation."""

    doc: int
    start: int
    end: int
    form: str
    term: Term | None
    words: Wording | None
    quoted: bool
    attribution_id: int | None
    quotation_id: str | None


class Chain(NamedTuple):
    """The versions of one thing, and how surely and by what they are of one."""

    kind: WordingKind
    topic: str
    versions: Sequence[Version]
    confidence: float
    reason: str


class Times:
    """Which documents, by position, came before which; which are of one voice, and which render one original."""

    def __init__(self, documents: Sequence[Document], pairs: Sequence[Pair]) -> None:
        self.documents = documents
        self.number = {d.doc_id: n for n, d in enumerate(documents)}
        links = [(self.number[p.doc_a], self.number[p.doc_b]) for p in pairs if p.relation in SHARED]
        self.voice = {n: group[0] for group in components(len(documents), links) for n in group}
        self.renderings = {
            frozenset((self.number[p.doc_a], self.number[p.doc_b])) for p in pairs if p.relation == "parallel_rendering"
        }
        self.first = {
            frozenset((self.number[p.doc_a], self.number[p.doc_b])): self.number[p.earlier]
            for p in pairs
            if p.relation in SHARED and p.earlier is not None
        }

    def before(self, a: int, b: int) -> bool:
        """Say whether a document is known to be earlier than another: as what it copies or renders, or by its days."""
        known = self.first.get(frozenset((a, b)))
        if known is not None:
            return known == a
        last, first = self.documents[a].metadata.published_to, self.documents[b].metadata.published_from
        return last is not None and first is not None and last < first

    def place(self, n: int) -> tuple[str, str]:
        """Return a key that sorts documents by the first day that is possible, unknown ones last."""
        return str(self.documents[n].metadata.published_from or "9999"), self.documents[n].doc_id


def once_a_voice(versions: Sequence[Version], times: Times) -> list[Version]:
    """Leave of what one voice says in equal words what its earliest document says; sorted by time."""
    first: dict[tuple[int, Any], Version] = {}
    for v in sorted(versions, key=lambda v: (times.place(v.doc), v.start)):
        own = v.term or (v.words.forms if v.words else (), v.quoted)
        key = (times.voice[v.doc], own)
        other = first.get(key)
        if other is None or times.before(v.doc, other.doc):
            first[key] = v
    kept = list(first.values())
    return sorted(kept, key=lambda v: (sum(times.before(o.doc, v.doc) for o in kept), times.place(v.doc), v.start))


def differ(chain: Chain) -> bool:
    """Say whether two documents word a thing on two steps, or in other words."""
    told = {(v.doc, v.term.step if v.term else (v.words.forms if v.words else (), v.quoted)) for v in chain.versions}
    return any(a != b and x != y for a, x in told for b, y in told)


def how_it_came(v: Version, chain: Sequence[Version], times: Times) -> tuple[How, int | None, str]:
    others = [other for other in chain if other.doc != v.doc]
    before = [other for other in others if times.before(other.doc, v.doc)]
    if not before:
        if all(times.before(v.doc, other.doc) for other in others):
            return "first", None, "all others are later"
        return "order_unknown", None, "order unknown: no date or credit decides"
    how, other, why = _stronger(v, chain, before, times) if v.term else _drifted(v, before, times)
    same_origin = frozenset((v.doc, other.doc)) in times.renderings
    return how, other.doc, f"{why}{'; both render one original' if same_origin else ''}"


def _stronger(
    v: Version, chain: Sequence[Version], before: Sequence[Version], times: Times
) -> tuple[How, Version, str]:
    """Return how a term stands to all earlier ones, and to which."""

    def step(other: Version) -> int:
        return other.term.step if other.term else 0

    own, most, least = step(v), max(map(step, before)), min(map(step, before))
    wanted = own if any(step(b) == own for b in before) else most if own > least else least
    other = max((b for b in before if step(b) == wanted), key=lambda b: times.place(b.doc))
    why = f"“{v.form}” is step {own} of its scale, “{other.form}” before it step {step(other)}"
    if wanted == own:
        return "same", other, why
    if own > most:
        return "stronger", other, why
    weakest = max(step(o) for o in chain if o.doc == v.doc) < least
    return ("weaker" if weakest else "other"), other, why


def _drifted(v: Version, before: Sequence[Version], times: Times) -> tuple[How, Version, str]:
    """Return what became of the words of an utterance since the latest document before that has them most alike."""
    last = max(times.place(b.doc)[0] for b in before)
    latest = [b for b in before if times.place(b.doc)[0] == last]
    mine = v.words or wording("")

    def alike(other: Version) -> tuple[bool, float, tuple[str, str]]:
        words = other.words or wording("")
        return words.forms == mine.forms, overlap(words, mine, {})[2], times.place(other.doc)

    other = max(latest, key=alike)
    words = other.words or wording("")
    if words.forms == mine.forms:
        return ("same" if other.quoted == v.quoted else "marks_moved"), other, "the same words"
    kind = reworded(words, mine)
    if kind != "altered":
        return ("fragment_grew" if kind == "extended" else "fragment_shrank"), other, f"the fragment was {kind}"
    if frozenset((v.doc, other.doc)) in times.renderings:
        return "translated", other, "worded otherwise"
    return "words_changed", other, "some words were replaced"
