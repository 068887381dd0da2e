"""What decides bytes is pinned, and the room is light until it works."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import corpuslib.reports
from corpuslib.reports.environment import PINNED, kernel_environment


def test_the_pinned_values_can_be_given_to_a_shell_unquoted():
    assert all(value and not set(value) & set(" \t\n'\"$`\\") for value in PINNED.values())


def test_the_users_settings_do_not_reach_a_kernel(monkeypatch):
    monkeypatch.setenv("SECRET", "1")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    environment = kernel_environment(Path("/scratch"))
    assert "SECRET" not in environment and environment["TZ"] == "UTC"
    assert environment["HOME"] == "/scratch/home" and environment["IPYTHONDIR"] == "/scratch/ipython"


def test_every_name_on_the_face_is_there():
    for name in corpuslib.reports.__all__:
        assert getattr(corpuslib.reports, name).__doc__
    assert dir(corpuslib.reports) == sorted(corpuslib.reports.__all__)


def test_an_unknown_name_lists_what_there_is():
    with pytest.raises(AttributeError, match=r"no 'tabel'; it has .*table"):
        corpuslib.reports.tabel  # noqa: B018


def test_importing_the_room_loads_nothing_heavy():
    heavy = "{'pandas', 'matplotlib', 'papermill', 'nbconvert', 'nbformat', 'mistune', 'IPython', 'jupyter_client'}"
    program = f"import sys, corpuslib.reports; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
