"""文本格式 - Read YAML or JSON bytes into plain trees of text, true/false, nothing, lists and mappings.

Numbers stay the text that was written: nothing passes through float. Aliases, tags, repeated keys, deep nesting and
oversized input are refused with the line where they stand. Limits: 10 MB, 40 levels.
"""

import difflib
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Never

import yaml

from perfeval.errors import Invalid, Place

Tree = None | bool | str | list["Tree"] | dict[str, "Tree"]
"""树 - A plain tree as YAML and JSON have it; every number is text."""

Path = tuple[str | int, ...]
"""路径 - Keys and positions from the top of a tree down to one place."""

TO_FILL_IN = "待填"
"""待填 - The mark that drafts carry wherever their author has something to fill in."""
MOST_BYTES = 10 * 1024 * 1024
MOST_LEVELS = 40
_MOST_NAMES = 12
_LONGEST_LINE = 500
_MESSAGES = {
    "cannot start any token": "此处的字符不能作为开头：缩进只能用空格，不能用制表符（Tab）；以 @ ` % 等开头的文字要加引号",
    "found a tab character": "缩进只能用空格，不能用制表符（Tab）",
    "mapping values are not allowed": "冒号的位置不对：键和值之间要写“键: 值”，含冒号的文字要加引号",
    "could not find expected ':'": "缺少冒号，或上一行的文字没有写完",
    "did not find expected": "结构没有写完整：请检查缩进、引号和括号是否成对",
    "found unexpected end of stream": "文件在引号或括号没有成对之前就结束了",
    "control characters are not allowed": "含有不可见的控制字符",
    "special characters are not allowed": "含有不可见的控制字符",
    "Expecting property name": "此处应是加双引号的键名",
    "Expecting ',' delimiter": "此处缺少逗号，或前面的括号没有成对",
    "Expecting ':' delimiter": "键名之后缺少冒号",
    "Expecting value": "此处缺少值",
    "Extra data": "内容结束之后还有多余的文字",
    "Unterminated string": "文字的双引号没有成对",
    "Invalid control character": "文字里含有换行或不可见的控制字符",
}
_FOREIGN = {
    b"PK\x03\x04": "Word/Excel 文件",
    b"\xd0\xcf\x11\xe0": "Word/Excel 文件",
    b"%PDF": "PDF 文件",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff\xe0": "图片",
    b"\xff\xd8\xff\xe1": "图片",
}
_COLON = "冒号是全角“：”，应改成半角的冒号并空一格，写成“键: 值”"
_QUOTES = "引号是中文引号，应改成英文的双引号"
_COMMA = "逗号是全角“，”，应改成半角的逗号并空一格"
_WIDE = {"：": _COLON, "，": _COMMA, **dict.fromkeys("“”‘’", _QUOTES)}
_ODD = {
    re.compile(r"""(?:^\s*(?:- +)?|[{\[,]\s*)[^\s:："'“”#{}\[\],，]{1,30}\s*："""): _COLON,
    re.compile(r"(?:^\s*(?:- +)?|[:{\[,]\s*)[“”‘’]"): _QUOTES,
    re.compile(r'(?<!")"(?!").*[“”]'): _QUOTES,
    re.compile(r"[{\[].*，"): _COMMA,
    re.compile(r"^\s*(?:- +)?\w+:[^\s:/]"): "冒号后面要空一格，写成“键: 值”",
}
_LEFT_OPEN = re.compile(rf"(?<!“){TO_FILL_IN}.*")
_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
_EXPONENT = re.compile(r"(-?\d+(?:\.\d+)?)[eE]([+-]?\d{1,2})")
_NULL = re.compile(r"(?:~|null|Null|NULL|)")
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedTree:
    """源文件 - Hold a tree together with the name of its file and the line of each of its places."""

    tree: Tree
    name: str = "输入"
    lines: dict[Path, int]

    def where(self, path: Path) -> str:
        """位置 - Return file and line of a place, or of the nearest place above it that has a line."""
        for end in range(len(path), -1, -1):
            if line := self.lines.get(path[:end]):
                return f"{self.name} 第{line}行"
        return self.name


def load(data: bytes | str, name: str = "输入", what: str = "数据") -> Tree:
    """读入 - Return the tree of a YAML or JSON text; what it should hold is said where it is a file of another program.

    Raises: Invalid, naming the line, when it is not valid, too large or too deep.
    """
    text = _decoded(data, name, what)
    if text.lstrip()[:1] in {"{", "["}:
        return load_json(text, name)
    return _Builder(text, name).build().tree


def load_source(data: bytes | str, name: str) -> MarkedTree:
    """读入并记行号 - Return the tree of a YAML text with the line of every place."""
    return _Builder(_decoded(data, name), name).build()


