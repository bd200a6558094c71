"""运行设置 - What the person who runs the service may choose; read once from the environment and passed on."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from perfeval.errors import Invalid, Place

PREFIX = "PERFEVAL_"
_LOUDNESS = ("critical", "error", "warning", "info", "debug")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """运行设置 - Hold every setting of the service; docs/settings.md explains each."""

    host: str = "127.0.0.1"
    port: int = 8000
    threads: int = 4
    log_level: str = "warning"


def read(environment: Mapping[str, str] = os.environ) -> Settings:
    """读取设置 - Return the settings that the environment names; what it does not name keeps its default.

    Raises: Invalid, naming the variable and what it may hold.
    """
    standard = Settings()
    return Settings(
        host=environment.get(f"{PREFIX}HOST", standard.host),
        port=_number(environment, "PORT", standard.port, 0, 65535),
        threads=_number(environment, "THREADS", standard.threads, 1, 64),
        log_level=_choice(environment, "LOG_LEVEL", standard.log_level, _LOUDNESS),
    )


def _number(environment: Mapping[str, str], name: str, standard: int, low: int, high: int) -> int:
    """Return a whole number between two limits."""
    text = environment.get(f"{PREFIX}{name}", str(standard))
    if text.isascii() and text.isdecimal() and len(text) <= len(str(high)) and low <= int(text) <= high:
        return int(text)
    raise _wrong(name, text, f"{low} 到 {high} 之间的整数")


def _choice(environment: Mapping[str, str], name: str, standard: str, choices: tuple[str, ...]) -> str:
    """Return one of a few words."""
    text = environment.get(f"{PREFIX}{name}", standard)
    if text in choices:
        return text
    raise _wrong(name, text, "、".join(choices) + " 之一")


def _wrong(name: str, text: str, expected: str) -> Invalid:
    """Return the error of a variable that cannot be used."""
    place = Place(where=f"{PREFIX}{name}", message=f"应为{expected}，写的是“{text}”", suggestion="改正或删除这个环境变量")
    return Invalid("setting-invalid", "运行设置有误", (place,))
