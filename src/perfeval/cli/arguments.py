"""命令行参数 - Parse the command line in Chinese: help, headings and every complaint."""

import argparse
import difflib
import re
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from perfeval.cli.failures import FAILED

Chosen = argparse.Namespace
Run = Callable[[Chosen], int]
_COMPLAINTS = (
    (r"the following arguments are required: (.+)", "缺少必填的参数：{0}"),
    (r"one of the arguments (.+) is required", "{0} 中必须写一个"),
    (r"unrecognized arguments: (.+)", "不认识的参数：{0}"),
    (r"argument (.+?): expected one argument", "{0} 后面要写一个值"),
    (r"argument (.+?): expected at least one argument", "{0} 后面至少要写一个值"),
    (r"argument (.+?): not allowed with argument (.+)", "{0} 不能与 {1} 同时使用"),
    (r"argument (.+?): ignored explicit argument (.+)", "{0} 后面不用写值，写的是 {1}"),
    (r"argument (.+?): invalid choice: (.+) \(choose from (.+)\)", "{0} 的值不对：{1}，可用的有：{2}"),
    (r"argument (.+?): invalid \w+ value: (.+)", "{0} 的值不对：{1}"),
    (r"ambiguous option: (.+?) could match (.+)", "{0} 不明确，可能是 {1}"),
)


class Parser(argparse.ArgumentParser):
    """参数解析 - Parse arguments and speak Chinese about them."""

    def __init__(self, prog: str, description: str) -> None:
        """构造 - Make a parser whose help has Chinese headings."""
        super().__init__(prog=prog, description=description, add_help=False, allow_abbrev=False, formatter_class=_Formatter)
        self.places = self.add_argument_group("参数")
        self.options = self.add_argument_group("选项")
        self.options.add_argument("-h", "--help", action="help", help="显示本说明并退出")
        self.run: Run | None = None
        self._commands: argparse._SubParsersAction[Parser] | None = None

    def command(self, name: str, description: str) -> "Parser":
        """子命令 - Return the parser of a new command below this one."""
        if self._commands is None:
            self._commands = self.add_subparsers(title="命令", metavar="命令", prog=self.prog)
        parser: Parser = self._commands.add_parser(name, help=description, description=description)
        return parser

    def does(self, run: Run) -> None:
        """动作 - Say what this command does when it is chosen."""
        self.set_defaults(run=run)

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: Chosen | None = None
    ) -> tuple[Chosen, list[str]]:
        """解析 - Parse, but complain about an unknown command in words of our own."""
        words = list(sys.argv[1:] if args is None else args)
        commands = list(self._commands.choices) if self._commands else []
        word = next((each for each in words if not each.startswith("-")), None)
        if commands and word is None and not {"-h", "--help", "--version"} & set(words):
            self.error(f"请写出命令，可用的有：{'、'.join(commands)}")
        if commands and word is not None and word not in commands:
            near = difflib.get_close_matches(word, commands, n=1)
            self.error(f"没有命令“{word}”，{f'是不是 {near[0]}？' if near else '可用的有：' + '、'.join(commands)}")
        return super().parse_known_args(words, namespace)

    def error(self, message: str) -> NoReturn:
        """报错 - Say in Chinese what is wrong with the arguments and exit with 2."""
        self.exit(FAILED, f"错误：{_in_chinese(message)}\n{self.format_usage()}查看说明：{self.prog} --help\n")


class _Formatter(argparse.HelpFormatter):
    """Lay out help with Chinese words; long Chinese sentences need the room."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=36, width=120)

    def add_usage(self, usage: str | None, actions: object, groups: object, prefix: str | None = None) -> None:
        """用法行 - Begin the usage with a Chinese word."""
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)  # type: ignore[arg-type]


def _in_chinese(message: str) -> str:
    """Return a complaint of argparse in Chinese; what is not known stands as it is."""
    for pattern, words in _COMPLAINTS:
        if match := re.fullmatch(pattern, message):
            return words.format(*match.groups())
    return message
