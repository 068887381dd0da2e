"""Neural metrics: from a local folder, never downloaded. The model is made here, byte by byte."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from corpuslib.compare.neural import NeuralMetric, load_metric

VOCABULARY = {"[UNK]": 0, "good": 1, "bad": 2, "fine": 3}


def varint(number: int) -> bytes:
    out = b""
    while number > 127:
        out, number = out + bytes([number & 127 | 128]), number >> 7
    return out + bytes([number])


def field(number: int, value: int | bytes | str) -> bytes:
    """Encode one field of a protocol buffer."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def value_info(name: str, kind: int, dims: list[str]) -> bytes:
    shape = b"".join(field(1, field(2, dim)) for dim in dims)
    return field(1, name) + field(2, field(1, field(1, kind) + field(2, shape)))


def onnx_model(vectors: list[list[float]], *, regression: bool) -> bytes:
    """Write a model that looks up a vector for each token, and for regression takes the mean of all numbers."""
    size = len(vectors[0])
    data = struct.pack(f"<{len(vectors) * size}f", *(x for row in vectors for x in row))
    table = field(1, len(vectors)) + field(1, size) + field(2, 1) + field(8, "table") + field(9, data)
    looked_up = "vectors" if regression else "out"
    nodes = field(1, field(1, "table") + field(1, "input_ids") + field(2, looked_up) + field(4, "Gather"))
    dims = ["n", "t", "d"]
    if regression:
        axes = field(1, "axes") + field(8, 1) + field(8, 2) + field(20, 7)
        keep = field(1, "keepdims") + field(3, 0) + field(20, 2)
        mean = field(1, "vectors") + field(2, "out") + field(4, "ReduceMean") + field(5, axes) + field(5, keep)
        nodes, dims = nodes + field(1, mean), ["n"]
    ends = field(11, value_info("input_ids", 7, ["n", "t"])) + field(12, value_info("out", 1, dims))
    graph = nodes + field(2, "tiny") + field(5, table) + ends
    return field(1, 8) + field(7, graph) + field(8, field(1, "") + field(2, 17))


def metric(folder: Path, settings: str, *, regression: bool) -> NeuralMetric:
    for name in ("onnxruntime", "tokenizers"):
        pytest.importorskip(name, reason="the extra neural is not installed")
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import WhitespaceSplit

    tokenizer = Tokenizer(WordLevel(VOCABULARY, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = WhitespaceSplit()
    tokenizer.save(str(folder / "tokenizer.json"))
    vectors = [[0.0, 0.0], [1.0, 0.0], [-1.0, 0.0], [0.9, 0.1]]
    (folder / "model.onnx").write_bytes(onnx_model(vectors, regression=regression))
    (folder / "metric.toml").write_text(settings, encoding="utf-8")
    return load_metric(folder)


def test_a_regression_model_answers_with_one_number_a_segment(tmp_path: Path) -> None:
    tiny = metric(tmp_path, 'name = "tiny"\nmode = "regression"\ninput = "{translation}"', regression=True)
    assert tiny.score(["good", "bad"]) == [0.5, -0.5]


def test_braces_in_a_text_are_only_text(tmp_path: Path) -> None:
    tiny = metric(tmp_path, 'mode = "regression"\ninput = "{translation} {source}"', regression=True)
    assert tiny.score(["{source}"], sources=["good"]) == [0.25]


def test_an_embedding_model_compares_meanings_by_their_vectors(tmp_path: Path) -> None:
    tiny = metric(tmp_path, 'mode = "embedding"', regression=False)
    like, unlike = tiny.score(["good", "good"], references=["fine", "bad"])
    assert like > 0.99
    assert unlike == -1.0


def test_padding_changes_no_score(tmp_path: Path) -> None:
    tiny = metric(tmp_path, 'mode = "embedding"', regression=False)
    alone = tiny.score(["good"], references=["fine"])
    assert tiny.score(["good", "bad bad bad"], references=["fine", "fine"])[:1] == alone


def test_the_signature_names_the_model_by_its_hash(tmp_path: Path) -> None:
    tiny = metric(tmp_path, 'name = "tiny"\nmode = "embedding"', regression=False)
    score = tiny.mean(["good"], references=["good"])
    assert score.value == 1.0
    assert score.signature.startswith("tiny|embedding|model:")


def test_what_a_model_needs_and_is_not_given_is_an_error(tmp_path: Path) -> None:
    tiny = metric(tmp_path, 'mode = "regression"\ninput = "{translation} {reference}"', regression=True)
    with pytest.raises(ValueError, match="needs reference"):
        tiny.score(["good"])
    with pytest.raises(ValueError, match="1 translations and 2 of reference"):
        tiny.score(["good"], references=["good", "bad"])


def test_a_missing_folder_is_an_error_and_no_download() -> None:
    with pytest.raises(FileNotFoundError, match="never downloaded"):
        load_metric("org/some-model")


@pytest.mark.parametrize("settings", ['mode = "magic"', 'mode = "regression"\ninput = "{source}"'])
def test_settings_that_say_too_little_are_an_error(tmp_path: Path, settings: str) -> None:
    for name in ("model.onnx", "tokenizer.json"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "metric.toml").write_text(settings, encoding="utf-8")
    with pytest.raises(ValueError, match=r"metric\.toml"):
        load_metric(tmp_path)


def test_without_the_extra_the_error_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("model.onnx", "tokenizer.json"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "metric.toml").write_text('mode = "embedding"', encoding="utf-8")
    monkeypatch.setitem(__import__("sys").modules, "onnxruntime", None)
    with pytest.raises(ImportError, match=r"corpuslib\[neural\]"):
        load_metric(tmp_path)
