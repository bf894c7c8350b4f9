"""All scripts of this folder as one file.

A server spends some 4 ms on each file that a browser requests, and the stage alone has dozens of modules.
In the bundle each module is a function that runs when another one first imports it.  Its argument returns
what a module exports.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

_IMPORT = re.compile(r'^import (\{[^}]*\}) from "(\.[^"]+\.js)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async function|function|class|const) (\w+))", re.MULTILINE)
_DEFAULT_FUNCTION = re.compile(r"^export default (?=function (\w+))", re.MULTILINE)
_DEFAULT = re.compile(r"^export default ", re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)

_BUNDLE = """const modules = {
%s
};
const exported = {};
export default function load(name) {
  exported[name] ??= modules[name](load);
  return exported[name];
}
"""


def bundled(sources: Mapping[str, str]) -> str:
    """Return the bundle of modules, given by their paths.

    Its default export returns what a module exports, by the module's path.

    Raises
    ------
    ValueError
        If a module imports or exports in a way that is not known here; the message quotes it.
    """
    return _BUNDLE % "\n".join(_module(name, sources[name]) for name in sorted(sources))


def imports_of(name: str, source: str) -> list[str]:
    """Return the paths of the modules that a module imports."""
    return [_path(name, to) for _, to in _IMPORT.findall(source)]


def _path(name: str, to: str) -> str:
    return posixpath.normpath(posixpath.join(name, "..", to))


def _module(name: str, source: str) -> str:
    """Return one module as an entry of the bundle."""
    exports = {each: each for each in _EXPORT.findall(source)}
    body = _EXPORT.sub("", source)
    for each in _DEFAULT_FUNCTION.findall(body):
        exports["default"] = each
    body = _DEFAULT_FUNCTION.sub("", body)
    if _DEFAULT.search(body):
        exports["default"] = "standard"
        body = _DEFAULT.sub("const standard = ", body)
    body = _IMPORT.sub(lambda found: _constants(name, *found.groups()), body)
    body = body.replace("import.meta.url", f'new URL("./{name}", import.meta.url).href')
    if left := _LEFT.search(body):
        raise ValueError(f"{name}: cannot bundle {left.group()!r}")
    returned = ", ".join(f"{outside}: {inside}" for outside, inside in exports.items())
    return f'"{name}"(load) {{\n{body}\nreturn {{ {returned} }};\n}},'


def _constants(name: str, names: str, to: str) -> str:
    """Return the constants that take the place of an import."""
    return f'const {re.sub(r" as ", ": ", names)} = load("{_path(name, to)}");'
