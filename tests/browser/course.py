"""A page on another origin that shows the app in a frame, as a course or a host of apps does."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# The frame shows the path and the query of the page. The page speaks Streamlit's host protocol: it says
# where the app's pages are, and writes into its own address what the frame tells.
SPEAKS = """
addEventListener("message", ({ data, origin, source }) => {
  if (source !== app.contentWindow || data.stCommVersion !== 1) return;
  heard.push(data);
  const base = { type: "SET_PAGE_LINK_BASE_URL", pageLinkBaseUrl: location.origin };
  if (data.type === "GUEST_READY") send(base);
  if (data.type === "SET_CURRENT_PAGE_NAME") show("/" + data.currentPageName + location.search);
  if (data.type === "SET_QUERY_PARAM") show(location.pathname + data.queryParams);
});
const show = (address) => history.replaceState(history.state, "", address);
const send = (message) => app.contentWindow.postMessage({ stCommVersion: 1, ...message }, "*");
"""
PAGE = """<!DOCTYPE html><title>A course</title><body style="margin: 0">
<script>const heard = [];
const app = document.createElement("iframe");
Object.assign(app, { id: "app", width: 1360, height: 880, allow: "clipboard-read; clipboard-write" });
app.src = "%s" + location.pathname + location.search;
document.body.append(app);
%s</script>"""


@contextmanager
def course(html: str | None = None) -> Iterator["Course"]:
    """Serve a page at every path of another port of this machine."""
    made = Course(html or "")
    thread = threading.Thread(target=made.server.serve_forever, daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()


class Course:
    """A server whose page can be set after its address is known."""

    def __init__(self, html: str) -> None:
        self.html = html
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(outer.html.encode())

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"
