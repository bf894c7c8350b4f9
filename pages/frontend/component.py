"""Streamlit components, each registered once with a short inline loader.

Streamlit sends a component's inline script with every message, so that script only loads the real one.
"""

import functools
import json
import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from streamlit import config
from streamlit.file_util import get_app_static_dir
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.frontend.assets import SOURCES, Published, publish

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

ROOT = Path(__file__).resolve().parents[2]

# All modules and Plotly are requested at once, not one after another as they import each other; load.js
# decides when Plotly is evaluated.  The second address is for a proxy that strips a prefix which the server
# does not know: pages are one level deep, so the folder of the page's address is the app's.
_LOADER = """const at = %(folder)s, own = location.origin + %(base)s + at;
const put = (tag, name, more) => {
  if (!document.head.querySelector(`[data-for="${name}"]`)) {
    const element = Object.assign(document.createElement(tag), more, { onerror: () => element.remove() });
    element.onload = () => { element.dataset.loaded = ""; };
    element.dataset.for = name;
    document.head.append(element);
  }
};
for (const name of %(modules)s) put("link", name, { rel: "modulepreload", href: `${own}${name}` });
const plotly = %(plotly)s && new URL("../" + %(plotly)s, own).href;
if (plotly) put("link", "plotly", { rel: "preload", as: "script", href: plotly });
const load = () => import(own + %(script)s).catch(
  () => import(new URL("." + at + %(script)s, location.href)));
export default async (c) => (await load()).default(c, %(plotly)s);"""

_IMPORT = re.compile(r'^(?:import|export)\b[^;]* from "(\.[^"]+\.js)";', re.MULTILINE)


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
        "folder": json.dumps(f"/app/static/{published.stage}/"),
        "script": json.dumps(f"{name}.js"),
        "modules": json.dumps(sorted(modules_of(f"{name}.js"))),
        "plotly": json.dumps(published.plotly if draws else ""),
    }


def modules_of(script: str) -> set[str]:
    """Return the paths of a script and of all modules that it imports, directly or indirectly."""
    found: set[str] = set()
    waiting = [script]
    while waiting:
        module = waiting.pop()
        if module not in found:
            found.add(module)
            imported = _IMPORT.findall((SOURCES / module).read_text(encoding="utf-8"))
            waiting += [posixpath.normpath(posixpath.join(module, "..", path)) for path in imported]
    return found


def _static_dir() -> Path:
    """Return the folder that Streamlit serves at app/static: beside the entry script."""
    context = get_script_run_ctx(suppress_warning=True)
    script = context.main_script_path if context else ""
    return Path(get_app_static_dir(script)) if script else ROOT / "static"
