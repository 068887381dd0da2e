"""Denials: what one source says, and another denies, in the same document or in another one.

A denial is used only where it is known what it denies: it says so itself, or it points back at a sentence that
reports what somebody says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpuslib.compare._claim_matter import matter, same_clause, says
from corpuslib.compare._claim_story import Found, Story
from corpuslib.compare._telling import Token

__all__ = ["denied_statements", "opposed_accounts"]

_STATEMENT = r"(?:report|claim|allegation|accusation|assertion|suggestion|rumou?r|charge|story)s?"
# A denial that points back: what it denies is in a sentence before. Not what is refused to somebody, nor what the
# denial goes on to name: "denied Ana Kelm a hearing", "denied the change", "denied the rumours about it".
_BACK = re.compile(
    r"(?<!be\s)(?<!been\s)(?<!was\s)(?<!were\s)(?<!being\s)\bden(?:y|ies|ied)\b"
    rf"(?=\s(?:that|it|this|doing|having|any|all|wrongdoing)\b|\s(?:the|these|those|all|any|such)\s(?:\w+\s)?{_STATEMENT}\b(?!\s(?:that|of|about)\b)|[,.;]|$)"
    r"|\bthere\s(?:was|were)\snone\b|\bnothing\sof\s(?:the|that)\s(?:kind|sort)\b|\bno\ssuch\s\w+"
    rf"|\b(?:dismiss|reject|refut|disput|contradict|call)(?:s|es|ed)\s(?:the|this|that|these|those)\s{_STATEMENT}\b(?!\s(?:that|of|about)\b)",
    re.IGNORECASE,
)
_OF_STATEMENT = re.compile(rf"\b(?:the|this|that|these|those)\s(?:\w+\s)?{_STATEMENT}\b", re.IGNORECASE)
_THAT = re.compile(r"\bden(?:y|ies|ied)\s(?:that|it|this|doing|having|any)\b", re.IGNORECASE)
# "Denied having been warned" says what is denied: the sentence before is that only if it tells of it.
_OWN = re.compile(r"\bden(?:y|ies|ied)\s(?:doing|having|any)\s", re.IGNORECASE)
_WHATEVER = re.compile(r"(?:done\s)?(?:wrongdoing|so|it|this|that|such)\b", re.IGNORECASE)
_REPORTS = re.compile(
    r"\b(?:sa(?:id|ys?|ying)|t(?:old|ells?)|has\sit|understood|according|wr(?:ote|ites?)|testif\w+|recall(?:s|ed)"
    r"|(?:accus|alleg|claim|report|insist|maintain|assert|suggest|charg|stat)(?:e|es|ed|ing|s)?|(?:accus|alleg)ations?\s(?:that|of))\b",
    re.IGNORECASE,
)
# An account that is rejected: what the document holds against it follows.
_ACCOUNT = re.compile(
    r"\b(?:rejected|dismissed|disputed|denied|contradicted|rejects|disputes|contradicts)\sthe\s(?:account|version)s?\b",
    re.IGNORECASE,
)
# What is denied stands in the sentence itself: the allegation that, with what becomes of it.
_NAMED = re.compile(
    r"\b(?:allegation|accusation|claim|rumou?r|invention|assertion)s?\s(?:that|about|of)\b", re.IGNORECASE
)
_UNFOUNDED = re.compile(
    r"\b(?:found\snothing|no\sevidence|rejected|dismissed|denied|refuted"
    r"|(?:is|was|were|are|as|be|been)\s(?:unfounded|untrue|groundless|baseless|false))\b",
    re.IGNORECASE,
)
# … or what follows the denial, up to the end of the clause: "denied that", "is wrong for saying", "falsely claimed".
_CONTENT = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|disput(?:es|ed|ing)|reject(?:s|ed|ing)|dismiss(?:es|ed|ing)|refut(?:es|ed|ing))"
    rf"\s(?:(?:[\w’']+\s){{0,2}}{_STATEMENT}\s(?:that|of|about)\s|that\s|(?=\w+ing\b))"
    r"|\b(?:is|are|was|were)\s[“\"]?(?:[a-z]+ly\s)?(?:wrong|mistaken|false|untrue|incorrect)[”\"]?,?\s"
    r"(?:for|to\ssay|in\ssaying|in\stheir|when|that)\s"
    r"|\b(?:falsely|wrongly)\s(?:claim|sa[iy]|accus|suggest|stat|alleg|report|assert)[a-z]{0,4}\s"
    r"|\bno\sevidence\s(?:that|of)\s|\bnot\strue\sthat\s",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[;:]|,\s(?:but|and|saying|calling|adding|who|which|while|though|although)\b")
_BORNE_OUT = re.compile(
    r"\b(?:account|version|position|claim)s?\b[^.;]{0,80}\b(?:been\s|was\s|is\s)(?:confirmed|borne\sout|vindicated|proved\sright)"
    r"|\b(?:confirms|confirmed|vindicates|bears\sout)\sthe\s(?:account|version|position|claim)s?\b"
)
# "as they maintain, and others deny"; "it was a mistake, but she denied": what is denied is in the sentence itself.
_IN_PASSING = re.compile(
    r"\bas\s[^,.;]{1,60}\bden(?:y|ies|ied)\b|\b(?:but|though|although|while)\s(?:he|she|it|they)\s(?:\w{1,20}\s)?den(?:y|ies|ied)\b"
)
_QUOTED_ACCOUNT = re.compile(r"\b(?:who|which|he|she|it|they)\s(?:had\s)?said\b")
_CHARGE = re.compile(rf"\b(?:an?|the)\s{_STATEMENT}\s(?:that|which)?[^.;]{{0,60}}\bden(?:y|ies|ied)\b")
_GOES_ON = re.compile(r"\b(?:it|he|she|they)\s(?:said|added|wrote)\b|\bAccording to (?:him|her|it|them)\b")
_PRONOUN = re.compile(r"\b(?:he|she|they)\b", re.IGNORECASE)
_REJECTS = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|(?:refut|disput)(?:e|es|ed|ing)|dismiss(?:es|ed|ing))\b", re.IGNORECASE
)
# An act that the sentence says did not happen.
_NONE = re.compile(r"\b(?:no\s\w+\s(?:was|were)|\w+ed\snobody|nobody\s\w+ed|never\s\w+ed)\b", re.IGNORECASE)

# Set by hand, weights in thousandths: what sentences must share to be about one thing, and what besides names and days.
_ALIKE = 7000
_LIKE = 35  # per cent of what the sentence that tells less tells
_NAMED_ALIKE = 12000
_COVERED, _PARTLY = 45, 20  # per cent of what is denied, and of what was said before, that a sentence must have
_CLAUSE = 4  # telling words that a passage needs to be what somebody says, and not a part of it
_ECHO = 4000  # what two denials must share besides the word for it
_REACH = 8  # sentences back in which the report that is dismissed is looked for


def denied_statements(story: Story) -> Iterator[Found]:
    """Yield a statement that documents make, with its denial, where at least two voices tell of either.

    A denial that answers to nothing in another document is left out: what it denies is told once.
    """
    for i, s in enumerate(story.sentences):
        text = story.text(s)
        told, denying = (
            _content(story, i, text)
            or _named(story, i, text)
            or _account(story, i, text)
            or _back(story, i, text)
            or ([], [])
        )
        told = [n for n in told if n not in denying and not _denies(story, n) and not _rejects(story, n)]
        if told and any(story.apart(a, b) for a in (*told, *denying) for b in (*told, *denying)):
            versions = [story.version(n, "said") for n in told]
            versions += [story.version(n, "denied") for n in denying]
            cue = _cue(text)
            yield Found(
                "conflict", tuple(versions), 0.65, f"denied by a source: “{cue.group().strip() if cue else ''}”"
            )


def opposed_accounts(story: Story) -> Iterator[Found]:
    """Yield an account of a party that one voice says is contradicted, and another says is confirmed."""
    against = [i for i, s in enumerate(story.sentences) if _ACCOUNT.search(story.text(s))]
    borne_out = [i for i, s in enumerate(story.sentences) if _BORNE_OUT.search(story.text(s))]
    for i in against:
        for j in borne_out:
            if story.apart(i, j) and _party(story, i) & _party(story, j):
                versions = (story.version(i, "contradicted"), story.version(j, "confirmed"))
                yield Found("conflict", versions, 0.6, "an account is contradicted in one, borne out in the other")


def _party(story: Story, i: int) -> set[str]:
    """Return the first consonants of the names in a sentence: of a country and of its people they are the same."""
    return {t.key[:8] for t in story.plain[i].tokens if t.name and len(t.key) > 7}


def _content(story: Story, i: int, text: str) -> tuple[list[int], list[int]] | None:
    """Return what others say of what a sentence says and denies at once, and the sentence."""
    match = _CONTENT.search(text)
    if not match:
        return None
    end = _CLAUSE_END.search(text, match.end())
    first, last = story.sentences[i].start + match.end(), story.sentences[i].start + (end.start() if end else len(text))
    denied = [t for t in matter(story, i) if first <= t.start < last]
    told = [
        j
        for j in (story.mates(i, _ALIKE) if denied else ())
        if story.apart(i, j)
        and _anchored(story, i, j)
        and _subject(story, denied, j)
        and same_clause(story, denied, j, _COVERED)
        and not _denied_next(story, j)
    ]
    return (told, [i]) if told else None


def _subject(story: Story, clause: Sequence[Token], j: int) -> bool:
    """Say whether a sentence has the first word of a clause, if that is a name, or a pronoun for it."""
    named = clause[0].key in story.keys[j] or bool(_PRONOUN.search(story.text(story.sentences[j])))
    return not clause[0].name or named


def _denied_next(story: Story, j: int) -> bool:
    """Say whether the sentence after one denies what it says: its document has both."""
    after = j + 1
    same = after < len(story.sentences) and story.sentences[after].document == story.sentences[j].document
    return same and bool(_BACK.search(story.text(story.sentences[after])))


def _anchored(story: Story, i: int, j: int) -> bool:
    """Say whether two sentences have a name or a number in common."""
    return any(key.startswith(("name ", "#")) for key in story.keys[i] & story.keys[j])


def _named(story: Story, i: int, text: str) -> tuple[list[int], list[int]] | None:
    if not (_NAMED.search(text) and _UNFOUNDED.search(text)) and not _CHARGE.search(text):
        return None
    return _alike(story, i, _NAMED_ALIKE), [i]


def _account(story: Story, i: int, text: str) -> tuple[list[int], list[int]] | None:
    """Return what others say of what follows the rejection of an account, and what follows."""
    if not _ACCOUNT.search(text):
        return None
    before, after = story.before(i), i + 1
    if _QUOTED_ACCOUNT.search(text) and before is not None:  # the account is in the sentence itself
        return [before, *_alike(story, before, _NAMED_ALIKE)], [i]
    if after == len(story.sentences):
        return None
    if story.sentences[after].document != story.sentences[i].document:
        return None
    return [n for n in _alike(story, after, _ALIKE) if story.apart(n, i)][:1], [after]


def _back(story: Story, i: int, text: str) -> tuple[list[int], list[int]] | None:
    """Return what a denial points back at, with the same in other documents; the denial, and others like it."""
    if not _BACK.search(text) or _IN_PASSING.search(text):
        return None
    told = next(filter(None, (_reported(story, n, least) for n, least in _pointed_at(story, i, text))), [])
    denying = [i]
    after = i + 1
    if after < len(story.sentences) and story.sentences[after].document == story.sentences[i].document:
        denying += [after] if _GOES_ON.search(story.text(story.sentences[after])) else []
    cue = _keys_of_cue(story, i, text)
    for n in story.mates(i, _ECHO):
        shared = story.keys[n] & story.keys[i] - cue
        said = sum(story.weights[key] for key in shared if not key.startswith(("name ", "@")))
        if _denies(story, n) and said >= _ECHO:
            denying.append(n)
    return told, denying


def _pointed_at(story: Story, i: int, text: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences that a denial can point back at, nearest first, with what others must share with one."""
    before = story.before(i)
    statement = bool(_OF_STATEMENT.search(text))
    for _ in range(_REACH if statement else 1):
        if before is None:
            return
        told = _REPORTS.search(story.text(story.sentences[before])) or _THAT.search(text)
        if told and _of_it(story, i, before, text):
            yield before, _NAMED_ALIKE if statement else _ALIKE
        before = story.before(before)


