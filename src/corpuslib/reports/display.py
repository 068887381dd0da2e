"""What a notebook calls to show a table, a figure, a finding or a passage.

Each call emits one display bundle that looks right in JupyterLab and carries, in its metadata, what the
report needs: an id to link to, a kind, a caption, and the numbers as CSV.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, Protocol, runtime_checkable

from corpuslib.reports.environment import figure_rc
from corpuslib.reports.errors import ReportError
from corpuslib.reports.tabular import escape, table_html, to_csv, writable

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame

__all__ = ["STYLE", "Safe", "figure", "html", "note", "table"]

Kind = Literal["finding", "limit", "warning"]

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")

STYLE = (
    "<style>.cl-scroll{overflow-x:auto}.cl-scroll table{border-collapse:collapse}"
    ".cl-scroll th,.cl-scroll td{padding:.25em .75em;text-align:left;vertical-align:top}"
    ".cl-scroll .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}"
    ".cl-unit,.cl-more{opacity:.75;font-weight:normal}"
    ".cl-note{border-left:4px solid #2a6f97;padding:.3em 0 .3em 1em}"
    ".cl-limit{border-color:#8a6d1d}.cl-warning{border-color:#a4343a}</style>"
)
"""Rules for JupyterLab, at the head of every HTML bundle; the report has its own and drops these."""


@runtime_checkable
class Safe(Protocol):
    """Markup that its maker vouches for (the `__html__` protocol of markupsafe and Jinja)."""

    def __html__(self) -> str:
        """The markup."""
        ...


def table(
    frame: DataFrame,
    *,
    id: str,
    caption: str,
    units: Mapping[str, str] | None = None,
    max_rows: int = 50,
    link: Mapping[str, str] | None = None,
) -> None:
    """Show a data frame. The report shows the first `max_rows` rows; its CSV holds all of them.

    All text is escaped, numbers are right-aligned with the same number of decimals down a column. `units`
    maps a column to its unit. `link` maps a column to the column that holds the addresses its cells point
    to: anchors (`#id`) or relative paths; the column of addresses is in the CSV and not on the page.
    """
    markup = table_html(frame, caption=caption, units=units or {}, max_rows=max_rows, link=link or {})
    _emit("table", id, caption, {"text/html": STYLE + markup, "text/csv": to_csv(frame)})


def figure(fig: Figure, *, id: str, alt: str, caption: str, data: DataFrame) -> None:
    """Show a matplotlib figure as SVG, with `alt` for who cannot see it, and close it.

    `data` holds the numbers that the figure shows; they become its CSV.
    """
    _require_text(alt, "alt", id)
    bundle = {"image/svg+xml": _svg(fig, id, alt), "text/csv": to_csv(data)}
    _emit("figure", id, caption, bundle, alt=alt)


def note(text: str | Safe, *, id: str, kind: Kind = "finding") -> None:
    """State a finding, a limit or a warning: a paragraph that a reviewer can link to.

    A `str` is escaped; an object with `__html__` is shown as the markup it vouches for.
    """
    if kind not in ("finding", "limit", "warning"):
        raise ReportError(f"note {id!r}: kind is {kind!r}; use 'finding', 'limit' or 'warning'.")
    body = text.__html__() if isinstance(text, Safe) else escape(text)
    label = "" if kind == "finding" else f"<strong>{kind.capitalize()}.</strong> "
    markup = f'<p class="cl-note cl-{kind}">{label}{body}</p>'
    _emit(kind, id, "", {"text/html": STYLE + markup})


def html(markup: str, *, id: str, caption: str, data: DataFrame | None = None) -> None:
    """Show markup that the library wrote, such as aligned passages: text inside it is already escaped.

    `data` holds the rows behind it, if there are any; they become its CSV.
    """
    figcaption = f"<figcaption>{escape(caption)}</figcaption>"
    body = f'<figure class="cl-html">{figcaption}<div class="cl-scroll">{markup}</div></figure>'
    bundle = {"text/html": STYLE + body}
    _emit("html", id, caption, bundle if data is None else {**bundle, "text/csv": to_csv(data)})


def _emit(kind: str, id: str, caption: str, bundle: dict[str, str], **extra: str) -> None:
    from IPython.display import display

    if not _ID.match(id):
        raise ReportError(f"{kind}: id {id!r} does not do; use lower-case letters, digits and hyphens.")
    if kind in ("table", "figure", "html"):
        _require_text(caption, "caption", id)
    metadata: dict[str, Any] = {"corpuslib": {"id": id, "kind": kind, "caption": caption, **extra}}
    if "alt" in extra:
        metadata["image/svg+xml"] = {"alt": extra["alt"]}
    plain = extra.get("alt") or caption or id
    data = {mime: writable(text) for mime, text in {**bundle, "text/plain": plain}.items()}
    display(data, metadata=metadata, raw=True)  # type: ignore[no-untyped-call]


def _require_text(value: str, what: str, id: str) -> None:
    if not value.strip():
        raise ReportError(f"{id!r} has no {what}; say in words what it shows.")


def _svg(fig: Figure, id: str, alt: str) -> str:
    import matplotlib
    import matplotlib.pyplot as plt

    buffer = io.StringIO()
    with matplotlib.rc_context(figure_rc(id)), warnings.catch_warnings():  # type: ignore[arg-type]
        # A script that the one font lacks shows as boxes; the alt text and the CSV have the words.
        warnings.filterwarnings("ignore", message=r"Glyph \d+ .{0,80} missing from font")
        silent = {"Date": None, "Creator": None, "Format": None, "Type": None}
        fig.savefig(buffer, format="svg", metadata=silent)
    plt.close(fig)
    svg = buffer.getvalue()
    head, body = svg[svg.index("<svg") :].split(">", 1)
    before, _, rest = body.partition("<metadata>")
    body = (before + rest.partition("</metadata>")[2].lstrip()) if rest else before
    return f'{head} role="img"><title>{escape(alt)}</title>{body}'.rstrip() + "\n"
