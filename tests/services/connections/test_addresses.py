"""Where a webhook may go: the forms that are refused, and every kind of machine that is out of bounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.connections.rules.addresses import Policy, fault, may_reach, policy

STRICT = Policy()


@pytest.mark.parametrize(
    "machine",
    [
        "127.0.0.1", "127.8.9.1", "0.0.0.1", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "100.127.255.255", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1",
        "239.255.255.255", "240.0.0.1", "255.255.255.255", "192.88.99.1", "::", "::1", "::7f00:1", "::ffff:127.0.0.1",
        "::ffff:8.8.8.8", "::ffff:0:8.8.8.8", "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1", "100::1", "2001::1",
        "2001:db8::1", "2002:7f00:1::1", "2002:808:808::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fec0::1",
        "ff02::1", "3fff::1", "localhost", "", "8.8.8.8.8", "0x7f000001",
    ],
)  # fmt: skip
def test_a_machine_inside_is_out_of_bounds(machine: str) -> None:
    assert not may_reach(machine, STRICT)


@pytest.mark.parametrize("machine", ["8.8.8.8", "203.178.137.58", "2001:4860:4860::8888", "2400:2650::1"])
def test_a_public_machine_may_be_reached(machine: str) -> None:
    assert may_reach(machine, STRICT)


@given(st.ip_addresses(v=4))
def test_an_address_inside_another_is_never_let_through(machine: object) -> None:
    for wrapped in (f"::ffff:{machine}", f"64:ff9b::{machine}", f"::{machine}"):
        assert not may_reach(wrapped, STRICT)


def test_a_private_network_is_reached_where_the_operator_names_it() -> None:
    named = policy("10.1.2.0/24, fd00:1::/64", "443,8443", plain=False)

    assert may_reach("10.1.2.3", named)
    assert may_reach("fd00:1::5", named)
    assert not may_reach("10.1.3.3", named)
    assert not may_reach("::ffff:10.1.2.3", named)
    assert named.ports == {443, 8443}


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("", "webhook_url"),
        ("ftp://a.example/", "webhook_https"),
        ("javascript:alert(1)", "webhook_url"),
        ("http://a.example/", "webhook_https"),
        ("https://", "webhook_url"),
        ("https://user@a.example/", "webhook_url"),
        ("https://user:pw@a.example/", "webhook_url"),
        ("https://a.example/#b", "webhook_url"),
        ("https://a.example /", "webhook_url"),
        ("https://a.example\\@b.example/", "webhook_url"),
        ("https://a.example/\r\nX: y", "webhook_url"),
        ("https://a.example:22/", "webhook_port"),
        ("https://a.example:0/", "webhook_port"),
        ("https://a.example:99999/", "webhook_url"),
        ("https://[::1]/", "webhook_private"),
        ("https://[fe80::1%25eth0]/", "webhook_private"),
        ("https://[::ffff:10.0.0.1]/", "webhook_private"),
        ("https://10.0.0.1/", "webhook_private"),
        ("https://169.254.169.254/latest", "webhook_private"),
        ("https://a.example/" + "x" * 500, "webhook_url"),
    ],
)
def test_an_address_of_a_wrong_form_is_refused(url: str, code: str) -> None:
    assert fault(url, STRICT) == code


def test_a_good_address_passes() -> None:
    assert fault("https://ryokin.example.jp/hook?town=1", STRICT) is None
    assert fault("http://127.0.0.1:8080/", policy("127.0.0.0/8", "", plain=True)) is None
