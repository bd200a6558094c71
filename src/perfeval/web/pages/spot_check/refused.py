"""被退回的表单 - A page with several forms shows the one that was refused as it was typed, with what is wrong beside its fields."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import Request
from starlette.datastructures import FormData

from perfeval.errors import PerfevalError


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """被退回的表单 - Hold which form of a page was refused, what was typed into it, and why; of no form where nothing was."""

    form: str = ""
    typed: FormData = field(default_factory=FormData)
    refusal: PerfevalError | None = None

    def of(self, form: str) -> "Refused":
        """这张表单的 - Return this where it is about that form, else what is about none."""
        return self if self.form == form else NOTHING

    @property
    def anchor(self) -> str:
        """填写处 - Return the form to go back to, nothing where it was only a button."""
        typed = (value for name, value in self.typed.multi_items() if name not in {"csrf", "version", "go", "to"})
        return self.form if any(typed) else ""

    @property
    def wrong(self) -> Mapping[str, str]:
        """不对的项 - Return by field what is wrong with it."""
        return {each.where: each.message for each in self.refusal.places} if self.refusal else {}

    def get(self, name: str, otherwise: str = "") -> str:
        """所填 - Return what was typed into a field; where nothing was refused, something else."""
        value = self.typed.get(name, "")
        return (value if isinstance(value, str) else "") if self.form else otherwise

    def ticked(self, name: str, value: str) -> bool:
        """已勾选 - Tell whether one of several boxes was ticked."""
        return value in self.typed.getlist(name)


NOTHING = Refused()
"""没有退回 - What a page shows where nothing was refused."""


def refused(request: Request, form: str, refusal: PerfevalError) -> Refused:
    """退回 - Return a form that was refused with what was typed into it."""
    return Refused(form=form, typed=getattr(request.state, "form", FormData()), refusal=refusal)
