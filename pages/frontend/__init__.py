"""The live stage: figures hosted once in the browser, then patched from pulled binary frames.

`mount` puts the stage on a page and sends it one message made by `encode`; `read_ask` says what the
browser wants next. The stage knows figures, channels and a clock, and nothing of what they show.

A page answers an ask with the frames it names, and adds the scene on every full run and whenever
`ask.scene` is not the id of its own scene: two messages that follow closely can reach the browser
as the last one alone.

`component` registers a further script of this folder; `point` keeps the address true without a stage;
`hold` brings back a tab that lost its server.
"""

from pages.frontend.ask import Ask, parse_ask
from pages.frontend.assets import Published, publish
from pages.frontend.component import component
from pages.frontend.lifeline import hold
from pages.frontend.message import decode, encode
from pages.frontend.packed import pack, unpack
from pages.frontend.signpost import point
from pages.frontend.stage import mount, read_ask

__all__ = [
    "Ask",
    "Published",
    "component",
    "decode",
    "encode",
    "hold",
    "mount",
    "pack",
    "parse_ask",
    "point",
    "publish",
    "read_ask",
    "unpack",
]
