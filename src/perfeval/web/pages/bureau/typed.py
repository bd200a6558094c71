"""批次表单 - What somebody typed to set up a round, kept as it was typed; turned into what the desk takes, with what cannot be read.

Days stand for times in the office's own time: a round opens when its first day begins and closes when its last day ends.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from starlette.datastructures import FormData

from perfeval.accounts import date_of, day_begins, day_ends, moved
from perfeval.desks.bureau import Change, Draft
from perfeval.desks.preparing import Present
from perfeval.errors import Place
from perfeval.evaluation import FILED
from perfeval.web.posted import word
from perfeval.workflow import CHECKS, State

SPARE = 2
"""空行 - How many more sets can be named than there are."""
FIRST_YEAR, LAST_YEAR = 1990, 2100
_LISTS = ("template", "unit", "step", "text_off")
_WORDS = ("year", "title", "opening", "deadline", "grace", "units", "owners_confirm", "stamped")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """所填 - Hold what was typed: words by their names, sets by what they are for, ticks as lists."""

    words: Mapping[str, str] = field(default_factory=dict)
    sets: Mapping[str, str] = field(default_factory=dict)
    more: Sequence[tuple[str, str]] = ()
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def word(self, name: str) -> str:
        """文字项 - Return a word, empty where none was typed."""
        return self.words.get(name, "")

    def ticked(self, name: str) -> Sequence[str]:
        """已勾选 - Return what is ticked under a name."""
        return self.lists.get(name, ())

    @property
    def references(self) -> dict[str, str]:
        """所选体系 - Return the chosen sets by what they are for."""
        return {name: own for name, own in (*self.sets.items(), *self.more) if name and own}

    @property
    def year(self) -> int:
        """年度 - Return the year, 0 where it cannot be read."""
        text = self.word("year")
        year = int(text) if text.isascii() and text.isdecimal() else 0
        return year if FIRST_YEAR <= year <= LAST_YEAR else 0

    @property
    def templates(self) -> dict[str, list[str]]:
        """所选模板 - Return the chosen templates by what they are for, of chosen sets only."""
        pairs = [each.partition("|") for each in self.ticked("template")]
        return {
            name: [own for kind, _, own in pairs if kind == name] for name in self.references if any(kind == name for kind, _, _ in pairs)
        }

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """全部所填 - Return everything as pairs, for the fields that a page carries along unseen."""
        pairs = [(name, value) for name, value in self.words.items() if value]
        pairs += [(f"set.{name}", value) for name, value in self.sets.items() if value]
        pairs += [pair for at, (name, own) in enumerate(self.more) for pair in ((f"more.{at}", name), (f"more_set.{at}", own)) if pair[1]]
        return [*pairs, *((name, value) for name, values in self.lists.items() for value in values)]

    @property
    def faults(self) -> list[Place]:
        """读不出的 - Return what cannot be read as it was typed."""
        found = []
        if not self.year:
            found.append(Place(where="year", message=f"年度应为{FIRST_YEAR}到{LAST_YEAR}的四位数字", suggestion="如 2025"))
        for name, title in (("opening", "开始日期"), ("deadline", "截止日期")):
            if not _is_day(self.word(name)):
                found.append(Place(where=name, message=f"请写{title}", suggestion="如 2026-03-01"))
        if not (self.word("grace") or "0").isdecimal():
            found.append(Place(where="grace", message="宽限天数应为整数，没有宽限写 0"))
        if self.word("units") == "some" and not self.ticked("unit"):
            found.append(Place(where="units", message="没有选中单位", suggestion="请勾选参加的单位，或选全部单位"))
        named = [name for name, _ in self.more if name]
        if any(bool(name) != bool(own) for name, own in self.more) or len({*named, *self.sets}) < len(named) + len(self.sets):
            found.append(Place(where="sets", message="另加的体系要有名称、有体系，名称不能相同"))
        return found

    @property
    def draft(self) -> Draft:
        """新批次 - Return the round that is asked for; what cannot be read stands empty in it."""
        return Draft(
            year=self.year,
            title=self.word("title"),
            sets=self.references,
            templates=self.templates,
            opening=opening(self.word("opening")),
            deadline=deadline(self.word("deadline")),
            steps=self.steps,
            grace=self.grace,
            owners_confirm=bool(self.word("owners_confirm")),
            stamped=bool(self.word("stamped")),
            text_off=list(self.ticked("text_off")),
            units=list(self.ticked("unit")) if self.word("units") == "some" else None,
        )

    @property
    def steps(self) -> list[str]:
        """审核环节 - Return the chosen checks in their order."""
        return [step.value for step in CHECKS if step.value in self.ticked("step")]

    @property
    def grace(self) -> int:
        """宽限天数 - Return the days of grace, -1 where they cannot be read."""
        text = self.word("grace") or "0"
        return int(text) if text.isascii() and text.isdecimal() and len(text) <= len("9999") else -1

    def change(self, there: Present) -> Change:
        """批次变更 - Return what is to be different from a round that is there; a day that stays keeps its hour."""
        own, before = there.head.round, typed_of(there)
        same = self.references == before.references
        stays = {name for name in ("opening", "deadline") if self.word(name) == before.word(name)}
        return Change(
            title=self.word("title"),
            sets=None if same else self.references,
            templates=self.templates,
            steps=None if self.steps == before.steps else self.steps,
            opening=own.opening if "opening" in stays else opening(self.word("opening")),
            deadline=own.deadline if "deadline" in stays else deadline(self.word("deadline")),
            grace=self.grace,
            owners_confirm=bool(self.word("owners_confirm")),
            stamped=bool(self.word("stamped")),
            text_off=list(self.ticked("text_off")),
            units=list(self.ticked("unit")) if self.word("units") == "some" else None,
        )


def typed_in(form: FormData) -> Typed:
    """读表单 - Return what a form brought."""
    more = [
        (word(form, f"more.{at}"), word(form, f"more_set.{at}")) for at in range(len([name for name in form if name.startswith("more.")]))
    ]
    return Typed(
        words={name: word(form, name) for name in _WORDS},
        sets={kind.value: word(form, f"set.{kind.value}") for kind in FILED},
        more=tuple(pair for pair in more if any(pair)),
        lists={name: tuple(dict.fromkeys(str(each) for each in form.getlist(name))) for name in _LISTS},
    )


def typed_of(there: Present) -> Typed:
    """现有内容 - Return a round that is there as if somebody had typed it."""
    own = there.head.round
    sets = {name: f"{each['id']}@{each['version']}" for name, each in json.loads(own.sets).items()}
    templates = [f"{name}|{each}" for name, wanted in json.loads(own.templates).items() for each in wanted]
    words = {"year": str(own.year), "title": own.title, "grace": str(own.grace), "units": "same"}
    words |= {"opening": first_day(own.opening), "deadline": last_day(own.deadline)}
    words |= {name: "1" for name in ("owners_confirm", "stamped") if getattr(own, name)}
    ticks = {"template": templates, "step": json.loads(own.steps), "text_off": json.loads(own.text_off)}
    return Typed(
        words=words,
        sets={kind.value: sets.get(kind.value, "") for kind in FILED},
        more=tuple((name, each) for name, each in sets.items() if name not in FILED),
        lists={**ticks, "unit": [each.unit for each in there.units]},
    )


def fresh(year: int) -> Typed:
    """空白 - Return what a new round begins with: last year's evaluation, the two usual checks, every unit."""
    words = {"year": str(year), "title": f"{year}年度部门预算项目支出绩效自评", "grace": "0", "units": "all"}
    return Typed(words=words, lists={"step": (State.UNIT_CHECK.value, State.DEPARTMENT_CHECK.value)})


def with_templates(typed: Typed, templates: Sequence[str]) -> Typed:
    """补选模板 - Return the same with other templates ticked."""
    return replace(typed, lists={**typed.lists, "template": tuple(templates)})


def told(faults: Sequence[Place], own: Sequence[Place]) -> list[Place]:
    """全部不对之处 - Return what the desk found beside what could not be read; a place is told once, in the words for people."""
    unread = {each.where for each in own}
    return [*own, *(each for each in faults if each.where not in unread and not ("year" in unread and each.where.startswith("sets.")))]


def opening(day: str) -> str:
    """开始时刻 - Return when a day begins, empty where it is none."""
    return day_begins(day) if _is_day(day) else ""


def deadline(day: str) -> str:
    """截止时刻 - Return when a day ends, empty where it is none."""
    return day_ends(day) if _is_day(day) else ""


def first_day(at: str) -> str:
    """开始日期 - Return the day on which something opens."""
    return date_of(at)


def last_day(at: str) -> str:
    """截止日期 - Return the day with which something ends; midnight ends the day before."""
    return date_of(moved(at, minutes=-1))


def _is_day(text: str) -> bool:
    """Tell whether a text is a day as browsers send them."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
