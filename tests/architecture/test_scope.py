"""范围 - Every list of the store takes the scope of who asks and puts it into SQL, so that nobody can forget it."""

import ast
from collections.abc import Iterator

from tests.architecture.house import PRODUCT, tree

MANY = ("tuple[", "dict[", "frozenset[", "Iterator[")
NOTHING = "Iterator[None]"
"""一无所有 - What a block runs inside of, such as a part of a transaction, hands nothing out."""
OWNERS = {"evaluation_id", "person_id", "sampled_id"}
"""所属 - Arguments that name one thing: what belongs to it is seen by whoever was let to it, by a scope that was asked for before."""
SPARED = {
    "evidence.hashes": "proving on the machine itself that files are whole, by their hashes",
    "journal.entries": "proving the whole chain on the machine itself",
    "evaluations.superseded": "the ids of what one import replaces, for that import",
    "paragraphs.by_ids": "numbers, unit and title of submitted reports, for the one text that is compared with them",
    "paragraphs.held": "how many paragraphs a number finds, and not whose",
    "paragraphs.last_year": "of the same project",
    "paragraphs.sharing": "ids alone, from which by_ids goes on",
    "people.grants_of": "of people who were found inside a scope",
    "people.names": "the names of people beside what was found inside a scope",
    "projects.names": "names that are looked for in a text, and told only where its writer wrote them",
    "projects.evaluations_of": "of projects that were found inside a scope",
    "rectifications.open_of": "of a unit or a project whose form was found inside a scope",
    "rectifications.page": "the scopes of the items that they belong to stand in what is seen",
    "rounds.titles": "the names of rounds beside what was found inside a scope",
    "samples.page_of_items": "its scopes, one for each way of seeing an item, stand in what is sought",
    "tasks.sent_back": "of forms that were found inside a scope",
    "tasks.tasks": "its scopes, one for each state, stand in what is sought",
    "trail.drafts": "about entries that were listed inside a scope",
    "trail.entries_of": "of a thing that was found inside a scope",
    "units.by_ids": "the names of units beside what was found inside a scope",
}
"""例外 - Lists that take no scope, and why they need none."""
ANYTHING = {"trail.page": "the audit administrator sees the outline of every entry, and no content"}
"""可不限范围 - Lists whose scope may be left open on purpose, and why."""
Function = ast.FunctionDef


def lists() -> Iterator[tuple[str, Function]]:
    """Yield every public function of the store that returns many, by file and name."""
    for path in sorted((PRODUCT / "store").glob("*.py")):
        for node in tree(path).body:
            if isinstance(node, Function) and not node.name.startswith("_") and "connection" in arguments(node) and returns_many(node):
                yield f"{path.stem}.{node.name}", node


def arguments(node: Function) -> dict[str, ast.arg]:
    """Return the arguments of a function by name."""
    return {each.arg: each for each in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)}


def returns_many(node: Function) -> bool:
    """Tell whether a function returns a collection; something that is there or not is no collection."""
    told = ast.unparse(node.returns) if node.returns else ""
    return told.startswith(MANY) and told != NOTHING and not told.endswith("| None")


def test_there_are_lists_to_look_at() -> None:
    assert len(list(lists())) > 25


def test_every_list_takes_a_scope() -> None:
    without = [
        name for name, node in lists() if "scope" not in arguments(node) and not OWNERS & arguments(node).keys() and name not in SPARED
    ]
    assert not without, "清单须以 scope 为必填参数，并在 SQL 里用 within 限定；确实不需要的，在 SPARED 里写明为什么"


def test_what_is_spared_is_there_and_takes_none() -> None:
    found = {name: arguments(node) for name, node in lists()}
    assert [name for name in SPARED if "scope" in found.get(name, {"scope": None})] == []


def test_no_scope_is_left_out_by_default() -> None:
    named = {name: ast.unparse(arg.annotation) for name, node in lists() if (arg := arguments(node).get("scope")) and arg.annotation}
    assert {name for name, told in named.items() if told != "Sequence[str]"} == set(ANYTHING)
    optional = [
        name for name, node in lists() for arg in node.args.args[len(node.args.args) - len(node.args.defaults) :] if arg.arg == "scope"
    ]
    assert optional == []


def test_the_scope_of_every_list_goes_into_sql() -> None:
    outside = [name for name, node in lists() if "scope" in arguments(node) and not handed_on(name, node)]
    assert not outside, "scope 须交给 within，或交给本文件中用 within 的函数，不能取出以后再筛"


def handed_on(name: str, node: Function) -> bool:
    """Tell whether a function gives its scope to `within`, or to a private function of its file that does."""
    own = {each.name: each for each in tree(PRODUCT / "store" / f"{name.partition('.')[0]}.py").body if isinstance(each, Function)}
    given = [
        each.func.id for each in ast.walk(node) if isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and takes_scope(each)
    ]
    return any(each == "within" or (each in own and each.startswith("_") and handed_on(name, own[each])) for each in given)


def takes_scope(call: ast.Call) -> bool:
    """Tell whether a call is given the scope."""
    return any(isinstance(each, ast.Name) and each.id == "scope" for each in (*call.args, *(word.value for word in call.keywords)))
