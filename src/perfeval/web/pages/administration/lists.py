"""名单 - What the pages of accounts and units have in common: uploaded lists, units to choose from, addresses of pages."""

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlencode

from fastapi import Response

from perfeval.accounts import Asker
from perfeval.desks import unit_tree
from perfeval.desks.imports.columns import Wanted
from perfeval.errors import Invalid, PerfevalError
from perfeval.store import Transaction
from perfeval.web.pages.frame import Post, page
from perfeval.web.pages.frame.taken import status_of
from perfeval.web.posted import file_of


async def sent_list(post: Post) -> tuple[bytes, str]:
    """上传的名单 - Return content and name of the list that a form brings.

    Raises: Invalid, where none was chosen.
    """
    data, name = await file_of(post.form, "file")
    if not data:
        raise Invalid("upload-empty", "没有收到文件，请选择 xlsx、xls 或 csv 文件")
    return data, name[:200] or "上传的文件"


def imported(
    post: Post, kind: str, answer: Mapping[str, object] | None, refusal: PerfevalError | None, columns: Sequence[Wanted]
) -> Response:
    """导入结果 - Return how a list fared; a page that is there already takes the answer in, whatever it is."""
    status = 200 if post.visit.is_partial else status_of(refusal)
    return page(post.visit, "administration/import.html", status, kind=kind, answer=answer, refusal=refusal, columns=columns)


def shown_units(tx: Transaction, asker: Asker) -> tuple[tuple[str, str], ...]:
    """可选单位 - Return the units in scope to choose from, from the top down, each below the one it belongs to."""
    return tuple((leaf.id, f"{'　' * leaf.depth}{leaf.name}（{leaf.code}）") for leaf in unit_tree.leaves(tx, asker))


def to_pages(address: str, asked: Mapping[str, str]) -> Callable[[int], str]:
    """翻页地址 - Return what gives the address of another page of a list."""
    kept = {name: text for name, text in asked.items() if text}
    return lambda number: f"{address}?{urlencode({**kept, 'page': number})}"
