"""变量清单 - List every variable a template uses, by its path in the data and its place in the template.

`rows[].name` is the field `name` of each member of `rows`. Loop variables, `{% set %}` and `{% with %}` are followed back to the
data they stand for; what is computed on the way (a macro's parameters, a called method) ends a path.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jinja2 import nodes

from perfeval.reports.word.script import Script

_SAME_ITEMS = frozenset(
    {"list", "sort", "reverse", "unique", "select", "reject", "selectattr", "rejectattr", "default", "d", "batch", "slice"}
)
_ONE_ITEM = frozenset({"first", "last", "min", "max"})
_ATTRIBUTE_FIRST = frozenset({"selectattr", "rejectattr", "groupby"})
_ATTRIBUTE_NAMED = frozenset({"map", "sort", "sum", "join", "unique", "min", "max", "groupby"})
_NO_DATA = frozenset({"range", "namespace"})
Names = dict[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """模板变量 - Hold one use of a variable: its path, the place and the tag as typed.

    `optional` is true where the template itself asks whether the variable exists (`is defined`, `default`).
    """

    path: str
    where: str
    tag: str
    optional: bool


def list_variables(script: Script, tree: nodes.Template) -> tuple[Variable, ...]:
    """列变量 - Return every use of a variable of the data, in the order of the template, each once for a tag."""
    found = dict.fromkeys(_Walker(script).statements(tree.body, {}))
    return tuple(found)


class _Walker:
    def __init__(self, script: Script) -> None:
        self._script = script

    def statements(self, body: Sequence[nodes.Node], names: Names) -> Iterator[Variable]:
        """语句 - Walk statements in order; names that they bind stay bound for those after them."""
        for node in body:
            match node:
                case nodes.For():
                    yield from self._loop(node, names)
                case nodes.If():
                    yield from self.uses(node.test, names)
                    for branch in (node.body, node.elif_, node.else_):
                        yield from self.statements(branch, names)
                case nodes.Assign():
                    yield from self.uses(node.node, names)
                    _bind(names, node.target, path_of(node.node, names))
                case nodes.With() | nodes.Macro() | nodes.AssignBlock() | nodes.FilterBlock():
                    yield from self._scope(node, names)
                case _:
                    yield from self.uses(node, names)

    def _scope(self, node: nodes.With | nodes.Macro | nodes.AssignBlock | nodes.FilterBlock, names: Names) -> Iterator[Variable]:
        inner = dict(names)
        match node:
            case nodes.With():
                for target, value in zip(node.targets, node.values, strict=True):
                    yield from self.uses(value, names)
                    _bind(inner, target, path_of(value, names))
            case nodes.Macro():
                names[node.name] = None
                for default in node.defaults:
                    yield from self.uses(default, names)
                inner |= {node.name: None, **{argument.name: None for argument in node.args}}
            case nodes.AssignBlock():
                _bind(names, node.target, None)
        yield from self.statements(node.body, inner)

    def _loop(self, node: nodes.For, names: Names) -> Iterator[Variable]:
        yield from self.uses(node.iter, names)
        inner: Names = {**names, "loop": None}
        base = path_of(node.iter, names)
        _bind(inner, node.target, f"{base}[]" if base else None)
        if node.test is not None:
            yield from self.uses(node.test, inner)
        yield from self.statements(node.body, inner)
        yield from self.statements(node.else_, dict(names))

    def uses(self, node: nodes.Node, names: Names, *, optional: bool = False) -> Iterator[Variable]:
        """取用 - Walk an expression from its longest paths inwards."""
        path = path_of(node, names) if isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem) else None
        if path is not None:
            tag = self._script.tag(node.lineno)
            yield Variable(path=path, where=tag.where, tag=tag.text, optional=optional)
            yield from self._subscripts(node, names)
            return
        if isinstance(node, nodes.Filter):
            yield from self._attributes(node, names)
        asked = optional or (isinstance(node, nodes.Test) and node.name in ("defined", "undefined"))
        asked = asked or (isinstance(node, nodes.Filter) and node.name in ("default", "d"))
        for child in node.iter_child_nodes():
            yield from self.uses(child, names, optional=asked)

    def _subscripts(self, node: nodes.Node, names: Names) -> Iterator[Variable]:
        while isinstance(node, nodes.Getattr | nodes.Getitem):
            if isinstance(node, nodes.Getitem):
                yield from self.uses(node.arg, names)
            node = node.node

    def _attributes(self, node: nodes.Filter, names: Names) -> Iterator[Variable]:
        base = path_of(node.node, names) if node.node is not None else None
        named = [pair.value for pair in node.kwargs if pair.key == "attribute" and node.name in _ATTRIBUTE_NAMED]
        first = node.args[:1] if node.name in _ATTRIBUTE_FIRST else []
        for value in (*named, *first):
            if base and isinstance(value, nodes.Const) and isinstance(value.value, str):
                tag = self._script.tag(node.lineno)
                yield Variable(path=f"{base}[].{value.value}", where=tag.where, tag=tag.text, optional=False)


def path_of(node: nodes.Node | None, names: Names) -> str | None:
    """数据路径 - Return the path of the data an expression stands for, or None when it is computed."""
    match node:
        case nodes.Name(name=name):
            return names.get(name, None if name in _NO_DATA else name)
        case nodes.Getattr(node=inner, attr=attribute):
            base = path_of(inner, names)
            return f"{base}.{attribute}" if base else None
        case nodes.Getitem(node=inner, arg=argument):
            return _item_path(path_of(inner, names), argument)
        case nodes.Filter(name=name, node=inner) if name in _SAME_ITEMS | _ONE_ITEM:
            base = path_of(inner, names)
            return f"{base}[]" if base and name in _ONE_ITEM else base
    return None


def _item_path(base: str | None, argument: nodes.Expr) -> str | None:
    if not base:
        return None
    if isinstance(argument, nodes.Const) and isinstance(argument.value, str):
        return f"{base}.{argument.value}"
    return base if isinstance(argument, nodes.Slice) else f"{base}[]"


def _bind(names: Names, target: nodes.Node, path: str | None) -> None:
    match target:
        case nodes.Name(name=name):
            names[name] = path
        case nodes.Tuple(items=items):
            for item in items:
                _bind(names, item, None)