def _of_it(story: Story, i: int, before: int, text: str) -> bool:
    """Say whether a sentence tells of what a denial names, if it names anything."""
    match = _OWN.search(text)
    if not match or _WHATEVER.match(text, match.end()):
        return True
    first = story.sentences[i].start + match.end()
    named = {t.key for t in story.meant[i].tokens if t.start >= first and not t.name}
    return not named or not named.isdisjoint(t.key for t in story.meant[before].tokens)


def _reported(story: Story, i: int, least: int) -> list[int]:
    """Return a sentence with those of other documents that have what it reports, not only who reports it."""
    s = story.sentences[i]
    rows = story.tables[s.document].get("attributions", ())
    contents = [(row.start, row.end) for row in rows if row.start < s.end and s.start < row.end]
    said = [t for t in matter(story, i) if any(first <= t.start < last for first, last in contents)]
    clause = said if len(said) >= _CLAUSE else matter(story, i)
    inside = {t.key for t in said if not t.key.startswith(("name ", "@"))}
    mates = [
        j
        for j in _alike(story, i, least)
        if same_clause(story, clause, j, _PARTLY) and (not said or inside & story.keys[j])
    ]
    return [i, *mates] if mates else []


def _alike(story: Story, i: int, least: int) -> list[int]:
    """Return the sentences of other documents that share enough with one, besides names and days too."""
    return [
        j for j in story.mates(i, least) if says(story, story.keys[i] & story.keys[j]) and story.likeness(i, j) >= _LIKE
    ]


def _denies(story: Story, i: int) -> bool:
    text = story.text(story.sentences[i])
    return bool(
        _BACK.search(text)
        or _NONE.search(text)
        or _CONTENT.search(text)
        or (_NAMED.search(text) and _UNFOUNDED.search(text))
    )


def _rejects(story: Story, i: int) -> bool:
    """Say whether a sentence tells of a denial itself, whatever it is that is denied."""
    return bool(_REJECTS.search(story.text(story.sentences[i])))


def _cue(text: str) -> re.Match[str] | None:
    return _BACK.search(text) or _CONTENT.search(text) or _ACCOUNT.search(text) or _UNFOUNDED.search(text)


def _keys_of_cue(story: Story, i: int, text: str) -> set[str]:
    """Return the keys of the words for the denial itself."""
    s, match = story.sentences[i], _cue(text)
    return {t.key for t in s.tokens if match and match.start() <= t.start - s.start < match.end()}
