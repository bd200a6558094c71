"""继承 - Apply named differences to the set that another one is based on.

A child names `based_on: id@version` and lists its `changes`: each says `at` which place, what it does there (`set`, `add`
or `remove`) and `why`. A place is a dotted path in which the members of lists go by their names: categories.产出指标.weight.
The result is an ordinary tree; what differs, and the child's line for it, is kept beside.
"""

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Never

from perfeval import syntax
from perfeval.errors import Invalid, NotFound, Place
from perfeval.syntax import MarkedTree, Path, Tree

Bases = Callable[[str], MarkedTree]
"""上级体系 - Return the file of the set `id@version`, or raise NotFound."""
OWN = ("format", "id", "version", "title", "years", "source")
"""自有项 - The keys that a set always writes itself; everything else it takes over or changes."""
KEYS = (*OWN, "based_on", "changes")
"""继承文件的键 - All keys that a file with based_on may have at its top."""
_CALLED = ("key", "name", "what")


class Deed(StrEnum):
    """改动方式 - Say what a difference does to its place."""

    SET = "set"
    ADD = "add"
    REMOVE = "remove"

    @property
    def label(self) -> str:
        """中文名 - Return the deed as people say it."""
        return {"set": "改为", "add": "增加", "remove": "删去"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """差异 - Hold one named difference from the set that this one is based on."""

    at: str
    deed: Deed
    why: str
    before: Tree
    after: Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """继承结果 - Hold the whole tree of a set with its lines, what it is based on and that one's tree, and every difference."""

    source: MarkedTree
    based_on: str | None = None
    base: Tree = None
    differences: tuple[Difference, ...] = ()


def resolve(source: MarkedTree, bases: Bases | None = None, chain: tuple[str, ...] = ()) -> Resolved:
    """继承 - Return the tree of a set file with its differences applied; a file without based_on is whole already.

    Raises: Invalid, naming the line of what is wrong in the child.
    """
    tree = source.tree
    if not isinstance(tree, dict) or ("based_on" not in tree and "changes" not in tree):
        return Resolved(source=source)
    _check_header(source, tree)
    based_on = str(tree["based_on"])
    own = f"{tree.get('id')}@{tree.get('version')}"
    if based_on in (*chain, own):
        _refuse(source, ("based_on",), f"继承成了圈：{' → '.join((*chain, own, based_on))}", "请改为继承一个不依赖本体系的体系")
    base = _base(source, based_on, bases, (*chain, own))
    return _Child(source, tree, base).resolved(based_on)


def name_of(member: Tree) -> str | None:
    """成员名称 - Return by what name a member of a list goes, None where it has none."""
    if isinstance(member, str):
        return member
    if not isinstance(member, dict):
        return None
    return next((name for key in _CALLED if isinstance(name := member.get(key), str)), None)


def named(tree: Tree, names: tuple[str, ...]) -> Tree:
    """按名取值 - Return what stands at a place, None where there is nothing; members of lists go by name, else by position."""
    for name in names:
        steps: dict[str, str | int] = {str(at): at for at in range(len(tree))} if isinstance(tree, list) else {}
        steps |= dict(_members(tree))
        if name not in steps:
            return None
        tree = _get(tree, steps[name])
    return tree


def _refuse(source: MarkedTree, path: Path, message: str, suggestion: str | None = None) -> Never:
    """Raise the error of a file that cannot inherit as it says."""
    place = Place(where=source.where(path), message=message, suggestion=suggestion)
    raise Invalid("set-invalid", f"{source.name}不是有效的指标体系", (place,))


def _base(source: MarkedTree, based_on: str, bases: Bases | None, chain: tuple[str, ...]) -> Resolved:
    """Return the set that a file is based on, its own inheritance applied."""
    if bases is None:
        _refuse(source, ("based_on",), "此处不能继承：没有可供继承的体系", "请把文件放进体系目录")
    try:
        found = bases(based_on)
    except NotFound as error:
        advice = next((place.suggestion for place in error.places), None)
        _refuse(source, ("based_on",), f"被继承的体系不存在：{error.message}", advice or "请写已有体系的编号和版本，如 id@1")
    return resolve(found, bases, chain)


def _check_header(source: MarkedTree, tree: dict[str, Tree]) -> None:
    """Refuse a file that inherits and yet says something that only whole files or changes may say."""
    if not isinstance(tree.get("based_on"), str):
        path: Path = ("based_on",) if "based_on" in tree else ("changes",)
        _refuse(source, path, "写了 changes 而没有写 based_on，差异不知从何而来", "请写 based_on: 编号@版本")
    if "@" not in str(tree["based_on"]):
        _refuse(source, ("based_on",), f"based_on 要写明版本，写的是“{tree['based_on']}”", f"请写成 {tree['based_on']}@1 的样子")
    for key in tree:
        if key not in KEYS:
            place = syntax.unknown("", key, KEYS, "键（继承的体系只写自己的说明和差异）")
            _refuse(source, (key,), place.message, f"与上级不同的内容请写进 changes，如 at: {key}")
    if not isinstance(tree.get("changes", []), list):
        _refuse(source, ("changes",), "changes 应为列表，每条写 at、set/add/remove 和 why")


class _Child:
    """Apply the differences of one file, one after the other, and keep the lines right."""

    def __init__(self, source: MarkedTree, written: dict[str, Tree], base: Resolved) -> None:
        self._source, self._written, self._base = source, written, base.source.tree
        whole = copy.deepcopy(self._base)
        self._tree: dict[str, Tree] = whole if isinstance(whole, dict) else {}
        for key in OWN:
            self._tree.pop(key, None)
            if key in written:
                self._tree[key] = written[key]
        self._lines: dict[Path, int] = {path: line for path, line in source.lines.items() if not path or path[0] in OWN}

    def resolved(self, based_on: str) -> Resolved:
        """结果 - Return the whole tree with every difference applied."""
        changes = self._written.get("changes")
        members = changes if isinstance(changes, list) else []
        differences = tuple(self._apply(at, change) for at, change in enumerate(members))
        marked = MarkedTree(tree=self._tree, name=self._source.name, lines=self._lines)
        return Resolved(source=marked, based_on=based_on, base=self._base, differences=differences)

    def _wrong(self, at: int, message: str, suggestion: str | None = None, key: str = "at") -> Never:
        _refuse(self._source, ("changes", at, key), message, suggestion)

    def _apply(self, at: int, change: Tree) -> Difference:
        """Apply one difference and return it."""
        place, why, deed = self._read(at, change)
        value = change.get(deed.value) if isinstance(change, dict) else None
        parent, last, path = self._locate(at, place, deed)
        before = copy.deepcopy(_get(parent, last))
        if deed is Deed.ADD:
            path = self._add(at, parent, last, path, value)
        elif deed is Deed.SET:
            if before == value and _has(parent, last):
                self._wrong(at, f"“{place}”与上级相同，不是差异", "请删去这一条", "set")
            _put(parent, last, copy.deepcopy(value))
            self._mark(path, ("changes", at, "set"))
        else:
            _take(parent, last)
            self._unmark(path)
        self._mark_above(path, at)
        if deed is Deed.REMOVE:
            return Difference(at=place, deed=deed, why=why, before=before, after=None)
        return Difference(at=place, deed=deed, why=why, before=before if deed is Deed.SET else None, after=value)

    def _read(self, at: int, change: Tree) -> tuple[str, str, Deed]:
        """Return place, reason and deed of one entry of changes."""
        if not isinstance(change, dict):
            self._wrong(at, "每条差异应写 at、set/add/remove 和 why", None, "")
        known = ("at", "set", "add", "remove", "why")
        for key in change:
            if key not in known:
                found = syntax.unknown("", key, known, "键")
                self._wrong(at, found.message, found.suggestion, key)
        for key, words in (("at", "改动的位置"), ("why", "改动的理由和依据")):
            if not isinstance(change.get(key), str) or not change[key]:
                self._wrong(at, f"差异缺少 {key}（{words}）", f"请补写 {key}", key)
        deeds = [deed for deed in Deed if deed.value in change]
        if len(deeds) != 1:
            self._wrong(at, "每条差异要写且只能写 set、add、remove 中的一个", "改用 set，加用 add，删用 remove: true")
        if deeds[0] is Deed.REMOVE and change["remove"] is not True:
            self._wrong(at, "remove 只能写 true", None, "remove")
        return str(change["at"]), str(change["why"]), deeds[0]

    def _locate(self, at: int, place: str, deed: Deed) -> tuple[Tree, str | int, Path]:
        """Return the container, the key or position in it, and the whole path of a dotted place."""
        node: Tree = self._tree
        path: Path = ()
        rest = place
        while True:
            names = dict(_members(node))
            name = max((each for each in names if rest == each or rest.startswith(f"{each}.")), key=len, default=None)
            if name is None:
                return node, self._new(at, node, (place, rest, deed), names), (*path, rest)
            step = names[name]
            path, rest = (*path, step), rest[len(name) + 1 :]
            if not rest:
                if path[0] in OWN:
                    self._wrong(at, f"“{path[0]}”是每个体系自己写的，不能作为差异", f"请直接写在文件开头的 {path[0]}")
                return node, step, path
            node = _get(node, step)

    def _new(self, at: int, node: Tree, asked: tuple[str, str, Deed], names: dict[str, str | int]) -> str:
        """Return a key that the base did not write; only a mapping can take one, and only to set or add."""
        place, rest, deed = asked
        if deed is Deed.REMOVE or not isinstance(node, dict) or "." in rest:
            found = syntax.unknown("", rest.partition(".")[0], names, "位置")
            self._wrong(at, f"上级体系中没有“{place}”：{found.message}", found.suggestion)
        return rest

    def _add(self, at: int, parent: Tree, last: str | int, path: Path, value: Tree) -> Path:
        """Append a member to the list at a place, which is made where the base has none."""
        if not _has(parent, last):
            _put(parent, last, [])
        members = _get(parent, last)
        if not isinstance(members, list):
            self._wrong(at, "add 只能用于列表", "改一个值用 set", "add")
        name = name_of(value)
        if name is not None and any(name_of(member) == name for member in members):
            self._wrong(at, f"上级体系中已经有“{name}”", "改它用 set，或换一个名称", "add")
        members.append(copy.deepcopy(value))
        path = (*path, len(members) - 1)
        self._mark(path, ("changes", at, "add"))
        return path

    def _mark(self, path: Path, written: Path) -> None:
        """Give a place, and everything below it, the lines of what was written for it."""
        depth = len(written)
        self._lines = {known: line for known, line in self._lines.items() if known[: len(path)] != path}
        for known, line in self._source.lines.items():
            if known[:depth] == written:
                self._lines[(*path, *known[depth:])] = line

    def _unmark(self, path: Path) -> None:
        """Forget the lines of a place that is gone, and move those of later members of its list."""
        kept: dict[Path, int] = {}
        end = len(path) - 1
        for known, line in self._lines.items():
            if known[: end + 1] == path:
                continue
            position, gone = (known[end] if len(known) > end else None), path[end]
            later = known[:end] == path[:end] and isinstance(position, int) and isinstance(gone, int) and position > gone
            kept[(*known[:end], position - 1, *known[end + 1 :]) if later and isinstance(position, int) else known] = line
        self._lines = kept

    def _mark_above(self, path: Path, at: int) -> None:
        """Let what stands above a difference point to its line, where it has none of its own."""
        line = self._source.lines.get(("changes", at, "at"), 0)
        for end in range(len(path) - 1, 0, -1):
            self._lines.setdefault(path[:end], line)


def _members(node: Tree) -> Iterator[tuple[str, str | int]]:
    """Yield the names by which one can go on from a node, with the key or position of each."""
    if isinstance(node, dict):
        yield from ((key, key) for key in node)
    elif isinstance(node, list):
        yield from ((name, at) for at, member in enumerate(node) if (name := name_of(member)) is not None)


def _has(node: Tree, step: str | int) -> bool:
    """Tell whether a container has something there."""
    return step in node if isinstance(node, dict) else isinstance(node, list) and isinstance(step, int)


def _get(node: Tree, step: str | int) -> Tree:
    """Return what stands in a container, nothing where there is none."""
    if isinstance(node, dict):
        return node.get(str(step))
    return node[step] if isinstance(node, list) and isinstance(step, int) else None


def _put(node: Tree, step: str | int, value: Tree) -> None:
    """Write into a container."""
    if isinstance(node, dict):
        node[str(step)] = value
    elif isinstance(node, list) and isinstance(step, int):
        node[step] = value


def _take(node: Tree, step: str | int) -> None:
    """Remove from a container."""
    if isinstance(node, dict):
        node.pop(str(step), None)
    elif isinstance(node, list) and isinstance(step, int):
        del node[step]
