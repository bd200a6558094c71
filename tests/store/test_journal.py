"""日志 - Whoever changes, removes, adds, swaps or rewrites entries is found out, and the first broken entry is named."""

import hashlib
import hmac
import json
from dataclasses import replace
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, delete, insert, select, text, update

from perfeval.errors import Conflict
from perfeval.store import Entry, Store, canonical, verify
from perfeval.store.tables import journal, units
from perfeval.store.transaction import reading, writing
from tests.store.rows import DEEDS, KEY, burglary, told, verdict

BEGINNING = "0" * 64
TEXTS = ("at", "person", "address", "action", "about", "detail", "previous", "hash", "seal")


def hashed(entry: Entry, previous: str) -> str:
    """Return the hash of an entry, worked out here anew."""
    whole = [entry.number, entry.at, entry.person, entry.address, entry.action, entry.about, entry.detail, previous]
    return hashlib.sha256(json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def rechained(found: tuple[Entry, ...], key: bytes) -> list[Entry]:
    """Return the entries with numbers, hashes and seals worked out anew: what somebody does who rewrites history."""
    made: list[Entry] = []
    for number, entry in enumerate(found, 1):
        previous = made[-1].hash if made else BEGINNING
        own = hashed(replace(entry, number=number), previous)
        seal = hmac.new(key, own.encode(), hashlib.sha256).hexdigest()
        made.append(replace(entry, number=number, previous=previous, hash=own, seal=seal))
    return made


def put(connection: Connection, found: list[Entry]) -> None:
    """Put other entries in the place of all."""
    connection.execute(delete(journal))
    connection.execute(insert(journal), [{name: getattr(entry, name) for name in Entry.__dataclass_fields__} for entry in found])


def test_an_untouched_journal_is_whole(engine: Engine) -> None:
    found = told(engine)
    assert [entry.number for entry in found] == [1, 2, 3, 4]
    assert verdict(engine).broken is None
    assert verdict(engine).entries == 4
    assert verdict(engine).head == found[-1].hash


def test_hash_and_seal_are_what_the_page_for_administrators_says(engine: Engine) -> None:
    found = told(engine)
    assert rechained(found, KEY) == list(found)
    assert found[0].detail == canonical(DEEDS[0][4])


@pytest.mark.parametrize("column", TEXTS)
def test_every_changed_letter_of_every_entry_is_found(engine: Engine, column: str) -> None:
    found = told(engine)
    with burglary(engine) as connection:
        for entry in found:
            whole = getattr(entry, column)
            for other in changed(whole):
                connection.execute(update(journal).where(journal.c.number == entry.number).values({column: other}))
                said = verify(connection, KEY)
                assert said.broken == entry.number, (column, other)
                assert said.entries == entry.number - 1
            connection.execute(update(journal).where(journal.c.number == entry.number).values({column: whole}))
        assert verify(connection, KEY).broken is None


def changed(text_: str | None) -> list[str | None]:
    """Return a text with each letter changed once, one letter less, one more, and nothing at all."""
    if text_ is None:
        return ["", "x"]
    one_off = [f"{text_[:at]}{chr(ord(letter) ^ 1)}{text_[at + 1 :]}" for at, letter in enumerate(text_)]
    return [*one_off, text_[1:], f"{text_} ", f"{text_}{text_[-1]}"]


def test_what_was_somebody_cannot_become_nobody(engine: Engine) -> None:
    told(engine)
    with burglary(engine) as connection:
        connection.execute(update(journal).where(journal.c.number == 2).values(person=None))
        assert verify(connection, KEY).broken == 2


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_removed_entry_is_named(engine: Engine, number: int) -> None:
    told(engine)
    with burglary(engine) as connection:
        connection.execute(delete(journal).where(journal.c.number == number))
        said = verify(connection, KEY)
        assert (said.broken, said.why) == (number, f"第{number}条缺失")


def test_swapped_entries_are_found(engine: Engine) -> None:
    told(engine)
    with burglary(engine) as connection:
        for old, new in ((2, 99), (3, 2), (99, 3)):
            connection.execute(update(journal).where(journal.c.number == old).values(number=new))
        assert verify(connection, KEY).broken == 2


def test_an_entry_slipped_in_at_the_end_has_no_seal(engine: Engine) -> None:
    found = told(engine)
    with burglary(engine) as connection:
        forged = replace(found[-1], number=5, previous=found[-1].hash, action="reopen")
        put(connection, [*found, replace(forged, hash=hashed(forged, forged.previous))])
        assert verify(connection, KEY).broken == 5


def test_a_chain_hashed_anew_without_the_key_is_found(engine: Engine) -> None:
    found = told(engine)
    cleaned = (found[0], replace(found[1], detail='{"number":2}'), *found[2:])
    with burglary(engine) as connection:
        put(connection, rechained(cleaned, b"1" * 32))
        assert (verify(connection, KEY).broken, verify(connection, KEY).why) == (1, "印记与密钥不符")
        kept = [replace(new, seal=old.seal) for new, old in zip(rechained(cleaned, KEY), found, strict=True)]
        put(connection, kept)
        assert (verify(connection, KEY).broken, verify(connection, KEY).why) == (2, "印记与密钥不符")


def test_a_chain_hashed_and_sealed_anew_is_found_by_a_receipt(engine: Engine) -> None:
    found = told(engine)
    with burglary(engine) as connection:
        put(connection, rechained((found[0], replace(found[1], detail='{"number":2}'), *found[2:]), KEY))
        assert verify(connection, KEY).broken is None  # with the key in hand the chain itself cannot tell
        assert verify(connection, KEY, found[0].reference).broken is None
        assert verify(connection, KEY, found[1].reference).broken == 2
        assert verify(connection, KEY, found[1].hash[:12]).broken == 5


def test_last_entries_that_were_removed_are_found_by_a_receipt_only(engine: Engine) -> None:
    found = told(engine)
    with burglary(engine) as connection:
        connection.execute(delete(journal).where(journal.c.number > 2))
        assert verify(connection, KEY).broken is None
        for head in (found[3].reference, found[3].hash[:12], found[3].hash):
            said = verify(connection, KEY, head)
            assert said.broken == 3
            assert head in (said.why or "")
        assert verify(connection, KEY, found[1].reference).broken is None


def test_an_emptied_journal_is_found_by_a_receipt(engine: Engine) -> None:
    found = told(engine)
    with burglary(engine) as connection:
        connection.execute(delete(journal))
        assert verify(connection, KEY, found[0].reference).broken == 1


def test_another_key_proves_nothing(engine: Engine) -> None:
    told(engine)
    assert verdict(engine, b"2" * 32).broken == 1


def test_a_change_that_cannot_be_told_does_not_happen(engine: Engine) -> None:
    told(engine)
    with pytest.raises(TypeError):
        save(engine, object())
    assert nothing_was_kept(engine)


def test_a_change_whose_entry_the_database_refuses_does_not_happen(engine: Engine) -> None:
    told(engine)
    with writing(engine) as connection:
        connection.execute(text("create unique index spoiled on journal (action)"))  # there is a "save" already
    try:
        with pytest.raises(Conflict) as said:
            save(engine, {})
    finally:
        with writing(engine) as connection:
            connection.execute(text("drop index spoiled"))
    assert said.value.code == "changed-meanwhile"
    assert nothing_was_kept(engine)


def save(engine: Engine, detail: object) -> None:
    """Change something and journal it."""
    unit: dict[str, Any] = {"id": "a", "code": "a", "name": "a", "kind": "bureau", "path": "/a/"}
    with Store(engine=engine, key=KEY).writing("2026-03-10T09:00:00Z") as tx:
        tx.connection.execute(insert(units).values(unit))
        tx.record("filler", None, "save", None, detail)


def nothing_was_kept(engine: Engine) -> bool:
    """Tell whether neither the change nor its entry is there."""
    with reading(engine) as connection:
        return connection.execute(select(units)).all() == [] and verdict(engine).entries == 4


def test_many_writers_at_once_make_one_chain(engine: Engine) -> None:
    store = Store(engine=engine, key=KEY)

    def write(who: str) -> None:
        for at in range(10):
            with store.writing("2026-03-10T08:00:00Z") as tx:
                tx.record(who, None, "save", None, {"at": at})

    threads = [Thread(target=write, args=(f"writer{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (verdict(engine).entries, verdict(engine).broken) == (40, None)
