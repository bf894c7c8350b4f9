"""The browser's files: each is part of a component, and what is private to others stands in one place."""

import json
import re
import subprocess
from importlib.metadata import version
from pathlib import Path

import pytest
from plotly.offline import get_plotlyjs, get_plotlyjs_version

from pages.frontend.assets import EMBEDDED_STYLE, PAGE_STYLE, SOURCES, publish
from pages.frontend.bundle import bundled, imports_of
from pages.frontend.component import ROOT

COMPONENTS = [
    "announcement.js", "board.js", "copy_text.js", "file_text.js", "focus.js", "idle.js", "page_address.js",
    "panel.js", "shell.js", "slide.js", "stage.js", "tiles.js",
]  # fmt: skip
STREAMLIT, PLOTLY = "common/streamlit_compat", "common/plotly_compat"
# What is private: attributes and classes of elements that Streamlit makes, fields and classes of Plotly.
PRIVATE = {
    STREAMLIT: r"data-test-|data-stale|\bst[A-Z]\w+|window\.setTimeout"
    r"|__react|hostCommunicationMgr|queryParams",
    PLOTLY: r"\b_(full|length|offset|name|m|b)\b|_full\w+|__data__|\.(c2p|d2p|l2p|p2c|p2d)\b"
    r"|svg-container|scatterlayer|heatmaplayer|shapelayer|imagelayer|js-line|js-plotly",
}


def files(*endings: str) -> set[str]:
    return {
        path.relative_to(SOURCES).as_posix() for ending in endings for path in SOURCES.rglob(f"*.{ending}")
    }


def read(name: str) -> str:
    return (SOURCES / name).read_text(encoding="utf-8")


