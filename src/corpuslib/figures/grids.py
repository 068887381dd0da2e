"""A matrix of states as a table of text, in which names of any script and length have room on a narrow page too."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from corpuslib.figures.matrices import State, ink_on

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["grid"]


def grid(matrix: pd.DataFrame, legend: Mapping[str, State]) -> str:
    """Return a matrix of states as markup for `reports.html`, rows and columns in its order; all text is escaped.

    The index names the rows, and the name of the index what they are. `legend` gives each state its mark and colour;
    a cell without a state, or of one that the legend lacks, is empty. A matrix without cells gives an empty string.

    >>> import pandas as pd
    >>> matrix = pd.DataFrame({"Gull": ["told"]}, index=["shots <three>"])
    >>> print(grid(matrix, {"told": State("+", "#0072B2")})[95:-8])
    <tbody><tr><th scope="row">shots &lt;three&gt;</th><td style="background:#0072B2;color:#ffffff">+</td></tr></tbody>
    """
    if not matrix.size:
        return ""
    head = "".join(f'<th scope="col"><span>{escape(str(name))}</span></th>' for name in matrix.columns)
    rows = "\n".join(
        f'<tr><th scope="row">{escape(str(name))}</th>{"".join(_cell(state, legend) for state in states)}</tr>'
        for name, states in zip(matrix.index, matrix.to_numpy(dtype=object).tolist(), strict=True)
    )
    corner = escape(str(matrix.index.name or ""))
    return f'<table class="cl-grid"><thead><tr><td>{corner}</td>{head}</tr></thead>\n<tbody>{rows}</tbody></table>'


def _cell(state: object, legend: Mapping[str, State]) -> str:
    style = legend.get(state) if isinstance(state, str) else None
    if style is None:
        return "<td></td>"
    return f'<td style="background:{style.colour};color:{ink_on(style.colour)}">{escape(style.mark)}</td>'
