"""导入过程 - Take a list into a round in many short transactions and one that counts, so that nobody waits for it.

New projects are written in portions that nobody sees; the last transaction makes them visible and changes what was there. Where
anything fails before that, the portions are swept away again.
"""

import asyncio

from fastapi import Response

from perfeval.desks import department, imports
from perfeval.desks.imports import Kind, Plan
from perfeval.web.office import Counter
from perfeval.web.repeats import Window
from perfeval.web.uploads import Sent


async def planned(at: Counter, kind: Kind, round_id: str, sent: Sent) -> Plan:
    """导入方案 - Return what a file would do; who may not import has nothing of theirs read."""
    await at.read(imports.admit, round_id)
    upload = await at.work(imports.read, kind, sent.data, sent.name)
    return await at.read_long(imports.plan, kind, round_id, upload)


async def preview(at: Counter, _: Window, plan: Plan) -> Response:
    """预览 - Return how a file would fare; nothing is changed."""
    return Response(await at.work(_told, plan), media_type="application/json")


async def carry_out(at: Counter, window: Window, plan: Plan) -> Response:
    """导入 - Put a file into its round, all of it or nothing."""
    await at.work(imports.prove, plan)
    upload = await _staged(at, plan)
    try:
        ready = await at.read_long(imports.prepare, plan)
        return await window.write_long(imports.carry_out, plan, ready, upload)
    except BaseException:
        await asyncio.shield(_swept(at, upload))
        raise


async def _staged(at: Counter, plan: Plan) -> str | None:
    """Write the new projects a portion at a time and return the id of the import, None where there are none."""
    if not plan.new_projects:
        return None
    await _swept(at, await at.read(imports.abandoned, plan.round))
    upload = await at.write(imports.begin, plan)
    try:
        for portion in imports.portions(plan):
            await at.write_long(imports.stage, portion, upload)
    except BaseException:
        await asyncio.shield(_swept(at, upload))
        raise
    return upload


async def _swept(at: Counter, upload: str | None) -> None:
    """Take away what an import left behind."""
    while upload is not None and await at.write_long(imports.sweep, upload):
        pass


def _told(plan: Plan) -> bytes:
    return department.as_bytes(plan.answer(applied=False))
