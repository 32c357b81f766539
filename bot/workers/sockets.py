"""The sockets on which the service is reached."""

import socket


def listening(host: str, port: int, count: int) -> list[socket.socket]:
    """Return `count` sockets that listen on one address; Linux gives each connection to one of them by chance.

    One socket that all workers share would be simpler, but whoever wakes first takes all connections that wait there,
    and a proxy keeps them (docs/adr/0018). Raises OSError where the address is taken or none of ours.
    """
    if count == 1:
        return [_socket(host, port)]
    # Those below can be shared with another service by mistake; this one can't, and says so.
    _socket(host, port).close()
    return [_socket(host, port, reuse_port=True) for _ in range(count)]


def _socket(host: str, port: int, *, reuse_port: bool = False) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, reuse_port=reuse_port, dualstack_ipv6=host == "::")
