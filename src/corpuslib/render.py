"""From a corpus to its reports: build the tables, run the notebooks, publish, verify, check."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpuslib import __version__
from corpuslib.build import build, code_hash
from corpuslib.coding.sample import codes_hash
from corpuslib.corpus import ROOT_VARIABLE, Corpus, CorpusError
from corpuslib.document import Found, content_hash

__all__ = ["SEED", "Rendered", "check", "notebook_paths", "render", "reports_folder", "verify"]

Progress = Callable[[str, int, int], None]

SEED = 20210324
SHOWCASE = "demo"
"""The corpus whose results the committed notebooks show."""
LOCK = "requirements.lock"
_SHORT = 16  # hexadecimal digits of a hash that a page shows


@dataclass(frozen=True)
class Rendered:
    """What rendering did: the files written below reports/<corpus>/, and the notebooks that had not changed."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]


def reports_folder(corpus: Corpus) -> Path:
    """Return where a corpus's reports lie."""
    return corpus.root / "reports" / corpus.name


def notebook_paths(root: Path) -> list[Path]:
    """Return the notebooks that are run for every corpus, in order."""
    return sorted((root / "notebooks").glob("[0-9][0-9]_*.ipynb"))


def render(corpus: Corpus, *, workers: int = 2, progress: Progress | None = None) -> Rendered:
    """Build a corpus's tables, run every notebook on them, and publish the reports if all checks pass.

    What has not changed is not done again. Raises `CorpusError` if no document could be read, `ReportError` if a
    notebook fails or a check finds a problem; the reports published before are then as they were.
    """
    if not build(corpus, progress=progress).counts["documents"]:
        rejects = corpus.table("rejects")
        first = f"; the first file: {rejects['file'][0]}, {rejects['reason'][0]}" if len(rejects) else ""
        raise CorpusError(f"corpus {corpus.name!r} has no document to report on{first}")
    return _render(corpus, corpus, workers=workers, progress=progress)


def _render(corpus: Corpus, target: Corpus, *, workers: int, progress: Progress | None) -> Rendered:
    """Run the notebooks of `corpus` and publish below the root of `target`, where the tables are."""
    from corpuslib.reports import Job, ReportRun, build_reports, write_back

    notebooks = notebook_paths(corpus.root)
    lock = _lock_hash(corpus.root)
    run = ReportRun(
        jobs=[
            Job(path, {"corpus": corpus.name, "seed": SEED}, environment={ROOT_VARIABLE: str(target.root)})
            for path in notebooks
        ],
        project=target.root,
        title=corpus.spec.title,
        summary=corpus.spec.description,
        destination=reports_folder(target),
        build=target.root / "build" / "reports" / corpus.name,
        signature={
            "data": corpus.data_hash[:_SHORT],
            "parameters": f"corpus = {corpus.name}, seed = {SEED}",
            "corpuslib": __version__,
            "lock": lock[:_SHORT],
        },
        fingerprints={"data": corpus.data_hash, "codes": codes_hash(corpus), "code": code_hash(), "lock": lock},
        restricted=_restricted_texts(target),
    )
    published = build_reports(run, workers=workers, progress=progress)
    if corpus.name == SHOWCASE:
        for path in notebooks:
            write_back(published.executed[path.stem], target.root / "notebooks" / path.name)
    unchanged = tuple(path.stem for path in notebooks if path.stem not in published.ran)
    return Rendered(published.written, unchanged)


def _lock_hash(root: Path) -> str:
    path = root / LOCK
    return content_hash(path.read_bytes()) if path.is_file() else "none"


def _restricted_texts(corpus: Corpus) -> list[str]:
    """Return the texts of which a report may show only a few words in a row, as found and clean."""
    if not corpus.restricted:
        return []
    texts = corpus.table("texts")
    return [*texts["raw"], *texts["text"]]


