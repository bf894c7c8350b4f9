"""One binary message: a JSON header, and the arrays that it names as typed, aligned bytes.

Layout: a little-endian u32 with the length of the header, the header as UTF-8 JSON, zeros up to a
multiple of eight, then the arrays.  In the header each array is {"$": i}; header["arrays"][i] has its
dtype, its shape and its offset from the first array.  Every array starts at a multiple of eight, which
lets the browser view the bytes instead of copying each element.
"""

import json
import math
import struct
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

ALIGN = 8
DTYPES = {"u1": "<u1", "i4": "<i4", "f4": "<f4", "f8": "<f8"}
_SCALARS = (str, int, float, type(None))  # NaN and the infinities become null, which JSON can say
_INT32 = np.iinfo(np.int32)

Array = npt.NDArray[Any]


def encode(header: Mapping[str, Any]) -> bytes:
    """Return `header` as one message, its NumPy arrays as typed bytes after the JSON.

    Raises
    ------
    TypeError
        If a value is neither JSON, nor NumPy, nor a Plotly object; the message says where it is.
    ValueError
        If the only key of a mapping is "$", which marks an array.
    """
    arrays: list[Array] = []
    plain = _plain(dict(header), arrays, "header")
    plain["arrays"], body = _pack(arrays)
    text = json.dumps(plain, allow_nan=False, separators=(",", ":")).encode()
    head = struct.pack("<I", len(text)) + text
    return b"".join([head, _padding(len(head)), *body])


def decode(message: bytes) -> dict[str, Any]:
    """Return the header of a message with its arrays in place (the inverse of `encode`)."""
    (length,) = struct.unpack_from("<I", message)
    header: dict[str, Any] = json.loads(message[4 : 4 + length])
    start = 4 + length + len(_padding(4 + length))
    arrays = [_unpack(message, start, entry) for entry in header.pop("arrays")]
    restored: dict[str, Any] = _restore(header, arrays)
    return restored


def _plain(value: Any, arrays: list[Array], where: str) -> Any:
    """Return `value` as JSON types; arrays met on the way go to `arrays`."""
    if isinstance(value, _SCALARS):  # most are, and this check is the fastest
        return None if isinstance(value, float) and not math.isfinite(value) else value
    if isinstance(value, np.ndarray):
        return _reference(value, arrays, where)
    if isinstance(value, Mapping):
        if len(value) == 1 and "$" in value:
            raise ValueError(f'{where} has "$" for its one key, which stands for an array')
        return {str(k): _plain(v, arrays, f"{where}.{k}") for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v, arrays, f"{where}[{i}]") for i, v in enumerate(value)]
    return _plain(_unwrapped(value, where), arrays, where)


def _unwrapped(value: Any, where: str) -> Any:
    """Return what a NumPy scalar or a Plotly object holds."""
    if isinstance(value, np.generic):
        return value.item()
    if hasattr(value, "to_plotly_json"):
        return value.to_plotly_json()
    raise TypeError(f"{where} is a {type(value).__name__}; a message holds JSON and NumPy arrays")


def _reference(array: Array, arrays: list[Array], where: str) -> Any:
    """Return {"$": i} for a numeric array; text and objects stay in the header."""
    if array.ndim == 0 or array.dtype.kind not in "buif":
        return _plain(array.tolist(), arrays, where)
    arrays.append(np.ascontiguousarray(array, dtype=DTYPES[_dtype(array)]))
    return {"$": len(arrays) - 1}


def _dtype(array: Array) -> str:
    """Return the name of the narrowest of the four dtypes that holds `array` exactly."""
    kind, size = array.dtype.kind, array.dtype.itemsize
    if array.dtype == np.uint8 or kind == "b":
        return "u1"
    if kind == "f":
        return "f4" if size <= 4 else "f8"
    fits = array.size == 0 or (array.min() >= _INT32.min and array.max() <= _INT32.max)
    return "i4" if fits else "f8"


def _pack(arrays: list[Array]) -> tuple[list[dict[str, Any]], list[bytes]]:
    """Return the header's table of arrays, and their padded bytes."""
    table: list[dict[str, Any]] = []
    body: list[bytes] = []
    offset = 0
    for array in arrays:
        raw = array.tobytes()
        table.append({"dtype": _dtype(array), "shape": list(array.shape), "offset": offset})
        body += [raw, _padding(len(raw))]
        offset += len(raw) + len(body[-1])
    return table, body


def _unpack(message: bytes, start: int, entry: dict[str, Any]) -> Array:
    """Return the array of one table entry."""
    count = math.prod(entry["shape"])
    dtype = DTYPES[entry["dtype"]]
    flat = np.frombuffer(message, dtype=dtype, count=count, offset=start + entry["offset"])
    return flat.reshape(entry["shape"])


def _restore(value: Any, arrays: list[Array]) -> Any:
    """Return `value` with each {"$": i} replaced by its array."""
    if isinstance(value, list):
        return [_restore(v, arrays) for v in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"$"}:
        return arrays[value["$"]]
    return {k: _restore(v, arrays) for k, v in value.items()}


def _padding(length: int) -> bytes:
    """Return the zeros that bring `length` to a multiple of ALIGN."""
    return bytes(-length % ALIGN)
