"""Videos: PNG frames in, a GIF or an MP4 out; equal frames give equal bytes."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

_COLOURS = 256
_LINE = 1 / 120  # of the height
_QUALITY = "18"  # of x264: visually lossless, roughly


@dataclass(frozen=True)
class Timing:
    """Hold how long each frame is shown, in seconds, and the colours of the progress line."""

    seconds: list[float]
    line: str
    track: str

    def drawn_on(self, images: Iterable[Any]) -> Iterator[Any]:
        """Yield the image of each frame with the line at its bottom."""
        last = max(1, len(self.seconds) - 1)
        for at, image in enumerate(images):
            yield self._with_line(image, at / last)

    def _with_line(self, image: Any, share: float) -> Any:
        width, height = image.size
        top = height - max(2, round(height * _LINE))
        image.paste(self.track, (0, top, width, height))
        image.paste(self.line, (0, top, round(width * share), height))
        return image


def gif(frames: Iterable[bytes], samples: Iterable[bytes], timing: Timing) -> bytes:
    """Return PNG frames as a GIF that repeats forever.

    All frames share the palette of a few `samples`: otherwise colours would flicker.  A GIF counts
    hundredths of a second: durations are rounded in such a way that the total is right.
    """
    from PIL import Image  # noqa: PLC0415  # an optional extra

    palette = _palette(timing.drawn_on(_images(samples)))
    images = timing.drawn_on(_images(frames))
    small = (image.quantize(palette=palette, dither=Image.Dither.NONE) for image in images)
    first, rest = next(small), list(small)
    marks = [round(100 * at) for at in accumulate(timing.seconds, initial=0.0)]
    durations = [10 * (after - before) for before, after in pairwise(marks)]
    out = io.BytesIO()
    first.save(out, "GIF", save_all=True, append_images=rest, duration=durations, loop=0, optimize=False)
    return out.getvalue()


def mp4(frames: Iterable[bytes], timing: Timing, fps: int) -> bytes:
    """Return PNG frames as an H.264 video, which every player and slide program shows.

    Its frames are equally long: one that is shown longer is repeated.
    """
    import av  # noqa: PLC0415  # an optional extra

    pictures = (np.asarray(image) for image in timing.drawn_on(_images(frames)))
    first = next(pictures)
    out = io.BytesIO()
    with av.open(out, "w", format="mp4", options={"fflags": "+bitexact"}) as video:
        stream: Any = video.add_stream("libx264", rate=fps, options={"crf": _QUALITY, "preset": "veryfast"})
        stream.height, stream.width = first.shape[:2]
        stream.pix_fmt = "yuv420p"
        stream.codec_context.flags |= av.codec.context.Flags.bitexact
        stream.codec_context.thread_count = 1
        for picture, seconds in zip(chain([first], pictures), timing.seconds, strict=True):
            for _ in range(round(seconds * fps)):
                video.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        video.mux(stream.encode())
    return out.getvalue()


def _images(frames: Iterable[bytes]) -> Iterator[Any]:
    from PIL import Image  # noqa: PLC0415  # an optional extra

    for frame in frames:
        yield Image.open(io.BytesIO(frame)).convert("RGB")


def _palette(samples: Iterable[Any]) -> Any:
    """Return one palette for some frames; their commonest colour, the background, stays exact."""
    from PIL import Image  # noqa: PLC0415  # an optional extra

    together: NDArray[np.uint8] = np.vstack([np.asarray(image) for image in samples])
    palette: Any = Image.fromarray(together).quantize(_COLOURS, method=Image.Quantize.MEDIANCUT)
    background = _commonest(together)
    page: Any = Image.new("RGB", (1, 1), background).quantize(palette=palette, dither=Image.Dither.NONE)
    place, colours = 3 * page.getpixel((0, 0)), palette.getpalette()
    palette.putpalette([*colours[:place], *background, *colours[place + 3 :]])
    return palette


def _commonest(picture: NDArray[np.uint8]) -> tuple[int, int, int]:
    """Return the commonest colour (r, g, b) of a picture (height, width, 3)."""
    found, counts = np.unique(picture.reshape(-1, 3) @ [1 << 16, 1 << 8, 1], return_counts=True)
    colour = int(found[counts.argmax()])
    return colour >> 16, colour >> 8 & 255, colour & 255
