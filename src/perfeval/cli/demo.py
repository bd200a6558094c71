"""演示 - Work through the examples with a progress bar and say what came out; then make a county to sign in to."""

import socket
import sys
from pathlib import Path

from perfeval.cli import files
from perfeval.cli.width import folded, padded
from perfeval.desks import showcase
from perfeval.desks.county import show
from perfeval.desks.showcase import Worked
from perfeval.errors import Invalid, Place
from perfeval.settings import Settings

_BAR = 30
_TITLE, _RESULT = 40, 22
_LOGIN, _ROLE = 16, 16
_TWICE = "填报人"  # the one role of which two are told: their units see nothing of each other


def run(out: str) -> None:
    """演示 - Score and print every example and write the documents to a folder."""
    folder = _folder(out)
    examples = showcase.examples()
    for at, worked in enumerate(showcase.work(examples), start=1):
        files.write(str(folder / f"{worked.example.id}.docx"), worked.document.data)
        _clear_bar()
        print(_told(worked))
        _draw_bar(at, len(examples))
    _clear_bar()
    print(f"\n{len(examples)} 个示例已评分，Word 文件在 {folder.resolve()}")


def county(settings: Settings, folder: Path) -> None:
    """示例县 - Make the county in its folder, or find it there, and say who can sign in."""
    if show.is_made(folder):
        print(f"\n沿用已有的示例县：{folder.resolve()}")
    else:
        print("\n正在造一个示例县：12个部门、40个单位、200个项目……", flush=True)
        for done, whole in show.make(settings, folder):
            _draw_bar(done, whole)
        _clear_bar()
        print(f"示例县已造好：{folder.resolve()}")
    accounts = show.accounts(folder)
    told = [each for at, each in enumerate(accounts) if _is_told(accounts, at)]
    print(f"演示账号（口令都是 {accounts[0]['password']}，全部{len(accounts)}个见 {folder / show.ACCOUNTS}）：")
    for each in told:
        print(f"  {padded(each['login'], _LOGIN)}{padded(each['role'], _ROLE)}{each['unit']}")


def with_free_port(standard: Settings) -> Settings:
    """空闲端口 - Return the settings, with any free port where the usual one is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((standard.host, standard.port))
        except OSError:
            return standard.model_copy(update={"port": 0})
    return standard


def _is_told(accounts: list[show.Account], at: int) -> bool:
    """Tell whether an account is one of the first of its role."""
    role = accounts[at]["role"]
    before = sum(each["role"] == role for each in accounts[:at])
    return before < (2 if role == _TWICE else 1)


def _folder(out: str) -> Path:
    """Return the folder of the documents; it is made where it does not exist."""
    folder = Path(out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        place = Place(where=out, message="不能建立目录", suggestion="请用 --out 另写一个可以写入的目录")
        raise Invalid("folder-unwritable", "没有地方存放 Word 文件", (place,)) from None
    return folder


def _told(worked: Worked) -> str:
    """Return one line for an example: what it is, total and grade, what was found."""
    return f"{padded(folded(worked.example.title, _TITLE)[0], _TITLE)}  {padded(worked.result, _RESULT)}  {worked.found}"


def _draw_bar(done: int, whole: int) -> None:
    """Draw how far the work is, on a terminal only."""
    if sys.stdout.isatty():
        full = _BAR * done // whole
        print(f"\r[{'█' * full}{'░' * (_BAR - full)}] {done}/{whole}", end="", flush=True)


def _clear_bar() -> None:
    """Take the bar away, so that a line can be written in its place."""
    if sys.stdout.isatty():
        print("\r\033[K", end="", flush=True)
