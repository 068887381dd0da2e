"""What can be observed of each line of a page: its text, its markup, its place, and the lines around it.

Every feature is a small whole number, so that weights on them add up to the same sum on every machine.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, chain, pairwise

from corpuslib import lexicon
from corpuslib.document import Declared, Region
from corpuslib.read.layout import Layout, Node
from corpuslib.read.roles import Role, is_container
from corpuslib.read.tree import Branches, Sums, branches

__all__ = ["Features", "Page", "features"]

Features = dict[str, int]

_LOOKED_AT = 1_500
_WORD = re.compile(r"\w+(?:['’-]\w+)*|©")
_INNER_STOP = re.compile(r"[.!?][\"'”’»)\]]*+\s++[\"'“‘«(]?[^\W\da-zß-ÿ_]")
_CODE = re.compile(r"[{}\\=<>]|\":|://")
_ENDS = {".": 1, "。": 1, "?": 2, "？": 2, "!": 3, "！": 3, ":": 4, ",": 5, ";": 5, "…": 6}
_CLOSING = "\"'”’»)] "
_QUOTES = frozenset("\"'“‘«„")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TAGS = {
    tag: number
    for number, tags in enumerate(
        ["p", "h1", "h2", "h3", "h4 h5 h6", "li", "blockquote", "pre", "dd dt", "td th", "figcaption", "ul ol dl",
         "div section article main body html", "table", "figure", "aside", "header", "footer", "nav", "form"], 1
    )
    for tag in tags.split()
}  # fmt: skip
_AROUND = frozenset(
    {"aside", "nav", "footer", "header", "form", "figure", "table", "ul", "ol", "section", "article", "button"}
    | {"blockquote"}
)
_FAR = 99
_LENGTHS = (4, 12, 25, 50, 80, 120, 180, 280, 450, 700)
_REACH = 2
_NEIGHBOUR = ("length", "links", "tag", "rule", "end")
_FEWEST_LINKED_WORDS = 80
_LEVELS = [(f"links {n} up", f"mean {n} up", f"link lines {n} up", f"prose {n} up") for n in (1, 2, 3)]


@dataclass(frozen=True, slots=True)
class Page:
    """All that is known of a page when its lines are looked at.

    `texts` are its lines, `prose` how much prose each holds, `roles` and `inherited` what the markup of each
    node says of it and of what lies in it, `regions` what the markup says of each line, `article` the node
    that holds the article, `linked_body` the article's text as the page declares it for machines.
    """

    layout: Layout
    texts: Sequence[str]
    prose: Sequence[int]
    roles: Sequence[Role | None]
    inherited: Sequence[Role | None]
    regions: Sequence[Region]
    article: int
    declared: Declared
    linked_body: str


def features(page: Page) -> list[Features | None]:
    """Return the features of every line of a page; None for a line of links that stands apart from the article."""
    prose = [0 if page.inherited[line.node] else held for line, held in zip(page.layout.lines, page.prose, strict=True)]
    sums = Sums.of(page.layout, prose)
    where = branches(page.layout.nodes, _stem(page, prose, sums))
    opened = [
        number
        for number, (line, region) in enumerate(zip(page.layout.lines, page.regions, strict=True))
        if region.in_body or 2 * line.linked <= line.size or not where.climb[line.node]
    ]
    found = _basics(page, opened)
    words = {n: [word.lower() for word in _WORD.findall(page.texts[n][:_LOOKED_AT])] for n in opened}
    _add_neighbours(found, opened)
    main = [held > 0 and not where.climb[line.node] for line, held in zip(page.layout.lines, prose, strict=True)]
    _add_distances(main, found, opened)
    _add_tree(page, found, opened, sums, where)
    _add_alike(page, found, opened, prose)
    _add_markup(page, found, opened)
    _add_repetition(words, found)
    _add_declared(page, words, found)
    for number in opened:
        found[number].update(_of_text(page.texts[number], words[number]))
    is_open = set(opened)
    return [each if number in is_open else None for number, each in enumerate(found)]


def _basics(page: Page, opened: Sequence[int]) -> list[Features]:
    """Return what is needed of the lines and of those around them, as neighbours tell what a line is."""
    lines, nodes = page.layout.lines, page.layout.nodes
    found: list[Features] = [{} for _ in lines]
    for number in {near for n in opened for near in range(n - _REACH, n + _REACH + 1) if 0 <= near < len(lines)}:
        line, region = lines[number], page.regions[number]
        found[number] = {
            "length": bisect_right(_LENGTHS, line.size),
            "end": _ENDS.get(page.texts[number][-8:].rstrip(_CLOSING)[-1:], 0),
            "links": 0 if not line.linked else 1 + _share(line.linked, line.size, 10, 30, 50, 80, 97),
            "tag": telling_tag(line.node, nodes),
            "rule": 2 * _rule(region.rule) + region.in_body,
        }
    return found


def _bin(value: int, *bounds: int) -> int:
    """Return how many of the bounds, in rising order, a value reaches."""
    return bisect_right(bounds, value)


def _share(part: int, whole: int, *percents: int) -> int:
    """Return how many of the percentages, in rising order, a share reaches."""
    return bisect_right(percents, 100 * part // whole) if whole else 0


# Text -----------------------------------------------------------------------------------------------------


@cache
def _cues() -> tuple[Mapping[str, tuple[str, ...]], Mapping[tuple[str, str], tuple[str, ...]]]:
    """Return the cues that each word gives, and each pair of words."""
    single: dict[str, tuple[str, ...]] = {}
    double: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in lexicon.rows("html_cues.tsv"):
        for words in row["words"].split("|"):
            first, _, second = words.partition(" ")
            if second:
                double[first, second] = (*double.get((first, second), ()), "cue " + row["cue"])
            else:
                single[first] = (*single.get(first, ()), "cue " + row["cue"])
    return single, double


def _of_text(text: str, words: list[str]) -> Features:
    sample = text[:_LOOKED_AT]
    inner = len(_INNER_STOP.findall(sample))
    capitals = sum([word[0].isupper() for word in sample.split()[1:]])
    digits = sum([sample.count(digit) for digit in set(sample) if digit.isdigit()])
    found = {
        "words": _bin(len(words), 1, 2, 3, 5, 8, 12, 18, 28, 45, 80, 140),
        "end quote": int(sample[-1:] in _QUOTES or sample[-1:] in _CLOSING),
        "stops": min(4, inner),
        "commas": min(4, sample.count(",") + sample.count("、") + sample.count("，")),
        "start": _start(sample[:1]),
        "capitals": _share(capitals, len(words) - 1, 1, 15, 30, 50, 70, 90) if len(words) > 1 else 7,
        "digits": _share(digits, len(sample), 1, 5, 15, 30, 60),
        "upper": int(len(sample) > 3 and sample.isupper()),
        "code": _bin(len(_CODE.findall(sample)), 1, 3, 8),
        "bar": int("|" in sample or "»" in sample or "→" in sample),
        "at": int("@" in sample),
    }
    single, double = _cues()
    for word in single.keys() & words:
        for cue in single[word]:
            found[cue] = 1
    for pair in double.keys() & pairwise(words):
        for cue in double[pair]:
            found[cue] = 1
    return found


def _start(first: str) -> int:
    if first in _QUOTES:
        return 4
    return 1 if first.isupper() else 2 if first.islower() else 3 if first.isdigit() else 0


# Markup ---------------------------------------------------------------------------------------------------


def _add_markup(page: Page, found: list[Features], opened: Sequence[int]) -> None:
    nodes = page.layout.nodes
    around, contained, hidden = _ancestry(nodes)
    nearest = _nearest_role(page)
    for number in opened:
        node, each = page.layout.lines[number].node, found[number]
        each["own tag"] = _TAGS.get(nodes[node].tag, 0)
        each["role"], each["role steps"] = nearest[node]
        each["container"], each["hidden"] = int(contained[node]), int(hidden[node])
        for tag in around[node]:
            each["in " + tag] = 1


def telling_tag(number: int, nodes: Sequence[Node]) -> int:
    """Return a number for the nearest of the four innermost elements that says what kind of line it holds."""
    own = number
    for _ in range(4):
        tag = nodes[number].tag
        if tag in _HEADINGS or tag in ("p", "blockquote", "pre", "dd", "li", "td", "th", "figcaption"):
            return _TAGS[tag]
        number = nodes[number].parent
        if number < 0:
            break
    return _TAGS.get(nodes[own].tag, 0)


def _ancestry(nodes: Sequence[Node]) -> tuple[list[frozenset[str]], list[bool], list[bool]]:
    """Return for each node the telling elements around it, whether a declared container does, and whether hidden."""
    around: list[frozenset[str]] = []
    contained: list[bool] = []
    hidden: list[bool] = []
    for node in nodes:
        outer = node.parent
        tags = around[outer] if outer >= 0 else frozenset()
        around.append(tags | {node.tag} if node.tag in _AROUND else tags)
        contained.append((outer >= 0 and contained[outer]) or (bool(node.attributes) and is_container(node)))
        hidden.append((outer >= 0 and hidden[outer]) or (bool(node.attributes) and _is_hidden(node)))
    return around, contained, hidden


def _is_hidden(node: Node) -> bool:
    style = node.attributes.get("style", "")[:200].replace(" ", "").lower()
    return "display:none" in style or node.attributes.get("aria-hidden") == "true"


_KINDS = (
    *("navigation", "breadcrumb", "comment", "social_prompt", "newsletter_prompt", "ad", "related_links", "read_also"),
    *("caption", "image_credit", "copyright", "byline", "standfirst", "timestamp"),
)


def _nearest_role(page: Page) -> list[tuple[int, int]]:
    nearest: list[tuple[int, int]] = []
    for node, role in zip(page.layout.nodes, page.roles, strict=True):
        if role:
            nearest.append((1 + _KINDS.index(role.kind) if role.kind in _KINDS else 0, 1))
        else:
            kind, steps = nearest[node.parent] if node.parent >= 0 else (0, 0)
            nearest.append((kind, min(4, steps + 1) if steps else 0))
    return nearest


_RULES = (
    *("class word", "id word", "role word", "itemprop word", "element h1", "most of", "outside", "in the article, but"),
    *("element h", "element p", "element blockquote", "element li", "element", "cell", "prose", "another h1"),
    *("above the", "long heading", "heading without", "first heading"),
)


@lru_cache(maxsize=1024)
def _rule(rule: str) -> int:
    return next((n for n, start in enumerate(_RULES, 1) if rule.startswith(start)), 0)


# Place ----------------------------------------------------------------------------------------------------


def _add_tree(page: Page, found: list[Features], opened: Sequence[int], sums: Sums, where: Branches) -> None:
    nodes = page.layout.nodes
    tables, lists = enclosing(nodes, ("table",)), enclosing(nodes, ("ul", "ol", "dl"))
    known: dict[int, Features] = {}
    for number in opened:
        node = page.layout.lines[number].node
        if node not in known:
            known[node] = {
                "climb": min(5, where.climb[node]),
                "list": _of_group(sums, lists[node]),
                "table": _of_group(sums, tables[node]),
                **_of_branch(nodes, where, sums, node),
                **_of_parents(nodes, sums, node),
            }
        found[number].update(known[node])


def _stem(page: Page, prose: Sequence[int], sums: Sums) -> int:
    """Return the element whose own paragraphs hold most prose, else the smallest that holds most of the article."""
    nodes = page.layout.nodes
    core = page.article
    for number, node in enumerate(nodes):
        if node.parent == core and 100 * sums.prose[number] >= 85 * sums.prose[core] > 0:
            core = number
    direct: Counter[int] = Counter()
    for line, held in zip(page.layout.lines, prose, strict=True):
        if held:
            inner = nodes[line.node].tag in ("p", "blockquote", "pre", "li") and line.node > 0
            direct[nodes[line.node].parent if inner else line.node] += held
    best = max(direct, key=lambda number: (direct[number], -number), default=core)
    return best if 100 * direct[best] >= 35 * sums.prose[core] > 0 else core


def _of_branch(nodes: Sequence[Node], where: Branches, sums: Sums, node: int) -> Features:
    top = where.top[node]
    return {
        "branch": _TAGS.get(nodes[top].tag, 0),
        "branch links": _share(sums.linked[top], sums.size[top], 1, 5, 10, 20, 35, 50, 75),
        "branch prose": _share(sums.prose[top], sums.prose[where.stem], 1, 2, 5, 20, 50),
        "branch lines": _bin(sums.lines[top], 2, 3, 5, 9, 17, 33, 65),
        "branch mean": _bin(sums.size[top] // max(1, sums.lines[top]), 10, 20, 40, 70, 120, 200, 300),
    }


def _of_parents(nodes: Sequence[Node], sums: Sums, node: int) -> Features:
    found: Features = {}
    for links, mean, link_lines, prose in _LEVELS:
        node = max(0, nodes[node].parent)
        found[links] = _share(sums.linked[node], sums.size[node], 1, 5, 10, 20, 35, 50, 75)
        found[mean] = _bin(sums.size[node] // max(1, sums.lines[node]), 10, 20, 40, 70, 120, 200, 300)
        found[link_lines] = _share(sums.link_lines[node], sums.lines[node], 1, 10, 25, 45, 70)
        found[prose] = _share(sums.prose[node], sums.prose[0], 1, 5, 20, 50, 80, 95)
    return found


def enclosing(nodes: Sequence[Node], tags: tuple[str, ...]) -> list[int]:
    """Return the innermost element with one of the tags around each node, or -1."""
    found: list[int] = []
    for number, node in enumerate(nodes):
        found.append(number if node.tag in tags else found[node.parent] if node.parent >= 0 else -1)
    return found


def _of_group(sums: Sums, number: int) -> int:
    if number < 0:
        return 0
    mean = sums.size[number] // max(1, sums.lines[number])
    return 1 + 6 * _bin(mean, 20, 70) + _share(sums.linked[number], sums.size[number], 1, 10, 30, 60, 90)


def _add_alike(page: Page, found: list[Features], opened: Sequence[int], prose: Sequence[int]) -> None:
    """Add how much of the page's prose stands in elements with the same tags and classes."""
    nodes = page.layout.nodes

    def path(number: int) -> tuple[str, str, str, str]:
        node, outer = nodes[number], nodes[max(0, nodes[number].parent)]
        return node.tag, node.attributes.get("class", "")[:80], outer.tag, outer.attributes.get("class", "")[:80]

    held: Counter[tuple[str, str, str, str]] = Counter()
    for line, value in zip(page.layout.lines, prose, strict=True):
        if value:
            held[path(line.node)] += value
    every = sum(prose)
    for number in opened:
        found[number]["alike"] = _share(held[path(page.layout.lines[number].node)], every, 1, 5, 20, 50, 80)


