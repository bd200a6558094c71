import pytest

from perfeval.accounts import PasswordPolicy, faults_of


@pytest.mark.parametrize(
    ("password", "faults"),
    [
        ("Chunfeng-2026", 0),
        ("春风又绿江南岸-A1b2", 0),
        ("Chun-2026", 1),
        ("chunfengguojiang", 1),
        ("chun", 2),
        ("Zhangsan-2026", 1),
        ("xxZHANGSANxx-1", 1),
        ("Password-2026", 1),
        ("", 2),
    ],
)
def test_every_fault_of_a_password_is_told_at_once(password: str, faults: int) -> None:
    assert len(faults_of(password, "zhangsan", PasswordPolicy())) == faults


def test_the_policy_decides() -> None:
    assert faults_of("abc", "zhangsan", PasswordPolicy(length=3, classes=1)) == ()
    assert "至少20位" in faults_of("Chunfeng-2026", "zhangsan", PasswordPolicy(length=20))[0]
