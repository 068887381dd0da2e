"""The command line. Each command is a few lines over the library; `corpuslib COMMAND --help` shows an example."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from corpuslib import __version__
from corpuslib.corpus import Corpus, CorpusError, find_root
from corpuslib.ratings.layouts import LAYOUTS

EPILOG = """\b
Exit codes: 0 done; 1 a check failed or a report differs; 2 the command line is wrong;
3 something must be put right first, and the message says what."""

FAILED, TO_PUT_RIGHT = 1, 3


class _Group(click.Group):
    """Turns the library's own errors into a message and an exit code, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        from corpuslib.reports.errors import ReportError

        try:
            return super().invoke(ctx)
        except (CorpusError, ReportError) as error:
            click.echo(f"corpuslib: {error}", err=True)
            sys.exit(TO_PUT_RIGHT)


@click.group(cls=_Group, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="corpuslib")
def main() -> None:
    """Compare how news articles report the same events."""


def _example(*lines: str) -> dict[str, Any]:
    return {"epilog": "\b\nExample:\n" + "\n".join(f"  {line}" for line in lines)}


_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@main.command(**_example("corpuslib new harbour ~/articles", "make run CORPUS=harbour"))
@click.argument("name")
@click.argument("folder", type=_FOLDER)
def new(name: str, folder: Path) -> None:
    """Make the corpus NAME from a FOLDER of .txt, .html, .jsonl, .csv, .warc or .zip files.

    The files are copied to data/raw/NAME and listed in its corpus.toml, which you may edit.
    """
    from corpuslib import intake, read

    corpus, left_out = intake.create(name, folder, find_root(), read.SUFFIXES)
    click.echo(f"{corpus.folder}: {len(corpus.spec.files)} files listed in corpus.toml")
    for path in left_out:
        click.echo(f"left out, format not known: {path}")
    click.echo(f"Next: make run CORPUS={name}")


@main.command(**_example("corpuslib add summit-2019 ~/summit-texts", "corpuslib add harbour ~/more --new"))
@click.argument("name")
@click.argument("folder", type=_FOLDER)
@click.option("--new", is_flag=True, help="Also take files that corpus.toml does not list, and list them.")
def add(name: str, folder: Path, new: bool) -> None:
    """Bring the texts of the corpus NAME in from a FOLDER, by content whatever the files' names."""
    from corpuslib import intake, read

    corpus = Corpus.open(name)
    added = intake.add(corpus, folder, suffixes=read.SUFFIXES, new=new)
    for label, paths in (
        ("brought in", added.brought),
        ("newly listed", added.listed),
        ("MISSING, no file has the listed content", added.missing),
        ("ALTERED, a file of that name has other content than listed", added.altered),
    ):
        for path in paths:
            click.echo(f"{label}: {path}")
    if added.missing or added.altered:
        sys.exit(FAILED)
    click.echo(f"{name}: all {len(Corpus.open(name).spec.files)} listed files are there")


@main.command(**_example("corpuslib actors harbour"))
@click.argument("name")
@click.option("--most", type=click.IntRange(1), default=20, show_default=True, help="How many at most.")
def actors(name: str, most: int) -> None:
    """Suggest [[actor]] tables for corpus.toml: who is spoken of in the corpus NAME, and called what.

    They are printed to be read and put right: only what stands in corpus.toml counts.
    """
    from corpuslib import settings
    from corpuslib.annotate.suggested_actors import actors_toml, suggest_actors

    corpus = Corpus.open(name)
    texts = (corpus.document(doc_id) for doc_id in corpus.documents["doc_id"])
    click.echo(actors_toml(suggest_actors(texts, settings.actors(corpus), most=most)), nl=False)


@main.command(**_example("corpuslib build demo"))
@click.argument("names", nargs=-1)
@click.option("--workers", type=click.IntRange(1), help="Processes to use; all cores if not given.")
def build(names: tuple[str, ...], workers: int | None) -> None:
    """Build the tables of the corpora NAMES, or of every corpus whose texts are there."""
    from corpuslib.build import build as build_tables

    for corpus in _corpora(names):
        with _progress(f"{corpus.name}: tables") as progress:
            built = build_tables(corpus, workers=workers, progress=progress)
        counts = built.counts
        what = "unchanged" if built.unchanged else "built"
        click.echo(
            f"{corpus.name}: {counts['documents']} documents, {counts['rejects']} rejects, "
            f"{counts['edits']} edits; tables {what} in {_shown(corpus.processed)}"
        )


