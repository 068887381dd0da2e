"""Neural metrics of translation from a folder on this machine: an ONNX model and its tokenizer, nothing downloaded."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpuslib.compare.scores import Score

if TYPE_CHECKING:
    import numpy as np

__all__ = ["NeuralMetric", "load_metric"]

_BATCH = 16
_FIELDS = {"source", "translation", "reference"}
_MODES = ("regression", "embedding")
_MISSING = "neural metrics need onnxruntime and tokenizers: pip install 'corpuslib[neural]'"


@dataclass(frozen=True)
class NeuralMetric:
    """A metric that is ready to score. `signature` names the mode, the model by its hash, and the runtime.

    Its figures are not the same to the last digit on every machine, so they are rounded to four places and are for
    looking at, not for reports that have to come out alike.
    """

    name: str
    signature: str
    mode: str
    inputs: str
    _session: Any = field(repr=False, compare=False)
    _tokenizer: Any = field(repr=False, compare=False)

    def score(
        self,
        translations: Sequence[str],
        *,
        references: Sequence[str] | None = None,
        sources: Sequence[str] | None = None,
    ) -> list[float]:
        """Score translations segment by segment, higher is what the model's makers call higher.

        A `regression` model reads what its `input` asks for and answers with one number. With an `embedding` model
        the score is the cosine of the mean token vectors of the translation and of its reference, or of its source
        where there is no reference: likeness of meaning, -1 to 1. Raises `ValueError` if what the model needs is not
        given or of another length.
        """
        given = {"translation": translations, "reference": references, "source": sources}
        for name, texts in given.items():
            if texts is not None and len(texts) != len(translations):
                raise ValueError(f"{len(translations)} translations and {len(texts)} of {name}")
        if self.mode == "embedding":
            other = references if references is not None else sources
            if other is None:
                raise ValueError(f"{self.name} needs references or sources")
            return self._cosines(translations, other)
        missing = [name for name, texts in given.items() if texts is None and f"{{{name}}}" in self.inputs]
        if missing:
            raise ValueError(f"{self.name} needs {', '.join(missing)}")
        return self._regression({name: texts for name, texts in given.items() if texts is not None}, len(translations))

    def mean(
        self,
        translations: Sequence[str],
        *,
        references: Sequence[str] | None = None,
        sources: Sequence[str] | None = None,
    ) -> Score:
        """Return the mean over segments with the metric's signature; 0 for none."""
        values = self.score(translations, references=references, sources=sources)
        return Score(self.name, round(sum(values) / len(values), 4) if values else 0.0, self.signature)

    def _regression(self, given: Mapping[str, Sequence[str]], count: int) -> list[float]:
        texts = []
        # Braces in a text from outside mean nothing: each field is put in where the pattern was cut.
        parts = _pieces(self.inputs)
        for n in range(count):
            texts.append("".join(given[part][n] if is_field else part for part, is_field in parts))
        values: list[float] = []
        for start in range(0, count, _BATCH):
            answer, _ = self._run(texts[start : start + _BATCH])
            values += [round(float(v), 4) for v in answer.reshape(answer.shape[0], -1)[:, 0]]
        return values

    def _cosines(self, translations: Sequence[str], others: Sequence[str]) -> list[float]:
        import numpy as np

        values: list[float] = []
        for start in range(0, len(translations), _BATCH):
            x, y = (self._vectors(texts[start : start + _BATCH]) for texts in (translations, others))
            norms = np.linalg.norm(x, axis=1) * np.linalg.norm(y, axis=1)
            values += [round(float(v), 4) for v in (x * y).sum(axis=1) / np.maximum(norms, 1e-12)]
        return values

    def _vectors(self, texts: Sequence[str]) -> np.ndarray[Any, Any]:
        answer, mask = self._run(texts)
        if answer.ndim == 2:
            return answer
        weights = mask[:, :, None].astype("float64")
        pooled: np.ndarray[Any, Any] = (answer * weights).sum(axis=1) / weights.sum(axis=1).clip(min=1.0)
        return pooled

    def _run(self, texts: Sequence[str]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        import numpy as np

        encoded = self._tokenizer.encode_batch(list(texts))
        width = max(1, *(len(e.ids) for e in encoded))
        rows = {
            "input_ids": [e.ids for e in encoded],
            "attention_mask": [e.attention_mask for e in encoded],
            "token_type_ids": [e.type_ids for e in encoded],
        }
        fed = {
            name: np.array([[*row, *[0] * (width - len(row))] for row in values], dtype=np.int64)
            for name, values in rows.items()
        }
        wanted = {node.name for node in self._session.get_inputs()}
        answer = self._session.run(None, {name: value for name, value in fed.items() if name in wanted})[0]
        return np.asarray(answer, dtype="float64"), fed["attention_mask"]


def _pieces(pattern: str) -> list[tuple[str, bool]]:
    """Cut a pattern at its fields: pieces, and whether each names a field."""
    pieces: list[tuple[str, bool]] = []
    for part in pattern.split("{"):
        name, brace, rest = part.partition("}")
        if brace and name in _FIELDS:
            pieces += [(name, True), (rest, False)]
        else:
            pieces.append((part, False))
    return pieces


def load_metric(folder: str | Path) -> NeuralMetric:
    """Load a metric from a folder with `model.onnx`, `tokenizer.json` and `metric.toml`.

    `metric.toml` says `name`, `mode` (regression or embedding), for regression `input`, such as "source: {source}
    candidate: {translation} reference: {reference}", and optionally `longest`, in tokens (512). The model takes
    `input_ids` and, if it likes, `attention_mask` and `token_type_ids`, and its first output counts. Nothing is
    downloaded: what is not in the folder is not there. Raises `FileNotFoundError` for a missing file, `ValueError`
    for a `metric.toml` that does not say enough, `ImportError`, saying what to install, without the extra.

    >>> load_metric("no/such/folder")
    Traceback (most recent call last):
    ...
    FileNotFoundError: no/such/folder has no metric.toml; a metric is a local folder and is never downloaded
    """
    place = Path(folder)
    for name in ("metric.toml", "model.onnx", "tokenizer.json"):
        if not (place / name).is_file():
            raise FileNotFoundError(
                f"{place.as_posix()} has no {name}; a metric is a local folder and is never downloaded"
            )
    settings = tomllib.loads((place / "metric.toml").read_text(encoding="utf-8"))
    mode, inputs = settings.get("mode"), settings.get("input", "")
    if mode not in _MODES:
        raise ValueError(f"metric.toml: mode is {mode!r}, not one of: {', '.join(_MODES)}")
    if mode == "regression" and "{translation}" not in inputs:
        raise ValueError("metric.toml: input of a regression metric has to name {translation}")
    try:
        import onnxruntime
        import tokenizers
    except ImportError as error:
        raise ImportError(_MISSING) from error
    model = (place / "model.onnx").read_bytes()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(place / "model.onnx", options, providers=["CPUExecutionProvider"])
    tokenizer = tokenizers.Tokenizer.from_file(str(place / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(int(settings.get("longest", 512)))
    name = str(settings.get("name", place.name))
    digest = hashlib.sha256(model).hexdigest()[:12]
    signature = f"{name}|{mode}|model:{digest}|onnxruntime:{onnxruntime.__version__}"
    return NeuralMetric(name, signature, mode, inputs, session, tokenizer)
