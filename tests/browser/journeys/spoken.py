"""What a screen reader hears of a page: Chromium's tree for it, and what is wrong with that tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from playwright.sync_api import Page

NAMED = {
    "DisclosureTriangle", "SvgRoot", "application", "button", "checkbox", "combobox", "figure", "image",
    "link", "navigation", "radio", "radiogroup", "region", "slider", "spinbutton", "textbox", "toolbar",
}  # fmt: skip
"""Roles that say nothing without a name."""


@dataclass
class Spoken:
    """Hold one node that is not ignored, and those within it."""

    role: str
    name: str
    level: int | None = None
    parts: list[Spoken] = field(default_factory=list)

    def all(self, role: str | None = None) -> Iterator[Spoken]:
        """Return the node and all within it, in their order on the page."""
        if role in (None, self.role):
            yield self
        for part in self.parts:
            yield from part.all(role)


def spoken(page: Page) -> Spoken:
    """Return the tree of a page."""
    session = page.context.new_cdp_session(page)
    nodes = {node["nodeId"]: node for node in session.send("Accessibility.getFullAXTree")["nodes"]}
    session.detach()

    def read(node: dict[str, Any]) -> list[Spoken]:
        parts = [part for key in node.get("childIds", ()) if key in nodes for part in read(nodes[key])]
        if node["ignored"]:
            return parts
        levels = [each["value"]["value"] for each in node.get("properties", ()) if each["name"] == "level"]
        name = str(node.get("name", {}).get("value", ""))
        return [Spoken(node["role"]["value"], name, *levels[:1], parts=parts)]

    (root,) = read(next(node for node in nodes.values() if "parentId" not in node))
    return root


def faults(page: Spoken) -> list[str]:
    """Return what is wrong with a tree."""
    return [*_names(page), *_headings(page), *_landmarks(page)]


def _names(page: Spoken) -> Iterator[str]:
    for node in page.all():
        name, words = node.name.strip(), node.name.split()
        if node.role in NAMED and not name:
            yield f"a {node.role} has no name, beside {[part.name for part in node.all()][:5]}"
        half = len(words) // 2
        if words and words[:half] == words[half:]:
            yield f"a {node.role} has a double name: {name}"


def _headings(page: Spoken) -> Iterator[str]:
    (main,) = page.all("main")
    levels = [heading.level or 0 for heading in main.all("heading")]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield f"the main part has not one h1 at its beginning: {levels}"
    if any(then > now + 1 for now, then in pairwise(levels)):
        yield f"the levels of headings jump: {levels}"


def _landmarks(page: Spoken) -> Iterator[str]:
    outside = [node.role for node in page.all("heading") if node not in list(next(page.all("main")).all())]
    if outside:
        yield f"{len(outside)} headings are not in the main part"
    for role in ("main", "banner"):
        if len(list(page.all(role))) != 1:
            yield f"not one landmark is the {role}"
    names = [node.name for role in ("navigation", "region") for node in page.all(role)]
    if sorted(set(names)) != sorted(names) or "Pages" not in names:
        yield f"landmarks that cannot be told apart, or no menu: {names}"
