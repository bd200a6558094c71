"""服务命令 - Run the service, describe it, and show it with worked examples."""

import json
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from perfeval.cli.arguments import Chosen, Parser
from perfeval.cli.failures import DONE

if TYPE_CHECKING:
    from perfeval.desks.opening import Premises
    from perfeval.settings import Settings


def add(parser: Parser) -> None:
    """加入命令 - Add the commands of this file."""
    parser.command("openapi", "输出接口说明（OpenAPI 文档）").does(_openapi)

    serve = parser.command("serve", "启动服务")
    serve.options.add_argument("--host", metavar="HOST", help="监听地址，默认 127.0.0.1（只有本机能访问）")
    serve.options.add_argument("--port", metavar="N", type=int, help="端口，默认 8000；0 表示任选一个空闲端口")
    serve.options.add_argument("--data", metavar="DIR", help="数据目录，默认用环境变量 PERFEVAL_DATA；都没有写时不保存内容，也不需要登录")
    serve.does(_serve)

    demo = parser.command("demo", "给随程序提供的示例评分、生成 Word，再造一个示例县，打印演示账号，启动服务")
    demo.options.add_argument(
        "--data",
        metavar="DIR",
        help="示例县放在哪个空目录（已有的示例县会沿用），默认 out/demo；写了它而没有写 --out 时，Word 放在 DIR/out",
    )
    demo.options.add_argument("--out", metavar="DIR", help="Word 文件放在哪个目录，默认 out")
    demo.options.add_argument("--port", metavar="N", type=int, help="端口，默认 8000，被占用时任选一个")
    demo.options.add_argument("--no-serve", action="store_true", help="不启动服务；没有写 --data 时也不造示例县")
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
    from perfeval.desks import opening

    own = _with(settings.read_for(chosen.data), chosen.host, chosen.port)
    return _run(own, opening.open_up(own) if opening.has_database(own) else None)


def _demo(chosen: Chosen) -> int:
    """Score and print the examples, make the county, and then run the service in it."""
    from perfeval import settings
    from perfeval.cli import demo
    from perfeval.desks.county import show

    out = chosen.out or (f"{chosen.data}/out" if chosen.data else "out")
    folder = Path(chosen.data or f"{out}/demo")
    standard = show.settings_of(settings.read(), folder)
    if chosen.data or not chosen.no_serve:
        show.claim(folder)
    demo.run(out)
    if chosen.data or not chosen.no_serve:
        demo.county(standard, folder)
    if chosen.no_serve:
        return DONE
    own = demo.with_free_port(standard) if chosen.port is None else _with(standard, None, chosen.port)
    return _run(own, show.open_up(own))


def _run(chosen: "Settings", premises: "Premises | None" = None) -> int:
    """Serve; Ctrl-C is how a service is meant to end."""
    from perfeval import web

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # how a supervisor asks; it ends as with Ctrl-C
    try:
        web.serve(chosen, ready=lambda address: print(f"READY {address}\n按 Ctrl-C 停止", flush=True), premises=premises)
    except KeyboardInterrupt:
        print("服务已停止", file=sys.stderr)
    finally:
        if premises is not None:
            premises.close()
    return DONE


def _with(standard: "Settings", host: str | None, port: int | None) -> "Settings":
    """Return the settings with what was written on the command line."""
    return standard.model_copy(update={"host": host or standard.host, "port": standard.port if port is None else port})
