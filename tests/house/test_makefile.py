"""命令 - `make help` lists every command, and each does what its line says."""

import os
import re
import subprocess

import pytest

from tests.architecture.house import ROOT


def dry_run(*arguments: str) -> str:
    """Return the commands that make would run, as if the set-up were done."""
    command = ["make", "--dry-run", "--assume-old=.venv/.installed", *arguments]
    environment = {key: value for key, value in os.environ.items() if key not in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "PORT", "SERVE"}}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout


def test_help_explains_every_command() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert targets == set(re.findall(r"make ([a-z]+) +\S", shown))
    assert targets >= {"help", "setup", "check", "test", "demo", "serve", "bench", "lock"}


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (("demo",), ".venv/bin/perfeval demo --port 8000"),
        (("demo", "PORT=8123"), ".venv/bin/perfeval demo --port 8123"),
        (("demo", "SERVE=0"), ".venv/bin/perfeval demo --no-serve"),
        (("serve", "PORT=8123"), ".venv/bin/perfeval serve --port 8123"),
        (("bench",), ".venv/bin/python -m benchmarks"),
    ],
    ids=" ".join,
)
def test_a_command_runs_the_product(arguments: tuple[str, ...], command: str) -> None:
    assert dry_run(*arguments).splitlines()[-1] == command


def test_the_whole_test_is_lint_types_and_suite_in_this_order() -> None:
    steps = [".venv/bin/ruff check", ".venv/bin/ruff format --check", ".venv/bin/mypy", ".venv/bin/pytest"]
    places = [dry_run("test").find(step) for step in steps]
    assert -1 not in places
    assert places == sorted(places)


def test_the_demo_needs_no_system_package_of_the_tests() -> None:
    assert "system_packages.py tests" not in dry_run("demo")