def load_json(data: bytes | str, name: str = "输入") -> Tree:
    """读入 JSON - Return the tree of a JSON text; numbers stay text."""
    text = _decoded(data, name)
    try:
        tree: Tree = _JSON.decode(text)
    except Invalid as error:
        raise Invalid(error.code, f"{name}：{error.message}", error.places) from None
    except json.JSONDecodeError as error:
        where = f"第{error.lineno}行第{error.colno}列"
        place = Place(where=where, message=_WIDE.get(text[error.pos : error.pos + 1]) or _in_chinese(error.msg))
        raise Invalid("syntax", f"{name}不是有效的 JSON", (place,)) from None
    except RecursionError:
        _refuse(name, "", f"嵌套超过{MOST_LEVELS}层")
    if "\\u" in text:
        _no_lone_surrogates(text, tree, name)
    if text.count("{") + text.count("[") > MOST_LEVELS and _deeper_than(tree, MOST_LEVELS):
        _refuse(name, "", f"嵌套超过{MOST_LEVELS}层")
    return tree


def nearest(word: str, known: Iterable[str]) -> str | None:
    """最接近的名称 - Return the known name that a mistyped one most resembles, None when nothing does."""
    return next(iter(difflib.get_close_matches(word, list(known), n=1)), None)


def unknown(where: str, word: str, known: Iterable[str], what: str = "项目") -> Place:
    """未知名称 - Return the place of a name that is not known, with the nearest known one as advice."""
    names = list(known)
    near = nearest(word, names)
    more = f"等{len(names)}项" if len(names) > _MOST_NAMES else ""
    advice = f"是不是“{near}”？" if near else f"可用的有：{'、'.join(names[:_MOST_NAMES])}{more}" if names else None
    return Place(where=where, message=f"没有名为“{word}”的{what}", suggestion=advice)


def unfilled(data: bytes | str, name: str) -> tuple[Place, ...]:
    """还没有填写 - Return the line of every mark of a draft that is left, in remarks too; in quotation marks the word is only spoken of.

    Example:
        >>> [str(place) for place in unfilled("title: 待填：体系名称", "2024.yaml")]
        ['2024.yaml 第1行：还没有填写“待填：体系名称”。填好后去掉“待填”，用不着的整行删去']
    """
    lines = (data.decode("utf-8", "replace") if isinstance(data, bytes) else data).splitlines()
    found = ((number, _LEFT_OPEN.search(line)) for number, line in enumerate(lines, 1))
    return tuple(
        Place(where=f"{name} 第{number}行", message=f"还没有填写“{mark[0].strip()}”", suggestion="填好后去掉“待填”，用不着的整行删去")
        for number, mark in found
        if mark
    )


def odd_marks(line: str) -> str | None:
    """全角符号 - Return what to do about a Chinese colon, comma or quotation mark that stands for an ASCII one, None without one.

    Only the first 500 characters are looked at.

    Example:
        >>> odd_marks("year：2023"), odd_marks("name: 甲，乙")
        ('冒号是全角“：”，应改成半角的冒号并空一格，写成“键: 值”', None)
    """
    bare = _QUOTED.sub('""', line[:_LONGEST_LINE])
    return next((advice for pattern, advice in _ODD.items() if pattern.search(bare)), None)


def _decoded(data: bytes | str, name: str, what: str = "数据") -> str:
    """Return the text of the bytes, without a byte order mark."""
    if foreign := _FOREIGN.get(data[:4] if isinstance(data, bytes) else data[:4].encode(errors="replace")):
        _refuse(name, "", f"这是 {foreign}，应为 YAML 或 JSON 的{what}".replace(" 图片", "图片"))
    if len(data) > MOST_BYTES:
        _refuse(name, "", f"大小超过 {MOST_BYTES // 1024 // 1024} MB 的上限")
    if isinstance(data, str):
        return data.removeprefix("\ufeff")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _refuse(name, f"第{data[: error.start].count(10) + 1}行", "不是 UTF-8 编码，请另存为 UTF-8")


def _refuse(name: str, where: str, message: str) -> Never:
    """Raise the error of a text that cannot be read."""
    raise Invalid("syntax", f"{name}不能读取", (Place(where=where or name, message=message),))


