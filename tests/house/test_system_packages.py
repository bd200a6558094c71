"""系统软件包 - What is missing is installed where that is allowed, and named in plain words where it is not."""

import subprocess
import sys

import pytest

from scripts import system_packages
from scripts.system_packages import NEEDS, Need

ABSENT = Need("不存在的程序", "no-such-package", "no-such-program-at-all")


def test_a_program_that_does_not_exist_is_not_met() -> None:
    assert not ABSENT.met()


def test_a_program_that_prints_nothing_for_its_arguments_is_not_met() -> None:
    assert not Need("空答", "python3", sys.executable, ("-c", "pass")).met()


def test_a_virtual_environment_can_be_made_here() -> None:
    assert all(need.met() for need in NEEDS["setup"])


def test_the_advice_names_program_package_and_command() -> None:
    words = system_packages.advice([ABSENT])
    assert "不存在的程序" in words
    assert "apt-get install --no-install-recommends no-such-package" in words


def test_an_ordinary_user_is_told_and_nothing_is_installed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(NEEDS, "tests", (ABSENT,))
    monkeypatch.setattr(system_packages, "may_install", lambda: False)
    monkeypatch.setattr(system_packages, "install", lambda _: pytest.fail("must not install"))
    assert system_packages.main("tests") == 1
    assert "no-such-package" in capsys.readouterr().err


def test_root_gets_the_list_refreshed_and_the_package_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []

    def record(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        ran.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", record)
    system_packages.install([ABSENT])
    assert ran == [
        ["apt-get", "--quiet=2", "update"],
        ["apt-get", "--quiet=2", "install", "--yes", "--no-install-recommends", "no-such-package"],
    ]
