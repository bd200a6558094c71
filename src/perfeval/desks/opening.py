"""开门 - What stands behind the service: the data folder with the journal's key and the files, and the database.

A folder of data holds `journal.key`, `files/` and, unless another database is named, `perfeval.db`. The mark `DEMO` in it says that
its accounts are for show: only the demonstration opens such a folder.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from perfeval import library
from perfeval.errors import Broken, Invalid, PerfevalError, Place
from perfeval.files import Files, LocalFiles
from perfeval.settings import Settings
from perfeval.store import Store, Verdict, engine_of, is_empty, make_key, migrate, prove_current, prove_reachable, read_key
from perfeval.store import verify as prove_journal
from perfeval.store.transaction import reading

KEY, DATABASE, FILES, DEMO = "journal.key", "perfeval.db", "files", "DEMO"
"""数据目录的内容 - The names of what lies in a folder of data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Premises:
    """家当 - Hold what every request, command and story works with."""

    store: Store
    files: Files
    settings: Settings

    def close(self) -> None:
        """关门 - Close every connection to the database."""
        self.store.engine.dispose()


def has_database(settings: Settings) -> bool:
    """有库 - Tell whether a database is named; without one the service only scores and prints."""
    return settings.data is not None or settings.database_url is not None


def open_up(settings: Settings, *, demo: bool = False) -> Premises:
    """开门 - Open the database and the files as the settings name them.

    Raises: Invalid, when no data folder is named, or it is a demonstration's; Broken, when the key or the schema does not fit.
    """
    folder = _folder(settings)
    if (folder / DEMO).exists() and not demo:
        place = Place(where=str(folder), message="这是演示数据目录", suggestion="请另写一个目录；演示请运行 perfeval demo")
        raise Invalid("demo-folder", "演示数据不能用于正式服务", (place,))
    if not folder.is_dir():
        place = Place(where=str(folder), message="没有这个目录", suggestion="首次使用请先运行 perfeval migrate")
        raise Broken("data-missing", "数据目录不能使用", (place,))
    engine = engine_of(_address(settings), pool=settings.threads + 2)
    try:
        prove_current(engine, library.folder("migrations"))
        store = Store(engine=engine, key=read_key(folder / KEY))
    except PerfevalError:
        engine.dispose()
        raise
    return Premises(store=store, files=LocalFiles(folder / FILES), settings=settings)


def bring_up(settings: Settings, *, to: str = "head", serving_role: str | None = None) -> str:
    """建库或升级 - Make the data folder, the key and the database, or bring them to this version; return the schema's.

    Raises: Broken, when the key is missing although there are entries that it sealed.
    """
    folder = _folder(settings)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = engine_of(_address(settings), pool=1)
    try:
        if not (folder / KEY).exists() and not is_empty(engine):
            read_key(folder / KEY)
        make_key(folder / KEY)
        LocalFiles(folder / FILES)
        return migrate(engine, library.folder("migrations"), to=to, serving_role=serving_role)
    finally:
        engine.dispose()


@contextmanager
def opened(settings: Settings) -> Iterator[Premises]:
    """开门办事 - Yield the premises for one command and close them behind it."""
    premises = open_up(settings, demo=True)
    try:
        yield premises
    finally:
        premises.close()


def prove_ready(premises: Premises) -> None:
    """就绪 - Prove that the database answers, has the schema of this version, and that files can be written and read.

    Raises: Broken.
    """
    prove_reachable(premises.store.engine)
    prove_current(premises.store.engine, library.folder("migrations"))
    premises.files.prove()


def verify(premises: Premises, head: str | None = None) -> Verdict:
    """查证日志 - Prove every entry of the journal; head is the hash of one that must be in it."""
    with reading(premises.store.engine) as connection:
        return prove_journal(connection, premises.store.key, head)


def _folder(settings: Settings) -> Path:
    """Return the folder of data.

    Raises: Invalid, when none is named.
    """
    if settings.data is None:
        place = Place(where="PERFEVAL_DATA", message="没有写数据目录", suggestion="用它指明存放密钥和佐证材料的目录，如 /var/lib/perfeval")
        raise Invalid("setting-invalid", "运行设置有误", (place,))
    return settings.data


def _address(settings: Settings) -> str:
    """Return the address of the database: the one that is named, else a file in the folder of data."""
    if settings.database_url is not None:
        return settings.database_url.get_secret_value()
    return f"sqlite:///{(_folder(settings) / DATABASE).absolute().as_posix()}"
