"""资料库 - Hand out indicator sets and report templates by id; the only room that opens their files.

The folders are those of the installed package, else those of the source tree. Where several files define versions of one
set, the newest is meant unless a version is named: `id@version`.
"""

from functools import cache
from pathlib import Path

from perfeval import indicators, syntax
from perfeval.errors import Broken, NotFound
from perfeval.indicators import IndicatorSet
from perfeval.scoring.methods import BY_NAME


def folder(name: str) -> Path:
    """资料目录 - Return the folder of indicator_sets, report_templates or examples.

    Raises: Broken, when the installation has no such folder.
    """
    here = Path(__file__).parent
    for place in (here / "data" / name, here.parents[1] / name):
        if place.is_dir():
            return place
    raise Broken("data-missing", f"安装不完整：缺少 {name} 目录，请重新安装")


@cache
def indicator_set(reference: str) -> IndicatorSet:
    """指标体系 - Return the set named `id` or `id@version`.

    Raises: NotFound, with the nearest known id.
    """
    set_id, _, version = reference.partition("@")
    path = folder("indicator_sets") / f"{set_id}.yaml"
    found = _load(path, set_id) if set_id in set_ids() else None
    if found is None or (version and found.version != version):
        place = syntax.unknown("set", reference, set_ids(), "指标体系")
        raise NotFound("set-not-found", f"没有名为“{reference}”的指标体系", (place,))
    return found


@cache
def set_ids() -> tuple[str, ...]:
    """全部编号 - Return the ids of all sets, sorted."""
    top = folder("indicator_sets")
    files = (path for path in top.rglob("*.yaml") if not path.name.endswith(".cases.yaml"))
    return tuple(sorted(path.relative_to(top).with_suffix("").as_posix() for path in files))


def _load(path: Path, set_id: str) -> IndicatorSet:
    """Return the set that a file holds."""
    return indicators.parse(path.read_bytes(), BY_NAME, name=f"{set_id}.yaml", base=_tree)


def _tree(set_id: str) -> syntax.Tree:
    """Return the tree of the set that another one is based on."""
    return syntax.load((folder("indicator_sets") / f"{set_id}.yaml").read_bytes(), set_id)
