"""Frames learnt from texts that people have coded: one logistic regression a frame, with its own threshold.

A predicted frame is a guess of known quality, not a code: `FrameModel.report` says how good it is on texts that the
model had not seen, and shares are a matter for the statistics, with hand codes beside them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpuslib.annotate._codebook import Codebook, Frame, Term
from corpuslib.annotate._frame_features import UNIT, FeatureSpace, TextFeatures, rate_names, text_features
from corpuslib.annotate._frame_scores import FrameScore, frame_scores
from corpuslib.annotate._logistic import calibrate, fit_logistic, folds_by_group, folds_by_label, thresholds
from corpuslib.annotate.frames import SHIPPED, load_codebook
from corpuslib.document import Document
from corpuslib.intake import write_atomically

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["FrameModel", "FrameModelError", "train_frames"]

_FORMAT = "corpuslib frame model 2"
_FEATURES = "stems, runs of four letters, hits and terms of codebooks"
# Weights are whole multiples of 1 / 4096.
_WEIGHT = 1 << 12
_SCALE = UNIT * _WEIGHT
# So many columns speak for or against a frame; the many others together changed little in the texts tried.
_KEPT = 1000


class FrameModelError(ValueError):
    """A model cannot be trained or read; the message says why and what to do."""


@dataclass(frozen=True)
class _Rule:
    """What was learnt: whole-number weights (columns × frames) and intercepts with the thresholds taken off."""

    space: FeatureSpace
    weights: NDArray[np.int64]
    intercepts: NDArray[np.int64]
    at_least_one: bool = False

    def margins(self, features: Sequence[TextFeatures]) -> NDArray[np.int64]:
        """Return how far each frame of each text lies above its threshold."""
        import numpy as np

        return np.asarray(self.space.matrix(features) @ self.weights) + self.intercepts

    def present(self, features: Sequence[TextFeatures]) -> NDArray[np.bool_]:
        """Return texts × frames: is the frame in the text."""
        import numpy as np

        margins = self.margins(features)
        found = margins >= 0
        if self.at_least_one and len(margins):
            empty = np.flatnonzero(~found.any(axis=1))
            found[empty, margins[empty].argmax(axis=1)] = True
        return np.asarray(found)


@dataclass(frozen=True)
class FrameModel:
    """Frames that are recognised in a text, learnt from coded texts by `train_frames`.

    `frames` are those that the model can find, `too_few` those that were coded too seldom to learn from and that it
    never finds. `signature` says what the model was made from: version of the package, features, seed, number and
    hash of the training data, codebooks, licence of the data.
    """

    frames: tuple[str, ...]
    too_few: tuple[str, ...]
    signature: Mapping[str, Any]
    rows: tuple[FrameScore, ...]
    codebooks: tuple[Codebook, ...]
    rule: _Rule

    def predict(self, texts: Iterable[str | Document]) -> list[set[str]]:
        """Return the frames of each text.

        If every coded text had a frame, every text gets at least the one that comes closest to its threshold.
        """
        present = self.rule.present(text_features(texts, self.codebooks))
        return [{self.frames[j] for j in row.nonzero()[0]} for row in present]

    def scores(self, texts: Iterable[str | Document]) -> list[dict[str, float]]:
        """Return a number from 0 to 1 for each frame of each text: 0.5 at the threshold, more above it.

        It orders texts; it is no calibrated probability.
        """
        from scipy.special import expit

        margins = self.rule.margins(text_features(texts, self.codebooks))
        values = expit(margins / _SCALE).round(6).tolist()
        return [dict(zip(self.frames, row, strict=True)) for row in values]

    @property
    def report(self) -> pd.DataFrame:
        """F1 by frame on texts that the model had not seen, as a table: `folds`, `frame`, `texts`, `precision`, …

        `folds` is `plain` (texts dealt at random) or `grouped` (an outlet's texts in one fold, so that knowing an
        outlet's style does not help). `low` and `high` bound F1 by a 95 % bootstrap interval over texts or groups.
        Thresholds were chosen inside the training part of each fold.
        """
        import pandas as pd

        return pd.DataFrame(list(self.rows), columns=list(FrameScore._fields))

    def terms(self, n: int = 10) -> pd.DataFrame:
        """Return what speaks most for each frame: `frame`, `kind`, `term`, `weight`, at most `n` rows a frame and kind.

        A `kind` is `stem`, `letters` (a run of four, `_` for the end of a word) or `codebook`. `weight` is what one
        unit of the feature adds to the log odds, and compares terms of one kind. Many features share the evidence and
        none decides alone, so that a weight says what the model learnt here, not what the frame is.

        >>> texts = ["Taxes and prices rise.", "The court heard a plea."] * 5
        >>> model = train_frames(texts, [{"economic"}, {"legal"}] * 5, evaluate=False)
        >>> model.terms(2).query("frame == 'legal' and kind == 'stem'")["term"].tolist()
        ['a', 'court']
        """
        import pandas as pd

        space = self.rule.space
        named = [
            *(("stem", stem) for stem in space.stems),
            *(("letters", run) for run in space.letters),
            *(("codebook", name) for name in rate_names(self.codebooks)),
        ]
        rows = [
            (frame, *named[place], weight / _WEIGHT)
            for frame, column in zip(self.frames, self.rule.weights.T.tolist(), strict=True)
            for place, weight in enumerate(column)
            if weight > 0
        ]
        table = pd.DataFrame(rows, columns=["frame", "kind", "term", "weight"])
        ranked = table.sort_values(["frame", "kind", "weight", "term"], ascending=[True, True, False, True])
        return ranked.groupby(["frame", "kind"]).head(n).reset_index(drop=True)

    def save(self, path: str | Path) -> None:
        """Write the model to a JSON file: numbers and words, nothing that runs when it is read."""
        content = self._content
        whole = {"format": _FORMAT, "checksum": _checksum(content), **content}
        write_atomically(Path(path), (json.dumps(whole, sort_keys=True) + "\n").encode())

    @classmethod
    def load(cls, path: str | Path) -> FrameModel:
        """Read a model that `save` wrote; raise `FrameModelError` if the file is not one or was changed."""
        try:
            return cls._from_content(_read(Path(path)))
        except (KeyError, TypeError, ValueError) as error:
            if isinstance(error, FrameModelError):
                raise
            raise FrameModelError(f"{Path(path).name}: the model has a fault ({error!r}); train it again") from error

    @cached_property
    def _content(self) -> dict[str, Any]:
        names = self.rule.space.names
        weights = {
            frame: {names[n]: int(column[n]) for n in column.nonzero()[0]}
            for frame, column in zip(self.frames, self.rule.weights.T, strict=True)
        }
        return {
            "signature": dict(self.signature),
            "frames": list(self.frames),
            "too_few": list(self.too_few),
            "report": [list(row) for row in self.rows],
            "codebooks": [asdict(codebook) for codebook in self.codebooks],
            "space": self.rule.space.content(),
            "weights": weights,
            "intercepts": self.rule.intercepts.tolist(),
            "at_least_one": self.rule.at_least_one,
        }

    @classmethod
    def _from_content(cls, content: Mapping[str, Any]) -> FrameModel:
        import numpy as np

        space = FeatureSpace.from_content(content["space"])
        frames = tuple(content["frames"])
        place = {name: n for n, name in enumerate(space.names)}
        weights = np.zeros((len(place), len(frames)), dtype=np.int64)
        for j, frame in enumerate(frames):
            for name, weight in content["weights"][frame].items():
                weights[place[name], j] = weight
        intercepts = np.array(content["intercepts"], dtype=np.int64).reshape(len(frames))
        return cls(
            frames,
            tuple(content["too_few"]),
            content["signature"],
            tuple(FrameScore(*row) for row in content["report"]),
            tuple(_codebook(codebook) for codebook in content["codebooks"]),
            _Rule(space, weights, intercepts, bool(content["at_least_one"])),
        )


def train_frames(
    texts: Sequence[str | Document],
    labels: Sequence[Collection[str]],
    codebook: Codebook | str | Path | None = None,
    *,
    groups: Sequence[str] | None = None,
    seed: int = 0,
    folds: int = 5,
    evaluate: bool = True,
    licence: str = "",
) -> FrameModel:
    """Learn the frames of `texts` from `labels`, the set of frames that a person gave to each.

    English stems, runs of four letters (Cavnar and Trenkle 1994) and the hits of the shipped codebooks, and of
    `codebook` if one is given, are the features of a ridge logistic regression for each frame, of which the thousand
    weights that move texts most are kept. Texts held out in turn calibrate it (Platt 1999), and from the calibrated
    probabilities comes the threshold of best expected F1 (Lipton, Elkan and Naryanaswamy 2014), halfway between the
    frame's own and that of all frames together. With `evaluate` the whole of it is cross-validated once more for
    `FrameModel.report`, which takes about `folds` times as long; `groups` (the outlet of each text) adds the figures
    for outlets that the model did not know. `licence` is kept in the signature: under what terms the coded texts may
    be used. A frame of fewer than `folds` texts is not learnt.

    Raises `FrameModelError` if there is nothing to learn from.

    >>> texts = ["Taxes and prices rise.", "The court heard a plea."] * 5
    >>> model = train_frames(texts, [{"economic"}, {"legal"}] * 5, evaluate=False)
    >>> model.predict(["Prices fall.", "A plea in court."])
    [{'economic'}, {'legal'}]
    """
    import numpy as np

    coded_sets = [_as_set(found, n) for n, found in enumerate(labels)]
    _check(texts, coded_sets, groups, folds)
    known = sorted(set().union(*coded_sets))
    frames = [frame for frame in known if sum(frame in found for found in coded_sets) >= folds]
    if not frames:
        raise FrameModelError(f"no frame was coded in {folds} texts or more; code more texts")
    codebooks = tuple(load_codebook(name) for name in SHIPPED) + _further(codebook)
    features = text_features(texts, codebooks)
    coded = np.array([[frame in found for frame in frames] for found in coded_sets])
    rule = _learn(features, coded, folds, seed)
    rows: list[FrameScore] = []
    if evaluate:
        fold = folds_by_label(coded, folds, seed + 1)
        found = _held_out(features, coded, fold, folds, seed)
        rows += frame_scores("plain", frames, coded, found, np.arange(len(texts)), seed)
        if groups is not None:
            names = sorted(set(groups))
            cluster = np.array([names.index(group) for group in groups])
            found = _held_out(features, coded, folds_by_group(list(groups), min(folds, len(names))), folds, seed)
            rows += frame_scores("grouped", frames, coded, found, cluster, seed)
    signature = _signature(texts, coded_sets, codebooks, seed=seed, folds=folds, licence=licence)
    too_few = tuple(frame for frame in known if frame not in frames)
    return FrameModel(tuple(frames), too_few, signature, tuple(rows), codebooks, rule)


def _as_set(found: Collection[str], n: int) -> set[str]:
    if isinstance(found, str) or not all(isinstance(frame, str) for frame in found):
        raise FrameModelError(f"labels[{n}] is {found!r}: give the frames of each text as a set of names")
    return set(found)


def _check(texts: Sequence[object], labels: Sequence[set[str]], groups: Sequence[str] | None, folds: int) -> None:
    if folds < 2:
        raise FrameModelError(f"folds is {folds}; it must be 2 or more")
    for name, values in (("labels", labels), ("groups", groups)):
        if values is not None and len(values) != len(texts):
            raise FrameModelError(f"{len(texts)} texts but {len(values)} {name}; give one for each text")
    if len(texts) < 2 * folds:
        raise FrameModelError(f"{len(texts)} coded texts are too few; give at least {2 * folds}")
    if groups is not None and len(set(groups)) < 2:
        raise FrameModelError("all texts are of one group; leave `groups` out")


def _further(codebook: Codebook | str | Path | None) -> tuple[Codebook, ...]:
    if codebook is None or codebook in SHIPPED:
        return ()
    return (codebook if isinstance(codebook, Codebook) else load_codebook(codebook),)


def _learn(features: Sequence[TextFeatures], coded: NDArray[np.bool_], folds: int, seed: int) -> _Rule:
    """Learn weights from all texts, and thresholds from texts held out in turn."""
    import numpy as np

    decisions = np.zeros(coded.shape)
    for train, test in _splits(folds_by_label(coded, folds, seed)):
        rule = _rule(*_weigh([features[i] for i in train], coded[train]))
        decisions[test] = rule.margins([features[i] for i in test]) / _SCALE
    slopes, shifts = calibrate(decisions, coded)
    cuts = thresholds(slopes * decisions + shifts)
    space, weights, intercepts = _weigh(features, coded)
    return _rule(space, slopes * weights, slopes * intercepts + shifts - cuts, bool(coded.any(axis=1).all()))


def _weigh(
    features: Sequence[TextFeatures], coded: NDArray[np.bool_]
) -> tuple[FeatureSpace, NDArray[np.float64], NDArray[np.float64]]:
    """Return weights and intercepts of which only the `_KEPT` weights a frame that move texts most are not 0.

    What the others add to a text on average goes to the intercept.
    """
    import numpy as np

    space = FeatureSpace.of(features)
    x = space.matrix(features) / UNIT
    weights, intercepts = fit_logistic(x, coded)
    reach = np.abs(weights) * np.sqrt(np.asarray(x.power(2).mean(axis=0)).reshape(-1, 1))
    kept = np.zeros(weights.shape, dtype=bool)
    np.put_along_axis(kept, np.argsort(-reach, axis=0, kind="stable")[:_KEPT], values=True, axis=0)
    pruned = np.where(kept, weights, 0.0)
    return space, pruned, intercepts + np.asarray(x.mean(axis=0)).ravel() @ (weights - pruned)


def _rule(
    space: FeatureSpace, weights: NDArray[np.float64], intercepts: NDArray[np.float64], at_least_one: bool = False
) -> _Rule:
    import numpy as np

    whole = np.rint(weights * _WEIGHT).astype(np.int64), np.rint(intercepts * _SCALE).astype(np.int64)
    return _Rule(space, *whole, at_least_one)


def _held_out(
    features: Sequence[TextFeatures], coded: NDArray[np.bool_], fold: NDArray[np.int64], folds: int, seed: int
) -> NDArray[np.bool_]:
    """Return the frames found in each text by a model that was learnt, thresholds and all, from the other folds."""
    import numpy as np

    found = np.zeros(coded.shape, dtype=bool)
    for train, test in _splits(fold):
        rule = _learn([features[i] for i in train], coded[train], folds, seed)
        found[test] = rule.present([features[i] for i in test])
    return found


def _splits(fold: NDArray[np.int64]) -> list[tuple[list[int], list[int]]]:
    numbers = sorted(set(fold.tolist()))
    return [((fold != k).nonzero()[0].tolist(), (fold == k).nonzero()[0].tolist()) for k in numbers]


def _signature(
    texts: Sequence[str | Document], labels: Sequence[set[str]], codebooks: Sequence[Codebook], **settings: Any
) -> dict[str, Any]:
    import nltk
    import numpy as np
    import scipy

    from corpuslib import __version__

    data = [[t.text if isinstance(t, Document) else t, sorted(f)] for t, f in zip(texts, labels, strict=True)]
    return {
        "corpuslib": __version__,
        "libraries": {"nltk": nltk.__version__, "numpy": np.__version__, "scipy": scipy.__version__},
        "features": _FEATURES,
        "codebooks": [f"{c.name} {c.version} {_checksum(asdict(c))[:12]}" for c in codebooks],
        "texts": len(texts),
        "training_data": _checksum(data),
        **settings,
    }


def _checksum(content: object) -> str:
    # A lone surrogate is text too, and has no UTF-8.
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode("ascii")).hexdigest()


def _read(path: Path) -> dict[str, Any]:
    """Return the checked content of a model file."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FrameModelError(f"{path}: cannot be read ({error.strerror or error})") from error
    except (ValueError, RecursionError) as error:
        raise FrameModelError(f"{path.name} is not a frame model: not valid JSON in UTF-8 ({error})") from error
    if not isinstance(content, dict) or content.get("format") != _FORMAT:
        found = content.get("format") if isinstance(content, dict) else None
        raise FrameModelError(f"{path.name} is not a {_FORMAT} (its format is {found!r}); train it again")
    del content["format"]
    if content.pop("checksum", None) != _checksum(content):
        raise FrameModelError(f"{path.name} was changed after it was saved; fetch it or train it again")
    return content


def _codebook(content: Mapping[str, Any]) -> Codebook:
    def term(values: Mapping[str, Any]) -> Term:
        return Term(**{**values, "not_in": tuple(values["not_in"])})

    frames = tuple(Frame(**{**f, "terms": tuple(term(t) for t in f["terms"])}) for f in content["frames"])
    return Codebook(**{**content, "frames": frames})
