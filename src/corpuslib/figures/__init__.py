"""What notebooks show: figures with their alt text and numbers, passages, and the words findings are made from.

Colours are those of Okabe and Ito (2008), which colour-blind readers can tell apart; nothing is said by
colour alone. The alt text says the finding, not only the kind of chart.
"""

from __future__ import annotations

from corpuslib.figures._sheet import Plot
from corpuslib.figures.cards import Card, Line, Side, cards, in_context, shortened, terms
from corpuslib.figures.estimates import bars, dots, panels
from corpuslib.figures.grids import grid
from corpuslib.figures.matrices import State, heat, states
from corpuslib.figures.passages import bracketed, folded
from corpuslib.figures.strips import Strip, strips
from corpuslib.figures.times import descent, timeline, trend
from corpuslib.figures.words import count, days_of, inert, interval, listed, period, portion, sentence

__all__ = [
    "Card",
    "Line",
    "Plot",
    "Side",
    "State",
    "Strip",
    "bars",
    "bracketed",
    "cards",
    "count",
    "days_of",
    "descent",
    "dots",
    "folded",
    "grid",
    "heat",
    "in_context",
    "inert",
    "interval",
    "listed",
    "panels",
    "period",
    "portion",
    "sentence",
    "shortened",
    "states",
    "strips",
    "terms",
    "timeline",
    "trend",
]
