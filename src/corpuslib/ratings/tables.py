"""Rating tables on disk: data/raw/ratings/NAME.toml says what lies beside it, version by version, hash by hash."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpuslib.corpus import NAME, RATINGS, Corpus, CorpusError, file_hash
from corpuslib.intake import write_atomically
from corpuslib.ratings.domains import host_of
from corpuslib.ratings.layouts import LAYOUTS, Columns, Layout, LayoutError, ListedRow, Value
from corpuslib.ratings.scales import Scale, ScaleError
from corpuslib.tables import toml_string

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Judgement",
    "RatingTable",
    "Unread",
    "add_table",
    "ratings_folder",
    "read_table",
    "read_tables",
    "table_names",
]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one rater says of one site: at these hosts, or of the outlet of these names.

    `record` is the row of the file, `entry` what is rated as it is printed there.
    """

    record: int
    entry: str
    hosts: tuple[str, ...]
    names: tuple[str, ...]
    rater: str
    value: str
    position: float | None


@dataclass(frozen=True, slots=True)
class Unread:
    """A row of a rating table, or a part of it, that could not be used, and why."""

    record: int
    text: str
    reason: str


@dataclass(frozen=True)
class RatingTable:
    """A rating table: what its TOML says, the judgements in it, and what could not be read."""

    name: str
    title: str
    version: str
    layout: str
    scales: Mapping[str, Scale]
    source: str = ""
    licence: str = ""
    judgements: tuple[Judgement, ...] = ()
    unread: tuple[Unread, ...] = field(default=(), repr=False)

    @property
    def places(self) -> pd.DataFrame:
        """The judgements as a frame for `disagreements` and `correlations`: a row a site and judgement."""
        import pandas as pd

        from corpuslib.ratings.domains import registered_domain

        rows = [
            (site, self.name, j.rater, j.value, j.position)
            for j in self.judgements
            for site in sorted({registered_domain(host) or host for host in j.hosts}) or j.names[:1]
        ]
        frame = pd.DataFrame(rows, columns=["site", "rating_table", "rater", "value", "position"])
        return frame.astype({"position": "float64"})


def ratings_folder(root: Path) -> Path:
    """Return where the rating tables of a project lie."""
    return root / "data" / "raw" / RATINGS


def table_names(root: Path) -> list[str]:
    """Return the names of the rating tables of a project, sorted."""
    return sorted(path.stem for path in ratings_folder(root).glob("*.toml"))


def read_tables(corpus: Corpus) -> list[RatingTable]:
    """Read the rating tables that a corpus's corpus.toml names, in its order. Raises `CorpusError` as `read_table`."""
    return [read_table(corpus.root, name) for name in corpus.spec.ratings]


def name_key(name: str) -> str:
    """Return an outlet's name as names are compared: case and white space aside.

    >>> name_key(" The  Morning GULL ") == name_key("The Morning Gull")
    True
    """
    return " ".join(name.split()).casefold()


def read_table(root: Path, name: str) -> RatingTable:
    """Read a rating table of a project.

    A row that cannot be used is in `unread` with the reason. Raises `CorpusError`, which says what is wrong and what
    to do, if the table is not there, its TOML is wrong, or its file is missing, altered or of another layout.
    """
    path = ratings_folder(root) / f"{name}.toml"
    if not NAME.fullmatch(name) or not path.is_file():
        known = ", ".join(table_names(root)) or "none; `corpuslib ratings add` brings one in"
        raise CorpusError(f"no rating table {name!r} in {path.parent}; there are: {known}")
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path} is not valid TOML: {error}") from error
    described, file, columns = _described(path, data)
    if not file.is_file():
        raise CorpusError(f"{path}: there is no file {file.name!r} beside it; `corpuslib ratings add` brings it in")
    if file_hash(file) != data["sha256"]:
        raise CorpusError(
            f"{file}: its SHA-256 is not the one in {path.name}; put the right file back, or add the new one with its "
            "own version by `corpuslib ratings add`"
        )
    judgements, unread = _read_rows(file, described, columns)
    return replace(described, judgements=judgements, unread=unread)


_TEXTS = ("title", "version", "source", "licence", "file", "sha256", "layout", "domain_column", "outlet_column")


def _described(path: Path, data: Mapping[str, Any]) -> tuple[RatingTable, Path, Columns]:
    """Return what a TOML says of a table, the table's file, and the columns that name what is rated."""
    if unknown := sorted(set(data) - {*_TEXTS, "raters"}):
        raise CorpusError(f"{path}: unknown key {unknown[0]!r}; known are: {', '.join((*_TEXTS, 'raters'))}")
    for key in _TEXTS:
        if key in data and not isinstance(data[key], str):
            raise CorpusError(f"{path}: {key} must be a text in quotes, not {data[key]!r}")
    if missing := [key for key in ("version", "file", "sha256", "layout") if not data.get(key)]:
        raise CorpusError(f"{path}: {missing[0]} is missing")
    if not data["file"].startswith(f"{path.stem}.") or "/" in data["file"] or "\\" in data["file"]:
        raise CorpusError(
            f"{path}: file is {data['file']!r}; it must lie beside {path.name} and be called {path.stem}.…"
        )
    layout = _layout(path, data["layout"])
    table = RatingTable(
        name=path.stem,
        title=data.get("title") or path.stem,
        version=data["version"],
        layout=data["layout"],
        scales=_scales(path, layout, data.get("raters", {})),
        source=data.get("source", ""),
        licence=data.get("licence", ""),
    )
    columns = Columns(data.get("domain_column"), data.get("outlet_column"))
    if not layout.scales and not (columns.domain or columns.outlet):
        raise CorpusError(f"{path}: a plain table needs domain_column, outlet_column or both")
    return table, path.with_name(data["file"]), columns


