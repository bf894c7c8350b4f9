"""Components, each registered once, with an inline loader of a few lines.

Streamlit sends a component's inline script with every message, so it only loads the real one.
"""

import functools
import json
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from streamlit import config
from streamlit.file_util import get_app_static_dir
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.shared.live.assets import Published, publish

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

ROOT = Path(__file__).resolve().parents[3]

# The second address is for a proxy that strips a prefix the server was not told about: pages are
# one level deep, so the folder of the page's own address is the app's.
_LOADER = """const at = %(path)s, plotly = %(plotly)s;
const load = () => import(location.origin + %(base)s + at).catch(
  () => import(new URL("." + at, location.href)));
export default async (c) => (await load()).default(c, plotly);"""


def component(name: str) -> "ComponentRenderer":
    """Return the component whose script is `name`.js: its default export gets each message.

    The script is called with Streamlit's component object, and the name of Plotly's file.
    """
    return _registered(name, _static_dir())


@functools.cache
def _registered(name: str, static_dir: Path) -> "ComponentRenderer":
    """Publish the browser's files and register the component."""
    script = _loader(name, publish(static_dir))
    return st.components.v2.component(f"live_{name}", js=script, isolate_styles=False)


def _loader(name: str, published: Published) -> str:
    """Return the inline script."""
    base = str(config.get_option("server.baseUrlPath") or "").strip("/")
    return _LOADER % {
        "base": json.dumps(f"/{base}" if base else ""),
        "path": json.dumps(f"/app/static/{published.stage}/{name}.js"),
        "plotly": json.dumps(published.plotly),
    }


def _static_dir() -> Path:
    """Return the folder that Streamlit serves at app/static: next to the entry script."""
    context = get_script_run_ctx(suppress_warning=True)
    script = context.main_script_path if context else ""
    return Path(get_app_static_dir(script)) if script else ROOT / "static"