def _unique(pairs: list[tuple[str, Tree]]) -> dict[str, Tree]:
    """Return the mapping of the pairs; a key that is written twice is refused."""
    mapping = dict(pairs)
    if len(mapping) != len(pairs):
        twice = next(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
        raise Invalid("syntax", "JSON 中有重复的键", (Place(where=twice, message="同一层写了两次"),))
    return mapping


def _as_written(number: str) -> str:
    """Return a JSON number as its text; a power of ten is written out."""
    match = _EXPONENT.fullmatch(number)
    return format(Decimal(number), "f") if match else number


def _in_chinese(problem: str) -> str:
    """Return what a parser complains about in words that a clerk understands."""
    return next((words for key, words in _MESSAGES.items() if key in problem), "写法不符合格式的规则")


def _no_constant(word: str) -> Never:
    """Refuse NaN and Infinity, which JSON does not have."""
    raise Invalid("syntax", "JSON 中有不是数字的数", (Place(where=word, message="JSON 不允许 NaN 和 Infinity"),))


_JSON = json.JSONDecoder(object_pairs_hook=_unique, parse_float=_as_written, parse_int=str, parse_constant=_no_constant)


def _no_lone_surrogates(text: str, tree: Tree, name: str) -> None:
    """Refuse half characters that no UTF-8 file can hold."""
    try:
        json.dumps(tree, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        place = re.search(r"\\u[dD][89a-fA-F]", text)
        _refuse(name, f"第{text[: place.start() if place else 0].count(chr(10)) + 1}行", "含有不完整的字符（孤立的代理项）")


def _deeper_than(tree: Tree, levels: int) -> bool:
    """Tell whether a tree has more levels than so many; walks level by level, so depth costs no stack."""
    level: list[Tree] = [tree]
    for _ in range(levels + 1):
        level = [
            child
            for node in level
            if isinstance(node, dict | list)
            for child in (node.values() if isinstance(node, dict) else node)
            if isinstance(child, dict | list)
        ]
        if not level:
            return False
    return True


class _Builder:
    """Build a tree from YAML events, so that aliases, tags and repeated keys can be refused where they stand."""

    def __init__(self, text: str, name: str) -> None:
        self._name = name
        self._text = text
        self._lines: dict[Path, int] = {}
        self._events = yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))

    def build(self) -> MarkedTree:
        """读出 - Return the one document of the text."""
        try:
            return MarkedTree(tree=self._document(), name=self._name, lines=self._lines)
        except yaml.MarkedYAMLError as error:
            opened = error.context_mark if "quoted scalar" in str(error.context) else None
            mark = opened or error.problem_mark or error.context_mark
            place = self._odd_place(mark.line if mark else 0)
            if place is None:
                place = Place(where=f"第{mark.line + 1}行" if mark else self._name, message=_in_chinese(str(error.problem)))
            raise Invalid("syntax", f"{self._name}不是有效的 YAML", (place,)) from None
        except yaml.YAMLError as error:
            raise Invalid("syntax", f"{self._name}不是有效的 YAML", (Place(where=self._name, message=_in_chinese(str(error))),)) from None

    def _odd_place(self, stopped: int) -> Place | None:
        """Return the first of the lines with Chinese marks on which, or just after which, the parser stopped."""
        lines = self._text.split("\n")
        place: Place | None = None
        for at in [stopped, *(at for at in range(stopped - 1, -1, -1) if lines[at].strip()[:1] not in {"", "#"})]:
            if advice := odd_marks(lines[at] if at < len(lines) else ""):
                place = Place(where=f"第{at + 1}行", message=advice)
            elif at != stopped:
                break
        return place

    def _document(self) -> Tree:
        tree: Tree = None
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.NodeEvent):
                documents += 1
                if documents > 1:
                    self._wrong(event, "一个文件只能有一份内容，不能用 --- 分成几份")
                tree = self._node(event, ())
        return tree

    def _node(self, event: yaml.Event, path: Path) -> Tree:
        self._lines[path] = _line(event)
        if isinstance(event, yaml.AliasEvent):
            self._wrong(event, f"不允许使用别名（*{event.anchor}），请把内容完整写出")
        if len(path) > MOST_LEVELS:
            self._wrong(event, f"嵌套超过{MOST_LEVELS}层")
        if anchor := getattr(event, "anchor", None):
            self._wrong(event, f"不允许使用锚点（&{anchor}）")
        if (tag := getattr(event, "tag", None)) not in {None, "!"}:
            self._wrong(event, f"不允许使用类型标签（{tag}）")
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        return self._list(path) if isinstance(event, yaml.SequenceStartEvent) else self._mapping(path)

    def _list(self, path: Path) -> list[Tree]:
        items: list[Tree] = []
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._node(event, (*path, len(items))))
        return items

    def _mapping(self, path: Path) -> dict[str, Tree]:
        mapping: dict[str, Tree] = {}
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                self._wrong(event, "键必须是文字")
            if event.value in mapping:
                self._wrong(event, f"键“{event.value}”在同一层写了两次")
            line = _line(event)
            mapping[event.value] = self._node(next(self._events), (*path, event.value))
            self._lines[(*path, event.value)] = line
        return mapping

    def _wrong(self, event: yaml.Event, message: str) -> Never:
        raise Invalid("syntax", f"{self._name}不能读取", (Place(where=f"第{_line(event)}行", message=message),))


def _line(event: yaml.Event) -> int:
    """Return the line on which an event begins, counted from 1."""
    return event.start_mark.line + 1 if event.start_mark else 0


def _scalar(event: yaml.ScalarEvent) -> Tree:
    """Return text, true, false or nothing; a quoted scalar is always text."""
    if event.implicit[0]:
        if _NULL.fullmatch(event.value):
            return None
        return _BOOLEANS.get(event.value, event.value)
    value: str = event.value
    return value
