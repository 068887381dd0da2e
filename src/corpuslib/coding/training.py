"""Learns frames from the coded sample, and keeps what was learnt as a score of every passage.

A score that corrects a share must come from a model that did not learn from the codes it is compared with. The coded
documents are therefore dealt into folds, copies of one text together. A passage of a fold is scored by the model
that was learnt from the other folds, any other passage by the mean of all these models (cross-prediction-powered
inference: Zrnic and Candès, 2024).
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from corpuslib.annotate.frame_model import FrameModel, FrameModelError, train_frames
from corpuslib.annotate.frames import SHIPPED, Codebook, CodebookError, load_codebook
from corpuslib.coding.codes import CODES_FILE, CodedPassages, coded_passages
from corpuslib.coding.sample import CodingError, check_of, codes_folder, shown, working_folder
from corpuslib.coding.sheets import csv_bytes
from corpuslib.compare.voices import voices
from corpuslib.corpus import Corpus
from corpuslib.document import content_hash
from corpuslib.intake import write_atomically

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Prediction",
    "Trained",
    "Training",
    "load_training",
    "passage_voices",
    "sample_codebook",
    "summary",
    "train",
]

_MODEL, _PREDICTIONS, _TRAINING = "model.json", "predictions.csv", "training.json"
_SEEN = 0.5
"""A frame counts as seen where at least so many of a passage's coders saw it: one of two is enough."""


class Prediction(NamedTuple):
    """The score of a frame in a passage: 0.5 at the threshold of the model, more above it; no calibrated probability.

    `check` is a hash of the words. `coded` says whether people coded the passage; its score is by a model that did
    not learn from it.
    """

    doc_id: str
    start: int
    end: int
    check: str
    coded: bool
    frame: str
    score: float


@dataclass(frozen=True)
class Training:
    """What `train` kept for reports.

    `signature` is that of the model. `scores` is `FrameModel.report`: cross-validated F1 by frame. `too_few` are the
    frames that were coded too seldom to learn from. `stale` says that codes were imported since.
    """

    signature: Mapping[str, Any]
    scores: pd.DataFrame
    too_few: tuple[str, ...]
    predictions: tuple[Prediction, ...]
    stale: bool


@dataclass(frozen=True)
class Trained:
    """A model learnt from a coded sample, for `FrameModel.predict` on any text, and the files that were written."""

    model: FrameModel
    predictions: tuple[Prediction, ...]
    paths: tuple[Path, ...]


def train(corpus: Corpus, *, seed: int = 0, folds: int = 5, codebook: str | None = None) -> Trained:
    """Learn frames from the codes of a corpus and score all its passages of the kind that was coded.

    A passage has the frames that at least half of its coders saw. Passages of the same words count once. Besides the
    plain cross-validation, outlets (documents where no outlet is known) are held out in turn if there are two or more.
    `codebook` is the path of the codebook that was used for coding, where corpus.toml does not name it. `model.json`
    goes to the corpus's folder in data/coding: its features are words of the texts. `predictions.csv` and
    `training.json`, which hold none, lie beside the codes. Raises `CodingError` if there are too few codes.
    """
    coded = coded_passages(corpus)
    book = load_codebook(codebook) if codebook else sample_codebook(corpus, coded.sample.codebook)
    learner = _Learner(corpus, coded, book, seed, folds)
    model = learner.model()
    predictions = learner.predictions(model.frames)
    home, work = codes_folder(corpus), working_folder(corpus)
    paths = (work / _MODEL, home / _PREDICTIONS, home / _TRAINING)
    model.save(paths[0])
    rows = [(*p[:4], int(p.coded), p.frame, p.score) for p in predictions]
    write_atomically(paths[1], csv_bytes([Prediction._fields, *rows]))
    kept = {
        "signature": dict(model.signature),
        "too_few": list(model.too_few),
        "codes": content_hash((home / CODES_FILE).read_bytes()),
        "scores": [row._asdict() for row in model.rows],
    }
    write_atomically(paths[2], (json.dumps(kept, ensure_ascii=False, indent=1) + "\n").encode())
    return Trained(model, predictions, paths)


