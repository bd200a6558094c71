"""编制与在职 - Hold the people in post against the posts that a text says exist, kind by kind and all together.

Posts count at their most and people at their fewest, so that only what no reading makes right is raised. Who says why there are more
people than posts, or counts people who need none, is left alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from perfeval.checks.finding import Raised
from perfeval.checks.texts.figures import Figure
from perfeval.checks.texts.reading import Report, Sentence, raised
from perfeval.checks.texts.rules import TextRules
from perfeval.quantities import Fraction

_PEOPLE, _POSTS = "人", "个"
_FAR, _APART = 4, 2
_BESIDE, _BEHIND = 1, 8
_QUOTED, _MOST = 40, 40


class _Count(Struct, frozen=True, kw_only=True):
    """人数 - Hold a figure of posts or of people in post with its sentence and its kind, nothing where it is of all kinds.

    permanent: people who are said to hold a post; nobody else can be among them.
    """

    figure: Figure
    sentence: Sentence
    posts: bool
    kind: str
    permanent: bool = False


class _Block(Struct, frozen=True, kw_only=True):
    """一组 - Hold posts and the people in post that stand beside them."""

    posts: tuple[_Count, ...]
    people: tuple[_Count, ...]


def text_staffing(report: Report, rules: TextRules) -> Iterator[Raised]:
    """在职多于编制 - Find more people in post than posts, of one kind or of all, where no word explains it."""
    counts = list(_counts(report, rules))
    for block in _blocks(counts):
        around = _around(block, report)
        if rules.has("over_posts", around):
            continue
        free = not rules.has("outside_posts", around)
        found = next((each for each in block.people if (free or each.permanent) and _too_many(each, block)), None)
        if found:
            posts = _posts(found, block)
            told = "、".join(f"{each.kind}编制{each.figure.text}" for each in posts)
            message = f"{told}，{found.kind}在职{found.figure.text}，人比编制多{_elsewhere(posts, found)}"
            advice = "请核对编制数和在职人数；确有超编、编外或其他不占编制的人员，写明人数和原因"
            yield raised(found.sentence, "claim-contradicts-text", message, advice)


def _counts(report: Report, rules: TextRules) -> Iterator[_Count]:
    """Yield the figures of posts and of people in post, in the order of the text; a part of either is named by its kind alone."""
    running: _Count | None = None
    for sentence in report.sentences:
        figures = [each for each in sentence.figures if each.kind in {_PEOPLE, _POSTS}]
        if not figures or not (rules.has("posts", sentence.text) or rules.has("in_post", sentence.text)):
            running = None
            continue
        for figure in figures:
            running = _count(figure, sentence, running, rules)
            if running is not None:
                yield running


def _count(figure: Figure, sentence: Sentence, running: _Count | None, rules: TextRules) -> _Count | None:
    """Return what a figure counts, None for neither posts nor people in post; behind one of them a kind alone means the same."""
    label = figure.label
    kind = found[0] if (found := rules.pattern("staff_kind").findall(label)) else ""
    behind = sentence.text[figure.end : figure.end + _BEHIND]
    if figure.approximate or rules.has("not_posts", label + figure.after) or rules.has("with_retired", behind):
        return None
    if figure.kind == _PEOPLE and _names("in_post", label, rules):
        return _Count(figure=figure, sentence=sentence, posts=False, kind=kind, permanent=rules.has("permanent", label))
    if _names("posts", label, rules):
        return _Count(figure=figure, sentence=sentence, posts=True, kind=kind)
    if running is None or not kind or not _only_filled(label.replace(kind, ""), rules):
        return None
    return _Count(figure=figure, sentence=sentence, posts=running.posts, kind=kind, permanent=running.permanent)


def _names(name: str, label: str, rules: TextRules) -> bool:
    """Tell whether a label names posts, or people in post, and nothing else behind: 在职人员, not 在职党员."""
    match = rules.pattern(name).search(label)
    return match is not None and _only_filled(rules.pattern("staff_kind").sub("", label[match.end() :]), rules)


def _only_filled(text: str, rules: TextRules) -> bool:
    """Tell whether a text holds only words that say nothing of their own: 人员, 人数, 共有."""
    return not rules.pattern("staff_filler").sub("", text)


def _blocks(counts: Sequence[_Count]) -> Iterator[_Block]:
    """Yield posts with the people that follow them, or with those before where none follow; what stands far apart is no block."""
    runs: list[list[_Count]] = []
    for each in counts:
        if runs and runs[-1][0].posts == each.posts and _near(runs[-1][-1], each):
            runs[-1].append(each)
        else:
            runs.append([each])
    used: set[int] = set()
    for ahead in (True, False):
        for at, (first, second) in enumerate(pairwise(runs)):
            if first[0].posts == ahead and second[0].posts != ahead and not used & {at, at + 1} and _near(first[-1], second[0]):
                used |= {at, at + 1}
                posts, people = (first[-_MOST:], second[:_MOST]) if ahead else (second[:_MOST], first[-_MOST:])
                yield _Block(posts=tuple(posts), people=tuple(people))


def _near(one: _Count, other: _Count) -> bool:
    """Tell whether two counts stand near enough to speak of one staff."""
    before, behind = one.sentence, other.sentence
    return behind.number - before.number <= _FAR and behind.paragraph - before.paragraph <= _APART


def _around(block: _Block, report: Report) -> str:
    """Return the text in which an explanation would stand: from a sentence before the block to one behind it."""
    numbers = [each.sentence.number for each in (*block.posts, *block.people)]
    return "".join(each.text for each in report.sentences[max(0, min(numbers) - _BESIDE) : max(numbers) + _BESIDE + 1])


def _posts(people: _Count, block: _Block) -> tuple[_Count, ...]:
    """Return the posts that people are held against: of their kind, or those of all kinds, or every kind together."""
    if people.kind:
        return tuple(each for each in block.posts if each.kind == people.kind)
    return tuple(each for each in block.posts if not each.kind) or block.posts


def _too_many(people: _Count, block: _Block) -> bool:
    """Tell whether people are more than their posts by every reading: no kind beside that has no posts, no smaller count of the same."""
    posts = _posts(people, block)
    known = {each.kind for each in block.posts}
    strange = {each.kind for each in block.people if each.kind} - known
    unsure = any(each.figure.masked for each in (*block.posts, *block.people))
    if not posts or unsure or (not people.kind and "" not in known and strange):
        return False
    fewest = min(each.figure.value for each in block.people if each.kind == people.kind and each.permanent >= people.permanent)
    return fewest > _sum(posts) and (bool(people.kind) or fewest > _sum(each for each in block.posts if each.kind))


def _sum(counts: Iterable[_Count]) -> Fraction:
    """Return what counts come to together."""
    return sum((each.figure.value for each in counts), Fraction(0))


def _elsewhere(posts: Sequence[_Count], people: _Count) -> str:
    """Return the sentence of the posts where it is another one than that of the people."""
    sentence = posts[0].sentence
    return "" if sentence is people.sentence else f"，编制写在“{sentence.quote[:_QUOTED]}”"
