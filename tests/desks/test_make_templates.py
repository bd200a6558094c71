"""制作模板的脚本 - What it does not know it says, and then it does nothing."""

from pathlib import Path

import pytest

from scripts import make_templates


@pytest.fixture(autouse=True)
def nothing_is_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let every attempt to write fail."""
    monkeypatch.setattr(make_templates, "FOLDER", tmp_path / "nowhere")
    monkeypatch.setattr(make_templates, "ROOT", tmp_path / "nowhere")


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_is_given_and_nothing_done(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert make_templates.main([option, "cn.annex"]) == 0
    assert "--anew [ID ...]" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["--sample"], ["--anew", "--foo", "cn.annex"], ["-x"]])
def test_an_option_that_is_not_known_stops_the_script_with_its_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert make_templates.main(arguments) == 2
    told = capsys.readouterr().err
    assert "不认识的选项" in told
    assert "--samples [ID ...]" in told


def test_a_template_that_is_not_known_stops_the_script(capsys: pytest.CaptureFixture[str]) -> None:
    assert make_templates.main(["--samples", "cn.anex"]) == 2
    assert "没有这些模板：cn.anex" in capsys.readouterr().err
