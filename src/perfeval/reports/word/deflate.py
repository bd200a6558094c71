"""压缩 - Raw deflate at the cheapest level, by ISA-L where it is installed and by zlib elsewhere.

ISA-L level 1 packs five times as fast as zlib level 1 at the same size; a report is read more by people than by modems.
"""

import zlib

try:
    from isal import isal_zlib
except ImportError:  # the standard library gives the same document, only slower
    ENGINE = "zlib"

    def deflate(data: bytes) -> bytes:
        """压缩 - Return the raw deflate stream of the data."""
        return zlib.compress(data, 1, -15)

    def checksum(data: bytes) -> int:
        """校验和 - Return the CRC-32 of the data."""
        return zlib.crc32(data)
else:
    ENGINE = "isal"

    def deflate(data: bytes) -> bytes:
        """压缩 - Return the raw deflate stream of the data."""
        return isal_zlib.compress(data, 1, -15)

    def checksum(data: bytes) -> int:
        """校验和 - Return the CRC-32 of the data."""
        return isal_zlib.crc32(data)
