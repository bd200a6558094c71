"""导入中的清单 - What a list brings is written in small portions that nobody sees; striking its one row here makes all of it visible.

Rows of projects and evaluations say by which import they came and by which they are replaced; as long as that import stands here, those
that it brings do not count yet and those that it replaces still do. An import that breaks off leaves its row and its portions behind;
whoever imports next, some minutes later, sweeps them away first.
"""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, Table, delete, exists, insert, select, update
from sqlalchemy.exc import IntegrityError

from perfeval.errors import Conflict
from perfeval.store.tables import evaluations, identities, projects, uploads

_CONDEMNED = ""
_SWEPT = "这次导入中断过久，已被清除，请重新导入"


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
        raise Conflict("import-overtaken", _SWEPT)


def hold(connection: Connection, upload_id: str) -> bool:
    """占住 - Keep an import from coming into force until the transaction ends; tell whether it has not done so yet."""
    asked = select(uploads.c.id).where(uploads.c.id == upload_id).with_for_update(read=True, key_share=True)
    return connection.execute(asked).first() is not None


def settle(connection: Connection, upload_id: str) -> None:
    """待生效 - Wait until nobody holds an import any more, and let nobody hold it until the transaction ends.

    Raises: Conflict, when somebody took it for broken off and swept it away.
    """
    mine = uploads.c.id == upload_id, uploads.c.at != _CONDEMNED
    if connection.execute(select(uploads.c.id).where(*mine).with_for_update()).first() is None:
        raise Conflict("import-overtaken", _SWEPT)


def publish(connection: Connection, upload_id: str) -> None:
    """生效 - Make everything that an import wrote visible at once, in place of what it replaces."""
    connection.execute(delete(uploads).where(uploads.c.id == upload_id))


def sweep(connection: Connection, upload_id: str, most: int) -> bool:
    """清除 - Take away a portion of what is of no use any more; tell whether there is more.

    Of an import that is not in force: what it wrote, in the end the import itself; from the first portion on it can neither go on nor
    come into force, whoever still works on it. Then, of any import: what it replaced.
    """
    row = connection.execute(select(uploads.c.round).where(uploads.c.id == upload_id)).first()
    if row is None:
        return any(_tidy(connection, table, most) for table in (evaluations, projects))
    connection.execute(update(uploads).where(uploads.c.id == upload_id).values(at=_CONDEMNED))
    if not any(_take_back(connection, table, (row.round, upload_id), most) for table in (evaluations, projects)):
        connection.execute(delete(uploads).where(uploads.c.id == upload_id))
    return True


def _take_back(connection: Connection, table: Table, what: tuple[str, str], most: int) -> bool:
    """Take away rows that an import brought, and let those stay that they were to replace; tell whether there were any."""
    round_id, upload_id = what
    row = table.c
    ids = list(connection.execute(select(row.id).where(row.round == round_id, row.upload == upload_id).limit(most)).scalars())
    if ids:
        connection.execute(delete(table).where(row.id.in_(ids), row.upload == upload_id))
        connection.execute(update(table).where(row.id.in_(ids), row.replaced_by == upload_id).values(replaced_by=None))
        nothing = ~exists().where(row.id == identities.c.id)
        connection.execute(delete(identities).where(identities.c.id.in_(ids), nothing))
    return bool(ids)


def _tidy(connection: Connection, table: Table, most: int) -> bool:
    """Take away rows that an import in force has replaced; tell whether there were any."""
    row = table.c
    gone = row.replaced_by.is_not(None), row.replaced_by.not_in(select(uploads.c.id))
    ids = list(connection.execute(select(row.id).where(*gone).limit(most)).scalars())
    if ids:
        connection.execute(delete(table).where(row.id.in_(ids), *gone))
    return bool(ids)