def imported_by(name: str) -> set[str]:
    """Return a module and all that it imports, directly or indirectly."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        module = waiting.pop()
        if module not in found:
            found.add(module)
            waiting += imports_of(module, read(module))
    return found


def test_every_module_is_part_of_a_component() -> None:
    assert set().union(*(imported_by(name) for name in COMPONENTS)) == files("js")


def test_a_component_loads_no_style_of_a_part_that_it_lacks() -> None:
    parts = {
        "timeline.css": "playback/timeline_slider.js",
        "remarks.css": "playback/remarks.js",
        "weight.css": "playback/weight_panel.js",
        "drawing.css": "drawing/draw_mode.js",
    }
    for component in COMPONENTS:
        modules = imported_by(component)
        loaded = set(re.findall(r'"([\w/]+\.css)"', "".join(map(read, modules))))
        assert {style for style, part in parts.items() if part in modules} == parts.keys() & loaded, (
            component
        )


def test_imports_are_found_in_folders_and_over_several_lines() -> None:
    assert {"board.js", "common/dom.js", "matrices/block.js", "matrices/expressions.js"} <= imported_by(
        "board.js"
    )
    assert "playback/player.js" not in imported_by("board.js")
    for name in files("js"):
        assert len(imports_of(name, read(name))) == len(re.findall(r"^import\b", read(name), re.M)), name


def test_what_is_imported_is_exported() -> None:
    for name in files("js"):
        for names, to in re.findall(r'^import \{([^}]*)\} from "(\.[^"]+)";', read(name), re.M):
            exported = read((SOURCES / name).parent.joinpath(to).resolve().relative_to(SOURCES).as_posix())
            for each in re.findall(r"(\w+)(?: as \w+)?(?:,|\s*$)", names):
                assert re.search(rf"^export .*\b(function|class|const) {each}\b", exported, re.M), (
                    name,
                    each,
                )


def test_no_module_imports_itself_through_others() -> None:
    for name in files("js"):
        assert name not in set().union(*(imported_by(each) for each in imports_of(name, read(name)))), name


def test_all_files_are_published(tmp_path: Path) -> None:
    stage = tmp_path / publish(tmp_path).stage
    published = {path.relative_to(stage).as_posix() for path in stage.rglob("*") if path.is_file()}
    assert published == files("css") | {"backpass.js"}


def test_a_bundle_says_what_it_cannot_bundle() -> None:
    with pytest.raises(ValueError, match=r"a\.js: cannot bundle 'import \* as b"):
        bundled({"a.js": 'import * as b from "./b.js";\n'})


@pytest.mark.needs_node
def test_a_bundle_runs_as_its_modules_do(tmp_path: Path) -> None:
    modules = {
        "a.js": 'import { one, two as three } from "./in/b.js";\nimport {\n  Four,\n} from "./c.js";\n'
        "export default function sum() { return one + three() + new Four().four; }\n",
        "in/b.js": 'import { five } from "../c.js";\nexport const one = five - 4;\n'
        "export async function unused() {}\nexport function two() { return 2; }\n",
        "c.js": "export class Four { four = 4; }\nexport const five = 5;\n"
        "export const place = import.meta.url;\n",
        "d.js": 'import { place } from "./c.js";\nexport default place;\n',
    }
    (tmp_path / "bundle.mjs").write_text(bundled(modules))
    script = "import load from './bundle.mjs'; const at = load('d.js').default;"
    script += " console.log(load('a.js').default(), load('c.js') === load('c.js'), at);"
    command = ["node", "--input-type=module", "--eval", script]
    done = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["7", "true", f"file://{tmp_path}/c.js"]


def installed_by_npm(folder: Path, version: str) -> Path:
    package = folder / "plotly.js-cartesian-dist-min"
    package.mkdir(parents=True)
    (package / "package.json").write_text(json.dumps({"version": version}))
    (package / "plotly-cartesian.min.js").write_text("the cartesian bundle")
    return folder


def test_the_cartesian_bundle_is_served_if_npm_installed_it(tmp_path: Path) -> None:
    modules = installed_by_npm(tmp_path / "modules", get_plotlyjs_version())
    published = publish(tmp_path / "static", modules)
    assert published.plotly == f"plotly-cartesian-{get_plotlyjs_version()}.min.js"
    assert (tmp_path / "static" / published.plotly).read_text() == "the cartesian bundle"


@pytest.mark.parametrize("version", ["4.1.0", None])
def test_otherwise_the_bundle_of_the_plotly_package_is_served(tmp_path: Path, version: str | None) -> None:
    modules = installed_by_npm(tmp_path / "modules", version) if version else tmp_path / "modules"
    published = publish(tmp_path / "static", modules)
    assert published.plotly == f"plotly-{get_plotlyjs_version()}.min.js"
    assert (tmp_path / "static" / published.plotly).read_text(encoding="utf-8") == get_plotlyjs()


def test_stylesheets_that_are_loaded_exist() -> None:
    loaded = {name for file in files("js") for name in re.findall(r'"([\w/]+\.css)"', read(file))}
    styles = {style.relative_to(SOURCES).as_posix() for style in (PAGE_STYLE, EMBEDDED_STYLE)}
    assert loaded | styles == files("css")


def test_no_other_stylesheet_styles_the_parts_of_a_slide() -> None:
    # They lie in a stage, too, and a sheet that was loaded once stays on all pages.
    parts = set(re.findall(r"\.backpass-slide(?:\.\w+)? \.([\w-]+)", read("slide.css")))
    assert parts == {"frame", "drawing"}
    for name in files("css") - {"slide.css"}:
        assert not parts & set(re.findall(r"\.([\w-]+)", read(name))), name


def test_each_file_says_what_it_is_and_is_short() -> None:
    for name in files("js", "css", "py"):
        lines = read(name).splitlines()
        assert lines[0].startswith(("// ", "/* ", '"""')), name
        assert len(lines) <= 250, name


@pytest.mark.parametrize("home", PRIVATE)
def test_private_parts_stand_in_one_module(home: str) -> None:
    # Of Plotly in Python only figures are used: what is private to a module of ours may have such a name.
    folder = ROOT / "pages" if home == STREAMLIT else SOURCES
    for path in folder.rglob("*.*"):
        is_home = path.as_posix().startswith((SOURCES / home).as_posix())
        if path.suffix in (".js", ".css", ".py") and not is_home:
            found = re.search(PRIVATE[home], path.read_text(encoding="utf-8"))
            assert found is None, (path, found)


@pytest.mark.parametrize(
    ("home", "name", "installed"),
    [
        (STREAMLIT, "Streamlit", version("streamlit")),
        (PLOTLY, "Plotly.js", get_plotlyjs_version()),
    ],
)
def test_the_private_parts_were_tested_with_the_installed_versions(
    home: str, name: str, installed: str
) -> None:
    found = re.search(r'TESTED_WITH = "(.+)"', read(f"{home}.js"))
    assert found
    assert found.group(1) == installed, (
        f"pages/frontend/{home}.js was tested with {name} {found.group(1)}, but {installed} is installed: "
        "run tests/browser/test_compat.py, mend what fails, and update the version there"
    )
