"""导入过程 - Take a list into a round in many short transactions and one that counts, so that nobody waits for it.

Everything is written in portions that nobody sees; the last transaction brings them into force. Where anything fails before that, the
portions are swept away again. Lists for one round come in one after the other: each is planned on what the one before it left.
"""

import asyncio
from collections.abc import Sequence

from fastapi import Response

from perfeval.desks import department, imports
from perfeval.desks.imports import Kind, Plan, Upload, carrying
from perfeval.desks.imports.carrying import PORTION, Overtaken
from perfeval.errors import Conflict
from perfeval.web.office import Counter
from perfeval.web.repeats import Window
from perfeval.web.uploads import Sent

_TRIES = 50


async def planned(at: Counter, kind: Kind, round_id: str, sent: Sent) -> Plan:
    """导入方案 - Return what a file would do; nothing is changed."""
    upload = await _read(at, kind, round_id, sent)
    return await at.read_long(imports.plan, kind, round_id, upload)


async def preview(at: Counter, _: Window, kind: Kind, round_id: str, sent: Sent) -> Response:
    """预览 - Return how a file would fare; nothing is changed."""
    plan = await planned(at, kind, round_id, sent)
    return Response(await at.work(_told, plan), media_type="application/json")


async def carry_out(at: Counter, window: Window, kind: Kind, round_id: str, sent: Sent) -> Response:
    """导入 - Put a file into its round, all of it or nothing."""
    upload = await _read(at, kind, round_id, sent)
    async with at.office.turn("import"):
        await _swept(at, await at.read(carrying.abandoned, round_id))
        mark = await at.write(carrying.begin, round_id, upload)
        try:
            plan = await at.read_long(imports.plan, kind, round_id, upload)
            await at.work(imports.prove, plan)
            await _staged(at, plan, mark)
            return await _in_force(at, window, plan, mark)
        finally:
            await asyncio.shield(_swept(at, mark))


async def _read(at: Counter, kind: Kind, round_id: str, sent: Sent) -> Upload:
    """Return the rows of a file; who may not import has nothing of theirs read."""
    await at.read(imports.admit, round_id)
    return await at.work(imports.read, kind, sent.data, sent.name)


async def _staged(at: Counter, plan: Plan, mark: str) -> None:
    """Write everything that an import brings, a portion at a time."""
    for portion in carrying.portions(plan):
        await at.write_long(carrying.stage, portion, mark)
    await _superseded(at, plan, sorted(plan.patches), mark)


async def _superseded(at: Counter, plan: Plan, ids: Sequence[str], mark: str) -> None:
    """Write what evaluations become, a portion at a time, each worked out while nobody waits."""
    for first in range(0, len(ids), PORTION):
        made = await at.read_long(carrying.work_out, plan, ids[first : first + PORTION])
        for lot in carrying.lots(made):
            await at.write_long(carrying.supersede, lot, mark)


async def _in_force(at: Counter, window: Window, plan: Plan, mark: str) -> Response:
    """Bring an import into force; as long as units are quicker, work out again what they saved.

    Raises: Conflict `import-overtaken`, when that does not come to an end.
    """
    made = await at.work(carrying.ready, plan)
    for _ in range(_TRIES):
        try:
            return await window.write_long(carrying.carry_out, plan, made, mark)
        except Overtaken as told:
            await _superseded(at, plan, told.ids, mark)
    raise Conflict("import-overtaken", "导入期间各单位一直在保存，没有导入任何内容，请换个时间再导入")


async def _swept(at: Counter, mark: str | None) -> None:
    """Take away what an import replaced, or left behind."""
    while mark is not None and await at.write_long(carrying.sweep, mark):
        pass


def _told(plan: Plan) -> bytes:
    return department.as_bytes(plan.answer(applied=False))
