"""What several scores need: the scorer of the benchmark of quotations."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

QUOTES = Path(__file__).parents[3] / "shared" / "bench" / "quotes"


@pytest.fixture(scope="module")
def polnear() -> Any:
    """The scorer of the benchmark of quotations, which loads PolNeAR's articles."""
    if not (QUOTES / "score.py").is_file():
        pytest.skip("the articles of PolNeAR are not here: no file ../shared/bench/quotes/score.py")
    spec = importlib.util.spec_from_file_location("quotes_score", QUOTES / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
