"""模板错误 - How this engine says what is wrong: place, tag, reason, next step."""

from collections.abc import Iterable
from difflib import get_close_matches

from perfeval.errors import Invalid, Place


class Fault(Exception):
    """标签出错 - Say what is wrong with a tag or its value before the place is known.

    Raised deep inside a rendering; `Template.render` finds the tag from the traceback and turns it into Invalid.
    """

    def __init__(self, code: str, message: str, suggestion: str | None = None) -> None:
        """构造 - Keep the code, the words and the next step."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.suggestion = suggestion

    def at(self, where: str, tag: str) -> Invalid:
        """定位 - Return the error a caller sees, with its place and the tag as typed."""
        return invalid(self.code, where, f"标签 {tag} {self.message}", self.suggestion)


def invalid(code: str, where: str, message: str, suggestion: str | None = None) -> Invalid:
    """带位置的错误 - Return an Invalid whose message already names the place."""
    sentence = f"{where}：{message}" + (f"，{suggestion}" if suggestion else "")
    return Invalid(code, sentence, (Place(where=where, message=message, suggestion=suggestion),))


def together(faults: list[Invalid]) -> Invalid:
    """多处错误 - Return one error that lists the places of several."""
    if len(faults) == 1:
        return faults[0]
    places = tuple(place for fault in faults for place in fault.places)
    return Invalid(faults[0].code, f"模板有 {len(places)} 处错误，第一处在{faults[0].message}", places)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """最近的名称 - Return a question with the known name that looks most like this one, or None."""
    close = get_close_matches(name, sorted(known), n=1, cutoff=0.5)
    return f"是不是“{close[0]}”？" if close else None
