"""What runs in the browser: figures are created once, then updated from binary frames on request.

`mount` puts the stage on a page and sends it one message made by `encode`; `read_request` returns what
the browser wants next, `read_offer` what the reader took up, `read_edit` what the reader did with a weight,
and `read_drawing` the points that they drew.  The stage knows figures, channels and a clock, and nothing of
what they show.

A page answers a request with the frames that it names.  It adds the scene on every full run, and whenever
`request.scene` is not the id of its own scene: of two messages in quick succession, the browser may
receive only the last.

`component` registers another script of this folder; `write_address` writes the address of a page without
a stage; `mount_file` takes the text of a file, `mount_copy_text` gives one to be copied, `mount_tiles` lets
a line be built from tiles, `announce` lets screen readers say a text, and `follow_focus` moves the focus
through a lesson; `mount_shell` puts around a page what every page has; `PAGE_STYLE` is the style of a page
around its components, and `EMBEDDED_STYLE` that of an embedded one.
Each script at the top is a component; its parts are in `figures/` (Plotly figures and what animates them),
`playback/` (the clock, the frames and the requests for them), `drawing/` (points drawn on a plane),
`matrices/` (the board of One step) and `common/`.
"""

from pages.frontend.announcement import announce
from pages.frontend.assets import EMBEDDED_STYLE, PAGE_STYLE, Published, publish
from pages.frontend.component import component
from pages.frontend.copy_text import mount_copy_text
from pages.frontend.file_text import FILE_TEXT, mount_file, read_file
from pages.frontend.focus import follow_focus
from pages.frontend.idle import IDLE, is_idle
from pages.frontend.message import decode, encode
from pages.frontend.packed import pack, unpack
from pages.frontend.page_address import write_address
from pages.frontend.request import Request, WeightEdit, parse_request
from pages.frontend.shell import mount_shell
from pages.frontend.stage import mount, read_drawing, read_edit, read_offer, read_request
from pages.frontend.tiles import TILES, TileRows, mount_tiles, read_line

__all__ = [
    "EMBEDDED_STYLE",
    "FILE_TEXT",
    "IDLE",
    "PAGE_STYLE",
    "TILES",
    "Published",
    "Request",
    "TileRows",
    "WeightEdit",
    "announce",
    "component",
    "decode",
    "encode",
    "follow_focus",
    "is_idle",
    "mount",
    "mount_copy_text",
    "mount_file",
    "mount_shell",
    "mount_tiles",
    "pack",
    "parse_request",
    "publish",
    "read_drawing",
    "read_edit",
    "read_file",
    "read_line",
    "read_offer",
    "read_request",
    "unpack",
    "write_address",
]
