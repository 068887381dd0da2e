"""What the rating tables of a corpus say of each of its documents, or that they say nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal, TypeAlias

from corpuslib import lexicon
from corpuslib.document import Document
from corpuslib.ratings.domains import host_of, looks_like_a_domain, registered_domain
from corpuslib.ratings.tables import Judgement, RatingTable, name_key
from corpuslib.tables import Column, Row

__all__ = ["ROWS", "Rating", "RatingReject", "Site", "find_ratings", "rate", "rejected", "site_of"]

DomainFrom: TypeAlias = Literal["url", "outlet", "table", "lexicon"]
_ROW = "row of the table's file, the header being row 1; in wikitext, row of the table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating(Row):
    """What a rating table that the user chose says of a document's site. A row a document, rater and judgement.

    Where a table says nothing of the site, one row says `unrated`, and there is no value and no position.
    """

    table: ClassVar[str] = "ratings"

    doc_id: Annotated[str, Column("document that the row belongs to")]
    site: Annotated[str | None, Column("its registered domain, else its outlet's name; null if neither is known")]
    domain: Annotated[str | None, Column("its registered domain by the Public Suffix List; null if not known")]
    domain_from: Annotated[
        DomainFrom | None,
        Column("where the domain comes from; `table` and `lexicon` are inferred: they list the outlet's name with it"),
    ]
    rating_table: Annotated[str, Column("rating table: data/raw/ratings/<name>.toml")]
    version: Annotated[str, Column("version of the rating table")]
    rater: Annotated[str, Column("rater: the column of the table")]
    status: Annotated[
        Literal["rated", "unrated", "unidentified"],
        Column("whether the rater has rated the site; `unidentified` if neither domain nor outlet is known"),
    ]
    value: Annotated[str | None, Column("rating as printed; null if there is none")]
    position: Annotated[
        float | None,
        Column("place of the value on the rater's scale; null if there is none or the scale has no order", "0 to 1"),
    ]
    scale: Annotated[str, Column("the rater's scale: worst .. best, a < b < c from worst to best, a | b without order")]
    joined_by: Annotated[
        Literal["host", "domain", "outlet"] | None,
        Column(
            "`host`: the table lists the document's host or one above it; `domain`: it lists another host of the same "
            "registered domain; `outlet`: by name, where document or table gives no domain; null if not rated"
        ),
    ]
    entry: Annotated[str | None, Column("what the table rates there, as printed; null if not rated")]
    record: Annotated[int | None, Column(f"{_ROW}; null if not rated")]


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingReject(Row):
    """A row of a rating table of this corpus, or a part of it, that could not be used, and why."""

    table: ClassVar[str] = "rating_rejects"

    rating_table: Annotated[str, Column("rating table: data/raw/ratings/<name>.toml")]
    version: Annotated[str, Column("version of the rating table")]
    record: Annotated[int, Column(_ROW)]
    text: Annotated[str, Column("what was found there")]
    reason: Annotated[str, Column("what is wrong with it")]


@dataclass(frozen=True, slots=True)
class Site:
    """Where a document was published, as far as it is known."""

    host: str | None = None
    domain: str | None = None
    domain_from: DomainFrom | None = None
    outlet: str | None = None


def site_of(url: str | None, outlet: str | None, known: Mapping[str, tuple[str, DomainFrom]] | None = None) -> Site:
    """Return a document's site: from its URL, else from an outlet that is a domain, else by the outlet's name.

    `known` gives the domain of an outlet by its name, and who says so (see `outlet_domains`).

    >>> site_of("https://www.gull.example/news/1", "The Gull").domain, site_of(None, "Gull.com").domain_from
    ('gull.example', 'outlet')
    >>> site_of("not a URL", "The Gull").domain is None
    True
    """
    ways: list[tuple[str, DomainFrom]] = [(url, "url")] if url else []
    if outlet:
        ways += [(outlet, "outlet")] if looks_like_a_domain(outlet) else []
        ways += [known[name_key(outlet)]] if known and name_key(outlet) in known else []
    for address, way in ways:
        if host := host_of(address):
            return Site(host, registered_domain(host), way, outlet or None)
    return Site(outlet=outlet or None)


def outlet_domains(tables: Iterable[RatingTable]) -> dict[str, tuple[str, DomainFrom]]:
    """Return the domain of each outlet by name and alias, as the tables and the lexicon of media give it.

    A name to which they give more than one domain has none: "The Standard" is many papers.
    """
    listed = [(name, host) for table in tables for j in table.judgements for name in j.names for host in j.hosts]
    cited = [
        (name_key(name), host)
        for row in lexicon.rows("media.tsv")
        for name in lexicon.names_of(row)
        if (host := host_of((row.get("domain") or "").split("|")[0]))
    ]
    sources: tuple[tuple[list[tuple[str, str]], DomainFrom], ...] = ((listed, "table"), (cited, "lexicon"))
    found: dict[str, dict[str, DomainFrom]] = {}
    for pairs, way in sources:
        for name, host in pairs:
            found.setdefault(name, {}).setdefault(registered_domain(host) or host, way)
    return {name: next(iter(ways.items())) for name, ways in found.items() if len(ways) == 1}


def rate(documents: Iterable[Document], tables: Sequence[RatingTable]) -> Iterator[Rating]:
    """Yield what each rater of each table says of each document.

    Of the judgements on the document's registered domain, those on its own host or the nearest host above it count;
    if there are none, those on other hosts of the domain. Judgements that differ, by topic for example, are all given.
    A path in a table's address is not looked at.
    """
    known = outlet_domains(tables) if tables else {}
    listings = [(table, rater, _Listing.of(table, rater)) for table in tables for rater in table.scales]
    for document in documents:
        site = site_of(document.metadata.url, document.metadata.outlet, known)
        for table, rater, listing in listings:
            joined_by, found = listing.find(site)
            yield from _rows(document.doc_id, site, table, rater, joined_by, found)


@dataclass(frozen=True)
class _Listing:
    """One rater's judgements by registered domain and by name."""

    by_domain: Mapping[str, Sequence[tuple[str, Judgement]]]
    by_name: Mapping[str, Sequence[Judgement]]

    @classmethod
    def of(cls, table: RatingTable, rater: str) -> _Listing:
        by_domain: dict[str, list[tuple[str, Judgement]]] = {}
        by_name: dict[str, list[Judgement]] = {}
        for judgement in table.judgements:
            if judgement.rater != rater:
                continue
            for host in judgement.hosts:
                by_domain.setdefault(registered_domain(host) or host, []).append((host, judgement))
            for name in judgement.names:
                by_name.setdefault(name, []).append(judgement)
        return cls(by_domain, by_name)

    def find(self, site: Site) -> tuple[Literal["host", "domain", "outlet"] | None, Sequence[Judgement]]:
        if site.host and site.domain and (listed := self.by_domain.get(site.domain)):
            above = [host for host, _ in listed if f".{site.host}".endswith(f".{host}")]
            nearest = max(above, key=len, default=None)
            return ("host" if nearest else "domain"), [j for host, j in listed if nearest in (host, None)]
        # A name is weak evidence: it is not asked where both sides give a domain and the domains differ.
        named = self.by_name.get(name_key(site.outlet), []) if site.outlet else []
        named = [judgement for judgement in named if site.domain is None or not judgement.hosts]
        return ("outlet" if named else None), named


