"""The three descriptions of the environment (pyproject.toml, the lock, environment.yml) say the same."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version
from rattler import MatchSpec

ROOT = Path(__file__).resolve().parents[1]
# Where conda-forge names a package otherwise than PyPI does.
CONDA_NAMES = {
    "duckdb": "python-duckdb",
    "jupyter-client": "jupyter_client",
    "jupyter-core": "jupyter_core",
    "matplotlib": "matplotlib-base",
}
# The lock must serve all of these.
PYTHONS = ("3.11", "3.12", "3.13")
LOCK_ENTRY = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>[^\s;]+)(?: ; (?P<marker>[^\\]+?))?(?= \\|$)")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def pyproject() -> dict:
    return tomllib.loads(read("pyproject.toml"))


def runtime() -> list[Requirement]:
    return [Requirement(line) for line in pyproject()["project"]["dependencies"]]


def locked_requirements() -> list[Requirement]:
    """All that the lock has to pin: what corpuslib runs on, what tests it, what builds it."""
    tables = pyproject()
    lines = tables["dependency-groups"]["dev"] + tables["build-system"]["requires"]
    return runtime() + [Requirement(line) for line in lines]


def lock_entries() -> list[str]:
    """The lock's requirements, each with the lines that continue it."""
    text = "\n".join(line for line in read("requirements.lock").splitlines() if not line.startswith("#"))
    return [entry for entry in re.split(r"(?<!\\)\n", text) if entry.strip()]


def pins(python: str) -> dict[str, Version]:
    """The versions that the lock installs on Linux under this Python."""
    environment = {"python_version": python, "python_full_version": f"{python}.0", "sys_platform": "linux"}
    found = {}
    for entry in lock_entries():
        match = LOCK_ENTRY.match(entry)
        assert match, entry
        if match["marker"] is None or Marker(match["marker"]).evaluate(environment):
            assert match["name"] not in found, f"{match['name']} is pinned twice for Python {python}"
            found[match["name"]] = Version(match["version"])
    return found


def conda_specs() -> dict[str, str]:
    specs = {}
    for line in yaml.safe_load(read("environment.yml"))["dependencies"]:
        if isinstance(line, str):
            spec = MatchSpec(line, strict=True)
            assert spec.name is not None, line
            specs[spec.name.normalized] = str(spec.version or "")
    return specs


def third_party_imports(source: str) -> set[str]:
    """The top-level names of other people's modules that this source imports."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.split(".")[0])
    return names - sys.stdlib_module_names - {"corpuslib"}


def as_set(specifiers: str) -> set[str]:
    return {part.strip() for part in specifiers.split(",") if part.strip()}


def test_conda_users_get_the_same_packages_and_ranges() -> None:
    wanted = {CONDA_NAMES.get(r.name, r.name): as_set(str(r.specifier)) for r in runtime()}
    wanted |= {"python": as_set(pyproject()["project"]["requires-python"]), "pip": set()}
    assert {name: as_set(version) for name, version in conda_specs().items()} == wanted


def test_conda_installs_corpuslib_itself_with_pip() -> None:
    assert {"pip": ["-e ."]} in yaml.safe_load(read("environment.yml"))["dependencies"]


def test_conda_uses_one_channel() -> None:
    assert yaml.safe_load(read("environment.yml"))["channels"] == ["conda-forge", "nodefaults"]


def test_every_runtime_range_has_a_floor_and_a_ceiling() -> None:
    for requirement in runtime():
        assert {s.operator for s in requirement.specifier} == {">=", "<"}, requirement


def test_every_imported_package_is_declared() -> None:
    extras = pyproject()["project"]["optional-dependencies"]
    declared = {canonicalize_name(r.name) for r in runtime()}
    declared |= {canonicalize_name(Requirement(line).name) for lines in extras.values() for line in lines}
    providers = packages_distributions()
    undeclared = {
        f"{path.relative_to(ROOT)} imports {module}"
        for path in sorted((ROOT / "src").rglob("*.py"))
        for module in third_party_imports(path.read_text(encoding="utf-8"))
        if not declared & {canonicalize_name(name) for name in providers.get(module, [module])}
    }
    assert not undeclared


@pytest.mark.parametrize("python", PYTHONS)
def test_the_lock_pins_every_requirement_within_its_range(python: str) -> None:
    pinned = pins(python)
    for requirement in locked_requirements():
        assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)]), requirement


def test_the_lock_gives_one_version_of_each_package_to_every_python() -> None:
    by_python = [pins(python) for python in PYTHONS]
    for first in by_python:
        for second in by_python:
            assert all(first[name] == second[name] for name in first.keys() & second.keys())


def test_every_locked_file_is_hashed() -> None:
    unhashed = [entry for entry in lock_entries() if not re.search(r"--hash=sha256:[0-9a-f]{64}", entry)]
    assert not unhashed


def test_the_lock_names_no_index_and_no_address() -> None:
    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host", read("requirements.lock"))


def test_python_range_is_the_same_wherever_it_is_written() -> None:
    supported = SpecifierSet(pyproject()["project"]["requires-python"])
    minors = [f"3.{minor}" for minor in range(30) if f"3.{minor}" in supported]
    assert tuple(minors) == PYTHONS
    low, high = re.findall(r"\((3), (\d+)\)", read("Makefile"))
    assert supported == SpecifierSet(f">={'.'.join(low)},<{'.'.join(high)}")
    classified = re.findall(r"Python :: (3\.\d+)", "\n".join(pyproject()["project"]["classifiers"]))
    assert classified == minors
    assert pyproject()["tool"]["mypy"]["python_version"] == minors[0]


def test_package_version_is_the_one_to_cite() -> None:
    import corpuslib

    assert yaml.safe_load(read("CITATION.cff"))["version"] == corpuslib.__version__
