"""示例县 - Draw a county by a seed: departments, units, people, projects with budgets and targets, and how far each has come."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from perfeval.accounts import Role
from perfeval.desks.county import names

SEED = 20_260_301
"""种子 - What the county of the demonstration grows from: the same county every time."""
PER_UNIT = 5
TOP = "99"
_ALL = ("＝", "100", "%")
WAN = 1_000_000
"""万元 - How many 分 a 万元 holds."""
_SLACK = 5
"""失分几率 - In how many rows one misses its target."""


class Fate(StrEnum):
    """去向 - Say how far a project has come by today."""

    NOT_STARTED = "not_started"
    DRAFT = "draft"
    BEGUN = "begun"
    RETURNED = "returned"
    ANSWERED = "answered"
    UNIT_CHECK = "unit_check"
    DEPARTMENT_CHECK = "department_check"
    FINANCE_CHECK = "finance_check"
    FINAL = "final"
    LATE = "late"
    EXEMPT = "exempt"
    MERGED = "merged"


_FATES = {
    Fate.NOT_STARTED: 20,
    Fate.DRAFT: 10,
    Fate.BEGUN: 16,
    Fate.RETURNED: 8,
    Fate.ANSWERED: 6,
    Fate.UNIT_CHECK: 18,
    Fate.DEPARTMENT_CHECK: 24,
    Fate.FINANCE_CHECK: 20,
    Fate.FINAL: 30,
    Fate.EXEMPT: 6,
    Fate.MERGED: 2,
}
"""各去向件数 - How many projects have come how far, the first project of each unit, a draft, left out."""
_ADJUSTED = frozenset({Fate.DRAFT, Fate.DEPARTMENT_CHECK, Fate.FINAL})
_PAST = {Fate.LATE: 4, Fate.ANSWERED: 3, Fate.EXEMPT: 1}
"""上年去向 - How many of last year's projects did not simply go through: late, sent back and answered, left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """单位 - Hold a unit of the county; above is the code of the one above it."""

    code: str
    name: str
    kind: str
    above: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """人员 - Hold somebody with an account: one role, at one unit; administrators stand at the bureau."""

    login: str
    name: str
    phone: str
    role: Role
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """批复指标 - Hold one approved row, and the number that came of it, with what is said where it fell short."""

    category: str
    aspect: str
    name: str
    sign: str
    value: str
    measure: str
    weight: str
    actual: str
    reason: str | None = None
    measures: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """项目 - Hold a project with its money in 分; units are those that file a part, or the one that files it.

    adjusts: a target and the budget are changed in the course of the year, by documents.
    """

    code: str
    name: str
    units: tuple[Unit, ...]
    fate: Fate
    original: int
    adjusted: int
    spent: int
    expected: str = ""
    targets: tuple[Target, ...] = ()
    example: str | None = None
    set: str | None = None
    unspent: tuple[str, str] = ("", "")
    adjusts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class County:
    """一个县 - Hold all of it: the bureau first among the units, departments before their units; past: the projects of last year."""

    units: tuple[Unit, ...]
    people: tuple[Person, ...]
    projects: tuple[Project, ...]
    past: tuple[Project, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """已有的项目 - Hold what the county needs to know of a shipped example that becomes one of its projects; money in 分."""

    id: str
    name: str
    set: str
    budget: int
    spent: int
    original: int | None = None


@dataclass(slots=True)
class _Draw:
    """Hold the chance by which everything is drawn, and what was drawn already."""

    chance: random.Random
    fates: list[Fate] = field(default_factory=list)

    def between(self, span: str) -> int:
        """区间取数 - Return a number of a span such as 60-280, rounded as people plan."""
        low, high = (int(part) for part in span.split("-"))
        number = self.chance.randint(low, high)
        return number if number < 100 else round(number, -1)  # noqa: PLR2004 - nobody plans 2,347 people

    def person(self) -> tuple[str, str]:
        """取人名 - Return a name and a telephone that nobody has."""
        name = self.chance.choice(names.SURNAMES) + self.chance.choice(names.GIVEN)
        return name, f"0000-{self.chance.randint(2000000, 8999999)}"


def draw(year: int, examples: Sequence[Told], seed: int = SEED) -> County:
    """抽一个县 - Return the county of a seed for a year, with the shipped examples among its projects."""
    given = _Draw(random.Random(seed))  # noqa: S311 - a county to look at, no secret
    given.fates = [fate for fate, count in _FATES.items() for _ in range(count)]
    given.chance.shuffle(given.fates)
    units = tuple(_units())
    people, projects = tuple(_people(given, units)), tuple(_projects(given, units, year, examples))
    return County(units=units, people=people, projects=projects, past=tuple(_past(given, projects, year)))


def _units() -> Iterator[Unit]:
    """Yield the tree of units, from the top down."""
    yield Unit(code=TOP, name=f"{names.COUNTY}{names.BUREAU}", kind="财政部门")
    for at, (name, (below, _)) in enumerate(names.DEPARTMENTS.items(), 1):
        department = Unit(code=f"{TOP}{at:02d}", name=f"{names.COUNTY}{name}", kind="主管部门", above=TOP)
        yield department
        for number, own in enumerate(below.split(), 1):
            yield Unit(code=f"{department.code}{number:02d}", name=f"{names.COUNTY}{own}", kind="单位", above=department.code)


def _people(given: _Draw, units: Sequence[Unit]) -> Iterator[Person]:
    """Yield everybody: those of the units first, as they are who works most."""
    kinds = {kind: [unit for unit in units if unit.kind == kind] for kind in ("单位", "主管部门", "财政部门")}
    at_unit = (("tianbao", Role.FILLER), ("shenhe", Role.UNIT_CHECKER))
    at_department = (
        ("huizong", Role.FILLER),
        ("jiguan", Role.UNIT_CHECKER),
        ("zhuguan", Role.DEPARTMENT_CHECKER),
        ("gukou", Role.SECTION_CHECKER),
    )
    at_bureau = (
        ("caizheng", Role.FINANCE_CHECKER),
        ("fuhe", Role.FINANCE_REVIEWER),
        ("fuze", Role.FINANCE_HEAD),
        ("disanfang", Role.THIRD_PARTY),
        ("shenji", Role.AUDITOR),
        ("xitong", Role.SYSTEM_ADMINISTRATOR),
        ("anquan", Role.SECURITY_ADMINISTRATOR),
        ("shenjiguanli", Role.AUDIT_ADMINISTRATOR),
    )
    for kind, posts in (("单位", at_unit), ("主管部门", at_department), ("财政部门", at_bureau)):
        for login, role in posts:
            for at, unit in enumerate(kinds[kind], 1):
                name, phone = given.person()
                yield Person(login=f"{login}{at:02d}" if len(kinds[kind]) > 1 else login, name=name, phone=phone, role=role, unit=unit)


def _projects(given: _Draw, units: Sequence[Unit], year: int, examples: Sequence[Told]) -> Iterator[Project]:
    """Yield the projects of every unit; the first is a draft that could be submitted, the last may be a shipped example."""
    own = {f"{names.COUNTY}{names.EXAMPLES[each.id]}": each for each in examples}
    themes = {f"{names.COUNTY}{name}": lines.strip().splitlines() for name, (_, lines) in names.DEPARTMENTS.items()}
    above = {unit.code: unit.name for unit in units}
    filing = [unit for unit in units if unit.kind == "单位"]
    for unit in filing:
        lines = given.chance.sample(themes[above[unit.above or ""]], PER_UNIT)
        for at, line in enumerate(lines, 1):
            fate = Fate.DRAFT if at == 1 else given.fates.pop()
            together = at == PER_UNIT and unit is filing[0]
            code = f"{_of(year - 1 if at == 1 or together else year)}{unit.code}{at:03d}"  # some go on since last year
            if at == PER_UNIT and unit.name in own:
                yield _example(own[unit.name], code, unit, fate)
            elif together:
                yield _drawn(given, names.TOGETHER, code, tuple(filing[:3]), Fate.FINAL)
            else:
                yield _drawn(given, line.strip(), code, (unit,), fate)


def _past(given: _Draw, projects: Sequence[Project], year: int) -> Iterator[Project]:
    """Yield last year's projects, which bear the code of then: with other money, targets a little lower."""
    going_on = [each for each in projects if each.code.startswith(_of(year - 1))]
    fates = [fate for fate, count in _PAST.items() for _ in range(count)]
    fates += [Fate.FINAL] * (len(going_on) - len(fates))
    given.chance.shuffle(fates)
    for each, fate in zip(going_on, fates, strict=True):
        low = given.chance.choice((90, 94, 97))
        targets = tuple(_target(given, _of_last_year(target, low)) for target in each.targets)
        adjusted = each.adjusted // WAN * low // 100 * WAN
        spent = 0 if fate is Fate.EXEMPT else adjusted // 100 * given.chance.choice((100, 99, 97, 92))
        money = {"original": adjusted, "adjusted": adjusted, "spent": spent, "unspent": given.chance.choice(names.UNSPENT)}
        own = {**money, "targets": targets, "fate": Fate.FINAL if len(each.units) > 1 else fate, "adjusts": False}
        yield replace(each, **own)  # type: ignore[arg-type] # each has the type of the field it is named for


def _of(year: int) -> str:
    """Return how codes of a year begin."""
    return f"{year % 100:02d}"


def _of_last_year(target: Target, low: int) -> tuple[str, str, str, tuple[str, str, str], str]:
    """Return an approved row as it was a year before: counts a little lower."""
    value = target.value if target.measure == "%" else str(max(1, int(target.value) * low // 100))
    return target.category, target.aspect, target.name, (target.sign, value, target.measure), target.weight


def _example(told: Told, code: str, unit: Unit, fate: Fate) -> Project:
    """Return a shipped example as a project of a unit; whether it can be submitted is for the checks to say."""
    fate = Fate.UNIT_CHECK if fate in {Fate.NOT_STARTED, Fate.EXEMPT, Fate.MERGED} else fate
    return Project(
        code=code,
        name=told.name,
        units=(unit,),
        fate=fate,
        original=told.budget if told.original is None else told.original,
        adjusted=told.budget,
        spent=told.spent,
        example=told.id,
        set=told.set,
    )


def _drawn(given: _Draw, line: str, code: str, units: tuple[Unit, ...], fate: Fate) -> Project:
    """Return a project of one line, with its money, its targets and what came of them."""
    name, money, counted, quality, benefit, asked = line.split("|")
    what, measure, span = counted.rsplit(" ", 2)
    number = given.between(span)
    planned = given.between(money)
    original = planned * WAN
    adjusted = (planned + given.chance.choice((0, 0, 0, -(planned // 20), planned // 10))) * WAN
    spent = 0 if fate is Fate.EXEMPT else adjusted // 100 * given.chance.choice((100, 100, 98, 96, 93, 88))
    rows = (
        ("产出指标", "数量指标", what, ("≥", str(number), measure), "20"),
        ("产出指标", "质量指标", quality, _ALL, "20"),
        ("产出指标", "时效指标", "按期完成率", _ALL, "10"),
        ("效益指标", "社会效益指标", benefit, ("≥", str(given.chance.choice((90, 92, 95))), "%"), "30"),
        ("满意度指标", "服务对象满意度指标", f"{asked}满意度", ("≥", str(given.chance.choice((85, 90))), "%"), "10"),
    )
    return Project(
        code=code,
        name=name,
        units=units,
        fate=fate,
        original=original,
        adjusted=adjusted,
        spent=spent,
        expected=f"{what}{number}{measure}，{quality}100%，{asked}满意。",
        targets=tuple(_target(given, row) for row in rows),
        unspent=given.chance.choice(names.UNSPENT),
        adjusts=len(units) == 1 and fate in _ADJUSTED and planned % 13 == 0,
    )


def _target(given: _Draw, row: tuple[str, str, str, tuple[str, str, str], str]) -> Target:
    """Return an approved row with the number that came of it."""
    category, aspect, name, (sign, value, measure), weight = row
    own = {"category": category, "aspect": aspect, "name": name, "sign": sign, "value": value, "measure": measure, "weight": weight}
    whole = int(value)
    if given.chance.randrange(_SLACK) == 0:
        reason, measures = names.COMPLAINT if category == "满意度指标" else given.chance.choice(names.SHORTFALLS)
        missed = max(1, whole * given.chance.choice((95, 88, 75, 55)) // 100)
        if missed < whole:
            return Target(**own, actual=f"{missed}{measure}", reason=reason, measures=measures)
    more = given.chance.choice((0, 0, 2, 4)) if sign == "≥" else 0
    reached = whole * (100 + more) // 100
    return Target(**own, actual=f"{min(reached, 100) if measure == '%' else reached}{measure}")
