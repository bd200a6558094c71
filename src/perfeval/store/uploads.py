"""导入中的清单 - What a list brings is written in small portions that nobody sees; striking its one row here makes all of it visible.

An import that breaks off leaves its row and its portions behind; whoever imports next, some minutes later, sweeps them away first.
"""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from perfeval.errors import Conflict
from perfeval.store.tables import evaluations, projects, uploads

_CONDEMNED = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadRow:
    """导入记录 - Hold an import that is under way: into which round, of which file, by whom, and when it last wrote."""

    id: str
    round: str
    sha256: str
    person: str
    at: str


def under_way(connection: Connection, round_id: str) -> UploadRow | None:
    """正在导入 - Return the import into a round that is under way, None where there is none."""
    found = connection.execute(select(uploads).where(uploads.c.round == round_id)).first()
    return None if found is None else UploadRow(**found._mapping)  # noqa: SLF001 - rows as mappings have no public name


def begin(connection: Connection, row: UploadRow) -> None:
    """开始 - Insert an import; a round takes one at a time.

    Raises: Conflict `import-running`, when somebody else was quicker.
    """
    try:
        connection.execute(insert(uploads).values(asdict(row)))
    except IntegrityError:
        raise Conflict("import-running", "另一份清单刚开始导入这个批次，请稍后再试") from None


def touch(connection: Connection, upload_id: str, at: str) -> None:
    """续写 - Keep that an import is still going on.

    Raises: Conflict, when somebody took it for broken off and swept it away.
    """
    if connection.execute(update(uploads).where(uploads.c.id == upload_id, uploads.c.at != _CONDEMNED).values(at=at)).rowcount != 1:
        raise Conflict("import-overtaken", "这次导入中断过久，已被清除，请重新导入")


def publish(connection: Connection, upload_id: str) -> None:
    """生效 - Make everything that an import wrote visible at once.

    Raises: Conflict, when somebody took it for broken off and swept it away.
    """
    if connection.execute(delete(uploads).where(uploads.c.id == upload_id, uploads.c.at != _CONDEMNED)).rowcount != 1:
        raise Conflict("import-overtaken", "这次导入中断过久，已被清除，请重新导入")


def sweep(connection: Connection, upload_id: str, most: int) -> bool:
    """清除 - Take away a portion of what an import that is not in force wrote, in the end the import itself; tell whether there is more.

    From the first portion on the import can neither go on nor come into force, whoever still works on it.
    """
    row = connection.execute(select(uploads.c.round).where(uploads.c.id == upload_id)).first()
    if row is None:
        return False
    connection.execute(update(uploads).where(uploads.c.id == upload_id).values(at=_CONDEMNED))
    for table in (evaluations, projects):
        mine = select(table.c.id).where(table.c.round == row.round, table.c.upload == upload_id).limit(most)
        if ids := list(connection.execute(mine).scalars()):
            connection.execute(delete(table).where(table.c.id.in_(ids)))
            return True
    connection.execute(delete(uploads).where(uploads.c.id == upload_id))
    return False
