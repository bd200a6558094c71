"""状态码 - What each kind of error is to HTTP."""

from http import HTTPStatus

from perfeval.errors import ErrorKind

STATUSES = {
    ErrorKind.INVALID: HTTPStatus.UNPROCESSABLE_ENTITY,
    ErrorKind.NOT_FOUND: HTTPStatus.NOT_FOUND,
    ErrorKind.CONFLICT: HTTPStatus.CONFLICT,
    ErrorKind.FORBIDDEN: HTTPStatus.FORBIDDEN,
    ErrorKind.BROKEN: HTTPStatus.INTERNAL_SERVER_ERROR,
}
"""状态码 - The status of each kind of error; the only place where the two meet."""
