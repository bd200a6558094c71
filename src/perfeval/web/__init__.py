"""网页与接口 - The only room that speaks HTTP: addresses, bodies, errors as problem documents, the start page."""

from perfeval.web.app import create_app
from perfeval.web.server import serve

__all__ = ["create_app", "serve"]
