"""文字校验速度 - 1,000 reports one by one and side by side, and the search for copies over 5,000: seconds, memory, recall, precision.

Reports are made by chance with known copies; the limits are on recall and precision, not on seconds of one machine.
"""

import resource
import sys
import time

from benchmarks.made_reports import County, county
from perfeval import library
from perfeval.checks.texts import Passage, Report, check_text, check_texts, read_report

FEW, MANY = 1_000, 5_000
SEED = 20_260_102
RECALL, PRECISION = 0.95, 0.90


def read(made: County) -> dict[str, Report]:
    """读报告 - Return the texts as reports."""
    rules = library.text_rules()
    return {name: read_report([Passage(text=text)], rules) for name, text in made.texts.items()}


def measured(reports: int) -> tuple[float, float, float, float]:
    """量一次 - Return the seconds of reading and of checking side by side, and recall and precision of the copies found."""
    made, rules = county(reports, SEED), library.text_rules()
    begin = time.perf_counter()
    texts = read(made)
    middle = time.perf_counter()
    answers = check_texts(texts, rules)
    end = time.perf_counter()
    told = {
        (name, int(each.where.split("[")[1].rstrip("]")))
        for name, findings in answers.items()
        for each in findings
        if each.code == "boilerplate"
    }
    right = len(told & made.shared)
    return middle - begin, end - middle, right / len(made.shared), right / len(told)


def main() -> int:
    """量 - Print seconds, memory, recall and precision; return 1 when copies are missed or invented."""
    made, rules = county(FEW, SEED), library.text_rules()
    characters = sum(map(len, made.texts.values()))
    begin = time.perf_counter()
    texts = read(made)
    middle = time.perf_counter()
    findings = sum(len(check_text(text, rules)) for text in texts.values())
    end = time.perf_counter()
    print(
        f"{FEW} reports, {characters} characters: read {middle - begin:.2f} s, checked one by one {end - middle:.2f} s, {findings} findings"
    )
    kept = True
    for reports in (FEW, MANY):
        reading, checking, recall, precision = measured(reports)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{reports} side by side: read {reading:.2f} s, checked {checking:.2f} s, at most {memory:.0f} MB of the process")
        print(f"{'':6} copies: recall {recall:.3f} (at least {RECALL}), precision {precision:.3f} (at least {PRECISION})")
        kept = kept and recall >= RECALL and precision >= PRECISION
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
