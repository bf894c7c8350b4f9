"""The line between a page and its server, which a test holds up."""

from collections.abc import Callable

from playwright.sync_api import Page, WebSocketRoute
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

Message = str | bytes


def is_end(message: Message) -> bool:
    """Tell whether a run of the script is over, and not just given up for the next one."""
    said = ForwardMsg.FromString(message)  # type: ignore[arg-type]
    return said.WhichOneof("type") == "script_finished" and (
        said.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
    )


class Line:
    """Pass on what a page and its server say to each other, from before the page is opened.

    Attributes
    ----------
    asked : int
        How often the page said something.
    running : bool
        Whether the server has not yet ended what the page asked for last.
    held : list of bytes
        What the server has said and the page has not heard.
    holds : callable
        Whether the page is not to hear a message.
    loses : callable
        Whether the server is not to hear what the page says.
    """

    def __init__(self, page: Page, holds: Callable[[Message], bool] = lambda _: False) -> None:
        self.asked = 0
        self.running = False
        self.held: list[Message] = []
        self.holds = holds
        self.loses: Callable[[], bool] = lambda: False
        page.route_web_socket("**/_stcore/stream", self._connect)

    def hold(self) -> None:
        """Let the page hear nothing from now on."""
        self.holds = lambda _: True

    def free(self) -> None:
        """Let the page hear everything from now on, but what was held."""
        self.holds = lambda _: False

    def release(self) -> None:
        """Let the page hear what was held, and everything from now on."""
        self.free()
        for message in self.held:
            self._page.send(message)
        self.held.clear()

    def _connect(self, page: WebSocketRoute) -> None:
        server = page.connect_to_server()
        self._page = page

        def ask(message: Message) -> None:
            self.asked += 1
            self.running = True
            if not self.loses():
                server.send(message)

        def answer(message: Message) -> None:
            if is_end(message):
                self.running = False
            if self.holds(message):
                self.held.append(message)
            else:
                page.send(message)

        page.on_message(ask)
        server.on_message(answer)
