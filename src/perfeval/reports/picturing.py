"""版面图 - Pictures of the pages of a Word file, made by LibreOffice and poppler where the machine has them.

A conversion takes seconds and a gigabyte, so whoever calls runs one at a time; what was made is remembered by the hash of the Word.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

PATIENCE = 10.0
"""耐心 - How many seconds a conversion may take."""
MOST_PAGES = 40
_DOTS = 80
_REMEMBERED = 24
_made: OrderedDict[str, tuple[bytes, ...]] = OrderedDict()
_lock = threading.Lock()


def can_picture() -> bool:
    """能否成图 - Tell whether the machine has what makes pictures."""
    return shutil.which("soffice") is not None and shutil.which("pdftoppm") is not None


def pictures(document: bytes) -> tuple[bytes, ...]:
    """版面图 - Return the pages of a Word file as PNG, none where they cannot be made in time."""
    name = hashlib.sha256(document).hexdigest()
    with _lock:
        if name in _made:
            _made.move_to_end(name)
            return _made[name]
    found = _pictures(document) if can_picture() else ()
    if found:
        with _lock:
            _made[name] = found
            while len(_made) > _REMEMBERED:
                _made.popitem(last=False)
    return found


def _pictures(document: bytes) -> tuple[bytes, ...]:
    """Return the pages of a document, none where a program fails or takes too long."""
    with tempfile.TemporaryDirectory(prefix="perfeval-") as made:
        folder = Path(made)
        word, pdf = folder / "page.docx", folder / "page.pdf"
        word.write_bytes(document)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        office = ["soffice", "--headless", "--norestore", profile, "--convert-to", "pdf", "--outdir", str(folder), str(word)]
        painter = ["pdftoppm", "-png", "-r", str(_DOTS), "-l", str(MOST_PAGES), str(pdf), str(folder / "page")]
        if not (_run(office, folder) and pdf.exists() and _run(painter, folder)):
            return ()
        return tuple(path.read_bytes() for path in sorted(folder.glob("page-*.png")))


def _run(command: Sequence[str], folder: Path) -> bool:
    """Run a program and whatever it starts, and tell whether it came to a good end in time."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    process = subprocess.Popen(  # noqa: S603 - a program of the machine, asked for by name, over a file of ours
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**kept, "HOME": str(folder)},
    )
    try:
        return process.wait(PATIENCE) == 0
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)  # the office itself is a child of the program that was started
        process.wait()
        return False
