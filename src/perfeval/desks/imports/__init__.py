"""导入 - What the bureau brings into a round from other systems: project list, approved targets, treasury figures, last year.

admit    may this person import into this round at all; before anything is read
read     bytes to rows, outside any transaction
plan     rows against what is there: what would change, and what is wrong in which row
prove    all of a file or nothing
carrying    how a plan is carried out: unseen and a portion at a time, then in force at once
"""

from collections.abc import Callable, Sequence
from enum import StrEnum

from perfeval.accounts import Asker
from perfeval.desks import bureau
from perfeval.desks.imports import carrying, execution, history, projects, targets
from perfeval.desks.imports.columns import Upload, Wanted
from perfeval.desks.imports.listing import COLUMNS_OF_LIST, read_list
from perfeval.desks.imports.planning import Plan, prove
from perfeval.store import Transaction

__all__ = ["Kind", "Plan", "Upload", "admit", "carrying", "columns", "plan", "prove", "read"]


class Kind(StrEnum):
    """导入种类 - Name what can be imported into a round."""

    PROJECTS = projects.KIND
    TARGETS = targets.KIND
    EXECUTION = execution.KIND
    HISTORY = history.KIND


_READERS: dict[Kind, Callable[[bytes, str], Upload]] = {
    Kind.PROJECTS: read_list,
    Kind.TARGETS: targets.read_targets,
    Kind.EXECUTION: execution.read_execution,
    Kind.HISTORY: history.read_history,
}
_PLANNERS: dict[Kind, Callable[[Transaction, Asker, str, Upload], Plan]] = {
    Kind.PROJECTS: projects.plan,
    Kind.TARGETS: targets.plan,
    Kind.EXECUTION: execution.plan,
    Kind.HISTORY: history.plan,
}


_COLUMNS: dict[Kind, Sequence[Wanted]] = {
    Kind.PROJECTS: COLUMNS_OF_LIST,
    Kind.TARGETS: targets.COLUMNS,
    Kind.EXECUTION: execution.COLUMNS,
    Kind.HISTORY: history.COLUMNS,
}


def columns(kind: Kind) -> tuple[tuple[str, Sequence[str], bool], ...]:
    """各列 - Return the columns that a list may have: title, the other words for it, and whether it must be there."""
    return tuple((each.title, each.words[1:], each.required) for each in _COLUMNS[kind])


def admit(tx: Transaction, asker: Asker, round_id: str) -> None:
    """准入 - Refuse those who may not import into a round, before their file is read.

    Raises: Forbidden; NotFound.
    """
    bureau.load(tx, round_id, bureau.managed(asker))


def read(kind: Kind, data: bytes, name: str) -> Upload:
    """读文件 - Return the rows of an upload; long work, outside any transaction.

    Raises: Invalid, when it is no table or lacks a column.
    """
    return _READERS[kind](data, name)


def plan(tx: Transaction, asker: Asker, kind: Kind, round_id: str, upload: Upload) -> Plan:
    """导入方案 - Return what an upload would do, row by row; nothing is changed.

    Raises: Forbidden; NotFound.
    """
    return _PLANNERS[kind](tx, asker, round_id, upload)
