"""演示目录 - The folder of the demonstration: marked, so that `serve` never opens it; filled once, and used again as it stands.

Its accounts work with login and password alone; that follows from the mark, and from nothing that the service could be set to.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from perfeval.accounts import written
from perfeval.desks import opening
from perfeval.desks.county import making
from perfeval.desks.opening import DATABASE, DEMO, KEY, Premises
from perfeval.errors import Invalid, Place
from perfeval.settings import Settings

ACCOUNTS = "demo-accounts.json"
"""账号文件 - What in the folder holds the accounts; it is written last, so a folder that has it is whole."""
_MARK = "这是演示数据：账号和口令人人可见，只供 perfeval demo 使用，正式服务（perfeval serve）不打开这个目录。\n"
_FOREVER = 3650
Account = dict[str, str]
"""演示账号 - Login, password, role and unit of somebody, in words."""


def claim(folder: Path) -> None:
    """占用目录 - Mark a folder as the demonstration's before anything else is put into it.

    Raises: Invalid, when it cannot be made, or holds something else.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / DEMO).exists():
            if any(folder.iterdir()):
                place = Place(where=str(folder), message="目录里有别的内容", suggestion="请用 --data 写一个空目录，或写一个还没有的目录")
                raise Invalid("folder-taken", "演示数据要放在自己的目录里", (place,))
            (folder / DEMO).write_text(_MARK, encoding="utf-8")
    except OSError:
        place = Place(where=str(folder), message="不能建立目录，或不能写入", suggestion="请用 --data 另写一个可以写入的目录")
        raise Invalid("folder-unwritable", "没有地方存放演示数据", (place,)) from None


def settings_of(standard: Settings, folder: Path) -> Settings:
    """演示设置 - Return the settings of the demonstration: its own folder and database, and nothing beside login and password."""
    own = {"data": folder, "database_url": None, "totp_required": False, "several_sessions": True}
    return standard.model_copy(update={**own, "password_days": _FOREVER, "dormant_days": 0})


def is_made(folder: Path) -> bool:
    """已造好 - Tell whether the county in a folder is whole."""
    return (folder / ACCOUNTS).is_file()


def make(settings: Settings, folder: Path) -> Iterator[tuple[int, int]]:
    """造县 - Fill a marked folder, yielding how many steps are done of how many; what broke off there is begun anew."""
    for left in (KEY, *(f"{DATABASE}{end}" for end in ("", "-wal", "-shm"))):
        (folder / left).unlink(missing_ok=True)
    now = _now()
    opening.bring_up(settings)
    with opening.opened(settings) as premises:
        yield from making.make(premises.store, premises.files, now)
    text = json.dumps(making.accounts_of(now), ensure_ascii=False, indent=1)
    unfinished = folder / f".{ACCOUNTS}"
    unfinished.write_text(f"{text}\n", encoding="utf-8")
    unfinished.replace(folder / ACCOUNTS)


def open_up(settings: Settings) -> Premises:
    """开门 - Open the demonstration: brought to this version, its round open again where it had ended."""
    opening.bring_up(settings)
    premises = opening.open_up(settings, demo=True)
    try:
        making.extend(premises.store, _now())
    except BaseException:
        premises.close()
        raise
    return premises


def accounts(folder: Path) -> list[Account]:
    """演示账号 - Return the accounts of a folder."""
    found: list[Account] = json.loads((folder / ACCOUNTS).read_text(encoding="utf-8"))
    return found


def _now() -> str:
    return written(datetime.now(UTC))
