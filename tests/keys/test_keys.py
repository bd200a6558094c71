import re
import threading
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from perfeval import keys
from perfeval.accounts import PasswordPolicy, faults_of
from perfeval.keys import passwords

NOW = datetime(2026, 3, 10, 12, 0, 15, tzinfo=UTC)
KEY = b"k" * 32


def test_a_password_is_known_again_by_its_hash_alone() -> None:
    kept = keys.hashed("Chunfeng-2026")
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert kept != keys.hashed("Chunfeng-2026")
    assert keys.matches("Chunfeng-2026", kept)
    assert not keys.matches("chunfeng-2026", kept)


def test_comparing_with_nobody_is_as_much_work_as_with_somebody_and_never_true() -> None:
    shape = re.compile(r"(\$argon2id\$v=19\$m=\d+,t=\d+,p=\d+)\$([^$]+)\$([^$]+)")
    nobody, somebody = (shape.fullmatch(each) for each in (passwords._NOBODY, keys.hashed("x")))
    assert nobody is not None
    assert somebody is not None
    assert nobody[1] == somebody[1]
    assert [len(nobody[part]) for part in (2, 3)] == [len(somebody[part]) for part in (2, 3)]
    assert not keys.matches("anything", None)


def test_no_more_than_two_are_hashed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    running, most, guard = [0], [0], threading.Lock()
    together = threading.Barrier(keys.AT_ONCE)

    class Slow:
        def hash(self, _: str) -> str:
            with guard:
                running[0] += 1
                most[0] = max(most[0], running[0])
            together.wait()
            with guard:
                running[0] -= 1
            return ""

    monkeypatch.setattr(passwords, "_HASHER", Slow())
    threads = [threading.Thread(target=keys.hashed, args=("x",)) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert most[0] == keys.AT_ONCE


def test_a_new_password_keeps_every_rule_and_holds_nothing_that_looks_alike() -> None:
    made = {keys.new_password() for _ in range(200)}
    assert len(made) == 200
    assert not [each for each in made if faults_of(each, "zhangsan", PasswordPolicy())]
    assert not set("".join(made)) & set("0O1lIio")


def test_tokens_are_long_and_kept_as_hashes() -> None:
    first, second = keys.new_token(), keys.new_token()
    assert first != second
    assert len(first) == 43
    assert keys.digest(first) == keys.digest(first) != keys.digest(second)
    assert len(keys.digest(first)) == 64
    assert keys.forgery_token(first) != keys.forgery_token(second)
    assert keys.forgery_token(first) not in {first, keys.digest(first)}


def test_a_code_is_good_for_its_half_minute_and_those_beside_it_once() -> None:
    salt = keys.new_salt()
    secret, address = keys.enrolment(KEY, salt, "zhangsan")
    totp, step = pyotp.TOTP(secret), int(NOW.timestamp()) // 30
    assert address == totp.provisioning_uri(name="zhangsan", issuer_name="perfeval")
    for by in (-1, 0, 1):
        assert keys.step_of(KEY, salt, totp.at(NOW + timedelta(seconds=30 * by)), NOW, None) == step + by
    assert keys.step_of(KEY, salt, totp.at(NOW + timedelta(seconds=60)), NOW, None) is None
    assert keys.step_of(KEY, salt, totp.at(NOW), NOW, step) is None
    assert keys.step_of(KEY, salt, totp.at(NOW), NOW, step - 1) == step
    for wrong in ("", "１２３４５６", "12345", "\udcff23456", totp.at(NOW) + " "):
        assert keys.step_of(KEY, salt, wrong, NOW, None) is None


def test_codes_differ_by_salt_and_by_key() -> None:
    salt = keys.new_salt()
    assert len({keys.enrolment(key, each, "z")[0] for key in (KEY, b"other") for each in (salt, keys.new_salt())}) == 4