@main.command(**_example("corpuslib report demo"))
@click.argument("names", nargs=-1)
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True, help="Notebooks run at once.")
def report(names: tuple[str, ...], workers: int) -> None:
    """Build the tables and render the reports of the corpora NAMES, or of every corpus whose texts are there."""
    from corpuslib import render

    corpora = _corpora(names)
    for corpus in corpora:
        with _progress(corpus.name) as progress:
            rendered = render.render(corpus, workers=workers, progress=progress)
        for name in rendered.unchanged:
            click.echo(f"{corpus.name}: {name} is up to date")
    click.echo("Reports:")
    for corpus in corpora:
        click.echo(f"  {_shown(render.reports_folder(corpus) / 'index.html')}")


@main.command(**_example("corpuslib verify", "corpuslib verify demo"))
@click.argument("names", nargs=-1)
def verify(names: tuple[str, ...]) -> None:
    """Re-run everything in a scratch folder and compare every byte with the committed reports."""
    from corpuslib import render

    differences: list[str] = []
    for corpus in _corpora(names):
        with _progress(f"{corpus.name}: verify") as progress:
            found = render.verify(corpus, progress=progress)
        click.echo(f"{corpus.name}: " + (f"{len(found)} differences" if found else "every byte is the same"))
        differences += found
    for difference in differences:
        click.echo(difference)
    if differences:
        sys.exit(FAILED)


@main.command(**_example("corpuslib check"))
@click.argument("names", nargs=-1)
def check(names: tuple[str, ...]) -> None:
    """Check the committed reports and notebooks: structure, safety, rights, nothing left unexecuted."""
    from corpuslib import render

    problems = render.check(find_root(), names)
    for problem in problems:
        click.echo(problem)
    if problems:
        sys.exit(FAILED)
    click.echo("reports and notebooks: no problem found")


@main.command(**_example("corpuslib show demo 017"))
@click.argument("name")
@click.argument("document")
@click.option("--raw", is_flag=True, help="Show the text as found instead.")
def show(name: str, document: str, raw: bool) -> None:
    """Show one DOCUMENT of the corpus NAME with its blocks and edits marked."""
    from corpuslib.show import document_text

    found = Corpus.open(name).document(document)
    click.echo(found.raw if raw else document_text(found, _coloured))


@main.group(
    invoke_without_command=True,
    **_example(
        "corpuslib ratings",
        "corpuslib ratings add lin-2023 domain_pc1.csv --layout lin-2023 --version 2023-09-14",
        "corpuslib ratings add desk desk.csv --version 2024 --domain-column domain --rater score '0 .. 100'",
    ),
)
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="List all that could not be used and all disagreements, not the first ten.",
)
@click.pass_context
def ratings(context: click.Context, everything: bool) -> None:
    """List the tables of ratings of news sites, or add one. A corpus uses those that its corpus.toml names."""
    if context.invoked_subcommand is None:
        from corpuslib import ratings as tables

        root = find_root()
        found = [tables.read_table(root, name) for name in tables.table_names(root)]
        most = None if everything else 10
        for line in [*(line for table in found for line in tables.describe(table, most)), *tables.compare(found, most)]:
            click.echo(line)


