"""Which lines of a page are the article.

First the markup is asked. The article is the smallest element that holds most of the page's prose; inside it a
line counts by what its markup says, by its links, and by whether it reads like prose. Then a line model weighs
everything that can be observed of each line, the markup's answer among it, and has the last word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from corpuslib.document import BlockKind, Declared, Region
from corpuslib.read.features import Page, enclosing, features
from corpuslib.read.layout import Layout, Line, Node
from corpuslib.read.line_model import article_lines, scores
from corpuslib.read.roles import Role, is_container, role_of
from corpuslib.read.tree import total

__all__ = ["find_regions"]

# Shares and lengths were set on news pages; none of them is sharp.
_DOMINATES = 0.8
_HELD_BY_DECLARED = 0.4
_HARDLY_ELSE = 0.95
_MAX_LINKED = 0.5
_PROSE = 80
_MAX_BELOW_SUBHEAD = 2
_LONG_HEADING = 60
_SENTENCE_END = re.compile(r"[.!?…:;,。！？][\"'”’»)\]]*$|[.!?][\"'”’»)\]]*\s")
# What has a column or a use of its own stays what its markup says, however much it reads like the article.
_KEPT_OUT = frozenset(
    {"headline", "standfirst", "byline", "timestamp", "caption", "image_credit", "breadcrumb", "copyright", "comment"}
)
_PARAGRAPH_TAGS = frozenset({"p", "blockquote", "pre", "dd"})
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}


class _Place(NamedTuple):
    """What is known of a node from itself and the nodes around it."""

    role: Role | None
    inside: bool
    tabled: bool


def find_regions(
    page: str, layout: Layout, texts: Sequence[str], declared: Declared, linked_body: str = ""
) -> tuple[Region, ...]:
    """Return one region for every line of the page, in order.

    `texts` are the lines, `linked_body` is the article's text where the page declares it for machines.
    """
    if not layout.lines:
        return ()
    prose = [line.size - line.linked if _looks_like_prose(page, line) else 0 for line in layout.lines]
    roles = _trusted_roles(layout, prose)
    inherited = _inherited(layout.nodes, roles)
    article = _article(layout, prose, inherited)
    places = _places(layout, inherited, article)
    settled = _with_headings_settled([_region(page, line, layout.nodes, places) for line in layout.lines], layout)
    known = Page(layout, texts, prose, roles, inherited, settled, article, declared, linked_body)
    return tuple(_weighed(known, places))


def _weighed(page: Page, places: Sequence[_Place]) -> Iterator[Region]:
    """Yield the regions with the line model's decision on whether they are in the body."""
    lines = page.layout.lines
    tables = enclosing(page.layout.nodes, ("table",))
    chosen = article_lines(
        scores(features(page)),
        [region.in_body for region in page.regions],
        [line.size for line in lines],
        [tables[line.node] if places[line.node].tabled else -1 for line in lines],
    )
    for region, in_body in zip(page.regions, chosen, strict=True):
        if region.in_body and not in_body:
            yield replace(region, role=None, in_body=False, rule=f"{region.rule}, but reads like the page around it")
        elif in_body and not region.in_body and region.role not in _KEPT_OUT:
            yield replace(region, role=None, in_body=True, rule=f"{region.rule}, but reads like the article")
        else:
            yield region


def _looks_like_prose(page: str, line: Line) -> bool:
    return (
        line.size >= _PROSE
        and line.linked <= _MAX_LINKED * line.size
        and _SENTENCE_END.search(page[line.start : line.end]) is not None
    )


def _trusted_roles(layout: Layout, prose: Sequence[int]) -> list[Role | None]:
    """Return what each node says of itself, unless it holds so much of the prose that it cannot be so."""
    totals, sizes = total(layout, prose), total(layout, [line.size for line in layout.lines])
    quoted = total(layout, _quoted(layout))
    roles: list[Role | None] = []
    for number, node in enumerate(layout.nodes):
        role = None if 2 * totals[number] > totals[0] else role_of(node)
        quotes = role and role.kind == "social_prompt" and 2 * quoted[number] > sizes[number]
        roles.append(None if quotes else role)
    return roles


def _quoted(layout: Layout) -> list[int]:
    """Return how much of each line a page quotes: a post within an article is no prompt to share it."""
    within: list[bool] = []
    for node in layout.nodes:
        within.append(node.tag == "blockquote" or (node.parent >= 0 and within[node.parent]))
    return [line.size if within[line.node] else 0 for line in layout.lines]


def _inherited(nodes: Sequence[Node], roles: Sequence[Role | None]) -> list[Role | None]:
    result: list[Role | None] = []
    for node, role in zip(nodes, roles, strict=True):
        result.append((result[node.parent] if node.parent >= 0 else None) or role)
    return result


def _article(layout: Layout, prose: Sequence[int], roles: Sequence[Role | None]) -> int:
    """Return the node that holds the article: declared, else the smallest that holds most of the prose."""
    totals = total(layout, [0 if roles[line.node] else value for line, value in zip(layout.lines, prose, strict=True)])
    declared = [n for n, node in enumerate(layout.nodes) if node.attributes and is_container(node)]
    best = max(declared, key=lambda number: (totals[number], -number), default=0)
    if best and totals[best] >= _HELD_BY_DECLARED * totals[0]:
        return _all_parts(layout.nodes, totals, declared, best)
    best = 0
    for number in range(1, len(totals)):
        if layout.nodes[number].parent == best and totals[number] >= _DOMINATES * totals[best] > 0:
            best = number
    return best


