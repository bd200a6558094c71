"""运行设置 - What the person who runs the service may choose; read once from environment, secrets and a file, and passed on."""

import os
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal, get_args, get_origin

from annotated_types import Ge, Le
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from perfeval.accounts import LockoutPolicy, PasswordPolicy, Policy, SessionPolicy
from perfeval.errors import Invalid, Place

Sources = tuple[PydanticBaseSettingsSource, ...]
"""来源 - Where settings are taken from."""
PREFIX = "PERFEVAL_"
_DATABASES = ("sqlite:///", "postgresql://", "postgresql+psycopg://")
FILE, SECRETS = "PERFEVAL_SETTINGS_FILE", "PERFEVAL_SECRETS_DIR"
"""设置文件与密件目录 - The variables that say where else settings stand."""


class Settings(BaseSettings):
    """运行设置 - Hold every setting of the service; docs/settings.md explains each."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", env_ignore_empty=True)

    host: str = "127.0.0.1"
    port: int = Field(8000, ge=0, le=65535)
    threads: int = Field(4, ge=1, le=64)
    log_level: Literal["critical", "error", "warning", "info", "debug"] = "warning"

    data: Path | None = None
    database_url: SecretStr | None = Field(None, description=" sqlite:/// 或 postgresql:// 开头的数据库地址")
    tls: bool = False
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field((), description="逗号隔开的地址或网段")

    password_length: int = Field(10, ge=8, le=64)
    password_classes: int = Field(3, ge=1, le=4)
    password_remembered: int = Field(5, ge=0, le=50)
    password_days: int = Field(90, ge=1, le=3650)
    totp_required: bool = True
    session_idle_minutes: int = Field(30, ge=1, le=1440)
    session_hours: int = Field(10, ge=1, le=168)
    several_sessions: bool = False
    dormant_days: int = Field(90, ge=0, le=3650)
    lockout_failures: int = Field(5, ge=1, le=100)
    lockout_minutes: int = Field(30, ge=1, le=1440)
    lockout_per_address: int = Field(60, ge=1, le=10000)
    lockout_window: int = Field(15, ge=1, le=1440)

    upload_megabytes: int = Field(50, ge=1, le=1024)
    clamd: str | None = Field(None, pattern=r"^(/.+|[^:/]+:\d{1,5})$", description=" 主机:端口，或以 / 开头的套接字路径")

    @property
    def policy(self) -> Policy:
        """安全策略 - Return the policy that these settings make; which one is in force, `desks/policy.py` says."""
        password = PasswordPolicy(
            length=self.password_length, classes=self.password_classes, remembered=self.password_remembered, days=self.password_days
        )
        lockout = LockoutPolicy(
            failures=self.lockout_failures, minutes=self.lockout_minutes, per_address=self.lockout_per_address, window=self.lockout_window
        )
        session = SessionPolicy(idle_minutes=self.session_idle_minutes, hours=self.session_hours, several=self.several_sessions)
        return Policy(password=password, lockout=lockout, session=session, dormant_days=self.dormant_days)

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        """Read a list as people write one: parted by commas."""
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """Prove that every proxy is an address or a network."""
        for each in value:
            ip_network(each, strict=False)
        return value

    @field_validator("database_url")
    @classmethod
    def _known_kind(cls, value: SecretStr | None) -> SecretStr | None:
        """Prove that the database is of a kind that the service works on."""
        if value is not None and not value.get_secret_value().startswith(_DATABASES):
            raise ValueError
        return value

    @classmethod
    def settings_customise_sources(  # type: ignore[override]
        cls, _: type[BaseSettings], /, **sources: PydanticBaseSettingsSource
    ) -> Sources:
        """来源 - Take values from nowhere but the arguments; only `read` looks outside."""
        return (sources["init_settings"],)


class _Outside(Settings):
    """Take values from the environment, else from the folder of secrets, else from the settings file."""

    @classmethod
    def settings_customise_sources(  # type: ignore[override]
        cls, _: type[BaseSettings], /, **sources: PydanticBaseSettingsSource
    ) -> Sources:
        """来源 - Return the sources, the strongest first."""
        return (sources["env_settings"], sources["file_secret_settings"], sources["dotenv_settings"])


def read() -> Settings:
    """读取设置 - Return the settings that environment, secrets and settings file name; what they do not name keeps its default.

    Raises: Invalid, naming the variable and what it may hold; a secret is never repeated.
    """
    file, secrets = os.environ.get(FILE) or None, os.environ.get(SECRETS) or None
    for name, path, kind in ((FILE, file, os.path.isfile), (SECRETS, secrets, os.path.isdir)):
        if path is not None and not kind(path):
            raise _unusable([Place(where=name, message=f"没有“{path}”", suggestion="改正或删除这个环境变量")])
    try:
        found = _Outside(_env_file=file, _env_file_encoding="utf-8", _secrets_dir=secrets)
    except ValidationError as error:
        raise _unusable([_place(str(fault["loc"][0]), fault["input"]) for fault in error.errors()]) from None
    return Settings(**{name: getattr(found, name) for name in Settings.model_fields})


def read_for(data: str | None) -> Settings:
    """读取设置 - The same, with the folder of data that was written on a command line, if one was."""
    own = read()
    return own if data is None else own.model_copy(update={"data": Path(data)})


def limits(name: str) -> tuple[int, int]:
    """上下限 - Return the least and the most that a setting may be which is a number."""
    given = Settings.model_fields[name].metadata
    low = next(each.ge for each in given if isinstance(each, Ge))
    high = next(each.le for each in given if isinstance(each, Le))
    return int(str(low)), int(str(high))


def _place(where: str, found: object) -> Place:
    """Return which variable is wrong, what it may hold and, unless it is a secret, what stands in it."""
    name = where.removeprefix(PREFIX.lower())
    variable = f"{PREFIX}{name.upper()}"
    field = Settings.model_fields.get(name)
    if field is None:
        return Place(where=variable, message="没有这项设置", suggestion="改正或删除，全部设置见 docs/settings.md")
    told = ", ".join(found) if isinstance(found, tuple) else found
    written = "" if SecretStr in get_args(field.annotation) else f"，写的是“{told}”"
    return Place(where=variable, message=f"应为{_expected(name, field)}{written}", suggestion="改正或删除这项设置")


def _expected(name: str, field: FieldInfo) -> str:
    """Return in words what a setting may hold."""
    if field.description:
        return field.description
    if get_origin(field.annotation) is Literal:
        return "、".join(get_args(field.annotation)) + " 之一"
    if field.annotation is bool:
        return " true 或 false"
    if field.annotation is not int:
        return "文字"
    low, high = limits(name)
    return f" {low} 到 {high} 之间的整数"


def _unusable(places: list[Place]) -> Invalid:
    """Return the error of settings that cannot be used."""
    return Invalid("setting-invalid", "运行设置有误", tuple(places))