def summary(trained: Trained) -> list[str]:
    """Return what a person must know of a model, a line each: F1 by frame, and how to read it."""
    rows = trained.model.report
    table = rows.pivot(index="frame", columns="folds", values=["f1", "low", "high"]).loc[rows["frame"].unique()]
    kinds = {"plain": "at random", "grouped": "by outlet"}
    lines = [f"{'F1, held out':<28}" + "".join(f"{kinds[k]:>20}" for k in kinds if ("f1", k) in table)]
    for frame, row in table.iterrows():
        cells = [_f1_words(*(row[part, k] for part in ("f1", "low", "high"))) for k in kinds if ("f1", k) in table]
        lines.append(f"{frame:<28}" + "".join(f"{cell:>20}" for cell in cells))
    texts = trained.model.signature["texts"]
    lines.append(f"Learnt from {texts} coded wordings; in brackets 95 % intervals. micro: codes pooled, macro: mean")
    if trained.model.too_few:
        lines.append(f"Not learnt, coded too seldom: {', '.join(trained.model.too_few)}")
    return [*lines, "Written: the model, its score of every passage, and what it was learnt from"]


def _f1_words(f1: float, low: float, high: float) -> str:
    return f"{f1:.2f} ({low:.2f} to {high:.2f})" if low < high else f"{f1:.2f}"


def sample_codebook(corpus: Corpus, name: str) -> Codebook | None:
    """Return the codebook of that name, if it is a shipped one or corpus.toml names its file."""
    if name in SHIPPED:
        return load_codebook(name)
    for path in corpus.spec.codebooks:
        if path.endswith(".toml"):
            try:
                book = load_codebook(corpus.folder / path)
            except CodebookError as error:
                raise CodingError(str(error)) from error
            if book.name == name:
                return book
    return None


def passage_voices(corpus: Corpus, doc_ids: Sequence[str]) -> list[str]:
    """Return the voice of each passage's document: copies, and translations of one original, are one."""
    of = voices(corpus.documents["doc_id"], corpus.table("pairs"))
    return [of[doc_id] for doc_id in doc_ids]


