"""运行设置 - Every setting has its heading, its variable and its default on the page, and is read from where the page says."""

import re
from pathlib import Path

import pytest

from perfeval import settings
from perfeval.errors import Invalid
from perfeval.settings import Settings
from tests.architecture.house import ROOT

PAGE = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
SECRET = "postgresql://somebody:hunter2@127.0.0.1/perfeval"  # noqa: S105 - nobody's


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin without any setting of whoever runs the tests."""
    for name in ("SETTINGS_FILE", "SECRETS_DIR", *(name.upper() for name in Settings.model_fields)):
        monkeypatch.delenv(f"PERFEVAL_{name}", raising=False)


def shown(default: object) -> str:
    """Return a default as the page writes it."""
    if default is None or default == ():
        return "空"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def test_every_setting_has_a_heading_with_its_variable_and_default() -> None:
    sections = dict(re.findall(r"^### (\w+)\n\n(`.*?)(?=\n\n|\Z)", PAGE, re.MULTILINE | re.DOTALL))
    for name, field in Settings.model_fields.items():
        assert f"`PERFEVAL_{name.upper()}`，默认 {shown(field.default)}：" in sections[name]
    assert set(sections) == set(Settings.model_fields)


def test_settings_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in {
        "HOST": "::1",
        "PORT": "0",
        "THREADS": "2",
        "LOG_LEVEL": "error",
        "TRUSTED_PROXIES": "10.0.0.1, 10.1.0.0/16",
    }.items():
        monkeypatch.setenv(f"PERFEVAL_{name}", text)
    assert settings.read() == Settings(host="::1", port=0, threads=2, log_level="error", trusted_proxies=("10.0.0.1", "10.1.0.0/16"))


def test_what_is_not_written_or_empty_keeps_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFEVAL_PORT", "")
    assert settings.read() == Settings()


def test_a_plain_value_of_settings_does_not_look_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFEVAL_PORT", "9000")
    assert Settings().port == 8000


def test_the_environment_goes_before_secrets_and_these_before_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file, secrets = tmp_path / "perfeval.env", tmp_path / "secrets"
    file.write_text("# 设置\nPERFEVAL_PORT=1\nPERFEVAL_THREADS=1\nPERFEVAL_HOST=127.0.0.2\n", encoding="utf-8")
    secrets.mkdir()
    (secrets / "perfeval_threads").write_text("2\n", encoding="utf-8")
    (secrets / "perfeval_host").write_text("127.0.0.3\n", encoding="utf-8")
    monkeypatch.setenv("PERFEVAL_SETTINGS_FILE", str(file))
    monkeypatch.setenv("PERFEVAL_SECRETS_DIR", str(secrets))
    monkeypatch.setenv("PERFEVAL_HOST", "127.0.0.4")
    assert settings.read() == Settings(port=1, threads=2, host="127.0.0.4")


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("PORT", "80a", "应为 0 到 65535 之间的整数，写的是“80a”"),
        ("PORT", "65536", "应为 0 到 65535 之间的整数，写的是“65536”"),
        ("PORT", "-1", "写的是“-1”"),
        ("THREADS", "0", "应为 1 到 64 之间的整数"),
        ("LOG_LEVEL", "loud", "应为critical、error、warning、info、debug 之一，写的是“loud”"),
        ("TLS", "maybe", "应为 true 或 false，写的是“maybe”"),
        ("TRUSTED_PROXIES", "10.0.0.1, proxy", "应为逗号隔开的地址或网段，写的是“10.0.0.1, proxy”"),
        ("CLAMD", "localhost", "应为 主机:端口，或以 / 开头的套接字路径，写的是“localhost”"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch, name: str, text: str, expected: str) -> None:
    monkeypatch.setenv(f"PERFEVAL_{name}", text)
    with pytest.raises(Invalid, match=f"PERFEVAL_{name}：.*{expected}"):
        settings.read()


def test_a_setting_in_the_file_that_does_not_exist_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "perfeval.env"
    file.write_text("PERFEVAL_PROT=1\n", encoding="utf-8")
    monkeypatch.setenv("PERFEVAL_SETTINGS_FILE", str(file))
    with pytest.raises(Invalid, match="PERFEVAL_PROT：没有这项设置"):
        settings.read()


def test_a_file_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PERFEVAL_SETTINGS_FILE", str(tmp_path / "no.env"))
    with pytest.raises(Invalid, match="PERFEVAL_SETTINGS_FILE：没有"):
        settings.read()


def test_secrets_are_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFEVAL_DATABASE_URL", SECRET)
    found = settings.read()
    assert "hunter2" not in f"{found!r} {found} {found.model_dump_json()}"
    assert found.database_url is not None
    assert found.database_url.get_secret_value() == SECRET


def test_a_secret_that_cannot_be_used_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFEVAL_DATABASE_URL", "mysql://somebody:hunter2@127.0.0.1/perfeval")
    with pytest.raises(Invalid, match="PERFEVAL_DATABASE_URL：应为") as told:
        settings.read()
    assert "hunter2" not in str(told.value)
