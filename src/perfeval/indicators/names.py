"""名称比较 - Compare names of levels and indicators the way people read them, not the way they type them."""

import re
from functools import lru_cache

from perfeval.quantities import normal

_POINTS = re.compile(r"\(\d+(?:\.\d+)?(?:分|%)?\)")
_PUNCTUATION = re.compile(r"[^\w%‰]|_")


@lru_cache(maxsize=8192)
def plain_name(name: str) -> str:
    """名称要义 - Return a name without blanks, ★, a bracket of points and a closing 指标.

    Example:
        >>> plain_name("★ 经济效益指标（30分）"), plain_name("产出 指标(50)")
        ('经济效益', '产出')
    """
    bare = _POINTS.sub("", normal(name).replace("★", ""))
    return bare.removesuffix("指标") or bare


@lru_cache(maxsize=8192)
def letters(name: str) -> str:
    """名称字母 - Return a name without any punctuation, for finding the same indicator written twice.

    Example:
        >>> letters("验收（合格）率") == letters("验收合格率")
        True
    """
    return _PUNCTUATION.sub("", plain_name(name))
