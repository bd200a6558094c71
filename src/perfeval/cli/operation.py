"""运维命令 - Make or upgrade the database, copy everything that must not be lost, prove the journal and the proofs."""

import re
import sys

from perfeval.cli.arguments import Chosen, Parser
from perfeval.cli.failures import DONE, FAILED, FOUND

_DATA = "数据目录，默认用环境变量 PERFEVAL_DATA"
_HEAD = re.compile(r"(\d+-)?[0-9a-f]{12,64}")


def add(parser: Parser) -> None:
    """加入命令 - Add the commands of this file."""
    migrate = parser.command("migrate", "建库，或把数据库升级到本版本（升级前先备份）")
    migrate.options.add_argument("--data", metavar="DIR", help=_DATA)
    migrate.options.add_argument("--to", metavar="版本", default="head", help="升到或退到这个结构版本，默认最新；base 表示清空，只用于空库")
    migrate.options.add_argument("--serving-role", metavar="角色", help="PostgreSQL：给服务所用的数据库角色授予恰好够用的权限")
    migrate.does(_migrate)

    backup = parser.command("backup", "备份数据库（SQLite）和佐证材料，服务可照常运行；日志密钥须另行保管")
    backup.options.add_argument("--data", metavar="DIR", help=_DATA)
    backup.options.add_argument("--to", metavar="DIR", required=True, help="备份到哪个目录；已有的材料不再复制")
    backup.does(_backup)

    files = parser.command("files", "佐证材料")
    prove = files.command("verify", "查证佐证材料：每一份都在，且与存入时一致")
    prove.options.add_argument("--data", metavar="DIR", help=_DATA)
    prove.does(_verify_files)

    journal = parser.command("journal", "日志")
    verify = journal.command("verify", "查证日志：每一条的散列、前后相连、库外密钥所作的印记")
    verify.options.add_argument("--data", metavar="DIR", help=_DATA)
    verify.options.add_argument("--head", metavar="HASH", help="日志中必须有的一条：回执或 Word 页脚上印的“序号-散列”，或至少 12 位的散列")
    verify.does(_verify)


def _migrate(chosen: Chosen) -> int:
    """Make or upgrade the database."""
    from perfeval import settings
    from perfeval.desks import opening

    print(f"数据库结构版本：{opening.bring_up(settings.read_for(chosen.data), to=chosen.to, serving_role=chosen.serving_role)}")
    return DONE


def _backup(chosen: Chosen) -> int:
    """Copy everything that must not be lost."""
    from pathlib import Path

    from perfeval import settings
    from perfeval.desks import keeping, opening

    with opening.opened(settings.read_for(chosen.data)) as premises:
        copied = keeping.back_up(premises, Path(chosen.to))
        found = opening.verify(premises)
    print("数据库已备份" if copied.database else "数据库不是 SQLite，请用 pg_dump 备份（应在本命令之前）")
    print(f"佐证材料新备份 {copied.files} 份\n日志 {found.entries} 条，最后一条 {found.entries}-{found.head[:12]}，请记下，恢复后用它查证")
    return DONE


def _verify_files(chosen: Chosen) -> int:
    """Prove every proof; a damaged one is found, not an error."""
    from perfeval import settings
    from perfeval.desks import keeping, opening

    with opening.opened(settings.read_for(chosen.data)) as premises:
        found = list(keeping.damaged(premises))
    damaged = [name for name in found if name is not None]
    print("\n".join([*(f"缺失或被改动：{name}" for name in damaged), f"佐证材料 {len(found)} 份，完好 {len(found) - len(damaged)} 份"]))
    return FOUND if damaged else DONE


def _verify(chosen: Chosen) -> int:
    """Prove the journal; a broken one is found, not an error."""
    from perfeval import settings
    from perfeval.desks import opening

    if chosen.head is not None and not _HEAD.fullmatch(chosen.head):
        print(f"错误：--head 应为回执或页脚上印的“序号-散列”，或至少 12 位的散列，写的是“{chosen.head}”", file=sys.stderr)
        return FAILED
    with opening.opened(settings.read_for(chosen.data)) as premises:
        found = opening.verify(premises, chosen.head)
    if found.broken is None:
        print(f"日志完好：{found.entries} 条，最后一条的散列 {found.head}")
        return DONE
    print(f"日志不完好：第 {found.broken} 条，{found.why}；它前面的 {found.entries} 条完好")
    return FOUND
