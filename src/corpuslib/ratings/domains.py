"""Hosts and registered domains, after the Public Suffix List that comes with package publicsuffixlist."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

__all__ = ["host_of", "looks_like_a_domain", "registered_domain"]

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}:(?://)?(?=[^0-9])|//")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_LONGEST_HOST = 253


@cache
def _suffixes() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()


def host_of(address: str) -> str | None:
    """Return the host that a URL or a bare domain names, in lower case and without `www.`; None if there is none.

    Scheme, user, port, path and the dot at the end are taken off; international names are written in Punycode
    (RFC 3492), so that both spellings of a name are one. An IP address names no site: None.

    >>> host_of("HTTPS://www.Example.co.uk:8080/a?b#c"), host_of("example.org."), host_of("//sellbrücker.example")
    ('example.co.uk', 'example.org', 'xn--sellbrcker-feb.example')
    >>> host_of("http://192.0.2.1/"), host_of("no address"), host_of("mailto:a@example.org")
    (None, None, None)
    """
    text = address.strip()
    scheme = _SCHEME.match(text)
    if scheme and scheme.group().lower() == "mailto:":
        return None
    authority = re.split(r"[/?#\\]", text[scheme.end() :] if scheme else text, maxsplit=1)[0]
    host, _, port = authority.rpartition("@")[2].partition(":")
    name = _ascii(host.removesuffix("."))
    if name is None or (port and not port.isdecimal()):
        return None
    bare = name.removeprefix("www.")
    return bare if registered_domain(bare) else name if registered_domain(name) else None


def _ascii(host: str) -> str | None:
    """Return a host's name in Punycode if it is one: two labels or more, the last of them not a number."""
    if len(host) > _LONGEST_HOST:
        return None
    try:
        name = host.lower() if host.isascii() else host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    labels = name.split(".")
    if len(labels) < 2 or labels[-1].isdecimal() or not all(map(_LABEL.fullmatch, labels)):
        return None
    return name


def registered_domain(host: str) -> str | None:
    """Return the registered domain of a host: its public suffix and one label more; None if it has no such label.

    Suffixes in the private part of the list count: two weblogs at one host of weblogs are two sites. A top-level
    domain that the list does not know is taken for a suffix.

    >>> registered_domain("news.example.co.uk"), registered_domain("a.notes.github.io"), registered_domain("co.uk")
    ('example.co.uk', 'notes.github.io', None)
    """
    return _suffixes().privatesuffix(host)


def looks_like_a_domain(name: str) -> bool:
    """Return whether an outlet's name is itself a domain under a public suffix that the list knows.

    >>> looks_like_a_domain("Allgemeine.de"), looks_like_a_domain("The Gull"), looks_like_a_domain("U.S.")
    (True, False, False)
    """
    host = _ascii(name.strip())
    return host is not None and bool(_suffixes().privatesuffix(host, accept_unknown=False))
