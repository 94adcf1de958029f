"""The rater's page served in a thread: on this computer, and to phones while the network is let in."""

from functools import partial

from mock_ai.rater_desk import RaterDesk
from mock_ai.server.local_port import bind_local
from mock_ai.server.rater.routes import PAGE, OneRater, rater_application
from mock_ai.server.server_thread import BackgroundServer
from mock_ai.server.service import ServerLimits
from mock_ai.server.uvicorn_server import Door, LocalUvicorn


class RaterServer(BackgroundServer):
    """Serves one rater of a desk. ``url`` is its page for a browser on this computer, with its token after #.

    ``let_network_in`` gives those for phones. Nothing but grading is behind any of them.

    Raises
    ------
    UserError : no port can be used.
    """

    def __init__(self, desk: RaterDesk) -> None:
        self.session = OneRater(desk)
        bound = bind_local("127.0.0.1", 0)
        host, port = bound.getsockname()[:2]
        self.url = f"http://{host}:{port}{PAGE}#token={self.session.token}"
        door = Door(PAGE, partial(rater_application, self.session))
        app = rater_application(self.session, self.session.token)
        super().__init__(bound, LocalUvicorn(app, ServerLimits(), door, _nothing), _nothing)


def _nothing() -> None:
    """There is nothing to close but the connections."""
