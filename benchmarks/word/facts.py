"""对比用数据 - The facts and the chart both engines print; made without any document library, so that memory can be compared."""

import random
import struct
import zlib

from perfeval.reports.word import Picture

SENTENCE = "本项目由{unit}组织实施，资金使用符合预算批复与管理办法的规定，A&B 两类支出均 <低于> 限额，群众反映良好。"


def data(rows: int, seed: int) -> dict[str, object]:
    """数据 - Return the facts of one of several projects, without the chart."""
    chance = random.Random(seed)
    unit = f"第{seed}实验中学"
    sentence = SENTENCE.format(unit=unit) * 3
    return {
        "title": f"“{seed}号项目”绩效自评报告",
        "unit": unit,
        "date": "2026年3月5日",
        "chapters": [{"title": f"{number}、基本情况", "paragraphs": [f"（{n}）{sentence}" for n in range(7)]} for number in "一二三四五"],
        "rows": [_row(number, chance) for number in range(rows)],
        "funds": [
            {"source": f"资金{n}", "original": "100.00", "adjusted": "120.00", "spent": f"{chance.random() * 120:.2f}"} for n in range(5)
        ],
        "attachments": [f"证明材料 {n} & 说明" for n in range(8)],
    }


def _row(number: int, chance: random.Random) -> dict[str, str]:
    done = chance.randrange(80, 101)
    return {
        "aspect": ("数量指标", "质量指标", "时效指标")[number % 3],
        "name": f"第{number + 1}项培训人次",
        "target": "≥100人",
        "actual": f"{done}人",
        "weight": "10",
        "points": f"{done / 10:.2f}",
        "reason": "" if done == 100 else f"完成率<{done}%，原因：报名人数少；改进：提前通知",
    }


def chart() -> bytes:
    """统计图 - Return a PNG of about 59 KB."""
    chance = random.Random(1)
    rows = b"".join(b"\0" + chance.randbytes(150) + bytes(450) for _ in range(390))
    header = struct.pack(">IIBBBBB", 200, 390, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )


def with_chart(facts: dict[str, object], picture: bytes) -> dict[str, object]:
    """加图 - Return the facts as our engine takes them."""
    return {**facts, "chart": Picture(picture, 150)}
