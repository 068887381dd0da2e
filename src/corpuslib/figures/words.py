"""Numbers, names and days as sentences want them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

__all__ = ["count", "day_words", "days_of", "inert", "interval", "listed", "period", "portion", "sentence"]

_MARKUP = re.compile(r"[!-/:-@\[-`{-~]")  # what CommonMark lets a backslash escape
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def count(number: int, noun: str, plural: str | None = None) -> str:
    """Return a number with its noun, as a sentence wants them.

    >>> count(0, "document"), count(1, "document"), count(1063, "reply", "replies")
    ('no documents', '1 document', '1,063 replies')
    """
    many = plural or noun + "s"
    return f"1 {noun}" if number == 1 else f"{number:,} {many}" if number else f"no {many}"


def portion(number: int, total: int, noun: str, plural: str | None = None) -> str:
    """Return how many of all there are, as a sentence wants it.

    >>> portion(9, 53, "document"), portion(53, 53, "document")
    ('9 of 53 documents', 'all 53 documents')
    >>> portion(0, 53, "document"), portion(1, 1, "document"), portion(2, 2, "document")
    ('no document', 'the one document', 'both documents')
    """
    if not number:
        return f"no {noun}"
    if number < total:
        return f"{number:,} of {count(total, noun, plural)}"
    if total > 2:
        return f"all {count(total, noun, plural)}"
    return f"the one {noun}" if total == 1 else f"both {plural or noun + 's'}"


def sentence(text: str) -> str:
    """Return a text with a capital at its beginning.

    >>> sentence("no documents were found.")
    'No documents were found.'
    """
    return text[:1].upper() + text[1:]


def inert(text: str) -> str:
    """Return a text as Markdown shows it letter by letter, on one line.

    >>> print(inert("A *bold* [claim](x)"))
    A \\*bold\\* \\[claim\\]\\(x\\)
    """
    return _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))


def listed(names: Iterable[object], most: int = 8) -> str:
    """Return names as a list in words, the first `most` of them; "none" if there are none.

    >>> listed(["a", "b", "c"]), listed(["a", "b", "c"], most=1)
    ('a, b and c', 'a and 2 others')
    """
    words = [str(name) for name in names]
    left = len(words) - most
    if left > 0:
        words = [*words[:most], count(left, "other")]
    if not words:
        return "none"
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def interval(estimate: float, low: float, high: float, decimals: int = 0, unit: str = "") -> str | None:
    """Return an estimate with the ends of its interval, if it has one, without a space to break at; None if unknown.

    >>> interval(64.2, 41.0, 87.4, unit=" %"), interval(-0.5, float("nan"), float("nan"), 2)
    ('64\xa0%\xa0(41\xa0to\xa087)', '−0.50')
    """
    if estimate != estimate:
        return None
    ends = f" ({_fixed(low, decimals)} to {_fixed(high, decimals)})" if low == low and high == high else ""
    return f"{_fixed(estimate, decimals)}{unit}{ends}".replace(" ", "\xa0")


def _fixed(value: float, decimals: int) -> str:
    """Return a number with a true minus sign, and none before a zero."""
    text = f"{value:.{decimals}f}"
    return text.replace("-", "−") if float(text) else text.removeprefix("-")


def period(first: date | None, last: date | None) -> str:
    """Return an interval of days in words; an end that is not known is None.

    >>> period(date(2021, 3, 15), date(2021, 3, 29)), period(None, date(2021, 3, 5)), period(None, None)
    ('15–29 Mar 2021', 'until 5 Mar 2021', 'undated')
    """
    first, last = (None if end is None or end != end else end for end in (first, last))
    if first is None or last is None:
        known = first or last
        return "undated" if known is None else f"{'until' if first is None else 'from'} {day_words(known)}"
    if first == last:
        return day_words(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day_words(last)}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day} {MONTHS[first.month - 1]}{year} – {day_words(last)}"


def day_words(day: date) -> str:
    """Return a day in words.

    >>> day_words(date(2021, 3, 5))
    '5 Mar 2021'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def days_of(value: str) -> tuple[date, date] | None:
    """Return the first and the last day of a TIMEX3 value; None where it leaves them open.

    >>> days_of("2021-03"), days_of("XXXX-WXX-3")
    ((datetime.date(2021, 3, 1), datetime.date(2021, 3, 31)), None)
    >>> [str(day) for value in ("2021-W12-WE", "2021-W12-3", "2021-02-30") for day in days_of(value) or ()]
    ['2021-03-27', '2021-03-28', '2021-03-24', '2021-03-24']
    """
    from corpuslib.compare._periods import period

    found = period(value)
    return (date.fromordinal(found.first), date.fromordinal(found.last)) if found else None
