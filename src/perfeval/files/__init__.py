"""文件 - Uploads: what is taken as proof, kept under the hash of its content on this machine's disk; the only room that opens files."""

from perfeval.files.inspection import Inspected, inspect, too_large
from perfeval.files.kinds import KINDS, FileKind, clean_name, kind_of
from perfeval.files.store import Files, LocalFiles, Stored

__all__ = ["KINDS", "FileKind", "Files", "Inspected", "LocalFiles", "Stored", "clean_name", "inspect", "kind_of", "too_large"]
