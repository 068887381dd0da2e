"""What notebooks show: figures with their alt text and numbers, passages, and the words findings are made from.

Colours are those of Okabe and Ito (2008), which colour-blind readers can tell apart; nothing is said by
colour alone. The alt text says the finding, not only the kind of chart.
"""

from __future__ import annotations

from corpuslib.figures._sheet import Plot
from corpuslib.figures.cards import Card, Line, cards, in_context
from corpuslib.figures.estimates import bars, dots, panels
from corpuslib.figures.matrices import State, heat, states
from corpuslib.figures.passages import bracketed, folded
from corpuslib.figures.times import descent, timeline, trend
from corpuslib.figures.words import count, days_of, interval, listed, period, portion, sentence

__all__ = [
    "Card",
    "Line",
    "Plot",
    "State",
    "bars",
    "bracketed",
    "cards",
    "count",
    "days_of",
    "descent",
    "dots",
    "folded",
    "heat",
    "in_context",
    "interval",
    "listed",
    "panels",
    "period",
    "portion",
    "sentence",
    "states",
    "timeline",
    "trend",
]
