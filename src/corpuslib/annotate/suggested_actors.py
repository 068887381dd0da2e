"""Suggesting actors: whom and what a corpus speaks of most, with their names, as [[actor]] tables for corpus.toml."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, NamedTuple

from corpuslib.annotate._grammar import word_list
from corpuslib.annotate._phrase_items import (
    Item,
    fold_name,
    function_words,
    is_initial,
    items,
    known_words,
    mention_words,
)
from corpuslib.annotate._source_types import is_media
from corpuslib.annotate.labels import Actor
from corpuslib.annotate.mentions_grouping import Key, meanings
from corpuslib.document import Document, as_document
from corpuslib.lexicon import rows
from corpuslib.tables import Located, toml_string

__all__ = ["SuggestedActor", "actors_toml", "suggest_actors"]

_EVIDENCE, _ALIASES, _BEFORE = 3, 12, 4
_BEGINNINGS = '.!?:;“”"‘(\n'


@dataclass(frozen=True, slots=True)
class SuggestedActor:
    """Somebody or something that a corpus names often, for a person to accept, correct or strike out.

    `aliases` are the names as written, the most frequent first; `labels` are words seen as a title before the
    name that the general list of labels lacks; `kind` is None where the text does not tell. `mentions` counts
    names in the bodies, `documents` the documents that they stand in; `evidence` points at the first few.
    """

    name: str
    aliases: tuple[str, ...]
    labels: tuple[str, ...]
    kind: Literal["person", "state", "organisation"] | None
    mentions: int
    documents: int
    evidence: tuple[Located, ...]


class _Mention(NamedTuple):
    """A run of capitalised words in one document with the titles before it."""

    document: int
    before: tuple[Item, ...]
    name: tuple[Item, ...]
    places: tuple[Located, ...]
    """From each word of the name to its end."""
    opens: bool
    """Whether it opens a sentence, where every word has a capital."""


@dataclass
class _Group:
    names: Counter[str] = field(default_factory=Counter)
    titles: Counter[str] = field(default_factory=Counter)
    documents: set[int] = field(default_factory=set)
    evidence: list[Located] = field(default_factory=list)
    mentions: int = 0
    inside: bool = False
    kind: Literal["person", "state", "organisation"] | None = None


def suggest_actors(
    documents: Iterable[str | Document], known: Sequence[Actor] = (), *, least_documents: int = 2, most: int = 20
) -> list[SuggestedActor]:
    """Return whom and what the bodies of English documents name most, by documents, then mentions, then name.

    Names are runs of capitalised words that the corpus does not also write small; spellings are joined as
    `group_mentions` joins them. News media are left out, and so is every group that shares a name with a
    `known` actor. One name that several people bear cannot be told apart from outside: check the aliases.

    >>> texts = ["The talks failed. President Odo Vell left.", "In Paris, Mr. Vell and the French met."] * 2
    >>> [(a.name, a.kind, a.aliases, a.documents) for a in suggest_actors(texts)]
    [('Odo Vell', 'person', ('Odo Vell', 'Vell'), 4), ('France', 'state', ('Paris',), 2)]
    """
    written: Counter[str] = Counter()
    found: list[_Mention] = []
    for number, text in enumerate(documents):
        document = as_document(text)
        if document.metadata.language in (None, "en"):
            found.extend(_mentions(document, number, written))
    common = frozenset(
        word.lower() for word, n in written.items() if word[0].islower() and n * 4 >= written[word.capitalize()]
    )
    named = [trimmed for mention in found if (trimmed := _trimmed(mention, common))]
    keys = _keys(named, common)
    groups: defaultdict[Key, _Group] = defaultdict(_Group)
    for mention, key in zip(named, keys, strict=True):
        _note(groups[key], mention, key)
    taken = {fold_name(name.split()) for actor in known for name in (actor.name, *actor.aliases)}
    kept = [
        _suggestion(key, group)
        for key, group in groups.items()
        if group.inside
        and len(group.documents) >= least_documents
        and not any(fold_name(name.split()) in taken or is_media(name) for name in group.names)
    ]
    return sorted(kept, key=lambda a: (-a.documents, -a.mentions, a.name))[:most]


def actors_toml(suggestions: Iterable[SuggestedActor]) -> str:
    """Return suggestions as text for corpus.toml, the evidence for each in a comment before it.

    >>> print(actors_toml(suggest_actors(["Ruler Odo Vell fell. Odo Vell rose."], least_documents=1)), end="")
    # 2 mentions in 1 document, e.g. "" at 6-14, 21-29
    [[actor]]
    name = "Odo Vell"
    kind = "person"
    aliases = ["Odo Vell"]
    """
    return "\n".join(_table(actor) for actor in suggestions)


def _table(actor: SuggestedActor) -> str:
    places: dict[str, list[str]] = {}
    for row in actor.evidence:
        places.setdefault(row.doc_id, []).append(f"{row.start}-{row.end}")
    seen = "; ".join(f"{toml_string(doc_id)} at {', '.join(spans)}" for doc_id, spans in places.items())
    lines = [
        f"# {_count(actor.mentions, 'mention')} in {_count(actor.documents, 'document')}, e.g. {seen}",
        "[[actor]]",
        f"name = {toml_string(actor.name)}",
        *([f"kind = {toml_string(actor.kind)}"] if actor.kind else []),
        f"aliases = [{', '.join(map(toml_string, actor.aliases))}]",
        *([f"labels = [{', '.join(map(toml_string, actor.labels))}]"] if actor.labels else []),
    ]
    return "\n".join(lines) + "\n"


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" + ("s" if n != 1 else "")


def _mentions(document: Document, number: int, written: Counter[str]) -> Iterator[_Mention]:
    """Yield the runs of capitalised words in the body, and count in `written` how each word is written."""
    for block in document.body_blocks():
        text = document.text[block.start : block.end]
        words = items(text, None)
        written.update(item.text for item in words if item.text[0].isalpha())
        end = 0
        for i, item in enumerate(words):
            if i < end or not item.capital:
                continue
            end = _run_end(text, words, i)
            first = i
            while first > max(0, i - _BEFORE) and _adjoin(text, words[first - 1], words[first]):
                if not (words[first - 1].place or words[first - 1].lower in _title_words()):
                    break
                first -= 1
            last = block.start + words[end - 1].end
            places = tuple(Located(**document.place(block.start + word.start, last)) for word in words[i:end])
            opens = text[: item.start][-3:].rstrip(" \u00a0")[-1:] in _BEGINNINGS
            yield _Mention(number, tuple(words[first:i]), tuple(words[i:end]), places, opens)


def _run_end(text: str, words: Sequence[Item], i: int) -> int:
    end = i + 1
    while end < len(words) and words[end].capital and _adjoin(text, words[end - 1], words[end]):
        end += 1
    return end


def _adjoin(text: str, left: Item, right: Item) -> bool:
    """Whether one word follows the other with a space alone, and is not owned by it."""
    return not left.possessive and text[left.end : right.start] in (" ", "\u00a0") and not _ends(text, left)


def _ends(text: str, item: Item) -> bool:
    closed = text[item.end - 1] == "." and not item.text.endswith(".")
    return closed and not is_initial(item) and item.lower not in word_list("courtesy_titles")


def _trimmed(mention: _Mention, common: frozenset[str]) -> _Mention | None:
    """Return a mention whose name begins after its titles, and with no common word."""
    name, start = mention.name, 0
    if not _is_body(name):
        start = max((i for i in range(1, len(name)) if name[i - 1].lower in _title_words()), default=0)
    while start < len(name) and _is_common(name[start], common, alone=len(name) - start == 1):
        start += 1
    rest = [item for item in name[start:] if item.text[0].isalpha() and not is_initial(item)]
    if not rest or (len(rest) == 1 and rest[0].lower in mention_words("body")):
        return None
    before = mention.before + name[:start]
    return _Mention(mention.document, before, name[start:], mention.places[start:], mention.opens and not start)


def _is_common(item: Item, common: frozenset[str], *, alone: bool) -> bool:
    if item.place:
        return not alone
    return item.lower in known_words() or item.lower in common


@cache
def _title_words() -> frozenset[str]:
    titles = {word for row in rows("labels.tsv") if row["category"] != "modifier" for word in row["label"].split()}
    return frozenset(titles - function_words() - mention_words("body"))


def _is_body(name: Sequence[Item]) -> bool:
    """Whether a name is that of an organisation: it has a word for one, or is an acronym."""
    acronym = len(name) == 1 and 1 < len(name[0].text) < 6 and name[0].text.isupper()
    return not name[-1].place and (
        acronym or (len(name) > 1 and any(item.lower in mention_words("body") for item in name))
    )


def _keys(mentions: Sequence[_Mention], common: frozenset[str]) -> list[Key]:
    """Return whom or what each name means; what `meanings` does not know for a name is told by its words."""
    keys = meanings([" ".join(item.text for item in mention.name) for mention in mentions], common)
    return [
        key if key[0] in ("person", "state") and not _is_body(mention.name) else ("name", *_folded(mention.name))
        for mention, key in zip(mentions, keys, strict=True)
    ]


def _folded(name: Sequence[Item]) -> tuple[str, ...]:
    return fold_name(item.text for item in name)


def _note(group: _Group, mention: _Mention, key: Key) -> None:
    group.documents.add(mention.document)
    group.mentions += 1
    group.inside |= not mention.opens
    if len(group.evidence) < _EVIDENCE:
        group.evidence.append(mention.places[0])
    if mention.name[-1].place is None or mention.name[-1].place.by != "people":
        group.names[" ".join(item.text for item in mention.name)] += 1
    title = [item.lower for item in mention.before if not item.place and item.lower not in function_words()]
    courtesy = bool(title) and title[-1] in word_list("courtesy_titles")
    if title and not mention.opens and not courtesy:
        group.titles[" ".join(title)] += 1
    if key[0] == "state":
        group.kind = "state"
    elif _is_body(mention.name):
        group.kind = "organisation"
    elif courtesy or (title and title[-1] in _listed()):
        group.kind = "person"


@cache
def _listed() -> frozenset[str]:
    return frozenset(row["label"] for row in rows("labels.tsv"))


def _suggestion(key: Key, group: _Group) -> SuggestedActor:
    names = sorted(group.names, key=lambda name: (-group.names[name], name))
    full = next((name for name in names if " " in name), names[0] if names else key[1])
    titles = sorted(group.titles, key=lambda title: (-group.titles[title], title)) if group.kind == "person" else []
    return SuggestedActor(
        name=key[1] if key[0] == "state" else full,
        aliases=tuple(names[:_ALIASES]),
        labels=tuple(t for t in titles if group.titles[t] >= 2 and not _listed().issuperset([t, *t.split()[-1:]])),
        kind=group.kind,
        mentions=group.mentions,
        documents=len(group.documents),
        evidence=tuple(group.evidence),
    )