class _Learner:
    """The coded passages of a corpus, each wording once, ready to be learnt from as a whole and fold by fold."""

    def __init__(self, corpus: Corpus, coded: CodedPassages, book: Codebook | None, seed: int, folds: int) -> None:
        # The shipped codebooks are features in any case.
        self._book = book if book is not None and book.name not in SHIPPED else None
        self._seed, self._folds = seed, folds
        self._passages, self._frames = coded.passages, coded.sample.frames
        self._texts = [shown(p.text) for p in coded.passages]
        self._checks = [check_of(text) for text in self._texts]
        self._coded = coded.codes.notna().all(axis=1).tolist()
        self._values = coded.codes.to_numpy()
        documents = corpus.table("documents", context=True)
        sources = dict(zip(documents["doc_id"], documents["source"], strict=True))
        self._sources = [sources[p.doc_id] for p in coded.passages]
        self._voices = passage_voices(corpus, [p.doc_id for p in coded.passages])
        self._licence = corpus.spec.license or f"rights: {corpus.spec.rights}"

    def model(self) -> FrameModel:
        """Return the model that is learnt from all codes, cross-validated."""
        places = [n for n, coded in enumerate(self._coded) if coded]
        try:
            return self._learn(places, evaluate=True)
        except FrameModelError as error:
            raise CodingError(f"the codes do not suffice to learn from: {error}") from error

    def predictions(self, frames: Sequence[str]) -> tuple[Prediction, ...]:
        """Return the score of each frame in each passage, by models that did not learn from the passage's voice."""
        import numpy as np

        fold = self._dealt()
        every = list(range(len(self._passages)))
        parts = [self._scores(k, fold, frames) for k in sorted(set(fold.values()))]
        held_out = np.stack(parts)
        means = held_out.mean(axis=0)
        scores = [held_out[fold[v]][n] if (v := self._voices[n]) in fold else means[n] for n in every]
        return tuple(
            Prediction(p.doc_id, p.start, p.end, self._checks[n], self._coded[n], frame, round(float(score), 4))
            for n, p in enumerate(self._passages)
            for frame, score in zip(frames, scores[n], strict=True)
        )

    def _dealt(self) -> dict[str, int]:
        """Return the fold of each voice that was coded, dealt in an order that depends on the seed alone."""
        coded = {voice for voice, is_coded in zip(self._voices, self._coded, strict=True) if is_coded}
        order = sorted(coded, key=lambda voice: content_hash(f"{self._seed}\0{voice}".encode()))
        return {voice: n % self._folds for n, voice in enumerate(order)}

    def _scores(self, k: int, fold: Mapping[str, int], frames: Sequence[str]) -> Any:
        """Return passages × frames: the scores by a model that saw neither voices nor wordings of fold `k`."""
        import numpy as np

        held = [fold.get(voice) == k for voice in self._voices]
        worded = {check for check, is_held in zip(self._checks, held, strict=True) if is_held}
        places = [n for n, coded in enumerate(self._coded) if coded and not held[n] and self._checks[n] not in worded]
        found = np.zeros((len(self._texts), len(frames)))
        try:
            model = self._learn(places, evaluate=False)
        except FrameModelError:  # too few are left of every frame: none is found
            return found
        for n, row in enumerate(model.scores(self._texts)):
            found[n] = [row.get(frame, 0.0) for frame in frames]
        return found

    def _learn(self, places: Sequence[int], *, evaluate: bool) -> FrameModel:
        wordings: dict[str, list[int]] = {}
        for n in places:
            wordings.setdefault(self._checks[n], []).append(n)
        first = [group[0] for group in wordings.values()]
        labels = [
            {
                frame
                for j, frame in enumerate(self._frames)
                if math.fsum(self._values[n][j] for n in group) >= _SEEN * len(group)
            }
            for group in wordings.values()
        ]
        sources = [self._sources[n] for n in first]
        return train_frames(
            [self._texts[n] for n in first],
            labels,
            self._book,
            groups=sources if evaluate and len(set(sources)) > 1 else None,
            seed=self._seed,
            folds=self._folds,
            evaluate=evaluate,
            licence=self._licence,
        )


def load_training(corpus: Corpus) -> Training | None:
    """Return what `train` kept beside the codes of a corpus; None if nothing was learnt.

    Raises `CodingError` if a file was damaged.
    """
    import pandas as pd

    home = codes_folder(corpus)
    path = home / _TRAINING
    if not path.is_file():
        return None
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        signature, scores, too_few, codes = (kept[name] for name in ("signature", "scores", "too_few", "codes"))
        path = home / _PREDICTIONS
        header, *records = csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
        if tuple(header) != Prediction._fields:
            raise ValueError(f"its columns are {header}")
        return Training(
            signature,
            pd.DataFrame(scores),
            tuple(too_few),
            tuple(_prediction(*record) for record in records),
            stale=codes != content_hash((home / CODES_FILE).read_bytes()),
        )
    except (OSError, ValueError, TypeError, KeyError, csv.Error) as error:
        raise CodingError(
            f"{path} is damaged ({error!r}); train again: `corpuslib code train {corpus.name}`"
        ) from error


def _prediction(doc_id: str, start: str, end: str, check: str, coded: str, frame: str, score: str) -> Prediction:
    value = float(score)
    if not 0 <= value <= 1:
        raise ValueError(f"the score {score} does not lie between 0 and 1")
    return Prediction(doc_id, int(start), int(end), check, coded == "1", frame, value)
