"""Where a quotation ends whose closing mark was lost: before a tag, or where the voice changes."""

from __future__ import annotations

import re
from itertools import islice, pairwise

from corpuslib.annotate._cues import Cue, forms, phrasal
from corpuslib.annotate._grammar import word_list

__all__ = ["supplied_end"]

_STOP = re.compile(r"[.!?…,][’']?(?=\s)")
_CLAUSE_END = re.compile(r"[.!?…,;:)](?=\s|$)|\s[–—-]\s")
_ABBREVIATED = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Jr|Sr|St|Rep|Sen|Gov|Gen|vs|No)$|\.[A-Za-z]$")
_OWN_VOICE = re.compile(
    r"\b(?:[Ii]|[Ww]e|[Mm]y|[Oo]ur|me|us|[Yy]ou|[Yy]our)\b|n[’']t\b|\w[’'](?:re|ve|ll)\b"
    r"|\b(?:[Ii]t|[Tt]hat|[Hh]e|[Ss]he|[Tt]here|[Ll]et)[’']s\b"
)
_TOKEN = re.compile(r"[\w’'.-]{1,30}|[,;:?!()]")
_APOSTROPHE = re.compile("[’']")
_QUESTION_WORDS = frozenset(("how", "what", "where", "why"))
_TAG_TOKENS = 24
_APPOSITION = 14


def supplied_end(text: str, mark: int, start: int, limit: int, last: bool) -> int:
    """Return where a passage ends that `mark` opened before `start` and that nothing closes before `limit`.

    A fragment of a clause ends with the clause. Whole sentences end before the tag that reports them; else before
    the first sentence without a word of the speaker's own voice ("I", "we", "you"), or, where no passage opens after it
    (`last`), with the paragraph, as every paragraph but the last of a long quotation does.
    """
    fragment = text[max(0, mark - 3) : mark].rstrip()[-1:].isalnum()
    ends = []
    for match in _STOP.finditer(text, start, limit):
        comma = match.group()[0] == ","
        if not (fragment and comma) and _is_tag(text, match.end(), comma):
            return match.end()
        if not comma and not _ABBREVIATED.search(text, max(0, match.start() - 4), match.start()):
            ends.append(match.end())
    if last and not fragment:
        return limit
    spoken = [end for begin, end in pairwise([*ends, limit]) if _OWN_VOICE.search(text, begin, end)]
    if fragment:
        border = (_CLAUSE_END if text[start : start + 1].islower() else _STOP).search(text, start, limit)
        return spoken[-1] if spoken and last else border.start() if border else limit
    for end, following in pairwise([*ends, limit]):
        if not _OWN_VOICE.search(text, end, following):
            return end
    return limit


def _is_tag(text: str, at: int, comma: bool) -> bool:
    """Say whether what stands at a place reports the words before it: `Kelm said.`, `said Kelm`, `according to`.

    The subject may have modifiers and an apposition: `veteran analyst Ana Kelm, who runs the port, told …`.
    """
    words = [match.group() for match in islice(_TOKEN.finditer(text, at, min(len(text), at + 240)), _TAG_TOKENS)]
    if words[:2] == ["according", "to"]:
        return True
    if not words or not (words[0][0].isalnum()):
        return False
    k = 0
    while k < len(words):
        word = words[k]
        if word == "," and 0 < k <= 6 and any(w[0].isupper() for w in words[:k]):
            k = _after_apposition(words, k)
            k += k + 1 < len(words) and _cue(words, k) is None
            return k < len(words) and _cue(words, k) is not None
        if not word[0].isalnum() or _is_no_subject(word):
            return False
        if k and word.endswith(".") and not _ABBREVIATED.search(word[:-1]):
            return _cue(words, k) is not None and _has_subject(words, k)
        if _cue(words, k) is not None:
            return _is_inverted(words, comma) if k == 0 else _has_subject(words, k) and _ends_tag(words, k)
        k += 1
    return False


def _is_no_subject(word: str) -> bool:
    bare = _APOSTROPHE.split(word.lower())[0]
    return bare in word_list("no_subject") or bare in _QUESTION_WORDS


def _after_apposition(words: list[str], k: int) -> int:
    """Return the place after the comma that closes what the comma at `k` opens, or the end of the words."""
    for stop in range(k + 1, min(len(words), k + _APPOSITION)):
        if words[stop] == ",":
            return stop + 1
        if words[stop] in ".?!:" or (words[stop][-1] == "." and not _ABBREVIATED.search(words[stop][:-1])):
            break
    return len(words)


def _cue(words: list[str], k: int) -> Cue | None:
    """Return the cue in the past or the third person at a place that can report a quotation."""
    word = words[k].rstrip(".").lower()
    following = words[k + 1].rstrip(".").lower() if k + 1 < len(words) else ""
    cue = phrasal().get((word, following)) or forms().get(word)
    if cue is None or "q" not in cue.frames:
        return None
    finite = cue.form in ("past", "third") or (cue.form == "base" and k == 1 and words[0].lower() == "they")
    return cue if finite else None


def _has_subject(words: list[str], k: int) -> bool:
    first = words[0]
    return first[0].isupper() or first in word_list("tag_openers") or (k > 1 and words[k - 1][0].isupper())


def _is_inverted(words: list[str], comma: bool) -> bool:
    """Say whether `said` opens a tag: a name, `the minister` or, after a comma, `former governor Kelm` follows."""
    following = words[1] if len(words) > 1 else ""
    if following[:1].isupper() or following in word_list("tag_openers"):
        return True
    return comma and any(word[0].isupper() for word in words[2:6])


def _ends_tag(words: list[str], k: int) -> bool:
    """Say whether a cue after its subject ends the tag, or goes on with an addressee or an adjunct."""
    word, following = words[k], words[k + 1].lower().rstrip(".") if k + 1 < len(words) else ""
    cue = forms().get(word.lower())
    if following in ("", ",", ":", "to", "as", "while", "when", "about") or (cue is not None and "d" in cue.frames):
        return True
    if (word.lower(), following) in phrasal():
        return True
    lists = ("adjunct_openers", "days", "numbers")
    return any(following in word_list(name) for name in lists) or following.endswith("ing")
