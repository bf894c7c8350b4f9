"""What runs in the browser: figures are created once, then updated from binary frames on request.

`mount` puts the stage on a page and sends it one message made by `encode`; `read_request` returns what
the browser wants next, and `read_offer` what the reader took up.  The stage knows figures, channels and a
clock, and nothing of what they show.

A page answers a request with the frames that it names.  It adds the scene on every full run, and whenever
`request.scene` is not the id of its own scene: of two messages in quick succession, the browser may
receive only the last.

`component` registers another script of this folder; `point` writes the address without a stage; `hold`
brings back a tab that lost its server.  Each script at the top is a component; its parts are in `figures/`
(Plotly figures and what animates them), `playback/` (the clock, the frames and the requests for them),
`matrices/` (the board of One step) and `common/`.
"""

from pages.frontend.assets import Published, publish
from pages.frontend.component import component
from pages.frontend.lifeline import hold
from pages.frontend.message import decode, encode
from pages.frontend.packed import pack, unpack
from pages.frontend.request import Request, parse_request
from pages.frontend.signpost import point
from pages.frontend.stage import mount, read_offer, read_request

__all__ = [
    "Published",
    "Request",
    "component",
    "decode",
    "encode",
    "hold",
    "mount",
    "pack",
    "parse_request",
    "point",
    "publish",
    "read_offer",
    "read_request",
    "unpack",
]
