"""An executed notebook as one self-contained HTML page, and the index page of a corpus."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpuslib.reports.checks import CSP, visible_text
from corpuslib.reports.display import STYLE
from corpuslib.reports.errors import ReportError
from corpuslib.reports.markdown import Heading, MarkdownRenderer
from corpuslib.reports.tabular import escape

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["Artefact", "Entry", "artefacts", "describe_notebook", "export_html", "index_html", "table_path"]

TEMPLATE = Path(__file__).resolve().parent / "template"
_RESERVED = ("main", "contents", "signature")
_WIDTH_PT = re.compile(r'<svg[^>]{0,400}?\bwidth="([0-9.]{1,12})pt"')
_PX_PER_PT = 4 / 3


@dataclass(frozen=True, slots=True)
class Artefact:
    """One table, figure, note or passage of a notebook: what a reviewer links to."""

    id: str
    kind: str
    caption: str
    html: str
    csv: str | None

    @property
    def text(self) -> str:
        """The artefact in words: its caption, or what the note says."""
        return self.caption or " ".join(visible_text(self.html).split())


@dataclass(frozen=True, slots=True)
class Entry:
    """A report as the index page lists it. `tables` pairs the path of each CSV with its caption."""

    file: str
    title: str
    summary: str
    findings: tuple[tuple[str, str], ...] = ()
    tables: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of the page: prose, or outputs with the code that made them."""

    body: str
    code: str = ""
    label: str = ""


def artefacts(notebook: NotebookNode, name: str) -> list[Artefact]:
    """What the display functions emitted, in order; raises `ReportError` where two share an id."""
    found: list[Artefact] = []
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            ours = output.get("metadata", {}).get("corpuslib")
            if ours:
                html = _own_html(output).removeprefix(STYLE)
                csv = output.data.get("text/csv")
                found.append(Artefact(ours["id"], ours["kind"], ours.get("caption", ""), html, csv))
    ids = [artefact.id for artefact in found]
    for twice in sorted({i for i in ids if ids.count(i) > 1 or i in _RESERVED}):
        raise ReportError(f"{name}: the id {twice!r} is used twice or is taken by the page; choose another.")
    return found


def table_path(name: str, id: str) -> str:
    """Where the CSV of an artefact lies, relative to the report."""
    return f"tables/{name}_{id}.csv"


def describe_notebook(notebook: NotebookNode, name: str) -> Entry:
    """The entry of a notebook on the index page: title, first paragraph, findings, tables."""
    title, summary = _title_and_summary(notebook)
    items = artefacts(notebook, name)
    return Entry(
        file=f"{name}.html",
        title=title or name,
        summary=summary,
        findings=tuple((item.id, item.text) for item in items if item.kind == "finding"),
        tables=tuple((table_path(name, item.id), item.caption) for item in items if item.csv is not None),
    )


def _title_and_summary(notebook: NotebookNode) -> tuple[str, str]:
    markdown = MarkdownRenderer()
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            body = markdown(cell.source)
            first = re.search(r"<p>(.{0,4000}?)</p>", body, re.DOTALL)
            if markdown.title:
                summary = " ".join(visible_text(first[1]).split()) if first else ""
                return visible_text(markdown.title).strip(), summary
    return "", ""


def export_html(
    notebook: NotebookNode, *, name: str, corpus_title: str, signature: Mapping[str, str], lang: str = "en"
) -> str:
    """One page without script and without anything from outside.

    `name` is the notebook's name without ending, `signature` what makes the run repeatable, in the order
    in which it is shown. The notebook should be executed and normalised.
    """
    items = {artefact.id: artefact for artefact in artefacts(notebook, name)}
    markdown = MarkdownRenderer(reserved=[*items, *_RESERVED])
    parts = _parts(notebook, name, items, markdown)
    page = {
        "title": visible_text(markdown.title).strip() or name,
        "corpus": corpus_title,
        "lang": lang,
        "csp": CSP,
        "signature": dict(signature),
        "contents": _nested(markdown.headings),
        "parts": parts,
    }
    return _render("index.html.j2", page, notebook)


def index_html(
    *,
    corpus_title: str,
    entries: Sequence[Entry],
    signature: Mapping[str, str],
    summary: str = "",
    lang: str = "en",
) -> str:
    """The page that lists a corpus's reports, their findings and their tables."""
    page = {
        "title": corpus_title,
        "summary": summary,
        "lang": lang,
        "csp": CSP,
        "signature": dict(signature),
        "entries": list(entries),
    }
    return _render("corpus.html.j2", page, None)