def verify(corpus: Corpus, *, progress: Progress | None = None) -> list[str]:
    """Make everything again in a scratch folder, from the raw bytes on; return the differences in words."""
    from corpuslib.reports import compare_folders

    with _scratch_root(corpus.root) as root:
        again = Corpus.open(corpus.name, root)
        build(again, progress=progress)
        _render(corpus, again, workers=2, progress=progress)
        pairs = [(reports_folder(corpus), reports_folder(again))]
        if corpus.name == SHOWCASE:
            committed = root / "committed"
            committed.mkdir()
            for path in notebook_paths(corpus.root):
                shutil.copyfile(path, committed / path.name)
            pairs.append((committed, root / "notebooks"))
        comparisons = [compare_folders(before, after) for before, after in pairs]
    return [comparison.describe() for comparison in comparisons if not comparison.same]


@contextmanager
def _scratch_root(root: Path) -> Iterator[Path]:
    """Yield a project folder with the same raw data and codes and nothing else, and take it away afterwards."""
    (root / "build").mkdir(exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix="verify-", dir=root / "build")).resolve()
    try:
        (scratch / "data").mkdir()
        for given in ("raw", "coding"):
            if (root / "data" / given).is_dir():
                (scratch / "data" / given).symlink_to(root.resolve() / "data" / given, target_is_directory=True)
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def check(root: Path, names: Sequence[str] = ()) -> list[str]:
    """Return the problems of the committed reports and notebooks, each with its file; empty if there are none."""
    problems: list[str] = []
    reports = root / "reports"
    folders = [reports / name for name in names] if names else sorted(p for p in reports.iterdir() if p.is_dir())
    restricted = _all_restricted_texts(root)
    for folder in folders:
        problems += [f"{folder.relative_to(root).as_posix()}/{p}" for p in _check_reports(folder, restricted)]
    for path in notebook_paths(root):
        problems += [f"notebooks/{path.name}: {p}" for p in _check_notebook(path, restricted)]
    return problems


def _all_restricted_texts(root: Path) -> list[str]:
    """Read the restricted texts that are there, of every corpus."""
    from corpuslib import read

    texts = []
    for name in Corpus.names(root):
        corpus = Corpus(name, root)
        if not corpus.restricted:
            continue
        for file, state in corpus.states():
            if state == "present":
                options = read.ReadOptions.named(corpus.spec.columns.items())
                for item in read.read_path(corpus.folder / file.path, file=file.path, options=options):
                    if isinstance(item, Found):
                        texts.append(item.draft.text)
    return texts


def _check_reports(folder: Path, restricted: Sequence[str]) -> Iterator[str]:
    from corpuslib.reports.checks import check_csv, check_html, check_links, check_rights, visible_text

    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    files = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    pages = {name: content for name, content in files.items() if name.endswith(".html")}
    if "index.html" not in pages:
        yield "index.html: missing; run `corpuslib report`"
    for name, content in files.items():
        problems = check_html(content) if name in pages else check_csv(content)
        yield from (f"{name}: {problem}" for problem in problems)
        shown = visible_text(content) if name in pages else content
        yield from (f"{name}: more than 8 words in a row: {run!r}" for run in check_rights(shown, restricted))
    yield from check_links(pages, files)


def _check_notebook(path: Path, restricted: Sequence[str]) -> Iterator[str]:
    from corpuslib.reports.checks import check_rights
    from corpuslib.reports.normalise import dump_notebook, executed_notebook
    from corpuslib.reports.runner import read_notebook

    notebook = read_notebook(path)
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "code" and cell.source.strip() and not cell.get("execution_count"):
            yield f"cell {number} was never executed; run `corpuslib report demo`"
    text = path.read_text(encoding="utf-8")
    if dump_notebook(executed_notebook(notebook)) != text:
        yield "is not in normal form; run `corpuslib report demo`"
    yield from (f"more than 8 words in a row: {run!r}" for run in check_rights(text, restricted))
