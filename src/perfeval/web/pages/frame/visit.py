"""来访 - Serve one page: who is here, the desks behind it, and the token against forgery that each of its forms carries."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData

from perfeval import keys
from perfeval.accounts import Asker
from perfeval.web.office import Counter, counter_of, no_office
from perfeval.web.posted import read_form, word

MOST_BYTES = 12 * 1024 * 1024
"""上限 - How large a form may be that a page sends, its cells written out in full."""


@dataclass(frozen=True, slots=True)
class Visit:
    """来访 - Hold the request and the counter at which its desks work, none where the service keeps nothing."""

    request: Request
    counter: Counter | None

    @property
    def at(self) -> Counter:
        """柜台 - Return the counter at which desks work.

        Raises: Broken, when the service runs without a database.
        """
        if self.counter is None:
            raise no_office()
        return self.counter

    @property
    def asker(self) -> Asker | None:
        """来访者 - Return who is here, known once a desk was asked."""
        return self.counter.asker if self.counter else None

    @property
    def path(self) -> str:
        """地址 - Return the address of the page."""
        return str(self.request.url.path)

    @property
    def csrf(self) -> str:
        """防伪令牌 - Return the token that every form of the page sends back."""
        session = self.counter.credential.session if self.counter else None
        return keys.forgery_token(session) if session else ""

    @property
    def is_partial(self) -> bool:
        """只要局部 - Tell whether a part of the page is asked for by the page itself."""
        return self.request.headers.get("hx-request") == "true"

    async def meet(self) -> None:
        """认人 - Find out who is here, for pages that keep nothing; everybody is welcome where there are no accounts.

        Raises: Forbidden `sign-in-required`.
        """
        if self.counter is not None:
            self.counter.credential = replace(self.counter.credential, csrf=None, changes=False)
            await self.counter.read(lambda _tx, _asker: None)


@dataclass(frozen=True, slots=True)
class Post:
    """提交 - Hold a visit with the form that it sent."""

    visit: Visit
    form: FormData

    @property
    def at(self) -> Counter:
        """柜台 - Return the counter at which desks work."""
        return self.visit.at

    def word(self, name: str) -> str:
        """文字项 - Return a text of the form without the blanks around it, empty where it has none."""
        return word(self.form, name)

    def words(self, name: str) -> Sequence[str]:
        """多个文字项 - Return every text of this name."""
        return [value for value in self.form.getlist(name) if isinstance(value, str)]

    @property
    def version(self) -> int:
        """所指版本 - Return the version that a change is meant for."""
        return self.version_of("version")

    def version_of(self, name: str) -> int:
        """版本项 - Return the version that stands in a field; one that is none is the version of nothing."""
        text = self.word(name)
        return int(text) if text.isascii() and text.isdecimal() else -1


async def visit_of(request: Request) -> Visit:
    """来访 - Return the visit of a request that changes nothing."""
    visit = Visit(request, None if request.app.state.office is None else await counter_of(request))
    request.state.visit = visit  # should it end with an error, the page that tells so keeps the way on
    return visit


async def post_of(request: Request) -> AsyncIterator[Post]:
    """提交 - Yield the visit of a request that sends a form; its token against forgery is a field of it, or a header."""
    form = await read_form(request, MOST_BYTES)
    request.state.form = form  # the sign-in page gives it back, where the session has ended meanwhile
    counter = await counter_of(request)
    counter.credential = replace(counter.credential, csrf=word(form, "csrf") or counter.credential.csrf)
    request.state.visit = Visit(request, counter)
    try:
        yield Post(request.state.visit, form)
    finally:
        await form.close()


Here = Annotated[Visit, Depends(visit_of)]
"""来访 - The visit of a request, as routes ask for it."""
Posted = Annotated[Post, Depends(post_of)]
"""提交 - The form of a request with its visit, as routes ask for it."""
