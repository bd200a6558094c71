"""导入方向 - The picture of docs/architecture.md, as a test."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.house import FLOORS, LINE, ROOT, files, imports, name, pure_files, room, rooms, tree

# Who may use which library, by room or by file. A library that is missing here may be used by nobody.
LIBRARIES = {
    "pydantic": {"indicators", "scoring", "settings", "web"},
    "msgspec": {"quantities", "evaluation", "scoring", "checks", "review"},
    "quicktions": {"quantities"},
    "pydantic_core": {"indicators"},  # the shape of pydantic's own errors, to say them in Chinese
    "yaml": {"syntax"},
    "jinja2": {"reports", "web"},
    "markupsafe": {"reports"},
    "docx": {"reports"},
    "lxml": {"reports"},
    "isal": {"reports"},
    "zipfile": {"reports", "files", "sheets"},
    "zlib": {"reports", "files", "sheets"},
    "pydantic_settings": {"settings"},
    "annotated_types": {"settings"},  # how pydantic keeps the limits of a number, to say them in Chinese
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "sqlite3": {"store"},
    "obstore": {"files"},
    "pwdlib": {"keys"},
    "pyotp": {"keys"},
    "pandas": {"sheets"},
    "python_calamine": {"sheets"},
    "segno": {"web"},
    "xlsxwriter": {"sheets"},
    "anyio": {"web"},
    "prometheus_client": {"web"},
    "structlog": {"web"},
    "fastapi": {"web"},
    "starlette": {"web"},
    "uvicorn": {"web"},
}
# What touches the disk, the clock, chance or another machine has no place below the line.
HANDS = """glob http importlib io logging multiprocessing os pathlib random secrets shutil socket sqlite3 subprocess
tempfile threading time urllib""".split()
DEEDS = {"open", "print", "input", "exec", "eval", "compile", "breakpoint"}
CLOCKS = {"now", "today", "utcnow"}
REFUSED_ROOMS = {"utils", "common", "helpers", "services", "managers", "base"}
HEAVY = {"alembic", "docx", "fastapi", "jinja2", "lxml", "obstore", "pandas", "psycopg", "pydantic_settings", "sqlalchemy", "uvicorn"}


def other_rooms(path: Path) -> set[str]:
    """Return the rooms that a file imports, its own left out."""
    parts = (module.split(".") for module in imports(path))
    return {part[1] for part in parts if part[0] == "perfeval" and len(part) > 1} & FLOORS.keys() - {room(path)}


def test_every_room_has_a_floor() -> None:
    assert rooms() <= FLOORS.keys(), "a new room needs its floor in tests/architecture/house.py and its place in the picture"
    assert not rooms() & REFUSED_ROOMS


def test_imports_only_point_down() -> None:
    wrong = [
        f"{name(path)} imports {other}"
        for path in files()
        if room(path) in FLOORS
        for other in other_rooms(path)
        if FLOORS[other] >= FLOORS[room(path)]
    ]
    assert not wrong


def test_imports_are_absolute() -> None:
    relative = [name(path) for path in files() for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom) and node.level]
    assert not relative


def test_private_files_stay_in_their_room() -> None:
    wrong = [
        f"{name(path)} imports {module}"
        for path in files()
        for module in imports(path)
        if (parts := module.split("."))[0] == "perfeval"
        and len(parts) > 1
        and any(part.startswith("_") and not part.startswith("__") for part in parts)
        and parts[1] != room(path)
    ]
    assert not wrong


def test_every_library_is_used_where_it_belongs() -> None:
    wrong = [
        f"{name(path)} imports {module}"
        for path in files()
        for module in imports(path)
        if (top := module.split(".")[0]) not in {"perfeval", ""}
        and (top in LIBRARIES or top not in sys.stdlib_module_names)
        and not {room(path), name(path)} & LIBRARIES.get(top, set())
    ]
    assert not wrong


def test_no_hands_below_the_line() -> None:
    wrong = [f"{name(path)} imports {module}" for path in pure_files() for module in imports(path) if module.split(".")[0] in HANDS]
    wrong += [f"{name(path)} {deed}" for path in pure_files() for deed in deeds(tree(path))]
    assert not wrong


def test_types_below_the_line_are_real() -> None:
    wrong = [
        f"{name(path)} imports {module}" for path in pure_files() for module in imports(path) if module in {"typing.Any", "typing.cast"}
    ]
    assert not wrong


def deeds(module: ast.Module) -> Iterator[str]:
    """Yield the calls that open, print, run text or read the clock."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in DEEDS:
            yield f"calls {node.func.id} in line {node.lineno}"
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS:
            yield f"reads the clock in line {node.lineno}"


def test_the_picture_names_exactly_the_rooms_that_exist() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    picture = page.split("```")[1]
    above, _, below = picture.partition("═")
    assert set(re.findall(r"\[([a-z]+)\]", above)) == {each for each in rooms() if FLOORS[each] >= LINE}
    assert set(re.findall(r"\[([a-z]+)\]", below)) == {each for each in rooms() if FLOORS[each] < LINE}


def test_the_command_line_starts_without_the_heavy_libraries() -> None:
    code = "import sys, perfeval.cli; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not HEAVY & set(loaded)


def test_a_form_is_scored_without_the_libraries_of_the_service() -> None:
    form = ROOT / "examples" / "01-minglang-school-2022.yaml"
    code = f"import sys, perfeval.cli; perfeval.cli.main(['score', {str(form)!r}]); print(*sys.modules)"
    told = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True).stdout
    assert not (HEAVY | {"perfeval.checks.texts"}) & set(told.splitlines()[-1].split())
