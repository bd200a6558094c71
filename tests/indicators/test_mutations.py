"""变形 - Whatever stands in a set file, the answer is a set, or Chinese sentences with a place; never a crash, never English."""

import copy
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfeval import indicators, library
from perfeval.checks import CODES
from perfeval.errors import Invalid
from perfeval.scoring import METHODS_BY_NAME
from perfeval.syntax import MarkedTree, Path, Tree

ODD: list[Tree] = [
    None,
    True,
    "",
    "十",
    "-1",
    "0",
    "101",
    "1.005",
    "100%",
    "=",
    "at_least",
    [],
    {},
    ["甲"],
    [None],
    {"甲": "乙"},
    [{}],
    [[]],
]
ENGLISH = re.compile(r"[A-Za-z]{3,} [A-Za-z]{2,} [A-Za-z]{2,}|None|Fraction|\[type=")
KNOWN = {each.code for each in CODES}
# Whole sets as they are once inheritance is applied, and files that inherit as they are written.
TREES = [library.indicator_set(set_id).tree for set_id in library.set_ids()] + [
    library._source(set_id).tree for set_id in library.set_ids() if library.indicator_set(set_id).based_on
]


def paths(tree: Tree, above: Path = ()) -> list[Path]:
    """Return every place of a tree."""
    steps: Any = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [above, *(path for step, child in steps for path in paths(child, (*above, step)))]


PLACES = st.sampled_from([(number, path) for number, tree in enumerate(TREES) for path in paths(tree) if path])


def container(tree: Tree, path: Path) -> Any:
    """Return what holds the last step of a path."""
    node: Any = tree
    for step in path[:-1]:
        node = node[step]
    return node


def answer(tree: Tree) -> str:
    """Return what an author reads about a set: what keeps it from loading, or its defects; a set without any says nothing."""
    try:
        rules = indicators.read(MarkedTree(tree=tree, name="改动.yaml", lines={(): 1}), METHODS_BY_NAME, library._source)
    except Invalid as error:
        return "\n".join(map(str, error.places)) or pytest.fail("an error without a place")
    assert indicators.describe(rules, METHODS_BY_NAME)
    assert indicators.page(rules, METHODS_BY_NAME, {}, {})
    assert not indicators.compare(rules, rules, METHODS_BY_NAME, {})
    return "\n".join(map(str, indicators.lint(rules, METHODS_BY_NAME, KNOWN)))


@settings(max_examples=1500)
@given(place=PLACES, odd=st.sampled_from(ODD))
def test_any_value_at_any_place_is_answered_in_chinese(place: tuple[int, Path], odd: Tree) -> None:
    number, path = place
    tree = copy.deepcopy(TREES[number])
    container(tree, path)[path[-1]] = copy.deepcopy(odd)
    told = answer(tree)
    assert not ENGLISH.search(told), told


@settings(max_examples=300)
@given(place=PLACES)
def test_a_place_that_is_gone_is_answered_in_chinese(place: tuple[int, Path]) -> None:
    number, path = place
    tree = copy.deepcopy(TREES[number])
    del container(tree, path)[path[-1]]
    told = answer(tree)
    assert not ENGLISH.search(told), told


@pytest.mark.parametrize("tree", TREES)
def test_an_untouched_set_has_nothing_to_be_told(tree: Tree) -> None:
    assert answer(copy.deepcopy(tree)) == ""