def _render(template: str, page: Mapping[str, Any], notebook: NotebookNode | None) -> str:
    from nbconvert.exporters import TemplateExporter
    from nbformat.v4 import new_notebook

    paths = [str(TEMPLATE)]  # nothing from the user's Jupyter folders
    exporter = TemplateExporter(template_paths=paths, template_file=template)  # type: ignore[no-untyped-call]
    exporter.environment.autoescape = True
    source = new_notebook() if notebook is None else notebook  # type: ignore[no-untyped-call]
    html, _ = exporter.from_notebook_node(source, resources={"page": page})
    return "\n".join(line.rstrip(" \t") for line in html.strip().split("\n")) + "\n"


def _nested(headings: Sequence[Heading]) -> list[tuple[Heading, list[Heading]]]:
    """Headings of level 2, each with those of level 3 that follow it."""
    nested: list[tuple[Heading, list[Heading]]] = []
    for heading in headings:
        if heading.level == 2 or not nested:
            nested.append((heading, []))
        elif heading.level == 3:
            nested[-1][1].append(heading)
    return nested


def _parts(notebook: NotebookNode, name: str, items: Mapping[str, Artefact], markdown: MarkdownRenderer) -> list[_Part]:
    """Prose as it comes; code that shows nothing joins the code below it, or stands as set-up."""
    parts: list[_Part] = []
    waiting: list[str] = []

    def settle() -> None:
        if waiting:
            parts.append(_Part("", _code("\n\n".join(waiting)), "Set-up"))
            waiting.clear()

    for cell in notebook.cells:
        if cell.cell_type != "code":
            settle()
            body = markdown(cell.source) if cell.cell_type == "markdown" else _pre(cell.source)
            parts.append(_Part(body))
        elif cell.source.strip():
            waiting.append(cell.source)
            body = "\n".join(_output(output, name, items, markdown) for output in cell.outputs)
            if body.strip():
                parts.append(_Part(body, _code("\n\n".join(waiting)), "How this was computed"))
                waiting.clear()
    settle()
    return parts


def _code(source: str) -> str:
    from nbconvert.filters import Highlight2HTML

    highlight = Highlight2HTML(pygments_lexer="ipython3")  # type: ignore[no-untyped-call]
    return str(highlight(source))


def _pre(text: str) -> str:
    return f'<pre class="output" tabindex="0">{escape(text)}</pre>'


def _output(output: NotebookNode, name: str, items: Mapping[str, Artefact], markdown: MarkdownRenderer) -> str:
    if output.output_type == "stream":
        return _pre(output.text)
    if output.output_type == "error":
        raise ReportError(f"{name}: a cell ended with {output.ename}; a report is made of finished runs only.")
    ours = output.metadata.get("corpuslib")
    if ours:
        return _framed(items[ours["id"]], name)
    for mime in ("image/svg+xml", "image/png", "image/jpeg"):
        if mime in output.data:
            alt = output.metadata.get(mime, {}).get("alt", "")
            return f"<figure>{_image(mime, output.data[mime], alt)}</figure>"
    if "text/markdown" in output.data:
        return markdown(output.data["text/markdown"])
    return _pre(output.data.get("text/plain", "(an output that a page without script cannot show)"))


def _own_html(output: NotebookNode) -> str:
    if "image/svg+xml" not in output.data:
        return str(output.data.get("text/html", ""))
    ours = output.metadata["corpuslib"]
    image = _image("image/svg+xml", output.data["image/svg+xml"], ours.get("alt", ""))
    return f'<figure class="cl-figure">{image}<figcaption>{escape(ours["caption"])}</figcaption></figure>'


def _image(mime: str, data: str, alt: str) -> str:
    encoded = base64.b64encode(data.encode()).decode() if mime == "image/svg+xml" else "".join(data.split())
    width = _WIDTH_PT.search(data[:2000]) if mime == "image/svg+xml" else None
    size = f' width="{round(float(width[1]) * _PX_PER_PT)}"' if width else ""
    return (
        '<div class="cl-scroll card" tabindex="0" role="group" aria-label="Figure">'
        f'<img alt="{escape(alt)}"{size} src="data:{mime};base64,{encoded}"></div>'
    )


def _framed(item: Artefact, name: str) -> str:
    link = f'<a class="anchor" href="#{item.id}" aria-label="Link to this {escape(item.kind)}">¶</a>'
    if item.kind in ("finding", "limit", "warning"):
        return f'<div class="statement" id="{item.id}">{item.html}{link}</div>'
    csv = f'<a href="{table_path(name, item.id)}">numbers as CSV</a> · ' if item.csv is not None else ""
    return f'<div class="item wide" id="{item.id}">{item.html}\n<p class="source">{csv}{link}</p></div>'
