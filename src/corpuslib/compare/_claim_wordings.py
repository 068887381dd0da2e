"""What two voices name in words of another step of a scale: a clash and a massacre, a weapon and a missile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corpuslib.compare._claim_story import Found, Story, Verdict, Version
from corpuslib.compare._one_thing import Naming, named_things
from corpuslib.compare._scales import scales

__all__ = ["worded_otherwise"]


def worded_otherwise(story: Story, claims: Iterable[Found]) -> Iterator[Found]:
    """Yield the things and acts that two voices call by words of other steps, where none of the `claims` is about it.

    Stronger and weaker words are wordings; closer and wider ones are told with more or less detail.
    """
    taken: dict[int, list[tuple[int, int]]] = {}
    for document, start, end, _ in {v for claim in claims for v in claim.versions}:
        taken.setdefault(document, []).append((start, end))
    whole = {(s.document, s.start, s.end) for s in story.sentences}
    for members, sure, _ in named_things(story):
        known = {
            m.document
            for m in members
            if any(a < m.end and m.start < b and (m.document, a, b) not in whole for a, b in taken.get(m.document, ()))
        }
        if len(known) < 2 and _apart(story, members):
            yield _found(members, sure)


def _apart(story: Story, members: Iterable[Naming]) -> bool:
    """Say whether two voices use words of two steps."""
    told = sorted({(m.document, m.term.step) for m in members})
    return any(story.far(a, b) and x != y for a, x in told for b, y in told)


def _found(members: Iterable[Naming], sure: float) -> Found:
    """Return the claim: each word of each document where it stands first, with what is stronger or closer last."""
    versions: dict[tuple[int, str], Version] = {}
    ranked: dict[str, int] = {}
    for m in sorted(members, key=lambda m: (m.document, m.start)):
        versions.setdefault((m.document, m.term.form), Version(m.document, m.start, m.end, m.term.form))
        ranked.setdefault(m.term.form, m.term.step)
    scale = scales()[m.term.scale]
    verdict: Verdict = "specificity" if scale.dimension == "specificity" else "wording"
    least, most = min(ranked, key=lambda f: (ranked[f], f)), max(ranked, key=lambda f: (ranked[f], f))
    why = "says more closely what it is than" if verdict == "specificity" else "is a stronger word than"
    return Found(verdict, tuple(versions.values()), sure, f"the same thing: “{most}” {why} “{least}”")
