"""口令 - What a password must be; every fault is said at once, in words a clerk understands."""

from dataclasses import dataclass

_CLASSES = (str.islower, str.isupper, str.isdigit)
_COMMON = frozenset({"password", "12345678", "1234567890", "qwertyuiop", "administrator", "abcdefghij", "1q2w3e4r5t"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordPolicy:
    """口令策略 - Hold how long a password is, of how many kinds of signs, how many old ones are barred, and its age in days."""

    length: int = 10
    classes: int = 3
    remembered: int = 5
    days: int = 90


def faults_of(password: str, login: str, policy: PasswordPolicy) -> tuple[str, ...]:
    """口令缺陷 - Return what is wrong with a new password, nothing where it may be used."""
    kinds = sum(any(kind(letter) for letter in password) for kind in _CLASSES) + any(not letter.isalnum() for letter in password)
    lower = password.casefold()
    found = (
        (len(password) < policy.length, f"口令至少{policy.length}位"),
        (kinds < policy.classes, f"口令应包含大写字母、小写字母、数字、其他符号中的至少{policy.classes}类"),
        (bool(login) and login.casefold() in lower, "口令不能包含登录名"),
        (any(word in lower for word in _COMMON), "口令过于常见，请换一个"),
    )
    return tuple(message for wrong, message in found if wrong)
