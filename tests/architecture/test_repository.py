"""仓库 - What every commit keeps: no machine's paths, no registry's address, locks that are whole, one command for all."""

import os
import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

from tests.architecture.house import ROOT

TEXT = {".cfg", ".html", ".ini", ".json", ".lock", ".md", ".py", ".toml", ".txt", ".yaml", ".yml", ""}
# Written in pieces, so that this file does not find itself.
REGISTRIES = ["pypi" + ".org", "python" + "hosted", "registry." + "npmjs", "deb." + "debian", "mirrors" + ".", "simple" + "/pip"]
MACHINE_PATH = re.compile(r"(?<![\w.])(/" + r"work/|/" + r"root/|/home/(?!perfeval)[a-z]+|/Users/[A-Za-z]+|[A-Z]:\\Users)")


@cache
def kept_files() -> tuple[Path, ...]:
    """Return what is committed, or would be: git knows; without git, everything that is not a work folder."""
    if (ROOT / ".git").exists():
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
        return tuple(path for line in listed if line and (path := ROOT / line).is_file())
    work = {".venv", "build", "dist", "out", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}
    return tuple(path for path in ROOT.rglob("*") if path.is_file() and not work & set(path.relative_to(ROOT).parts))


def text_files() -> list[tuple[str, str]]:
    """Return name and text of every file that people read."""
    kept = (path for path in kept_files() if path.suffix in TEXT)
    return [(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8", errors="replace")) for path in kept]


def test_no_machine_path_is_written_down() -> None:
    wrong = [f"{who}: {found.group()}" for who, text in text_files() for found in MACHINE_PATH.finditer(text)]
    assert not wrong


def test_no_registry_address_is_written_down() -> None:
    wrong = [f"{who}: {address}" for who, text in text_files() for address in REGISTRIES if address in text]
    assert not wrong


def test_the_locks_hold_pins_and_hashes_and_nothing_else() -> None:
    line = re.compile(r"[a-z0-9][a-z0-9._-]*==[\w.!+-]+( ; [^\\]+)?( \\)?|    --hash=sha256:[0-9a-f]{64}( \\)?")
    for who in ("requirements.lock", "requirements-dev.lock"):
        rows = (ROOT / who).read_text(encoding="utf-8").splitlines()
        assert [row for row in rows if not line.fullmatch(row)] == [], who
    assert not ({path.name for path in kept_files()} & {"uv.lock", "poetry.lock", "Pipfile.lock"})


def test_the_locks_hold_the_versions_that_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = {"requirements.lock": project["project"]["dependencies"], "requirements-dev.lock": project["dependency-groups"]["dev"]}
    asked["requirements-dev.lock"] = [*asked["requirements-dev.lock"], *asked["requirements.lock"], *project["build-system"]["requires"]]
    for who, wanted in asked.items():
        locked = set(re.findall(r"^[^ ]+==[^ ]+", (ROOT / who).read_text(encoding="utf-8"), re.MULTILINE))
        assert {re.sub(r"\[\w+\]", "", each).lower() for each in wanted} <= locked, f"{who}: run make lock"


def test_continuous_integration_runs_the_command_of_the_readme() -> None:
    script = ROOT / ".ci" / "run"
    commands = [line for line in script.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert os.access(script, os.X_OK)
    assert commands == ["set -eu", 'cd "$(dirname "$0")/.."', "make test"]
    assert re.search(r"^make test\b", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_image_runs_as_an_ordinary_user_and_is_installed_by_hash() -> None:
    build, image = (ROOT / "Dockerfile").read_text(encoding="utf-8").split("\nFROM ", 1)
    installs = re.findall(r"pip (?:install|wheel) ([^\n&]+)", build + image)
    assert len(installs) == 4
    assert [each for each in installs if "--require-hashes" not in each and "--no-deps" not in each] == []
    assert re.search(r"^USER perfeval$", image, re.MULTILINE)
    assert "USER" not in image.partition("USER perfeval")[2]
    assert image.count("\nCMD ") == 1, "one image for `perfeval migrate` and `perfeval serve`: no entry point but the program"
    assert "ENTRYPOINT" not in image


def test_no_test_is_skipped() -> None:
    skipping = re.compile("importor" + "skip|pytest" + r"\.(mark\.)?" + "(skip|xfail)|unittest" + ".skip|Skip" + "Test")
    wrong = [who for who, text in text_files() if who.startswith("tests/") and skipping.search(text)]
    assert not wrong, "a test that cannot run here must fail and say what is missing"
