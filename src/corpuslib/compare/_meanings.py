"""Words that mean the same, under one key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from corpuslib.compare._telling import Telling, Token
from corpuslib.compare.inflections import known_verb
from corpuslib.compare.paraphrases import expressions, groups_of, meanings_of
from corpuslib.compare.words import fold, words

__all__ = ["by_meaning", "retold"]


def by_meaning(sentences: Sequence[Telling]) -> list[Telling]:
    """Return sentences with one key for the words that mean the same: that of the one which is said most.

    A word goes with another only if a row of paraphrases.tsv has both, so that no chain leads from one thing to
    another.

    >>> from corpuslib.compare._telling import Token
    >>> said = [Telling(n, 0, len(w), (Token(w, 0, len(w), w),)) for n, w in enumerate(("ship", "vessel", "ship"))]
    >>> [s.tokens[0].key for s in by_meaning(said)]
    ['ship', 'ship', 'ship']
    """
    return _one_key_each(sentences, groups_of)


def retold(sentences: Sequence[Telling], texts: Sequence[str]) -> list[Telling]:
    """Return sentences with one key for the words that free reports use in turn, and for expressions of several words.

    `texts` holds the text of each sentence. Wider than `by_meaning`: word families and retellings.tsv count as well.
    An expression stands where its last word does; the words in it keep their own keys besides.

    >>> from corpuslib.compare._telling import Token
    >>> texts = ["called off", "cancelled"]
    >>> said = [Telling(0, 0, 10, ()), Telling(1, 0, 9, (Token("cance", 0, 9, "cancelled"),))]
    >>> [[t.key for t in s.tokens] for s in retold(said, texts)]
    [['call off'], ['call off']]
    """
    whole = [_with_expressions(s, text) for s, text in zip(sentences, texts, strict=True)]
    return _one_key_each(whole, meanings_of)


def _with_expressions(sentence: Telling, text: str) -> Telling:
    own = words(text)
    found = [(own[e.last], e.base) for e in expressions(own)]
    if not found:
        return sentence
    tokens = {t.start: t for t in sentence.tokens}
    for word, base in found:
        start = sentence.start + word.start
        if not any(t.start <= start < t.end and not t.key[0].isalpha() for t in sentence.tokens):
            tokens[start] = Token(base, start, sentence.start + word.end, word.text)
    return sentence._replace(tokens=tuple(tokens[start] for start in sorted(tokens)))


def _one_key_each(sentences: Sequence[Telling], groups_of: Callable[[str], tuple[str, ...]]) -> list[Telling]:
    """Return sentences with the key of the word that is said most for all words that share a group with it.

    Forms count one by one: a producer is a company, what was produced is not.
    """
    count = Counter((t.key, t.text) for s in sentences for t in s.tokens if t.key[0].isalpha() and not t.name)
    said: dict[str, tuple[int, str]] = {}
    for (key, text), n in count.items():
        form = _form(key, text)
        before, own = said.get(form, (0, key))
        said[form] = before - n, min(own, key)
    meant: dict[str, str] = {}
    leading: dict[str, tuple[int, str]] = {}
    for rank, (form, (_, key)) in enumerate(sorted(said.items(), key=lambda item: (item[1][0], item[0]))):
        groups = _meanings(form, groups_of)
        leaders = [leading[group] for group in groups if group in leading]
        if leaders:
            meant[form] = min(leaders)[1]
        else:
            leading.update(dict.fromkeys(groups, (rank, key)))
    new = {(key, text): meant.get(_form(key, text), key) for key, text in count}
    return [
        s._replace(tokens=tuple(t._replace(key=new.get((t.key, t.text), t.key)) for t in s.tokens)) for s in sentences
    ]


def _form(key: str, text: str) -> str:
    """Return the folded word of a token, or its expression."""
    return key if " " in key else fold(text)


def _meanings(form: str, groups_of: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
    """Return the groups of a folded word or a base expression, and the verb that it is a form of."""
    base, kinds = known_verb(form)
    return (*groups_of(form), f"to {base}") if kinds else groups_of(form)
