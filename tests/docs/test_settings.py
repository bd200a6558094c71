"""运行设置 - Every setting has its heading, its variable and its default on the page."""

import re
from dataclasses import fields

import pytest

from perfeval import settings
from perfeval.errors import Invalid
from perfeval.settings import Settings
from tests.architecture.house import ROOT

PAGE = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")


def test_every_setting_has_a_heading_with_its_variable_and_default() -> None:
    sections = dict(re.findall(r"^## (\w+)\n\n(`.*?)(?=\n\n|\Z)", PAGE, re.MULTILINE | re.DOTALL))
    for field in fields(Settings):
        assert f"`PERFEVAL_{field.name.upper()}`，默认 `{field.default}`" in sections[field.name]
    assert {name for name in sections if name.isascii()} == {field.name for field in fields(Settings)}


def test_settings_are_read_from_the_environment() -> None:
    environment = {"PERFEVAL_HOST": "::1", "PERFEVAL_PORT": "0", "PERFEVAL_THREADS": "2", "PERFEVAL_LOG_LEVEL": "error"}
    assert settings.read(environment) == Settings(host="::1", port=0, threads=2, log_level="error")
    assert settings.read({}) == Settings()


@pytest.mark.parametrize(("name", "text"), [("PORT", "80a"), ("PORT", "65536"), ("PORT", "-1"), ("THREADS", "0"), ("LOG_LEVEL", "loud")])
def test_a_setting_that_cannot_be_used_is_named(name: str, text: str) -> None:
    with pytest.raises(Invalid, match=f"PERFEVAL_{name}：.*“{text}”"):
        settings.read({f"PERFEVAL_{name}": text})
