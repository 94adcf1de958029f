"""Where a server listens on this computer."""

import errno
import socket

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from mock_ai.server.uvicorn_server import listening

USUAL_PORT = 8765
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def bind_local(host: str, port: int | None, *, allow_network: bool = False) -> socket.socket:
    """A socket on this computer: at the usual port if it is free, at any other if not, or at the given one.

    Raises
    ------
    UserError : the port is in use or not allowed, or other computers would be let in.
    """
    if host not in _LOOPBACK and not allow_network:
        raise UserError(
            tr("{host} would let other computers in.", host=host),
            tr("The fake serves this computer only, unless you allow the network."),
            tr("Leave the host out, or allow the network on purpose."),
        )
    if port is None:
        try:
            return _bound(host, USUAL_PORT)
        except UserError:
            return _bound(host, 0)
    if not 0 <= port <= 65535:
        raise UserError(
            tr("{port} is no port.", port=str(port)),
            tr("Ports run from 0 to 65535."),
            tr("Give for example 8765."),
        )
    return _bound(host, port)


def _bound(host: str, port: int) -> socket.socket:
    try:
        return listening(host, port, 1024)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            why = tr("Another program, perhaps a second window, is using it.")
        elif error.errno == errno.EACCES:
            why = tr("The system keeps this port for itself.")
        else:
            why = f"{error.strerror or error}."
        raise UserError(
            tr("The server cannot use port {port}.", port=str(port)),
            why,
            tr("Choose another port, or leave it out."),
        ) from error
