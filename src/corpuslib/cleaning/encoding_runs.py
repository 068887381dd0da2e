"""Undo readings of UTF-8 in one encoding at a time, where what stands there cannot be genuine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from corpuslib.cleaning.encoding_readings import READINGS, Reading, Run, foreign_firsts
from corpuslib.cleaning.encoding_scripts import (
    FITS_LATIN,
    LATIN,
    latin_around,
    mixes_alphabets,
    one_script,
    unsound_part,
    without_nbsp,
)
from corpuslib.text import Change, Span

__all__ = ["before_spaces", "in_latin_text", "in_other_scripts", "in_western_letters"]


_SPACE = re.compile(
    r"(?:(?<=[0-9a-zß-öø-ÿāăąćčďđēęěğģīıķļľłńňņőœřśşšşťţůūűźżžșț.,;:!?)%”])|(?<=[A-Z]{2}))Â(?= [\x21-\x7e])"
)


def before_spaces(text: str) -> list[Change]:
    """Return the deletions of what is left of a no-break space, read as Windows-1252, whose other half is a space.

    >>> [change.start for change in before_spaces("after the 9/11Â attacks")]
    [14]
    """
    if "Â " not in text:
        return []
    capitals = sum(char > "\x7f" and char.isalpha() for char in text) == text.count("Â ")
    return [
        Change(m.start(), m.end(), "", "mojibake", "UTF-8 read as Windows-1252", 0.95)
        for m in _SPACE.finditer(text)
        if capitals or not text[m.start() - 1].isupper()
    ]


_FOREIGN = re.compile(r"[^\x00-\x7f]")
_LETTER = re.compile("[A-Za-z]")


def in_latin_text(text: str) -> list[Change]:
    """Return the repairs of misread characters amid Latin script that begin with a foreign letter or symbol."""
    if not _LETTER.search(text):
        return []
    places = [place for place in _latin_lines(text) if not text[place.start : place.end].isascii()]
    present = frozenset(chain.from_iterable(_FOREIGN.findall(text, place.start, place.end) for place in places))
    if foreign_firsts().isdisjoint(present):
        return []
    return _first_that_fits(
        text, places, [reading for reading in READINGS if not reading.foreign_firsts.isdisjoint(present)]
    )


def in_western_letters(text: str) -> list[Change]:
    """Return the repairs of misread characters that begin with a letter or sign of Western and Central Europe.

    ftfy knows these better, so its turn is before.
    """
    found = frozenset(_WESTERN_PAIR.findall(text))
    if not found:
        return []
    readings = [reading for reading in READINGS if not reading.wide and not reading.pairs.isdisjoint(found)]
    return _first_that_fits(text, [Span(0, len(text))], readings, western=True)


_WESTERN_PAIR = re.compile(r"(?=([\x80-\u024f][^\x00-\x7f]))")


def _latin_lines(text: str) -> list[Span]:
    """Return the whole text, or where it is mostly not ASCII, its lines but for genuine ones in another script."""
    if _half_ascii(text):
        return [Span(0, len(text))]
    answer, start = [], 0
    for line in text.split("\n"):
        if _half_ascii(line) or unsound_part(line):
            answer.append(Span(start, start + len(line)))
        start += len(line) + 1
    return answer


def _half_ascii(text: str) -> bool:
    return 2 * len(text.encode("ascii", "ignore")) > len(text)


def _first_that_fits(text: str, places: list[Span], readings: list[Reading], western: bool = False) -> list[Change]:
    doubtful: set[int] = set()
    for reading in readings:
        runs = [run for place in places for run in _latin_runs(reading, text, place, western)]
        changes = _with(reading, text, runs, doubtful) if runs else []
        if changes:
            return changes
    return []


def _with(reading: Reading, text: str, runs: list[Run], doubtful: set[int]) -> list[Change]:
    """Return the repairs for one reading, or none if what could be one mostly makes no sense.

    `doubtful` holds where a commoner reading would explain a character but lacks evidence; one rare case of a
    less common one is no better. What remains doubtful here is added to it.
    """
    sure: list[Change] = []
    unsure: list[Change] = []
    misfits = 0
    for run in runs:
        if not _fits(text, run):
            misfits += 1
        else:
            (sure if _certain(reading, text, run) else unsure).append(_change(reading, run))
    if {"«", "»"} <= {change.after for change in unsure}:
        sure, unsure = sure + unsure, []
    contested = [change for change in sure if change.start in doubtful]
    if misfits > len(sure) / 4 or 2 * len(contested) > len(sure):
        return []
    if not sure:
        doubtful.update(change.start for change in unsure)
        return []
    # One certain case shows what happened to the text; then the doubtful ones are the same damage.
    return sure + unsure


def _change(reading: Reading, run: Run) -> Change:
    return Change(run.start, run.end, without_nbsp(run.after), "mojibake", f"UTF-8 read as {reading.name}", 0.95)


def _latin_runs(reading: Reading, text: str, place: Span, western: bool) -> Iterator[Run]:
    position = place.start
    for match in reading.traces.finditer(text, place.start, place.end):
        if match.start() < position or (match.group() < "\u0250") is not western:
            continue
        run = reading.run_at(text, match.start())
        run = run and _settled(reading, text, run)
        if run and latin_around(text, run.start, run.end):
            position = run.end
            yield run


def _settled(reading: Reading, text: str, run: Run) -> Run:
    """Return a run decoded again, with what follows it, where it was misread twice or more in the same encoding."""
    for _ in range(3):
        if FITS_LATIN.fullmatch(run.after):
            break
        again = reading.run_at(run.after + text[run.end : run.end + 8], 0)
        if again is None or again.end < len(run.after):
            break
        run = Run(run.start, run.end + again.end - len(run.after), again.after)
    return run


def _fits(text: str, run: Run) -> bool:
    """Say whether a run, decoded, can stand in Latin text; an accent on its own only after the letter it is for."""
    rest = run.after
    if "\u0300" <= rest[0] <= "\u036f":
        if not (run.start and text[run.start - 1].isascii() and text[run.start - 1].isalpha()):
            return False
        rest = rest[1:] or " "
    return FITS_LATIN.fullmatch(rest) is not None


def _certain(reading: Reading, text: str, run: Run) -> bool:
    """Say whether what stands there can be nothing but damage, by its characters and its neighbours."""
    before = text[run.start - 1] if run.start else " "
    after = text[run.end] if run.end < len(text) else " "
    damaged, first = text[run.start : run.end], run.after[0]
    if _NEVER_WRITTEN.search(damaged) and FITS_LATIN.fullmatch(before + after):
        return True
    if LATIN.match(damaged):
        return _odd(before, damaged, run.after, after)
    letters = bool(LATIN.match(before)) + bool(LATIN.match(after))
    if first == "\xa0":
        fits = FITS_LATIN.fullmatch(before + after) is not None
        return fits and not before.isspace() and before not in _OPENING and after not in "”)]"
    if first.isalpha() or "\u0300" <= first <= "\u036f":
        return letters > 0
    if letters or len(run.after) > 1 or len(damaged) > (1 if reading.wide else 2):
        return True
    if reading.wide and not before.isspace():
        return True
    if before.isdigit() or (after.isdigit() and first in "£¥€"):
        return True
    return before in _CLOSING or (first in "¼½¾" and after in "-‐")


_OPENING = "“‘„(["
_CLOSING = ".,;:!?)”’"
_NEVER_WRITTEN = re.compile(r"[\x80-\x9f\ue000-\uf8ff]")


def _odd(before: str, damaged: str, after: str, follows: str) -> bool:
    """Say whether Latin letters make no word as they stand, and do when decoded.

    Either they belong to no one language, or a capital stands where its neighbours are in lower case, or they are
    three that stand for one punctuation mark.
    """
    if len(damaged) > 2 and not after[0].isalnum():
        return not (before + damaged + follows).isupper()
    if not (LATIN.match(before) or LATIN.match(follows)):
        return False
    if mixes_alphabets(after) or (after[0].isalpha() and before.islower() and after[0].isupper()):
        return False
    inside = before.islower() and damaged[0].isupper()
    shouted = before.isupper() and damaged[-1].islower() and not follows.islower()
    return inside or shouted or mixes_alphabets(damaged)


_PASSAGE = re.compile(r"[^\x00-\x7f][^A-Za-z\n]{4,4000}")
_CHECKED = 60


def in_other_scripts(text: str) -> list[Change]:
    """Return the repairs of lines with a passage that was in a script other than Latin and makes no sense as it is.

    What a passage shows to have happened has happened to its whole line.
    """
    changes: list[Change] = []
    done = 0
    for match in _PASSAGE.finditer(text):
        if match.start() < done or not (passage := unsound_part(match.group())):
            continue
        reading = _reading_of(passage)
        if reading:
            start = max(done, text.rfind("\n", 0, match.start()) + 1)
            done = _line_end(text, match.end())
            changes += [_change(reading, run) for run in _runs(reading, text, start, done)]
    return changes


def _line_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end


def _reading_of(passage: str) -> Reading | None:
    """Return the reading that explains nearly all of a passage, as text in one script other than Latin."""
    foreign = sum(not char.isascii() for char in passage)
    for reading in READINGS:
        if reading.may_explain(passage[:_CHECKED]):
            runs = list(_runs(reading, passage, 0, len(passage)))
            result = "".join(run.after for run in runs)
            covered = sum(run.end - run.start for run in runs)
            if covered >= 0.9 * foreign and len(result) >= 4 and one_script(result) and not LATIN.match(result):
                return reading
    return None


def _runs(reading: Reading, text: str, position: int, end: int) -> Iterator[Run]:
    while position < end:
        run = None if text[position] < "\x80" else reading.run_at(text, position)
        if run:
            yield run
        position = run.end if run else position + 1
