"""The whole app without a browser: started at app.py, as a stranger's first visit does."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.testing.v1 import AppTest

from core import Experiment
from pages.scenes.table import SCENES
from pages.session.state import State
from tests.pages.shown import forget

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60
KINDS = ("selectbox", "slider", "select_slider", "number_input", "multiselect", "button_group", "button")

Open = Callable[..., "Visit"]


@dataclass
class Visit:
    """Hold one session, and do what its browser would do with the address."""

    at: AppTest

    @property
    def link(self) -> dict[str, str]:
        """The address as the browser writes it: what the page names, and the step last."""
        step = self.state.step
        return self.at.session_state["address"] | ({"step": str(step)} if step else {})

    @property
    def state(self) -> State:
        found: State = self.at.session_state["state"]
        return found

    @property
    def experiment(self) -> Experiment:
        return self.state.experiment

    @property
    def notices(self) -> list[str]:
        """What the page says of the link, a line each, without the backticks of what is quoted."""
        lines = [line for warning in self.at.warning for line in str(warning.value).splitlines()]
        return [re.sub(r"^(`+) (.*) \1", r"\2", line.removeprefix("- ")) for line in lines]

    def run(self) -> None:
        self.at.run(timeout=SECONDS)
        assert not self.at.exception, [e.message for e in self.at.exception]
        self.address(self.link)

    def stand(self, step: int) -> None:
        """Let the browser stand on a step of the run it was shown, and its address say so."""
        self.address(self.at.session_state["address"] | {"step": str(step)})

    def turn_to(self, page: str) -> None:
        """Follow the menu to another page, which begins with a bare address."""
        self.at.switch_page(page)
        self.address({})
        self.run()

    def address(self, link: dict[str, str]) -> None:
        self.at.query_params.clear()
        self.at.query_params.update(link)

    @property
    def widgets(self) -> list[Any]:
        return [widget for kind in KINDS for widget in self.at.get(kind)]

    def widget(self, label: str) -> Any:
        found = [widget for widget in self.widgets if widget.label == label]
        assert len(found) == 1, f"{len(found)} widgets are called {label}"
        return found[0]

    def choose(self, label: str, value: Any) -> None:
        self.widget(label).set_value(value)
        self.run()

    def press(self, label: str) -> None:
        self.widget(label).click()
        self.run()

    def send_late(self, *old: WidgetState) -> None:
        """Send what the browser holds, with some widgets' earlier states: the new ones did not arrive."""
        late = {state.id: state for state in old}
        states = self.at._tree.get_widget_states()
        kept = [state for state in states.widgets if state.id not in late]
        self.at._run(WidgetStates(widgets=[*kept, *late.values()]), timeout=SECONDS)
        assert not self.at.exception, [e.message for e in self.at.exception]
        self.address(self.link)

    def send(self, component: str, **values: Any) -> None:
        """Send values of a component, as the browser does."""
        name = f"live_{component}"
        (box,) = [each for each in self.at.get("bidi_component") if each.proto.component_name == name]
        states = self.at._tree.get_widget_states()
        states.widgets.append(WidgetState(id=box.proto.id, json_value=json.dumps(values)))
        self.at._run(states, timeout=SECONDS)
        assert not self.at.exception, [e.message for e in self.at.exception]
        self.address(self.link)


@pytest.fixture
def visit() -> Open:
    """Return a function that opens a scene with a link."""

    def start(page: str = "app.py", **link: str) -> Visit:
        assert page in [scene.file for scene in SCENES]
        at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS)
        if page != "app.py":
            at.switch_page(page)
        opened = Visit(at)
        opened.address(link)
        opened.run()
        return opened

    return start


@pytest.fixture(autouse=True)
def fresh_caches(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Empty the caches for the tests of a package: what one test computed must not serve the next."""
    if request.path.parent != Path(__file__).parent:
        forget(monkeypatch)