def _layout(path: Path, name: str) -> Layout:
    if name not in LAYOUTS:
        raise CorpusError(f"{path}: layout is {name!r}; known are: {', '.join(LAYOUTS)}")
    return LAYOUTS[name]


def _scales(path: Path, layout: Layout, raters: object) -> dict[str, Scale]:
    """Return the scale of each rater: the layout's own, or those that the user declares for a plain table."""
    if not isinstance(raters, dict) or not all(isinstance(text, str) for text in raters.values()):
        raise CorpusError(f'{path}: [raters] holds a line a rater: "column" = "scale"')
    if layout.scales and raters:
        raise CorpusError(f"{path}: [raters] is for plain tables; this layout has its own: {', '.join(layout.scales)}")
    if not layout.scales and not raters:
        raise CorpusError(f'{path}: a plain table needs [raters], a line a rater: "column" = "scale", as in "0 .. 100"')
    scales = {}
    for rater, text in (layout.scales or raters).items():
        try:
            scales[rater] = Scale.read(text)
        except ScaleError as error:
            raise CorpusError(f"{path}: [raters] {rater}: {error}") from error
    return scales


def _read_rows(file: Path, table: RatingTable, columns: Columns) -> tuple[tuple[Judgement, ...], tuple[Unread, ...]]:
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CorpusError(f"{file} is not UTF-8 (byte {error.start}); save it again as UTF-8") from error
    judgements: list[Judgement] = []
    unread: list[Unread] = []
    try:
        for row in LAYOUTS[table.layout].rows(text, columns, list(table.scales)):
            for found in _judged(row, table.scales):
                (judgements if isinstance(found, Judgement) else unread).append(found)  # type: ignore[arg-type]
    except LayoutError as error:
        raise CorpusError(f"{file} does not have the layout {table.layout}: {error}") from error
    return tuple(judgements), tuple(unread)


def _judged(row: ListedRow, scales: Mapping[str, Scale]) -> Iterator[Judgement | Unread]:
    """Yield what a row says, rater by rater, and what of it cannot be used."""
    if row.fault:
        yield Unread(row.record, "", row.fault)
        return
    hosts = []
    for address in row.addresses:
        if host := host_of(address):
            hosts.append(host)
        else:
            yield Unread(row.record, address, "names no site: it is no domain, a public suffix, or an IP address")
    if not row.addresses and not row.names:
        yield Unread(row.record, row.entry, "no domain and no name: nothing says what is rated")
    if hosts or row.names:
        for value in row.values:
            yield _placed(row, tuple(dict.fromkeys(hosts)), value, scales[value.rater])


def _placed(row: ListedRow, hosts: Sequence[str], value: Value, scale: Scale) -> Judgement | Unread:
    try:
        position = scale.position(value.meant)
    except ScaleError as error:
        return Unread(row.record, row.entry, f"{value.rater}: {error}")
    names = tuple(dict.fromkeys(map(name_key, row.names)))
    return Judgement(row.record, row.entry, tuple(hosts), names, value.rater, value.printed, position)


def add_table(root: Path, name: str, file: Path, settings: Mapping[str, str], raters: Mapping[str, str]) -> RatingTable:
    """Bring a rating table in: copy its file, write its TOML with the file's hash, and read it.

    `settings` are the keys of the TOML but file and sha256; `raters` are the columns of a plain table with their
    scales. A table of that name is replaced if this one reads, and left as it was if not: then `CorpusError` is raised.
    """
    if not NAME.fullmatch(name):
        raise CorpusError(f"{name!r} cannot be a table's name: use small letters, digits, - and _")
    path = ratings_folder(root) / f"{name}.toml"
    target = path.with_name(name + (".csv" if file.suffix.lower() in ("", ".toml") else file.suffix.lower()))
    data: dict[str, Any] = {**settings, "file": target.name, "sha256": file_hash(file), "raters": dict(raters)}
    described, _, columns = _described(path, data)
    judgements, unread = _read_rows(file, described, columns)
    if not judgements:
        why = f"; the first: row {unread[0].record}: {unread[0].reason}" if unread else ""
        raise CorpusError(f"{file}: no row of it could be read as {described.layout}{why}")
    lines = [f"{key} = {toml_string(data[key])}" for key in _TEXTS if data.get(key)]
    if raters:
        scales = (f"{toml_string(rater)} = {toml_string(scale)}" for rater, scale in raters.items())
        lines += ["", "[raters]", *scales]
    write_atomically(target, file.read_bytes())
    write_atomically(path, ("\n".join(lines) + "\n").encode())
    return replace(described, judgements=judgements, unread=unread)