@ratings.command(
    "add", **_example("corpuslib ratings add matrix State_Media_Matrix.csv --layout state-media-monitor --version 2024")
)
@click.argument("name")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--layout", type=click.Choice(list(LAYOUTS)), default="plain", show_default=True)
@click.option("--version", required=True, help="Version or date of the table, as its makers give it.")
@click.option("--title", default="", help="Title; NAME if not given.")
@click.option("--source", default="", help="Where the table is from: an address or a citation.")
@click.option("--licence", default="", help="The table's licence.")
@click.option("--domain-column", default="", help="Plain tables: column of the domain or URL that is rated.")
@click.option("--outlet-column", default="", help="Plain tables: column of the outlet that is rated.")
@click.option("--rater", "raters", nargs=2, multiple=True, help="Plain tables: a column of ratings and its scale.")
def add_ratings(name: str, file: Path, raters: tuple[tuple[str, str], ...], **settings: str) -> None:
    """Bring the rating table FILE in as NAME.

    \b
    Layouts:
      plain                CSV with a header; the columns are named by the options below
      lin-2023             Lin et al. (2023), domain_pc1.csv or domain_ratings.csv; only pc1 is read
      state-media-monitor  CSV with columns typology, media company or main assets, URL
      wikipedia-perennial  the wikitext of the perennial sources (their pages with ?action=raw),
                           or CSV with columns name, status and domains

    A scale is 'worst .. best', as in '0 .. 100'; or 'poor < fair < good'; or 'state | public | private', no order.
    """
    from corpuslib import ratings as tables

    given = {key: value for key, value in settings.items() if value}
    for line in tables.describe(tables.add_table(find_root(), name, file, given, dict(raters)), 10):
        click.echo(line)
    click.echo(f'Next: name it in a corpus.toml, ratings = ["{name}"], above the first line in brackets')


@main.command(**_example("corpuslib dictionary --write"))
@click.option("--write", is_flag=True, help="Write it to data/processed/README.md.")
def dictionary(write: bool) -> None:
    """Print the data dictionary: every table, column, type, unit and meaning."""
    from corpuslib.build import dictionary_text
    from corpuslib.intake import write_atomically

    if write:
        write_atomically(find_root() / "data" / "processed" / "README.md", dictionary_text().encode())
    else:
        click.echo(dictionary_text(), nl=False)


@main.group(**_example("corpuslib code sample demo --coders anna,ben", "corpuslib code agree demo"))
def code() -> None:
    """Have people code passages: draw and hand out sheets, take them back, measure agreement, learn from the codes.

    Everything lies in data/coding/CORPUS, which is never committed: it holds passages. The report 06_validation
    shows what came of it.
    """


@code.command(**_example("corpuslib code sample demo --n 60 --coders anna,ben --by outlet,story --overlap 0.5"))
@click.argument("name", metavar="CORPUS")
@click.option("--coders", required=True, help="Who codes: names with commas between. Each gets a sheet.")
@click.option("--n", "number", type=click.IntRange(1), default=100, show_default=True, help="Units to draw.")
@click.option(
    "--unit", type=click.Choice(["sentence", "paragraph", "document"]), default="paragraph", show_default=True
)
@click.option("--by", default="", help="Strata: outlet, story, section, language, with commas between.")
@click.option("--equal", is_flag=True, help="Draw as many from each stratum; shares like the corpus's if not given.")
@click.option("--overlap", type=click.FloatRange(0, 1), default=1.0, show_default=True, help="Share that all code.")
@click.option("--codebook", help="Name or path of a codebook; the first in corpus.toml if not given.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed draws the same sample.")
@click.option("--about", default="", help="Who codes and how they were trained, in words for the report.")
def sample(name: str, coders: str, number: int, unit: Any, by: str, **settings: Any) -> None:
    """Draw a sample of passages and write blind, shuffled coding sheets."""
    from corpuslib.coding import sheets

    lists = [[part.strip() for part in text.split(",") if part.strip()] for text in (coders, by)]
    corpus = Corpus.open(name)
    made = sheets.make_sheets(corpus, lists[0], n=number, kind=unit, by=lists[1], **settings)
    for line in [*map(_shown, made.paths), *sheets.remarks(made, restricted=corpus.restricted)]:
        click.echo(line)


@code.command("import", **_example("corpuslib code import demo anna.xlsx ben.csv"))
@click.argument("name", metavar="CORPUS")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(name: str, files: tuple[Path, ...]) -> None:
    """Check coded FILES (CSV, XLSX, exports of Label Studio or doccano) and keep their codes, if nothing is wrong."""
    from corpuslib.coding import codes

    checked = codes.import_sheets(Corpus.open(name), files)
    for message in (*checked.problems, *checked.not_coded):
        click.echo(message)
    if checked.problems:
        click.echo(f"{len(checked.problems)} problems: nothing was imported")
        sys.exit(FAILED)
    done = len({(row.coder, row.unit_id) for row in checked.codes})
    click.echo(f"{name}: {done} coded units imported, {len(checked.not_coded)} not coded yet")


