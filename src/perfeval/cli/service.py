"""服务命令 - Run the service, describe it, and show it with worked examples."""

import json
import sys
from typing import TYPE_CHECKING

from perfeval.cli.arguments import Chosen, Parser
from perfeval.cli.failures import DONE

if TYPE_CHECKING:
    from perfeval.settings import Settings


def add(parser: Parser) -> None:
    """加入命令 - Add the commands of this file."""
    parser.command("openapi", "输出接口说明（OpenAPI 文档）").does(_openapi)

    serve = parser.command("serve", "启动服务")
    serve.options.add_argument("--host", metavar="HOST", help="监听地址，默认 127.0.0.1（只有本机能访问）")
    serve.options.add_argument("--port", metavar="N", type=int, help="端口，默认 8000；0 表示任选一个空闲端口")
    serve.does(_serve)

    demo = parser.command("demo", "给随程序提供的示例评分、生成 Word，然后启动服务")
    demo.options.add_argument("--data", metavar="DIR", help="演示数据目录；写了它而没有写 --out 时，Word 放在 DIR/out")
    demo.options.add_argument("--out", metavar="DIR", help="Word 文件放在哪个目录，默认 out")
    demo.options.add_argument("--port", metavar="N", type=int, help="端口，默认 8000，被占用时任选一个")
    demo.options.add_argument("--no-serve", action="store_true", help="生成后结束，不启动服务")
    demo.does(_demo)


def _openapi(_: Chosen) -> int:
    """Print the OpenAPI document."""
    from perfeval import web
    from perfeval.settings import Settings

    print(json.dumps(web.create_app(Settings()).openapi(), ensure_ascii=False, indent=2))
    return DONE


def _serve(chosen: Chosen) -> int:
    """Run the service until it is stopped."""
    from perfeval import settings

    return _run(_with(settings.read(), chosen.host, chosen.port))


def _demo(chosen: Chosen) -> int:
    """Score the examples, print them, and then run the service."""
    from perfeval.cli import demo

    demo.run(chosen.out or (f"{chosen.data}/out" if chosen.data else "out"))
    if chosen.no_serve:
        return DONE
    from perfeval import settings

    standard = settings.read()
    return _run(demo.with_free_port(standard) if chosen.port is None else _with(standard, None, chosen.port))


def _run(chosen: "Settings") -> int:
    """Serve; Ctrl-C is how a service is meant to end."""
    from perfeval import web

    try:
        web.serve(chosen, ready=lambda address: print(f"READY {address}\n按 Ctrl-C 停止", flush=True))
    except KeyboardInterrupt:
        print("服务已停止", file=sys.stderr)
    return DONE


def _with(standard: "Settings", host: str | None, port: int | None) -> "Settings":
    """Return the settings with what was written on the command line."""
    from dataclasses import replace

    return replace(standard, host=host or standard.host, port=standard.port if port is None else port)
