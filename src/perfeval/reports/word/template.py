"""模板 - Compile a docx once, render it many times.

Compiling proves what can be proved before any data is there: the package is harmless, tags are complete and paired, every
branch keeps the XML well-formed, nothing forbidden is asked for. Rendering runs the programs of the parts that hold tags,
packs those and joins them with the packed bytes of all other parts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from types import GeneratorType, TracebackType
from typing import Final

from jinja2.exceptions import SecurityError

from perfeval.errors import Invalid, PerfevalError
from perfeval.reports.word.bundle import Piece, bundle, deflated, kept, stored
from perfeval.reports.word.charts import CHARTS, Gallery
from perfeval.reports.word.compiler import CompiledPart, compile_part
from perfeval.reports.word.faults import Fault, nearest
from perfeval.reports.word.identity import largest_drawing_id
from perfeval.reports.word.limits import LIMITS, Limits
from perfeval.reports.word.molds import Molds, cut_charts
from perfeval.reports.word.package import read_package
from perfeval.reports.word.parts import TYPES_PART, relations_name, survey
from perfeval.reports.word.relations import BOOK, MEDIA, Link, Relations, cut_relations
from perfeval.reports.word.rendering import Album, Rendering
from perfeval.reports.word.sandbox import UNKNOWN, Missing, WordContext, known_names
from perfeval.reports.word.variables import Variable

_STEPS_AT_ONCE: Final = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """编译好的模板 - Hold a template ready to render; it never changes and may be shared between threads."""

    parts: tuple[CompiledPart, ...]
    pieces: Mapping[str, Piece]
    relations: Relations
    molds: Molds
    first_drawing: int
    limits: Limits

    def variables(self) -> tuple[Variable, ...]:
        """变量清单 - Return every use of a variable, with its path, place and tag, in the order of the parts."""
        return tuple(variable for part in self.parts for variable in part.variables)

    def render(self, mapping: Mapping[str, object]) -> bytes:
        """渲染 - Return the docx that the template makes of this data; the same data gives the same bytes.

        Raises: Invalid, naming place and tag, for a variable that does not exist, a value that cannot be printed, an
        operation the sandbox refuses, and output or time beyond the limits.
        """
        run = Rendering(self.limits, self.first_drawing, self.relations.prefix)
        made = {part.name: deflated(part.name, _run(part, mapping, run)) for part in self.parts}
        made |= self._added(run.album, run.gallery)
        pieces = [made.pop(name, piece) for name, piece in self.pieces.items()]
        return bundle([*pieces, *made.values()])

    def _added(self, album: Album, gallery: Gallery) -> dict[str, Piece]:
        """Return the parts of pictures and charts, and the lists that name them."""
        links: dict[str, list[Link]] = {}
        for part, pictures in album.relations.items():
            links[part] = [Link(relation, "image", f"{MEDIA}/{file}") for file, relation in pictures.items()]
        added: dict[str, Piece] = {}
        charts = []
        for number, (part, relation, chart) in enumerate(gallery.shown, start=1):
            charts.append(f"{CHARTS}/{gallery.name(number)}.xml")
            links.setdefault(part, []).append(Link(gallery.relation(number), "chart", charts[-1]))
            added |= self.molds[part, relation].cast(chart, gallery.name(number))
        for part, own in links.items():
            name = relations_name(part)
            added[name] = deflated(name, self.relations.part(part, own))
        extensions = {file.rsplit(".", 1)[-1] for file in album.names.values()} | ({BOOK} if charts else set())
        types = self.relations.content_types(extensions, charts)
        if types is not None:
            added[TYPES_PART] = deflated(TYPES_PART, types)
        for data, file in album.names.items():
            added[f"{MEDIA}/{file}"] = stored(f"{MEDIA}/{file}", data)
        return added


def compile_template(docx: bytes, *, limits: Limits = LIMITS) -> Template:
    """编译模板 - Return the template ready to render.

    Shape: `docx` is the file as bytes. The language of its tags is described in `perfeval.reports.word`.
    Raises: Invalid when the file is no harmless docx, or with the place of every faulty tag.
    """
    entries = read_package(docx, limits)
    parts = survey(entries)
    largest = max((largest_drawing_id(part.root) for part in parts), default=0)
    compiled = tuple(made for part in parts if (made := compile_part(part)) is not None)
    rest, molds = cut_charts(entries, {(part.name, relation): tag for part in compiled for relation, tag in part.charts.items()})
    return Template(
        parts=compiled,
        pieces={entry.name: kept(entry) for entry in rest},
        relations=cut_relations(rest, parts),
        molds=molds,
        first_drawing=largest + 1,
        limits=limits,
    )


def _run(part: CompiledPart, mapping: Mapping[str, object], run: Rendering) -> bytes:
    run.begin_part(part.name, part.tags)
    steps = part.program.root_render_func(WordContext(part.sandbox, mapping, run))
    written = []
    try:
        while some := list(islice(steps, _STEPS_AT_ONCE)):
            written.append("".join(some).encode())
            run.count(len(written[-1]))
            run.look_at_clock()
    except PerfevalError:
        raise
    except Exception as error:
        raise _located(error, part, mapping, steps) from error
    return b"".join(written)


def _located(error: Exception, part: CompiledPart, mapping: Mapping[str, object], steps: Iterator[str]) -> Invalid:
    line = _line(error.__traceback__, part)
    if line is None and isinstance(steps, GeneratorType) and steps.gi_frame is not None:
        line = steps.gi_frame.f_lineno  # the fault is one of quantity: the program stands at the tag it wrote last
    if line is None:
        return _fault(error, mapping).at(part.title, "")
    tag = part.tags[min(part.program.get_corresponding_lineno(line), len(part.tags)) - 1]
    return _fault(error, mapping).at(tag.where, tag.text)


def _line(traceback: TracebackType | None, part: CompiledPart) -> int | None:
    line = None
    while traceback is not None:
        if traceback.tb_frame.f_globals is part.program.root_render_func.__globals__:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


def _fault(error: Exception, mapping: Mapping[str, object]) -> Fault:
    match error:
        case Fault():
            return error
        case Missing(name=name, owner=owner):
            known = known_names(mapping if owner is UNKNOWN else owner)
            return Fault("template-variable-missing", f"中的变量“{name}”不存在", nearest(name, known))
        case SecurityError():
            return Fault("template-forbidden", f"做了不允许的操作（{error.message}）")
        case RecursionError():
            return Fault("render-too-slow", "层层调用自己，没有尽头")
        case OverflowError():
            return Fault("render-too-large", "的数字或范围超过上限")
    return Fault("render-tag-failed", f"计算时出错（{type(error).__name__}：{error}）")
