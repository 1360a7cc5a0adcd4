"""What somebody else has to change so that this computer reaches a server: its list of who may come, and the firewall.

Pure: addresses and names in, lines to copy out. Must not ask a server or change anything.
"""

from __future__ import annotations

import ipaddress
import re
from contextlib import suppress

from kbconnect.core.access import NetworkAdvice

_HBA = "pg_hba.conf"
_GAP, _METHOD = "  ", "scram-sha-256"
_HBA_PLAIN = re.compile(r"[A-Za-z0-9_]+")
_HBA_WORDS = frozenset({"all", "sameuser", "samerole", "samegroup", "replication"})
_HBA_REFUSAL = re.compile(r"pg_hba\.conf(.*)", re.DOTALL)
_ADDRESS = re.compile(r"(?<![\w.:])(?=[^\s]*[.:])[0-9A-Fa-f.:]+(?![\w])")


def network_advice(address: str, port: int, rule: str = "", rule_place: str = "") -> NetworkAdvice:
    """address: of this computer as the server sees it; "" over a socket file. Nothing is to be opened for a program on
    the server's own machine."""
    if not address:
        return NetworkAdvice("", rule, rule_place)
    ip = ipaddress.ip_address(address.partition("%")[0])
    if ip.is_loopback:
        note = "This program, or the tunnel it comes through, runs on the server's own machine: no firewall is between."
        return NetworkAdvice(str(ip), rule, rule_place, "", (note,))
    family = "ip6" if ip.version == 6 else "ip"
    firewall = "\n".join(
        (
            f"ufw allow proto tcp from {ip} to any port {port}",
            f"# or: nft add rule inet filter input {family} saddr {ip} tcp dport {port} accept",
        )
    )
    note = f"In a cloud, the security group of the server has to let TCP port {port} in from {host_network(str(ip))}."
    return NetworkAdvice(str(ip), rule, rule_place, firewall, (note,))


def seen_address(words: object) -> str:
    """The address in what a server says of where a connection comes from; "" for a socket, a pipe, or nothing."""
    try:
        return str(ipaddress.ip_address(str(words or "").strip().partition("%")[0]))
    except ValueError:
        return ""


def windows_rule(address: str, port: int) -> str:
    """A line of PowerShell that lets one address in."""
    options = {
        "DisplayName": "'kbconnect'",
        "Direction": "Inbound",
        "Protocol": "TCP",
        "LocalPort": str(port),
        "RemoteAddress": address,
        "Action": "Allow",
    }
    return " ".join(("New-NetFirewallRule", *(f"-{name} {value}" for name, value in options.items())))


def host_network(address: str) -> str:
    """One address as a network of its own: "192.0.2.7/32"."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    return f"{ip}/{ip.max_prefixlen}"


def hba_rule(address: str, database: str, account: str, *, encrypted: bool = True) -> str:
    """A line of pg_hba.conf. address: "" for a socket file; what is no address stands as it is, for somebody to fill
    in. encrypted: the server only lets the account in with TLS."""
    names = (_hba_name(database), _hba_name(account))
    if not address:
        return _GAP.join(("local", *names, _METHOD))
    network = host_network(address) if address[0].isdigit() or ":" in address else address
    return _GAP.join(("hostssl" if encrypted else "host", *names, network, _METHOD))


def refused_address(server_words: str) -> str:
    """The address of this computer in a server's refusal that names its pg_hba.conf, in whatever language the server
    speaks; "" if that is not the reason."""
    found = _HBA_REFUSAL.search(server_words)
    for candidate in _ADDRESS.findall(found[1]) if found is not None else ():
        with suppress(ValueError):
            return str(ipaddress.ip_address(candidate))
    return ""


def hba_fix(server_words: str, database: str, account: str) -> str:
    """Lines for the administrator of a server that does not let this computer in; "" if that is not the reason."""
    address = refused_address(server_words)
    if not address:
        return ""
    return "\n".join(
        (
            f"# in {_HBA} of the server, above the line that refuses:",
            hba_rule(address, database, account),
            "# then let the server read it again:",
            "psql -c 'SELECT pg_reload_conf()'",
        )
    )


def _hba_name(name: str) -> str:
    if _HBA_PLAIN.fullmatch(name) and name.lower() not in _HBA_WORDS:
        return name
    return '"' + name.replace('"', '""') + '"'