@code.command(**_example("corpuslib code agree demo"))
@click.argument("name", metavar="CORPUS")
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the bootstrap.")
def agree(name: str, seed: int) -> None:
    """Measure how far coders agree: Krippendorff's alpha per frame with a 95 % interval, and what to discuss."""
    from corpuslib.coding import agreement

    found = agreement.reliability(Corpus.open(name), seed=seed)
    click.echo(found.frames.to_string(index=False, float_format=lambda value: f"{value:.2f}", na_rep="–"))
    click.echo("alpha: 0.80 and more is reliable, 0.67 to 0.80 tentative (Krippendorff 2018); – is no variation")
    if found.changed:
        click.echo(f"{found.changed} units have other words now than when they were drawn; they come without passage")
    click.echo(f"{len(found.disagreements)} disagreements to discuss. Written:")
    for path in found.paths:
        click.echo(f"  {_shown(path)}")


@code.command(**_example("corpuslib code train demo", "corpuslib code train harbour --codebook frames.toml"))
@click.argument("name", metavar="CORPUS")
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the folds and of the bootstrap.")
@click.option("--folds", type=click.IntRange(2), default=5, show_default=True, help="Parts that are held out in turn.")
@click.option(
    "--codebook",
    type=click.Path(exists=True, dir_okay=False),
    help="The codebook of the sample, where corpus.toml does not name it.",
)
def train(name: str, **settings: Any) -> None:
    """Learn the frames from the codes, and score every passage of the corpus.

    Logistic regression on stems, runs of letters and the terms of the codebooks, with a threshold for each frame. It
    prints cross-validated F1: with passages held out at random, and with whole outlets held out.
    """
    from corpuslib.reports.environment import PINNED

    # Set before numpy is there: on small matrices more threads only wait for each other.
    for variable in PINNED:
        if variable.endswith("_THREADS"):
            os.environ.setdefault(variable, PINNED[variable])
    from corpuslib.coding import training

    trained = training.train(Corpus.open(name), **settings)
    for line in training.summary(trained):
        click.echo(line)
    for path in trained.paths:
        click.echo(f"  {_shown(path)}")


_COLOURS: dict[str, dict[str, Any]] = {
    "kind": {"fg": "cyan"},
    "edit": {"fg": "yellow", "underline": True},
    "in": {},
    "meta": {"fg": "magenta"},
    "out": {"dim": True},
}


def _coloured(text: str, role: str) -> str:
    return click.style(text, **_COLOURS[role]) if _COLOURS[role] else text


def _corpora(names: tuple[str, ...]) -> list[Corpus]:
    """Open the named corpora, or every corpus that has its texts; say which are left out."""
    root = find_root()
    if names:
        return [Corpus.open(name, root) for name in dict.fromkeys(names)]
    corpora = [Corpus(name, root) for name in Corpus.names(root)]
    for corpus in corpora:
        if not corpus.has_texts:
            click.echo(f"{corpus.name}: its texts are not here; `corpuslib add {corpus.name} FOLDER` brings them in")
    return [corpus for corpus in corpora if corpus.has_texts]


def _shown(path: Path) -> str:
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


@contextmanager
def _progress(title: str) -> Iterator[Callable[[str, int, int], None]]:
    """Yield `progress(stage, done, total)`, shown as one bar a stage on a terminal and not at all elsewhere."""
    from tqdm import tqdm

    bars: dict[str, Any] = {}

    def progress(stage: str, done: int, total: int) -> None:
        if stage not in bars:
            layout = "{desc:<34} {bar:24} {n_fmt:>4}/{total_fmt} {elapsed}"
            bars[stage] = tqdm(total=total, desc=f"{title}: {stage}", bar_format=layout, disable=None)
        bars[stage].update(done - bars[stage].n)

    try:
        yield progress
    finally:
        for bar in bars.values():
            bar.close()
