"""流转 - A process is a tuple of transitions; what is allowed follows from state, roles and what holds.

Two kinds of condition: what must hold before (`needs`: no errors, in time), which a button shows beforehand, and what the request
itself must bring (`asks`: a reason), which is known only when somebody presses it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from perfeval.accounts import Role
from perfeval.errors import Conflict, Forbidden, Invalid, Place

Failing = Mapping[str, Sequence[str]]
"""不满足的条件 - The names of conditions that do not hold, each with what to say; nothing to say means the condition's own sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """前提 - Name what must hold, or be given, before a transition, and what to say where it is not."""

    name: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """流转 - Say from which state which action leads where, who may do it, what must hold and be given, and how the journal tells it."""

    source: str
    action: str
    target: str
    roles: tuple[Role, ...]
    needs: tuple[Guard, ...] = ()
    asks: tuple[Guard, ...] = ()
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """操作请求 - Hold which action is asked for, what was given with it, and where it should lead if there is a choice."""

    action: str
    given: Collection[str] = ()
    to: str | None = None


Process = tuple[Transition, ...]
"""流程 - A table of transitions; where an action leads from one state to several, the first is meant unless the request says."""


def available(process: Process, state: str, roles: Collection[Role]) -> tuple[Transition, ...]:
    """可用操作 - Return what somebody with these roles can do in a state, whether or not it is allowed yet."""
    return tuple(each for each in process if each.source == state and set(each.roles) & set(roles))


def why_not(transition: Transition, failing: Failing) -> tuple[str, ...]:
    """未满足条件 - Return why a transition is not allowed, nothing where it is."""
    return tuple(
        sentence for guard in transition.needs if guard.name in failing for sentence in (tuple(failing[guard.name]) or (guard.says,))
    )


def not_allowed(why: Sequence[str]) -> Conflict:
    """不能进行 - Return the error of an action or a save that is refused, with the same reasons as the button shows."""
    return Conflict("not-allowed", "；".join(why), more={"why": list(why)})


def move(process: Process, state: str, request: Request, roles: Collection[Role], failing: Failing) -> Transition:
    """执行 - Return the transition that a request asks for.

    Raises: Conflict `not-allowed`, when the state has no such action or something does not hold yet, with the reasons;
    Forbidden, when others may do it and these roles may not; Invalid, when the request lacks what it must bring.
    """
    here = [each for each in process if each.source == state and each.action == request.action]
    if not here:
        known = [each for each in process if each.action == request.action]
        if known and not any(set(each.roles) & set(roles) for each in known):
            raise _others(known[0])
        raise not_allowed(("当前状态不能进行这项操作",))
    mine = [each for each in here if set(each.roles) & set(roles)]
    if not mine:
        raise _others(here[0])
    led = [each for each in mine if request.to in {None, each.target}]
    if not led:
        raise not_allowed(("不能退到所选的环节",))
    why = why_not(led[0], failing)
    if why:
        raise not_allowed(why)
    _demand(led[0], request)
    return led[0]


def _others(transition: Transition) -> Forbidden:
    """Return the error of somebody who may not do what others may."""
    return Forbidden("role-forbidden", f"这项操作由{'、'.join(role.label for role in transition.roles)}进行")


def _demand(transition: Transition, request: Request) -> None:
    """Refuse a request that lacks what the transition asks for."""
    lacking = tuple(Place(where=ask.name, message=ask.says) for ask in transition.asks if ask.name not in request.given)
    if lacking:
        raise Invalid("request-invalid", "；".join(place.message for place in lacking), lacking)
