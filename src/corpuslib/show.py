"""Show one document with its blocks and edits marked: as HTML in JupyterLab, as text in a terminal."""

from __future__ import annotations

import html
from bisect import bisect_left
from collections.abc import Callable, Iterator
from itertools import islice, takewhile
from typing import NamedTuple

from corpuslib.document import Block, Document
from corpuslib.text import Edit

__all__ = ["document_html", "document_text"]

_STYLE = """
.cl-doc{font:15px/1.55 system-ui,sans-serif;max-width:56rem}
.cl-doc header{border-bottom:1px solid #8886;margin-bottom:.6rem;padding-bottom:.4rem}
.cl-doc .cl-row{display:grid;grid-template-columns:8.5rem 1fr;gap:.8rem;padding:.15rem 0}
.cl-doc .cl-kind{font-size:.75rem;text-align:right;opacity:.75;padding-top:.2rem}
.cl-doc .cl-out .cl-text{opacity:.65;border-left:3px dotted #b45309;padding-left:.5rem}
.cl-doc .cl-in .cl-text{border-left:3px solid #2563eb;padding-left:.5rem}
.cl-doc .cl-meta .cl-text{border-left:3px double #7c3aed;padding-left:.5rem}
.cl-doc mark{background:#fde68a;color:#111;text-decoration:underline dotted}
.cl-doc .cl-cut{color:#b91c1c;font-size:.8em}
.cl-doc .cl-headline .cl-text{font-weight:700;font-size:1.15em}
.cl-doc .cl-subhead .cl-text{font-weight:700}
"""

_LEGEND = (
    "solid line: body · double line: kept as metadata · dotted line: set aside · "
    "underlined: changed by cleaning (what was found stands in its tooltip) · ✂: something was taken away here"
)

_METADATA = frozenset({"headline", "standfirst", "byline", "dateline", "timestamp", "source_line"})


class _Piece(NamedTuple):
    """A run of a block's text, and the edit that made it if one did."""

    text: str
    edit: Edit | None


def _pieces(document: Document, block: Block) -> Iterator[_Piece]:
    position = block.start
    first = bisect_left(document.edits, block.start, key=lambda edit: edit.end)
    for edit in takewhile(lambda edit: edit.start <= block.end, islice(document.edits, first, None)):
        # Edits that only lay the text out (white space, tags between blocks) say nothing to a reader.
        if edit.kind == "markup" or not (edit.before.strip() or edit.after.strip()):
            continue
        if edit.start < position or edit.end > block.end:
            continue
        yield _Piece(document.text[position : edit.start], None)
        yield _Piece(edit.after, edit)
        position = edit.end
    yield _Piece(document.text[position : block.end], None)


def _role(block: Block) -> str:
    if block.in_body:
        return "in"
    return "meta" if block.kind in _METADATA else "out"


def _heading(document: Document) -> list[tuple[str, str]]:
    meta = document.metadata
    interval = f"{meta.published_from or 'unknown'} to {meta.published_to or 'unknown'}"
    conflict = " (the stated date conflicts with the text)" if meta.date_conflict else ""
    return [
        ("document", document.doc_id or "(no id)"),
        ("file", " › ".join(filter(None, (document.source.file, document.source.record)))),
        ("encoding", f"{document.source.encoding}: {document.source.encoding_reason}"),
        ("outlet", meta.outlet or "unknown"),
        ("published", str(meta.published or interval) + conflict),
        ("date evidence", meta.date_reason),
        ("edits", str(len(document.edits))),
    ]


def document_html(document: Document) -> str:
    """Return a document as HTML: each block with its kind and rule, each edit marked. All text is escaped."""
    facts = "".join(
        f"<div class='cl-row'><span class='cl-kind'>{name}</span><span>{html.escape(value)}</span></div>"
        for name, value in _heading(document)
        if value
    )
    rows = "".join(_block_html(document, block) for block in document.blocks)
    header = f"<header>{facts}<small>{_LEGEND}</small></header>"
    return f"<style>{_STYLE}</style><article class='cl-doc'>{header}{rows}</article>"


def _block_html(document: Document, block: Block) -> str:
    text = "".join(_piece_html(piece) for piece in _pieces(document, block))
    kind = f"<span class='cl-kind' title='{html.escape(block.rule, quote=True)}'>{block.kind.replace('_', ' ')}</span>"
    return f"<div class='cl-row cl-{_role(block)} cl-{block.kind}'>{kind}<span class='cl-text'>{text}</span></div>"


def _piece_html(piece: _Piece) -> str:
    text = html.escape(piece.text)
    if piece.edit is None:
        return text
    title = html.escape(f"found: {piece.edit.before!r} · {piece.edit.kind} · {piece.edit.rule}", quote=True)
    return f"<mark title='{title}'>{text}</mark>" if text else f"<span class='cl-cut' title='{title}'>✂</span>"


_MARKS = {"in": "│", "meta": "║", "out": "┊"}

Style = Callable[[str, str], str]


def document_text(document: Document, style: Style = lambda text, role: text) -> str:
    """Return a document for a terminal: its facts, then a line a block with its kind, edits as ⟦found→clean⟧.

    `style(text, role)` colours a piece; roles are `kind`, `edit`, `in`, `meta`, `out`. Control characters of
    the text cannot reach the terminal.
    """
    lines = [f"{name:>16}  {_printable(value)}" for name, value in _heading(document) if value]
    lines += ["", "  │ body   ║ kept as metadata   ┊ set aside   ⟦found→clean⟧ changed by cleaning", ""]
    for block in document.blocks:
        role = _role(block)
        parts = []
        for piece in _pieces(document, block):
            if piece.edit is None:
                parts.append(style(_printable(piece.text), role))
            else:
                parts.append(style(f"⟦{_printable(piece.edit.before)}→{_printable(piece.text)}⟧", "edit"))
        lines.append(f"{style(f'{block.kind:>16}', 'kind')} {_MARKS[role]} {''.join(parts)}")
    return "\n".join(lines) + "\n"


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else f"‹{ord(c):x}›" for c in text)
