"""What somebody else has to change so that this computer is let in, as lines to copy."""

from __future__ import annotations

import pytest

from kbconnect.adapters.sources.network_advice import hba_fix, hba_rule, network_advice, refused_address


@pytest.mark.parametrize(
    ("address", "database", "account", "encrypted", "rule"),
    [
        ("192.0.2.7", "shop", "reader", True, "hostssl  shop  reader  192.0.2.7/32  scram-sha-256"),
        ("192.0.2.7", "shop", "reader", False, "host  shop  reader  192.0.2.7/32  scram-sha-256"),
        ("2001:db8::7", "shop", "reader", True, "hostssl  shop  reader  2001:db8::7/128  scram-sha-256"),
        ("", "shop", "reader", True, "local  shop  reader  scram-sha-256"),
        ("ADDRESS/32", "shop", "reader", True, "hostssl  shop  reader  ADDRESS/32  scram-sha-256"),
        ("192.0.2.7", "My, shop", 'a"b', True, 'hostssl  "My, shop"  "a""b"  192.0.2.7/32  scram-sha-256'),
        ("192.0.2.7", "all", "Replication", True, 'hostssl  "all"  "Replication"  192.0.2.7/32  scram-sha-256'),
        ("192.0.2.7", "+x", "@y", True, 'hostssl  "+x"  "@y"  192.0.2.7/32  scram-sha-256'),
    ],
)
def test_a_rule_lets_one_account_of_one_computer_in(
    address: str, database: str, account: str, encrypted: bool, rule: str
) -> None:
    assert hba_rule(address, database, account, encrypted=encrypted) == rule


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ('no pg_hba.conf entry for host "192.0.2.7", user "x", database "y", no encryption', "192.0.2.7"),
        ('pg_hba.conf rejects connection for host "2001:db8::7", user "x", database "y"', "2001:db8::7"),
        ("kein pg_hba.conf-Eintrag für Host »192.0.2.7«, Benutzer »x«", "192.0.2.7"),
        ("aucune entrée dans pg_hba.conf pour l'hôte « 192.0.2.7 », utilisateur « x »", "192.0.2.7"),
        ('no pg_hba.conf entry for host "[local]", user "x"', ""),
        ('password authentication failed for user "x"', ""),
        ("", ""),
    ],
)
def test_the_server_says_which_address_it_refused(words: str, address: str) -> None:
    assert refused_address(words) == address
    assert bool(hba_fix(words, "shop", "reader")) is bool(address)


def test_a_firewall_is_told_which_port_to_open_for_whom() -> None:
    advice = network_advice("192.0.2.7", 5433, "rule", "pg_hba.conf")
    assert advice.firewall.splitlines()[0] == "ufw allow proto tcp from 192.0.2.7 to any port 5433"
    assert "ip saddr 192.0.2.7 tcp dport 5433" in advice.firewall
    assert "192.0.2.7/32" in advice.notes[0]
    assert "ip6 saddr 2001:db8::7" in network_advice("2001:db8::7", 5432).firewall


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_on_the_servers_own_machine_there_is_no_firewall(address: str) -> None:
    advice = network_advice(address, 5432)
    assert advice.firewall == ""
    assert "own machine" in advice.notes[0]


def test_over_a_socket_file_there_is_no_address() -> None:
    assert network_advice("", 5432, "rule", "pg_hba.conf").address == ""
