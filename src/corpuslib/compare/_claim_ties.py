"""Which claims hold which passages: what two passages are tied by is not told again."""

from __future__ import annotations

from collections.abc import Iterable

from corpuslib.compare._claim_story import Found

__all__ = ["Ties"]

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
