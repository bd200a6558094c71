"""字宽 - Lay out Chinese text in columns: a Chinese character is two columns wide."""

import re
import unicodedata

# A word, a number or a single character, with the marks that belong before or behind it.
_PIECES = re.compile(r"[（《〈【“‘]*(?:[!-~]+|.)[，。；：、？！）》〉】”’]*")


def width(text: str) -> int:
    """显示宽度 - Return how many columns a text takes.

    Example:
        >>> width("得分9.80"), width("≥95%")
        (8, 4)
    """
    return sum(_columns(letter) for letter in text)


def safe(text: str) -> str:
    r"""可见文字 - Return the text without what would steer a terminal: control characters and marks of direction.

    Example:
        >>> safe("甲\x1b[31m乙\n丙")
        '甲[31m乙\n丙'
    """
    return "".join(letter for letter in text if letter == "\n" or unicodedata.category(letter) not in {"Cc", "Cf"})


def padded(text: str, columns: int) -> str:
    """左对齐 - Return the text with blanks behind it.

    Example:
        >>> padded("得分", 6) + "|"
        '得分  |'
    """
    return text + " " * (columns - width(text))


def right(text: str, columns: int) -> str:
    """右对齐 - Return the text with blanks before it.

    Example:
        >>> right("9.80", 6)
        '  9.80'
    """
    return " " * (columns - width(text)) + text


def folded(text: str, columns: int) -> list[str]:
    """折行 - Return the text in lines of at most so many columns; numbers and words stay whole where they can.

    Example:
        >>> folded("学生受资助人数", 8), folded("按规则应为10.00分。", 12)
        (['学生受资', '助人数'], ['按规则应为', '10.00分。'])
    """
    lines = [""]
    for piece in _PIECES.findall(safe(" ".join(text.split()))):
        if width(lines[-1] + piece) > columns and lines[-1]:
            lines.append("")
        for letter in piece.lstrip() if not lines[-1] else piece:
            if width(lines[-1] + letter) > columns and lines[-1]:
                lines.append("")
            lines[-1] += letter
    return lines


def _columns(letter: str) -> int:
    """Return the columns of one character; a mark that stands on another one takes none."""
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
