"""Which claims hold which passages: what two passages are tied by is not told again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from corpuslib.compare._claim_story import Found, Story, Verdict, Version

__all__ = ["Ties", "in_sentences", "without_parts"]

_Place = tuple[int, int, int]  # a document by its position, and from where to where a passage goes


class Ties:
    """The passages of claims by document, to ask which claims hold a passage, or two.

    >>> from corpuslib.compare._claim_story import Version
    >>> ties = Ties([Found("agree", (Version(0, 5, 9, ""), Version(1, 2, 4, "")), 0.6, "")])
    >>> ties.of((0, 8, 12)), ties.both((0, 8, 12), (1, 3, 4)), ties.both((0, 8, 12), (1, 4, 6))
    ({0}, True, False)
    """

    def __init__(self, claims: Iterable[Found]) -> None:
        self._at: dict[int, list[_Place]] = {}
        for number, claim in enumerate(claims):
            for v in claim.versions:
                self._at.setdefault(v.document, []).append((v.start, v.end, number))

    def of(self, place: _Place) -> set[int]:
        """Return the numbers of the claims that have a version which meets a passage."""
        document, first, last = place
        return {number for start, end, number in self._at.get(document, ()) if start < last and first < end}

    def both(self, a: _Place, b: _Place) -> bool:
        """Say whether a claim has versions that meet either passage."""
        return not self.of(a).isdisjoint(self.of(b))


def without_parts(claims: Sequence[Found], wholes: Iterable[Found], verdicts: Collection[Verdict]) -> list[Found]:
    """Return claims without those of some verdicts that lie inside the passages of another claim, which tells more."""
    passages = [[(v.document, v.start, v.end) for v in whole.versions] for whole in wholes]

    def part(claim: Found) -> bool:
        return claim.verdict in verdicts and any(
            all(any(d == v.document and s <= v.start and v.end <= e for d, s, e in own) for v in claim.versions)
            for own in passages
        )

    return [claim for claim in claims if not part(claim)]


def in_sentences(story: Story, claims: Iterable[Found]) -> list[Found]:
    """Return claims with the whole sentences of their passages."""

    def whole(v: Version) -> Version:
        around = (story.sentences[i] for i in story.of(v.document))
        s = next((s for s in around if s.start <= v.start and v.end <= s.end), None)
        return v._replace(start=s.start, end=s.end) if s else v

    return [claim._replace(versions=tuple(map(whole, claim.versions))) for claim in claims]
