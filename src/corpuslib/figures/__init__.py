"""What notebooks show: figures with their alt text and numbers, passages, and the words findings are made from.

Colours are those of Okabe and Ito (2008), which colour-blind readers can tell apart; nothing is said by
colour alone. The alt text says the finding, not only the kind of chart.
"""

from __future__ import annotations

from corpuslib.figures._sheet import Plot
from corpuslib.figures.estimates import bars, dots, panels
from corpuslib.figures.matrices import State, heat, states
from corpuslib.figures.passages import bracketed, folded
from corpuslib.figures.times import descent, timeline, trend
from corpuslib.figures.words import count, interval, listed, period, portion, sentence

__all__ = [
    "Plot",
    "State",
    "bars",
    "bracketed",
    "count",
    "descent",
    "dots",
    "folded",
    "heat",
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
