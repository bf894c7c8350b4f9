"""Contact sheets: captioned tiles of many pictures, for a person to look at."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_TILE = 640, 400
_CAPTION = 30
_ACROSS, _DOWN, _GAP = 3, 5, 6


class ContactSheets:
    """Collect tiles and write them in sheets of fifteen, called sheet-001.png and so on."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.tiles: list[Image.Image] = []
        self.count = 0

    def add(self, picture: bytes, caption: str, faults: Sequence[str] = ()) -> None:
        """Add a picture; what is wrong with it stands in its caption in red."""
        image = Image.open(io.BytesIO(picture)).convert("RGB")
        image.thumbnail(_TILE, Image.Resampling.LANCZOS)
        tile = Image.new("RGB", (_TILE[0], image.height + _CAPTION), "#808080")
        tile.paste(image, ((_TILE[0] - image.width) // 2, _CAPTION))
        pen, font = ImageDraw.Draw(tile), ImageFont.load_default(11)
        pen.rectangle((0, 0, _TILE[0], _CAPTION), fill="#ffd0d0" if faults else "#ffffff")
        pen.text((3, 1), caption, fill="#000000", font=font)
        kinds = ", ".join(dict.fromkeys(each.partition(":")[0] for each in faults))
        pen.text((3, 15), f"{len(faults)} faults: {kinds}" if faults else "", fill="#a00000", font=font)
        self.tiles.append(tile)
        if len(self.tiles) == _ACROSS * _DOWN:
            self.write()

    def write(self) -> None:
        """Write the tiles that are not written yet."""
        if not self.tiles:
            return
        rows = [self.tiles[at : at + _ACROSS] for at in range(0, len(self.tiles), _ACROSS)]
        heights = [max(tile.height for tile in row) + _GAP for row in rows]
        sheet = Image.new("RGB", ((_TILE[0] + _GAP) * _ACROSS, sum(heights)), "#404040")
        for down, row in enumerate(rows):
            for across, tile in enumerate(row):
                sheet.paste(tile, ((_TILE[0] + _GAP) * across, sum(heights[:down])))
        self.count += 1
        sheet.save(self.folder / f"sheet-{self.count:03}.png")
        self.tiles = []
