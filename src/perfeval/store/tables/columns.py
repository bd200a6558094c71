"""列 - What columns and indexes of the tables are made of; a column's Chinese name is its comment."""

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Text,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""库结构 - All tables; the migrations must make exactly these."""
_STAYS, _GOES = text("replaced_by is null"), text("replaced_by is not null")


def own_id() -> Column[str]:
    """编号 - Return the column of an id."""
    return Column("id", Text, primary_key=True, comment="编号")


def identity() -> Column[str]:
    """不变的编号 - Return the column of an id that stays while rows come and go with imports."""
    return Column("id", Text, ForeignKey("identities.id"), primary_key=True, comment="编号，导入前后不变")


def came() -> Column[str]:
    """所随导入 - Return the column that says with which import a row came."""
    told = "随哪次导入而来，那次导入还在 uploads 中的尚未生效；不随导入而来的为空文字"
    return Column("upload", Text, primary_key=True, server_default="", comment=told)


def goes() -> Column[str]:
    """替换者 - Return the column that says which import replaces a row."""
    return words("replaced_by", "被哪次导入替换，那次导入还在 uploads 中的尚未替换")


def leavers(table: str) -> Index:
    """将走的行 - Return the index by which the rows that an import replaces are found; most rows are none of them."""
    return Index(f"ix_{table}_replaced_by", "replaced_by", "id", sqlite_where=_GOES, postgresql_where=_GOES)


def stays(name: str, *columns: str) -> Index:
    """唯一的留存行 - Return the index that allows one row only which no import replaces."""
    return Index(name, *columns, unique=True, sqlite_where=_STAYS, postgresql_where=_STAYS)


def version() -> Column[int]:
    """版本 - Return the column that every save raises by one."""
    return Column("version", Integer, nullable=False, server_default="1", comment="版本，每次保存加一")


def chosen(name: str, comment: str) -> Column[int]:
    """设定值 - Return the column of a number that somebody may have set."""
    return Column(name, Integer, comment=f"{comment}，空为按运行设置")


def words(name: str, comment: str, *, required: bool = False) -> Column[str]:
    """文字 - Return a column of text, with its Chinese name."""
    return Column(name, Text, nullable=not required, comment=comment)


def chain(comment: str, *, index: bool) -> Column[str]:
    """上级链 - Return the column of a chain of units, compared byte by byte: elsewhere a language's order would pass over the slashes."""
    return Column("path", Text().with_variant(Text(collation="C"), "postgresql"), nullable=False, index=index, comment=comment)
