"""系统软件包 - Make sure the programs exist that no Python package brings; install them where that is allowed.

`setup` needs the means to make a virtual environment. `tests` needs LibreOffice (the Word files must open in it), a CJK
font, poppler (pages as pictures), a Chromium in Chinese (every page is opened) and the programs of a PostgreSQL server (the suite
starts one of its own, on loopback, and stops it). The product itself needs none of the latter.
Runs before the virtual environment exists, so the standard library must do.
"""

import os
import shutil
import subprocess
import sys
from typing import NamedTuple


class Need(NamedTuple):
    """所需程序 - Say what is needed, which Debian package brings it and how to see that it is there."""

    title: str
    package: str
    program: str
    arguments: "tuple[str, ...]" = ()

    def met(self) -> bool:
        """已具备 - Tell whether the program is there and, where arguments are given, prints something for them."""
        if shutil.which(self.program) is None:
            return False
        if not self.arguments:
            return True
        answer = subprocess.run([self.program, *self.arguments], capture_output=True, check=False)
        return answer.returncode == 0 and bool(answer.stdout.strip())


# Debian keeps the server's programs out of the path, a folder for each version.
_SERVER_PROBE = "ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null || command -v initdb"
# Where Chromium keeps its languages differs by distribution; those that need no package of their own have them in the program's folder.
_CHINESE_PROBE = "find -L /usr/lib /usr/lib64 /usr/share /opt /snap -path '*chrom*' -name 'zh-CN.pak' 2>/dev/null | head -n 1"
_VENV_PROBE = "import ensurepip, venv; print('ok')"
NEEDS = {
    "setup": (Need("Python 虚拟环境", "python3-venv", sys.executable, ("-c", _VENV_PROBE)),),
    "tests": (
        Need("LibreOffice（检验生成的 Word 能否打开）", "libreoffice-writer-nogui", "soffice"),
        Need("浏览器 Chromium（测试打开每一页）", "chromium", "chromium"),
        Need("浏览器的中文界面（画面中的日期、选择文件）", "chromium-l10n", "sh", ("-c", _CHINESE_PROBE)),
        Need("PDF 工具 pdftotext、pdftoppm", "poppler-utils", "pdftoppm"),
        Need("字体工具 fc-list", "fontconfig", "fc-list"),
        Need("中文字体", "fonts-noto-cjk", "fc-list", (":lang=zh-cn",)),
        Need("PostgreSQL 服务器程序（测试自己启动一个）", "postgresql", "sh", ("-c", _SERVER_PROBE)),
    ),
}


def missing(group: str) -> "list[Need]":
    """缺少的程序 - Return what the group needs and this machine lacks."""
    return [need for need in NEEDS[group] if not need.met()]


def advice(needs: "list[Need]") -> str:
    """安装说明 - Return, for people, what is missing and the command that brings it."""
    lines = [f"  - {need.title}：软件包 {need.package}" for need in needs]
    packages = " ".join(need.package for need in needs)
    return "\n".join(
        [
            "缺少以下系统程序：",
            *lines,
            f"Debian、Ubuntu 上请以管理员身份运行：apt-get update && apt-get install --no-install-recommends {packages}",
            "其他系统请用各自的软件包管理器安装同名程序，然后重新运行本命令。",
        ]
    )


def may_install() -> bool:
    """可否安装 - Tell whether this user may install packages here: root, on a machine that has apt-get."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(needs: "list[Need]") -> None:
    """安装 - Bring the missing packages by apt-get, without the extras they recommend."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    packages = [need.package for need in needs]
    print("正在安装系统软件包：" + " ".join(packages), flush=True)
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", "--quiet=2", *command], check=False, env=environment)


def main(group: str) -> int:
    """确保齐备 - Install or explain what the group lacks; return 0 when nothing is missing any more."""
    needs = missing(group)
    if needs and may_install():
        install(needs)
        needs = missing(group)
    if needs:
        print(advice(needs), file=sys.stderr)
    return 1 if needs else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
