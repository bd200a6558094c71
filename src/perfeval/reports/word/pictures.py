"""图片 - Put PNG, JPEG and GIF pictures into a document, each stored once however often it is shown."""

import struct
from dataclasses import dataclass

from perfeval.errors import Invalid
from perfeval.reports.word.escape import attribute

_EMU_PER_MM = 36_000
_WIDEST_MM = 1_000
_LARGEST = 20 * 1024 * 1024
_NAMESPACES = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_MARKER = 0xFF
_JPEG_BARE = frozenset((0x01, _MARKER, *range(0xD0, 0xD9)))  # markers without a length
_JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class Picture:
    """图片 - Hold a picture and the width it is printed with; the height follows its proportions.

    Units: `width` in millimetres (the text of an official page is 156 wide). Shape: data is PNG, JPEG or GIF.
    Raises: Invalid when the data is no such picture or the width is not above 0 and at most 1000.
    """

    data: bytes
    width: float
    description: str = ""

    def __post_init__(self) -> None:
        """查验 - Refuse at once what could not be printed later."""
        if not 0 < self.width <= _WIDEST_MM:
            raise Invalid("picture-invalid", f"图片宽度 {self.width} 毫米不合理，应大于 0 且不超过 {_WIDEST_MM}")
        if len(self.data) > _LARGEST:
            raise Invalid("picture-invalid", f"图片超过 {_LARGEST // 1024 // 1024} MB")
        if min(pixels(self.data)) < 1:
            raise Invalid("picture-invalid", "图片没有内容（宽或高为 0）")

    @property
    def extension(self) -> str:
        """扩展名 - Return png, jpeg or gif."""
        return picture_format(self.data)

    @property
    def extent(self) -> tuple[int, int]:
        """版面尺寸 - Return width and height in English Metric Units."""
        across, down = pixels(self.data)
        width = round(self.width * _EMU_PER_MM)
        return width, max(1, round(width * down / across))


def picture_format(data: bytes) -> str:
    """图片格式 - Return png, jpeg or gif by the first bytes.

    Raises: Invalid for anything else.
    """
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    raise Invalid("picture-invalid", "图片不是 PNG、JPEG 或 GIF 格式")


def pixels(data: bytes) -> tuple[int, int]:
    """像素尺寸 - Return width and height in pixels.

    Raises: Invalid when the data breaks off before it says.
    """
    try:
        match picture_format(data):
            case "png":
                return struct.unpack(">II", data[16:24])
            case "gif":
                return struct.unpack("<HH", data[6:10])
            case _:
                return _jpeg_pixels(data)
    except (struct.error, IndexError) as error:
        raise Invalid("picture-invalid", "图片数据不完整") from error


def _jpeg_pixels(data: bytes) -> tuple[int, int]:
    position = 2
    while position < len(data):
        if data[position] != _MARKER:
            position += 1
            continue
        marker = data[position + 1]
        if marker in _JPEG_SIZES:
            down, across = struct.unpack(">HH", data[position + 5 : position + 9])
            return across, down
        if marker in _JPEG_BARE:
            position += 1 if marker == _MARKER else 2
        else:
            (length,) = struct.unpack(">H", data[position + 2 : position + 4])
            position += 2 + length
    raise Invalid("picture-invalid", "图片数据不完整")


def drawing(picture: Picture, relationship: str, number: int) -> str:
    """图形 - Return the drawing that shows a picture, to stand inside a run."""
    across, down = picture.extent
    name = f"图片 {number}"
    described = f' descr="{attribute(picture.description)}"' if picture.description else ""
    return (
        f'<w:drawing><wp:inline {_NAMESPACES} distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{across}" cy="{down}"/>'
        f'<wp:docPr id="{number}" name="{name}"{described}/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/>'
        '</wp:cNvGraphicFramePr><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="{name}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{relationship}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{across}" cy="{down}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
