"""What a browser tells the server of the controls it shows: their values, as the elements brought them."""

from __future__ import annotations

from streamlit.proto.Element_pb2 import Element
from streamlit.proto.WidgetStates_pb2 import WidgetState


def state_of(element: Element) -> WidgetState | None:
    """Return the state with which a browser answers a new control, or None for what is not one.

    Buttons have no state until they are pressed.
    """
    match element.WhichOneof("type"):
        case "button_group":
            return _texts(element.button_group.id, *element.button_group.raw_values)
        case "selectbox":
            return WidgetState(id=element.selectbox.id, string_value=element.selectbox.raw_value)
        case "slider":
            return _slider(element)
        case "number_input":
            return _number(element)
    return None


def _texts(name: str, *values: str) -> WidgetState:
    state = WidgetState(id=name)
    state.string_array_value.data.extend(values)
    return state


def _slider(element: Element) -> WidgetState:
    slider = element.slider
    if slider.raw_value:
        return _texts(slider.id, *slider.raw_value)
    state = WidgetState(id=slider.id)
    state.double_array_value.data.extend(slider.value or slider.default)
    return state


def _number(element: Element) -> WidgetState:
    number = element.number_input
    value = number.value if number.set_value else number.default
    if number.data_type == number.INT:
        return WidgetState(id=number.id, int_value=int(value))
    return WidgetState(id=number.id, double_value=value)


def changed(state: WidgetState, value: str | float) -> WidgetState:
    """Return the state of the same control after its reader chose another value."""
    made = WidgetState()
    made.CopyFrom(state)
    kind = state.WhichOneof("value")
    if kind in ("string_array_value", "double_array_value"):
        held = getattr(made, kind)
        held.ClearField("data")
        held.data.append(value)
    elif kind == "int_value":
        made.int_value = int(value)
    elif kind is not None:
        setattr(made, kind, value)
    return made