def _add_distances(main: Sequence[bool], found: list[Features], opened: Sequence[int]) -> None:
    """Add where each line stands to the lines of prose in the stem."""
    every = sum(main)
    first = next((n for n, is_main in enumerate(main) if is_main), 0)
    last = max((n for n, is_main in enumerate(main) if is_main), default=len(main) - 1)
    passed = list(accumulate(main))
    since = _steps(main)
    until = _steps(main[::-1])[::-1]
    for number in opened:
        each = found[number]
        each["since prose"] = _bin(since[number], 1, 2, 3, 4, 6, 10, 20, 50)
        each["place"] = 1 if number < first else 3 if number > last else 2
        each["passed"] = _share(passed[number], every, 1, 10, 30, 50, 70, 90, 100)
        each["until prose"] = _bin(until[number], 1, 2, 3, 4, 6, 10, 20, 50)


def _steps(main: Sequence[bool]) -> list[int]:
    """Return how many lines lie between each line and the last one of the article before it."""
    return list(accumulate(main, lambda steps, is_main: 0 if is_main else steps + 1, initial=_FAR))[1:]


# The page as a whole --------------------------------------------------------------------------------------


def _runs(words: Sequence[str], size: int) -> list[tuple[str, ...]]:
    return list(zip(*(words[start:] for start in range(size)), strict=False))


