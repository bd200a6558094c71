"""常用筛选 - The filters of lists that somebody keeps under a name: theirs alone."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, insert, select, update

from perfeval.store.tables import views


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewRow:
    """常用筛选记录 - Hold a name and the filters that it stands for, as JSON."""

    id: str
    person: str
    title: str
    filters: str
    at: str


def mine(connection: Connection, person_id: str) -> tuple[ViewRow, ...]:
    """本人的 - Return what somebody keeps, by name."""
    rows = connection.execute(select(views).where(views.c.person == person_id).order_by(views.c.title, views.c.id))
    return tuple(ViewRow(**row._mapping) for row in rows)  # noqa: SLF001 - rows as mappings have no public name


def keep(connection: Connection, row: ViewRow) -> None:
    """留存 - Write a view, over the one of the same name where there is one."""
    same = views.c.person == row.person, views.c.title == row.title
    if connection.execute(update(views).where(*same).values(asdict(row))).rowcount == 0:
        connection.execute(insert(views).values(asdict(row)))


def drop(connection: Connection, person_id: str, view_id: str) -> bool:
    """删除 - Take a view of somebody away, and tell whether there was one."""
    return connection.execute(delete(views).where(views.c.id == view_id, views.c.person == person_id)).rowcount == 1
