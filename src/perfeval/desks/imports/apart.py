"""另一进程 - Work an import out where it holds nobody up: in a process of its own, which reads the database and writes nothing.

Reading a list, holding it against the round and scoring forms anew takes seconds of pure work; in a thread it would share the
interpreter with everybody who saves. The process is asked over a pipe, one question after the other, and answers with what is to be
written, a portion at a time. It ends with its pipe, so that nothing is left of it whatever becomes of those who ask.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Concatenate, ParamSpec, TypeVar

from perfeval.accounts import Asker
from perfeval.desks import imports
from perfeval.desks.department import as_bytes
from perfeval.desks.imports import carrying
from perfeval.desks.imports.carrying import Made, Order, Portion, Ready
from perfeval.desks.imports.planning import Plan
from perfeval.errors import Broken
from perfeval.store import Store, engine_of

Given = ParamSpec("Given")
Answer = TypeVar("Answer")
_CONTEXT = get_context("forkserver")
_CONTEXT.set_forkserver_preload([__name__])
_NICENESS = 5
_LEAVING = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """带来的文件 - Hold a file as it was sent, what it is said to hold, and the round it is for."""

    kind: imports.Kind
    round: str
    name: str
    data: bytes


class Workshop:
    """工场 - Hold a plan in the other process, and hand out what comes of it; every method is a question that may be asked."""

    def __init__(self, address: str) -> None:
        """构造 - Keep where the database is; nothing is written from here, so that no key is needed."""
        self._store = Store(engine=engine_of(address, pool=1), key=b"")
        self._plan: Plan
        self._portions: Iterator[Portion]

    def plan(self, at: str, asker: Asker, file: Brought) -> None:
        """导入方案 - Read a file and work out what it would do.

        Raises: Invalid, when it is no table or lacks a column; Forbidden; NotFound.
        """
        upload = imports.read(file.kind, file.data, file.name)
        with self._store.reading(at) as tx:
            self._plan = imports.plan(tx, asker, file.kind, file.round, upload)
        self._portions = carrying.portions(self._plan)

    def told(self) -> bytes:
        """预览 - Return how the file would fare."""
        return as_bytes(self._plan.answer(applied=False))

    def prove(self) -> Sequence[str]:
        """核对 - Return which evaluations become something else.

        Raises: Invalid `import-invalid`, with every row that is wrong.
        """
        imports.prove(self._plan)
        return sorted(self._plan.patches)

    def portion(self) -> Portion | None:
        """下一批 - Return the next portion of what is new, None behind the last."""
        return next(self._portions, None)

    def work_out(self, at: str, asker: Asker, ids: Sequence[str]) -> Made:
        """备好改动 - Return what evaluations become.

        Raises: Conflict, when what units did meanwhile does not go together with the file.
        """
        with self._store.reading(at) as tx:
            return carrying.work_out(tx, asker, self._plan, ids)

    def ready(self) -> Ready:
        """备好 - Return what is written when the import comes into force."""
        return carrying.ready(self._plan)


class Apart:
    """另一进程 - Hold the near end: start the process, ask it, end it."""

    def __init__(self, address: str) -> None:
        """构造 - Start a process for a database."""
        self._pipe, far = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=_serve, args=(far, address), daemon=True)
        self._process.start()
        far.close()

    @property
    def process(self) -> int | None:
        """进程号 - Return the number of the process."""
        return self._process.pid

    def ask(self, question: Callable[Concatenate[Workshop, Given], Answer], *given: Given.args, **named: Given.kwargs) -> Answer:
        """询问 - Return what the other process answers; who asks waits for it.

        Raises: whatever the question raises there; Broken `import-broken`, when the process has come to an end.
        """
        try:
            self._pipe.send((question.__name__, given, named))
            failed, answer = self._pipe.recv()
        except (EOFError, OSError):
            raise Broken("import-broken", "导入中断了，没有导入任何内容，请再导入一次；还不行的，请把清单分成几份") from None
        if failed:
            raise answer
        made: Answer = answer
        return made

    def order(self, file: Brought, ids: Sequence[str], now: Callable[[], str], asker: Asker) -> Order:
        """导入单 - Return the order of a plan that is held there: what is overtaken is worked out there."""
        remade = lambda some: self.ask(Workshop.work_out, now(), asker, some)  # noqa: E731 - who asks it need not know the process
        return Order(kind=file.kind.value, round=file.round, waiting=set(ids), remade=remade)

    def close(self) -> None:
        """收工 - Let the process end; one that is still at work is ended."""
        self._pipe.close()
        self._process.join(0)
        self._process.terminate()
        self._process.join(_LEAVING)
        self._process.close()


def _serve(pipe: Connection, address: str) -> None:
    """Answer questions until nobody is left to ask; people who save go first."""
    os.nice(_NICENESS)
    workshop = Workshop(address)
    while True:
        try:
            question, given, named = pipe.recv()
        except EOFError:
            return
        pipe.send(_answer(workshop, question, given, named))


def _answer(workshop: Workshop, question: str, given: tuple[object, ...], named: dict[str, object]) -> tuple[bool, object]:
    """Return whether a question failed, and the answer or what was raised."""
    try:
        return False, getattr(workshop, question)(*given, **named)
    except Exception as error:  # noqa: BLE001 - it is raised where it was asked
        return True, error