def _add_repetition(words: Mapping[int, list[str]], found: list[Features]) -> None:
    """Add whether a line stands on the page again, whole or in part: a pull quote, a prompt, a teaser."""
    whole = Counter(tuple(each) for each in words.values())
    runs = {number: _runs(each, 4) for number, each in words.items()}
    count = Counter(chain.from_iterable(runs.values()))
    again = {run for run, times in count.items() if times > 1}
    for number, own in runs.items():
        found[number]["repeated"] = min(3, whole[tuple(words[number])])
        found[number]["quoted"] = _share(sum(map(again.__contains__, own)), len(own), 10, 50, 90) if own else 4


def _add_declared(page: Page, words: Mapping[int, list[str]], found: list[Features]) -> None:
    """Add what a line shares with the headline, description and text that the page declares."""
    title = [word.lower() for word in _WORD.findall(page.declared.headline or "")]
    titled = set(title)
    summary = set(_runs([word.lower() for word in _WORD.findall(page.declared.description or "")], 4))
    body = [word.lower() for word in _WORD.findall(page.linked_body)]
    known = set(_runs(body, 3)) if len(body) >= _FEWEST_LINKED_WORDS else set()
    for number, line in words.items():
        each, own = found[number], set(line)
        each["title"] = _share(len(own & titled), len(own), 10, 25, 50, 80) + (5 if line == title else 0)
        if summary:
            runs = _runs(line, 4)
            each["summary"] = 1 + _share(sum(map(summary.__contains__, runs)), len(runs), 30, 90)
        if known:
            runs = _runs(line, 3)
            each["linked body"] = 2 + _share(sum(map(known.__contains__, runs)), len(runs), 1, 50, 90) if runs else 1


def _add_neighbours(found: list[Features], opened: Sequence[int]) -> None:
    for step in (-2, -1, 1, 2):
        names = [(name, f"{name} {step:+d}") for name in _NEIGHBOUR]
        for number in opened:
            if 0 <= number + step < len(found):
                each, other = found[number], found[number + step]
                for name, named in names:
                    each[named] = other[name]
