"""What one document foretells, in any words, and another of the same matter reports: done, not done, otherwise done."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from corpuslib.compare._awaited_deeds import Deed, deeds, of_other_kind, other_number
from corpuslib.compare._claim_foretold import may_report, of_another_name
from corpuslib.compare._claim_story import SLIP, Found, Story, Verdict, Version
from corpuslib.compare._claim_ties import Ties
from corpuslib.compare._foretelling import Foretelling, foretellings, place_after, places
from corpuslib.compare._one_thing import clause_around
from corpuslib.compare._periods import Period, gap, when_reported
from corpuslib.compare._telling import Token
from corpuslib.compare.paraphrases import groups_of
from corpuslib.compare.words import fold
from corpuslib.text import Span

__all__ = ["awaited", "in_sentences", "without_parts"]

_SURE = 0.6
_LEAST = 4000  # in thousandths: what a forecast and a report must share, days and words for the deed left out
_KEYS = 2  # telling words that they must share, a day that both name counted as one
_MATES = 40  # sentences that are held against a forecast
_BEFORE = 40  # code points before a deed in which it may be denied
_DAYS = 2
_OFF = re.compile(
    r"\b(?:call(?:s|ed)\soff|cancel(?:s|led|ed)|postpone[sd]?|put\soff|scrapped|shelved|delay(?:s|ed)|averted|abandoned"
    r"|adjourn(?:s|ed)|banned|block(?:s|ed)|moved\sto|suspend(?:s|ed)|halted|ruled\sout|pushed\sback|fell\sthrough)\b"
)
_PUTS_OFF = re.compile(
    r"\b(?:cancel|postpone|shelve|scrap|delay|avert|abandon|adjourn|ban|block|suspend|halt|call\soff|put\soff)"
)
_NOT = re.compile(
    r"\b(?:not|never|n[’']t|fail(?:s|ed)\sto|refuse[sd]?\sto|declined\sto|without|nobody|unable\sto|instead\sof)\b"
)
_OPEN = re.compile(
    r"\b(?:will|would|could|may|might|should|shall|if|whether|expect(?:s|ed)?|likely|plan(?:s|ned)?|scheduled|due"
    r"|hop(?:es|ed)|(?:is|are|was|were)\sto|want(?:s|ed)?|need(?:s|ed)?|must|has\sto|have\sto|to\sbe|urge[sd]?|ask(?:s|ed)?"
    r"|call(?:s|ed)?\s(?:for|on)|before|set\sto)\b"
)
_PASSIVE = re.compile(r"\b(?:was|were|been|being|got|is|are|be)\s(?:[a-z]{2,12}ly\s)?$")
_WAS = re.compile(r"\b(?:was|were)\s(?:[a-z]{2,12}\s)?$")
_WON = "win"  # the deed that only one can do


def awaited(story: Story, claims: Iterable[Found]) -> Iterator[Found]:
    """Yield what one voice foretells with what another reports of it, where none of the `claims` has both already.

    The report is not known to be the earlier, has whom the forecast is of and one more thing or the day, and a word
    for the deed. It came about, or not: the reverse was done, it was put off, done on another day, in another number,
    at another place, by somebody else.
    """
    known = Ties(c for c in claims if c.verdict in ("confirmed", "refuted", "conflict"))
    found: dict[tuple[Version, Verdict], dict[Version, str]] = {}
    for j in range(len(story.sentences)):
        for forecast in foretellings(story, j):
            own = Version(story.sentences[j].document, *forecast.span, "expected")
            for i in story.mates(j, _LEAST)[:_MATES]:
                told = _outcome(story, forecast, i) if _may_tell(story, forecast, i) else None
                if told and not known.both(own[:3], told[:3]):
                    verdict: Verdict = "confirmed" if told.value == "reported" else "refuted"
                    found.setdefault((own, verdict), {})[told] = told.value
    for (own, verdict), reports in sorted(found.items()):
        # What one document reports as done and another as not is decided by neither.
        if verdict != "confirmed" or (own, "refuted") not in found:
            why = min(reports.values())
            yield Found(verdict, (own, *sorted(reports)), _SURE, f"expected by one, {why} by the other")


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


def _may_tell(story: Story, forecast: Foretelling, i: int) -> bool:
    """Say whether a sentence can report a forecast: it is of another voice, not the earlier, and has whom it is of."""
    j, subject = forecast.sentence, forecast.subject
    if not _has_subject(forecast, story.keys[i]) or of_another_name(story, j, i, subject):
        return False
    return story.apart(i, j) and may_report(story, j, i)


def _outcome(story: Story, forecast: Foretelling, i: int) -> Version | None:
    """Return what a sentence reports of a forecast, and where; None if it is of something else, or still open."""
    s = story.sentences[i]
    text = story.text(s)
    for deed in _reports(text, forecast):
        clause = clause_around(text, Span(deed.start, deed.end), Span(0, len(text)))
        span = Span(s.start + clause.start, s.start + clause.end)
        inside = [t for t in s.tokens if span.start <= t.start < span.end]
        if _of_one(story, forecast, inside, _when(story, i)) and not _left_open(text[clause.start : deed.start], deed):
            outcome = _told(story, forecast, i, deed, inside, clause)
            if outcome:
                return Version(s.document, *span, outcome)
    return None


@lru_cache(maxsize=4096)
def _deeds(text: str) -> tuple[Deed, ...]:
    """Return the deeds of a sentence, which is held against several forecasts."""
    return tuple(deeds(text))


def _reports(text: str, forecast: Foretelling) -> Iterator[Deed]:
    """Yield words that can report what was foretold: that it was put off, its reverse, the deed, or its number."""
    names = {name for name, _ in forecast.deeds}
    own = [d for d in _deeds(text) if d.name in names]
    listed = any(not name.startswith("to ") for name in names)
    if (own or listed) and not _PUTS_OFF.search(forecast.words):
        yield from (Deed(m.start(), m.end(), "off", "no", True) for m in _OFF.finditer(text))
    yield from sorted(own, key=lambda d: (d.side != "no", not d.finite, d.start))
    if forecast.number and forecast.counts:
        yield Deed(0, 0, "number", "yes", True)


def _when(story: Story, i: int) -> Period | None:
    s = story.sentences[i]
    return when_reported(story.documents[s.document], story.tables[s.document].get("dates", ()), s.start, s.end)


def _of_one(story: Story, forecast: Foretelling, inside: Sequence[Token], when: Period | None) -> bool:
    """Say whether a clause is of what a forecast is: of whom, of what, and of one more thing or the day."""
    keys = {t.key for t in inside}
    shared = forecast.things & keys
    if not _has_subject(forecast, keys) or not any(key.startswith("name ") for key in shared):
        return False
    if forecast.object and forecast.object.isdisjoint(keys) and not _meant(forecast.object, inside):
        return False
    same_day = bool(forecast.when and when and when.last - when.first < _DAYS and not gap(forecast.when, when))
    enough = len(shared) + same_day >= _KEYS and sum(story.weights[key] for key in shared) >= _LEAST
    return enough and not of_other_kind(forecast.tokens, inside)


def _has_subject(forecast: Foretelling, keys: Collection[str]) -> bool:
    """Say whether there is whom a forecast is of; who has no name need not be told again with whom it is done to."""
    subject = forecast.subject
    whom = {key for key in forecast.object if key.startswith("name ")}
    return not subject or subject in keys or (not subject.startswith("name ") and not whom.isdisjoint(keys))


def _meant(keys: Collection[str], inside: Sequence[Token]) -> bool:
    """Say whether a word among tokens means what one of some keys does."""
    wanted = {group for key in keys for group in groups_of(key)}
    return any(not wanted.isdisjoint(groups_of(fold(t.text))) for t in inside)


def _left_open(before: str, deed: Deed) -> bool:
    """Say whether a deed is only spoken of, by its form and the words before it in its clause."""
    told = deed.finite or _NOT.search(before[-_BEFORE:]) or _WAS.search(before)
    return not told or _OPEN.search(before) is not None


def _told(story: Story, forecast: Foretelling, i: int, deed: Deed, inside: Sequence[Token], clause: Span) -> str:
    """Return what words for a deed report; "" if they are of another time, of another place, or of somebody else."""
    s = story.sentences[i]
    text = story.text(s)
    if deed.name == "off":
        return "called off"
    when = _when(story, i)
    if _of_another_time(story, forecast, i, when):
        return ""
    before = text[max(clause.start, deed.start - _BEFORE) : deed.start]
    if not _by_whom(forecast, inside, s.start + deed.start, before):
        return "by another" if deed.name == _WON and deed.side == "yes" and deed.finite else ""
    turned = {side for name, side in forecast.deeds if name == deed.name}
    reverse = deed.side == "no" and "yes" in turned and "no" not in turned
    if reverse != bool(_NOT.search(before)):
        return "not done"
    if forecast.when and when and gap(forecast.when, when):
        return "at another time"
    expected, reached = forecast.place, place_after(text, s.start, Span(deed.end, clause.end), inside)
    if all((*expected, *reached)) and expected[1] != reached[1] and expected[1] not in places(text, s.start, inside):
        # A town and the land that it lies in are both "in".
        return "" if "in" in (expected[0], reached[0]) else "at another place"
    return "in another number" if other_number(dict(forecast.counts), inside) else "reported"


def _of_another_time(story: Story, forecast: Foretelling, i: int, when: Period | None) -> bool:
    """Say whether a report is of another time than a forecast: before it, or days from the day that was named."""
    report, expecting = (story.documents[story.sentences[n].document].metadata for n in (i, forecast.sentence))
    last, first = report.published_to, expecting.published_from
    if forecast.when and last and last.toordinal() < forecast.when.first:
        return True
    if first and when and when.last < first.toordinal() - SLIP:
        return True
    return bool(forecast.when and when and gap(forecast.when, when) > SLIP)


def _by_whom(forecast: Foretelling, inside: Sequence[Token], at: int, before: str) -> bool:
    """Say whether whom a forecast is of stands before a verb in the active voice, if anybody does."""
    if not forecast.verb or not forecast.subject or _PASSIVE.search(before):
        return True
    ahead = [t for t in inside if t.start < at]
    return any(t.key == forecast.subject for t in ahead) or not any(t.name for t in ahead)