def _rows(
    doc_id: str,
    site: Site,
    table: RatingTable,
    rater: str,
    joined_by: Literal["host", "domain", "outlet"] | None,
    found: Sequence[Judgement],
) -> Iterator[Rating]:
    different = {judgement.value: judgement for judgement in reversed(found)}  # of equal ones the first
    judged: Sequence[Judgement | None] = [*sorted(different.values(), key=lambda j: (j.record, j.value))] or [None]
    identified = site.domain is not None or site.outlet is not None
    for judgement in judged:
        yield Rating(
            doc_id=doc_id,
            site=site.domain or site.outlet,
            domain=site.domain,
            domain_from=site.domain_from,
            rating_table=table.name,
            version=table.version,
            rater=rater,
            status="rated" if judgement else "unrated" if identified else "unidentified",
            value=judgement.value if judgement else None,
            position=judgement.position if judgement else None,
            scale=table.scales[rater].text,
            joined_by=joined_by,
            entry=judgement.entry if judgement else None,
            record=judgement.record if judgement else None,
        )


def rejected(tables: Iterable[RatingTable]) -> Iterator[RatingReject]:
    """Yield what could not be read in the tables."""
    for table in tables:
        for row in table.unread:
            yield RatingReject(
                rating_table=table.name, version=table.version, record=row.record, text=row.text, reason=row.reason
            )


ROWS: tuple[type[Row], ...] = (Rating, RatingReject)
"""The row classes of this room, in the order of their tables."""


def find_ratings(documents: Iterable[Document], tables: Sequence[RatingTable]) -> dict[str, Iterable[Row]]:
    """Return the rows of both tables, by table: what `tables` say of the documents, and what could not be read."""
    return {Rating.table: rate(documents, tables), RatingReject.table: rejected(tables)}
