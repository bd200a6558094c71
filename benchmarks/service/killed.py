"""断电 - A web process is killed in the middle of the last day, again and again, and another one takes its place.

Whatever was acknowledged must be there, the journal must verify, and nothing may be there by halves. On PostgreSQL the other process
goes on meanwhile.
"""

import asyncio
import random

from benchmarks.service.arrivals import Outcome, drive
from benchmarks.service.closing import RATES, Clerks
from benchmarks.service.house import House
from tests.service.pressing import GONE
from tests.service.processes import Service
from tests.service.wire import Wire

ENOUGH = (10, 60)
"""之前 - After how many acknowledged saves a process is killed, at least and at most."""
SECONDS = 1.5
"""一轮 - For how many seconds people ask, before the kill and after it."""


def run(house: House, kills: int) -> bool:
    """运行 - Print what was acknowledged and what is missing after so many kills; tell whether all is there."""
    press = house.press()
    clerks, chance, whole = Clerks(press, house.forms), random.Random(20), Outcome()
    for at in range(kills):
        victim = house.services.pop(0)
        asyncio.run(_killed(clerks, victim, len(press.ledger.saved) + chance.randint(*ENOUGH), whole, at))
        house.start()
        press.wires = [Wire(each.port) for each in house.services]
    house.stop()
    lost = house.faults(press.ledger)
    gone = sum(each[GONE] for each in whole.statuses.values())
    faults = whole.broken - gone
    told = f"确认保存 {len(press.ledger.saved)} 次、送审 {len(press.ledger.received)} 次，没有应答 {gone} 次，5xx {faults} 次"
    print(f"杀死 {kills} 次：{told}；丢失、不符或只有一半 {len(lost)} 处", *lost[:5], sep="\n")
    return not lost and not faults and bool(press.ledger.saved) and bool(press.ledger.received)


async def _killed(clerks: Clerks, victim: Service, enough: int, whole: Outcome, seed: int) -> None:
    """Have people work, kill a process in the middle of it, and add up what came of it."""

    async def _save() -> int:
        status = await clerks.save()
        if len(clerks.press.ledger.saved) >= enough:
            victim.kill()
        return status

    outcome = await drive({**clerks.deeds, "保存": _save}, RATES, SECONDS, seed=seed + 1)
    victim.kill()
    clerks.press.close()
    for kind, statuses in outcome.statuses.items():
        whole.statuses[kind] += statuses
