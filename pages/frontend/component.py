"""Streamlit components, each registered once with a short inline loader.

Streamlit sends a component's inline script with every message, so that script only loads the real one.
"""

import functools
import json
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from streamlit import config
from streamlit.file_util import get_app_static_dir
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.frontend.assets import BUNDLE, Published, publish

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

ROOT = Path(__file__).resolve().parents[2]

# Plotly is requested along with our scripts; load.js decides when it is evaluated.  The second address is
# for a proxy that strips a prefix which the server does not know: pages are one level deep, so the folder
# of the page's address is the app's.
_LOADER = """const at = %(script)s, own = location.origin + %(base)s + at;
const plotly = %(plotly)s && new URL("../" + %(plotly)s, own).href;
if (plotly && !document.head.querySelector("[data-for=plotly]")) {
  const link = document.createElement("link");
  Object.assign(link, { rel: "preload", as: "script", href: plotly, onerror: () => link.remove() });
  link.onload = () => { link.dataset.loaded = ""; };
  link.dataset.for = "plotly";
  document.head.append(link);
}
const load = () => import(own).catch(() => import(new URL("." + at, location.href)));
export default async (c) => (await load()).default(%(name)s).default(c, %(plotly)s);"""


def component(name: str, *, draws: bool = True) -> "ComponentRenderer":
    """Return the component whose script is `name`.js.

    Parameters
    ----------
    name
        Of a file in this folder.  Its default export is called for each message, with Streamlit's
        component object and the name of Plotly's file.
    draws
        Whether the script needs Plotly; if not, the name of its file is "".
    """
    return _registered(name, draws, _static_dir())


def rerun() -> None:
    """Do nothing: Streamlit runs a page or a fragment again only for a value that has a callback."""


@functools.cache
def _registered(name: str, draws: bool, static_dir: Path) -> "ComponentRenderer":
    """Publish the browser's files and register the component."""
    script = _loader(name, publish(static_dir), draws)
    return st.components.v2.component(f"live_{name}", js=script, isolate_styles=False)


def _loader(name: str, published: Published, draws: bool) -> str:
    """Return the inline script."""
    base = str(config.get_option("server.baseUrlPath") or "").strip("/")
    return _LOADER % {
        "base": json.dumps(f"/{base}" if base else ""),
        "script": json.dumps(f"/app/static/{published.stage}/{BUNDLE}"),
        "name": json.dumps(f"{name}.js"),
        "plotly": json.dumps(published.plotly if draws else ""),
    }


def _static_dir() -> Path:
    """Return the folder that Streamlit serves at app/static: beside the entry script."""
    context = get_script_run_ctx(suppress_warning=True)
    script = context.main_script_path if context else ""
    return Path(get_app_static_dir(script)) if script else ROOT / "static"