def _all_parts(nodes: Sequence[Node], totals: Sequence[int], declared: Sequence[int], best: int) -> int:
    """Return the element around all declared parts of the article, if it holds hardly any other prose."""
    known = set(declared)
    parts, within = [0] * len(nodes), [False] * len(nodes)
    for number, node in enumerate(nodes):
        outer = node.parent >= 0 and within[node.parent]
        within[number] = outer or number in known
        parts[number] = totals[number] if number in known and not outer else 0
    for number in range(len(nodes) - 1, 0, -1):
        parts[nodes[number].parent] += parts[number]
    article, above = best, nodes[best].parent
    while above > 0 and parts[above] >= _HARDLY_ELSE * totals[above]:
        if totals[above] > totals[article]:
            article = above
        above = nodes[above].parent
    return article


def _places(layout: Layout, roles: Sequence[Role | None], article: int) -> list[_Place]:
    sizes = total(layout, [line.size for line in layout.lines])
    linked = total(layout, [line.linked for line in layout.lines])
    places: list[_Place] = []
    for number, node in enumerate(layout.nodes):
        outer = places[node.parent] if node.parent >= 0 else _Place(None, False, False)
        inside = number == article or outer.inside
        # A table that holds the article itself is layout, one that is mostly links a menu.
        figures = outer.inside and node.tag == "table" and linked[number] <= _MAX_LINKED * sizes[number]
        places.append(_Place(roles[number], inside, outer.tabled or figures))
    return places


def _region(page: str, line: Line, nodes: Sequence[Node], places: Sequence[_Place]) -> Region:
    place, node = places[line.node], nodes[line.node]

    def region(kind: BlockKind | None, in_body: bool, rule: str) -> Region:
        return Region(line.start, line.end, kind, in_body, rule)

    if place.role:
        return region(place.role.kind, False, place.role.rule)
    tag = _telling_tag(line.node, nodes)
    if tag == "h1":
        return region("headline", False, "element h1")
    if place.tabled:
        return region(None, True, "cell of a table in the article")
    if line.linked > _MAX_LINKED * line.size:
        return region("related_links", False, "most of the line is links")
    if not place.inside:
        return region(None, False, "outside the article")
    if tag in _HEADINGS:
        return region("subhead", True, f"element {tag} in the article")
    if tag in _PARAGRAPH_TAGS or tag == "li":
        return region(None, True, f"element {tag} in the article")
    if line.size >= _PROSE or _SENTENCE_END.search(page[line.start : line.end]):
        return region(None, True, f"prose in element {node.tag or 'none'} in the article")
    return region(None, False, "in the article, but not like prose")


def _telling_tag(number: int, nodes: Sequence[Node]) -> str:
    """Return the tag of the nearest of the four innermost elements that says what kind of line it holds."""
    for _ in range(4):
        tag = nodes[number].tag
        if tag in _HEADINGS or tag in _PARAGRAPH_TAGS or tag == "li":
            return tag
        number = nodes[number].parent
        if number < 0:
            break
    return ""


def _with_headings_settled(regions: list[Region], layout: Layout) -> list[Region]:
    """Keep one headline and the subheads that a line of the body follows; settle what stands around the headline."""
    opening = next((n for n, r in enumerate(regions) if r.in_body and _is_prose(r, layout.lines[n])), len(regions))
    headline = _headline_node(regions, layout, opening)
    on_top = max((n for n, line in enumerate(layout.lines[:opening]) if line.node == headline), default=-1)
    settled: list[Region] = []
    lines_to_body = _MAX_BELOW_SUBHEAD + 1
    for number in range(len(regions) - 1, -1, -1):
        region = regions[number]
        if layout.lines[number].node == headline:
            rule = region.rule if region.role == "headline" else "first heading of the article, without h1"
            region = replace(region, role="headline", in_body=False, rule=rule)
        elif region.role == "headline":
            region = replace(region, role=None, rule="another h1")
        elif number < on_top and region.in_body:
            region = replace(region, role=None, in_body=False, rule="above the headline")
        elif region.role == "subhead" and on_top < number < opening and layout.lines[number].size >= _LONG_HEADING:
            region = replace(region, role="standfirst", in_body=False, rule="long heading above the body")
        elif region.role == "subhead" and lines_to_body > _MAX_BELOW_SUBHEAD:
            region = replace(region, role=None, in_body=False, rule="heading without a paragraph")
        lines_to_body = 0 if region.in_body else lines_to_body + 1
        settled.append(region)
    return settled[::-1]


def _is_prose(region: Region, line: Line) -> bool:
    return region.role is None and line.size >= _PROSE


def _headline_node(regions: Sequence[Region], layout: Layout, opening: int) -> int:
    """Return the node of the headline, or -1 if the page has none.

    It is an h1 in an article or main element, else the last h1 above the body, else the first heading there.
    """
    found = [n for n, region in enumerate(regions) if region.role == "headline"]
    central: list[bool] = []
    for node in layout.nodes if found else ():
        central.append(node.tag in ("article", "main") or (node.parent >= 0 and central[node.parent]))
    inside = [n for n in found if central[layout.lines[n].node]]
    above = [n for n in found if n < opening]
    without_h1 = [n for n in range(opening) if regions[n].role == "subhead"]
    best = [*inside[:1], *above[-1:], *found[:1], *without_h1[:1]]
    return layout.lines[best[0]].node if best else -1
