"""保管 - What is backed up comes back whole, on both databases, and what is damaged is found."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import SecretStr

from perfeval.desks import opening
from perfeval.desks.opening import Premises
from perfeval.settings import Settings
from perfeval.store import evidence
from perfeval.store.evidence import EvidenceRow
from tests.cli.shell import Done, perfeval
from tests.service import county, postgres
from tests.service.databases import Databases

NUMBERS = 3


@dataclass
class House:
    """A folder of data in use, with proofs and a journal, and the address of its database."""

    data: Path
    premises: Premises
    address: str | None

    def prove(self, name: str, text: bytes) -> None:
        """Hand in a proof."""
        stored = self.premises.files.put_new(text)
        row = EvidenceRow(
            id=county.id_of(name),
            evaluation=county.EVALUATIONS["school1"],
            row=None,
            title=name,
            kind="other",
            effective=None,
            pointer=None,
            file_name=f"{name}.pdf",
            file_kind="pdf",
            sha256=stored.sha256,
            size=stored.size,
            restricted=False,
            person=county.id_of("filler1"),
            at=county.NOW,
        )
        with self.premises.store.writing(county.NOW) as tx:
            evidence.add(tx.connection, row)
            tx.record(row.person, None, "evidence.add", f"evaluations/{row.evaluation}/evidence/{row.id}", {"sha256": row.sha256})


@pytest.fixture
def house(databases: Databases, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A county's folder of data with three proofs."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"PERFEVAL_{name.upper()}", raising=False)
    data = tmp_path / "data"
    with ExitStack() as stack:
        address = stack.enter_context(databases.empty(kind)) if kind == "postgresql" else None
        if address is not None:
            monkeypatch.setenv("PERFEVAL_DATABASE_URL", address)
        assert perfeval("migrate", "--data", data).code == 0
        settings = Settings(data=data, database_url=None if address is None else SecretStr(address))
        premises = stack.enter_context(opening.opened(settings))
        county.fill(premises.store.engine)
        made = House(data, premises, address)
        for number in range(NUMBERS):
            made.prove(f"proof{number}", f"proof {number}".encode())
        yield made


def backup(house: House, to: Path) -> Done:
    done = perfeval("backup", "--data", house.data, "--to", to)
    assert done.code == 0, done.err
    return done


def reference(done: Done) -> str:
    """Return what the backup says to write down."""
    return done.text.partition("最后一条 ")[2].partition("，")[0]


def pg(program: str, *words: str) -> None:
    """Run a program of PostgreSQL."""
    found = shutil.which(program, path=f"{os.environ['PATH']}:{postgres.programs()}")
    assert found, program
    subprocess.run([found, *words], check=True, capture_output=True)


def test_what_was_backed_up_comes_back_whole(house: House, tmp_path: Path, databases: Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    to, back = tmp_path / "backup", tmp_path / "back"
    if house.address is not None:
        pg("pg_dump", "--format=custom", f"--file={tmp_path / 'perfeval.dump'}", house.address)
    told = backup(house, to)
    house.prove("later", b"later")  # whatever comes behind the backup is not in it
    shutil.copytree(to, back)
    shutil.copy(house.data / "journal.key", back / "journal.key")
    with ExitStack() as stack:
        if house.address is not None:
            address = stack.enter_context(databases.empty("postgresql"))
            pg("pg_restore", "--exit-on-error", "--no-owner", f"--dbname={address}", str(tmp_path / "perfeval.dump"))
            monkeypatch.setenv("PERFEVAL_DATABASE_URL", address)
        verified = perfeval("journal", "verify", "--data", back, "--head", reference(told))
        assert (verified.code, verified.text[:6]) == (0, "日志完好：3"), verified.text
        files = perfeval("files", "verify", "--data", back)
        assert (files.code, files.text) == (0, "佐证材料 3 份，完好 3 份\n")


def test_a_second_backup_copies_what_is_new(house: House, tmp_path: Path) -> None:
    assert "新备份 3 份" in backup(house, tmp_path / "to").text
    house.prove("later", b"later")
    assert "新备份 1 份" in backup(house, tmp_path / "to").text
    assert "新备份 0 份" in backup(house, tmp_path / "to").text


def test_the_key_is_not_in_the_backup(house: House, tmp_path: Path) -> None:
    backup(house, tmp_path / "to")
    assert not (tmp_path / "to" / "journal.key").exists()
    assert (tmp_path / "to").stat().st_mode & 0o777 == 0o700


def test_a_backup_taken_while_others_write_is_whole(house: House, tmp_path: Path) -> None:
    if house.address is not None:
        return  # pg_dump is the one to keep that promise there
    with house.premises.store.writing(county.NOW) as tx:
        tx.record(None, None, "test", None, {})
        backup(house, tmp_path / "to")
    with sqlite3.connect(tmp_path / "to" / "perfeval.db") as copy:
        assert copy.execute("pragma integrity_check").fetchone() == ("ok",)
        assert copy.execute("select count(*) from journal").fetchone() == (NUMBERS,)
    copy.close()


def test_a_damaged_or_missing_proof_is_found(house: House, tmp_path: Path) -> None:
    names = sorted(house.premises.files.names())
    assert len(names) == NUMBERS
    places = [house.data / "files" / "sha256" / name[:2] / name for name in names]
    places[0].write_bytes(b"changed")
    places[1].unlink()
    done = perfeval("files", "verify", "--data", house.data)
    assert done.code == 1
    assert done.text == f"缺失或被改动：{names[0]}\n缺失或被改动：{names[1]}\n佐证材料 3 份，完好 1 份\n"
    refused = perfeval("backup", "--data", house.data, "--to", tmp_path / "to")
    assert refused.code == 2
    assert "与存入时不一致" in refused.err


def test_a_place_that_cannot_be_written_to_is_named(house: House, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    done = perfeval("backup", "--data", house.data, "--to", tmp_path / "file" / "to")
    assert done.code == 2
    assert "备份目录不能使用" in done.err
