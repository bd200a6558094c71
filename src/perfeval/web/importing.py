"""导入过程 - Take a list into a round in many short transactions and one that counts, so that nobody waits for it.

Everything is written in portions that nobody sees; the last transaction brings them into force. Where anything fails before that, the
portions are swept away again. Lists for one round come in one after the other: each is planned on what the one before it left.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from fastapi import Response

from perfeval.desks import imports
from perfeval.desks.imports import Kind, carrying
from perfeval.desks.imports.apart import Apart, Brought, Workshop
from perfeval.desks.imports.carrying import PORTION, Order, Overtaken
from perfeval.errors import Conflict
from perfeval.web.office import Counter
from perfeval.web.repeats import Window
from perfeval.web.uploads import Sent

_TRIES = 50


async def preview(at: Counter, _: Window, kind: Kind, round_id: str, sent: Sent) -> Response:
    """预览 - Return how a file would fare; nothing is changed."""
    await at.read(imports.admit, round_id)
    async with _apart(at) as apart:
        await at.work(apart.ask, Workshop.plan, at.office.clock(), at.known, _brought(kind, round_id, sent))
        return Response(await at.work(apart.ask, Workshop.told), media_type="application/json")


async def carry_out(at: Counter, window: Window, kind: Kind, round_id: str, sent: Sent) -> Response:
    """导入 - Put a file into its round, all of it or nothing."""
    await at.read(imports.admit, round_id)
    file = _brought(kind, round_id, sent)
    async with at.office.turn("import"), _apart(at) as apart:
        await _swept(at, await at.read(carrying.abandoned, round_id))
        mark = await at.write(carrying.begin, round_id, hashlib.sha256(sent.data).hexdigest())
        try:
            await at.work(apart.ask, Workshop.plan, at.office.clock(), at.known, file)
            ids = await at.work(apart.ask, Workshop.prove)
            order = apart.order(file, ids, at.office.clock, at.known)
            await _staged(at, apart, mark)
            await _superseded(at, order, ids, mark)
            return await _in_force(at, window, apart, order, mark)
        finally:
            await asyncio.shield(_swept(at, mark))


@asynccontextmanager
async def _apart(at: Counter) -> AsyncIterator[Apart]:
    """Yield a process that works an import out; who may not import has none of theirs started."""
    apart = await at.work(Apart, at.office.store.address)
    try:
        yield apart
    finally:
        await asyncio.shield(at.work(apart.close))


def _brought(kind: Kind, round_id: str, sent: Sent) -> Brought:
    return Brought(kind=kind, round=round_id, name=sent.name, data=sent.data)


async def _staged(at: Counter, apart: Apart, mark: str) -> None:
    """Write everything that an import brings, a portion at a time."""
    while (portion := await at.work(apart.ask, Workshop.portion)) is not None:
        await at.write_long(carrying.stage, portion, mark)


async def _superseded(at: Counter, order: Order, ids: Sequence[str], mark: str) -> None:
    """Write what evaluations become, a portion at a time, each worked out while nobody waits."""
    for first in range(0, len(ids), PORTION):
        made = await at.work(order.work_out, ids[first : first + PORTION])
        for lot in carrying.lots(made):
            await at.write_long(carrying.supersede, lot, mark)


async def _in_force(at: Counter, window: Window, apart: Apart, order: Order, mark: str) -> Response:
    """Bring an import into force; as long as units are quicker, work out again what they saved.

    Raises: Conflict `import-overtaken`, when that does not come to an end.
    """
    made = await at.work(apart.ask, Workshop.ready)
    for _ in range(_TRIES):
        try:
            return await window.write_long(carrying.carry_out, order, made, mark)
        except Overtaken as told:
            await _superseded(at, order, told.ids, mark)
    raise Conflict("import-overtaken", "导入期间各单位一直在保存，没有导入任何内容，请换个时间再导入")


async def _swept(at: Counter, mark: str | None) -> None:
    """Take away what an import replaced, or left behind."""
    while mark is not None and await at.write_long(carrying.sweep, mark):
        pass
