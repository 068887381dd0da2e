"""Ratings of news sites by others: the user's own versioned tables, joined to documents by registered domain.

A table of ratings is chosen by whoever studies a corpus. Where it says nothing of a site the answer is `unrated`,
and where raters differ all of them are shown.
"""

from __future__ import annotations

from corpuslib.ratings.agreement import correlations, disagreements
from corpuslib.ratings.domains import host_of, registered_domain
from corpuslib.ratings.join import ROWS, Rating, RatingReject, Site, find_ratings, rate, rejected, site_of
from corpuslib.ratings.layouts import LAYOUTS
from corpuslib.ratings.listing import compare, describe
from corpuslib.ratings.scales import Scale, ScaleError
from corpuslib.ratings.tables import Judgement, RatingTable, Unread, add_table, read_table, read_tables, table_names

__all__ = [
    "LAYOUTS",
    "ROWS",
    "Judgement",
    "Rating",
    "RatingReject",
    "RatingTable",
    "Scale",
    "ScaleError",
    "Site",
    "Unread",
    "add_table",
    "compare",
    "correlations",
    "describe",
    "disagreements",
    "find_ratings",
    "host_of",
    "rate",
    "read_table",
    "read_tables",
    "registered_domain",
    "rejected",
    "site_of",
    "table_names",
]
