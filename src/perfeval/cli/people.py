"""人员命令 - Accounts and tokens from the shell: the first administrators, locks, lost passwords, tokens for machines."""

import sys
from typing import TYPE_CHECKING

from perfeval.cli.arguments import Chosen, Parser, Run
from perfeval.cli.failures import DONE

if TYPE_CHECKING:
    from perfeval.desks.operator import Operator

_DATA = "数据目录，默认用环境变量 PERFEVAL_DATA"
_MOST_DAYS = 366


def add(parser: Parser) -> None:
    """加入命令 - Add the commands of this file."""
    user = parser.command("user", "账号：建立、授予角色、停用、启用、重置")
    _add_command(user)
    role = user.command("role", "授予或收回角色")
    role.places.add_argument("login", metavar="登录名")
    role.places.add_argument("role", metavar="角色", help="中文名或代码，如 填报人、审计人员、系统管理员")
    role.options.add_argument("--unit", metavar="编码", help="在哪个单位（及其下级）任这个角色，默认为本人所在单位")
    role.options.add_argument("--until", metavar="日期", type=_date, help="授权到哪一天，如 2026-12-31；审计人员必填")
    role.options.add_argument("--remove", action="store_true", help="收回这个角色")
    _does(role, _role)
    for name, description, run in (
        ("lock", "停用账号，立即退出其全部登录", _lock),
        ("unlock", "启用账号：停用、休眠、登录失败锁定都解除", _unlock),
        ("reset", "换一个一次性口令，并清除手机动态码（手机丢失时用）", _reset),
    ):
        command = user.command(name, description)
        command.places.add_argument("login", metavar="登录名")
        _does(command, run)

    token = parser.command("token", "供程序使用的令牌")
    create = token.command("create", "签发令牌，只打印这一次")
    create.options.add_argument("--user", metavar="登录名", required=True, help="以谁的角色和范围访问")
    create.options.add_argument("--days", metavar="N", type=_days, required=True, help=f"有效天数，1 到 {_MOST_DAYS}")
    create.options.add_argument("--purpose", metavar="文字", default="运维签发", help="用途，记入日志")
    create.options.add_argument("--unit", metavar="编码", help="只限这个单位及其下级")
    create.options.add_argument("--read-only", action="store_true", help="只能查询")
    _does(create, _token)


def _add_command(user: Parser) -> None:
    command = user.command("add", "建立账号，打印一次性口令")
    command.places.add_argument("login", metavar="登录名")
    command.options.add_argument("--name", metavar="姓名", help="默认与登录名相同")
    command.options.add_argument("--role", metavar="角色", help="同时授予的角色，中文名或代码；三员各须一个账号")
    command.options.add_argument("--unit", metavar="编码", help="所在单位，业务人员必填")
    command.options.add_argument("--until", metavar="日期", type=_date, help="角色授权到哪一天，审计人员必填")
    command.options.add_argument("--phone", metavar="电话", help="办公电话")
    command.options.add_argument("--password-stdin", action="store_true", help="从标准输入读取第一个口令，不另生成")
    _does(command, _add)


def _does(command: Parser, run: Run) -> None:
    command.options.add_argument("--data", metavar="DIR", help=_DATA)
    command.does(run)


def _operator(chosen: Chosen) -> "Operator":
    """Return who sits at the machine."""
    import getpass

    from perfeval import settings
    from perfeval.desks.operator import Operator

    return Operator(name=getpass.getuser(), settings=settings.read_for(chosen.data))


def _add(chosen: Chosen) -> int:
    """Make an account and print its first password, unless it came from standard input."""
    from perfeval.desks import operator
    from perfeval.desks.operator import NewAccount

    given = sys.stdin.readline().rstrip("\n") if chosen.password_stdin else None
    wanted = NewAccount(
        login=chosen.login, name=chosen.name or chosen.login, role=chosen.role, unit=chosen.unit, phone=chosen.phone, until=chosen.until
    )
    password = operator.add(_operator(chosen), wanted, given)
    print(f"已建立账号 {chosen.login}，首次登录须修改口令")
    return _told(password) if given is None else DONE


def _role(chosen: Chosen) -> int:
    """Grant a role, or take it away."""
    from perfeval.desks import operator

    if chosen.remove:
        print(f"已收回 {operator.take_role(_operator(chosen), chosen.login, chosen.role, chosen.unit)} 项授权")
    else:
        print(f"已授权 {operator.give_role(_operator(chosen), chosen.login, chosen.role, chosen.unit, chosen.until)}")
    return DONE


def _lock(chosen: Chosen) -> int:
    """Disable an account."""
    from perfeval.desks import operator

    operator.lock(_operator(chosen), chosen.login)
    print(f"已停用 {chosen.login}")
    return DONE


def _unlock(chosen: Chosen) -> int:
    """Have an account work again."""
    from perfeval.desks import operator

    operator.unlock(_operator(chosen), chosen.login)
    print(f"已启用 {chosen.login}")
    return DONE


def _reset(chosen: Chosen) -> int:
    """Give an account a new password and print it."""
    from perfeval.desks import operator

    password = operator.reset(_operator(chosen), chosen.login)
    print(f"已重置 {chosen.login} 的口令并清除手机动态码，首次登录须修改口令")
    return _told(password)


def _token(chosen: Chosen) -> int:
    """Print a new token and nothing else, so that a script can take it."""
    from perfeval.desks import operator
    from perfeval.desks.own_account import WantedToken

    wanted = WantedToken(purpose=chosen.purpose, days=chosen.days, read_only=chosen.read_only, unit=chosen.unit)
    print(operator.make_token(_operator(chosen), chosen.user, wanted))
    return DONE


def _told(password: str) -> int:
    """Print a password on a line of its own."""
    print(f"一次性口令：{password}")
    return DONE


def _days(text: str) -> int:
    """Return a number of days."""
    if text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= _MOST_DAYS:
        return int(text)
    raise ValueError


def _date(text: str) -> str:
    """Return a date as it is kept."""
    from datetime import date

    return date.fromisoformat(text).isoformat()
