"""The house as docs/architecture.md draws it and as the imports build it.

`python -m tests.architecture [FOLDER]` prints the figures of a checkout: modules, floors, imports between folders.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("knowledge", "actions", "bot")
PAGE = "docs/architecture.md"

_PLACE = re.compile(r"`([\w/*.]+)`")
_ARROW = re.compile(r"^\s*(\w+)[^>\n]*?(-->|\.->)(?:\|[^|]*\|)?\s*(\w+)", re.MULTILINE)
_NODE = re.compile(r"(\w+)\[\"?([\w/]+\.py)")


@dataclass(frozen=True)
class Import:
    """A module of the project (a path) that imports a name: a module of the project (a path), or another library."""

    importer: str
    imported: str


class Tree:
    """The modules of a checkout, tests apart, and what they import."""

    def __init__(self, root: Path = ROOT) -> None:
        self._root = root

    @cached_property
    def modules(self) -> list[str]:
        """Paths of the modules, sorted."""
        found = (path for package in PACKAGES for path in (self._root / package).rglob("*.py"))
        return sorted(path.relative_to(self._root).as_posix() for path in found)

    @cached_property
    def imports(self) -> list[Import]:
        """Every import, wherever in a module it stands, each once."""
        found: dict[Import, None] = {}
        for module in self.modules:
            for name in self._imported_names(module):
                found[Import(module, self._by_name.get(name, name))] = None
        return list(found)

    @cached_property
    def own_imports(self) -> list[Import]:
        """The imports of modules of the project."""
        known = set(self.modules)
        return [found for found in self.imports if found.imported in known]

    @cached_property
    def _by_name(self) -> dict[str, str]:
        return {path.removesuffix(".py").removesuffix("/__init__").replace("/", "."): path for path in self.modules}

    def _imported_names(self, module: str) -> Iterable[str]:
        for node in ast.walk(ast.parse((self._root / module).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    inner = f"{node.module}.{alias.name}"
                    yield inner if inner in self._by_name else node.module


@dataclass(frozen=True)
class Room:
    """A row of the page's table: its name, its files and folders, and the rooms that it may import."""

    name: str
    places: tuple[str, ...]
    may_import: frozenset[str]

    def closeness(self, module: str) -> int:
        """Return how closely a place of the room names the module; 0 for not at all, the file itself is closest."""
        return max((_closeness(place, module) for place in self.places), default=0)


class Page:
    """What the page says."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def rooms(self) -> dict[str, Room]:
        """The rooms by name: the table whose head begins with "room"."""
        table = self._text.partition("| room |")[2].split("\n\n")[0]
        rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in table.splitlines()[2:]]
        found = [Room(row[0], tuple(_PLACE.findall(row[1])), frozenset(_names(row[2]))) for row in rows]
        return {room.name: room for room in found}

    def room_of(self, module: str) -> str | None:
        """Return the room that a module is in, None when the page gives it none."""
        best = max(self.rooms.values(), key=lambda room: room.closeness(module))
        return best.name if best.closeness(module) else None

    @cached_property
    def way(self) -> dict[str, str]:
        """The modules of a message's way, by their names in the diagram."""
        return dict(_NODE.findall(self._diagram))

    @cached_property
    def steps(self) -> list[Import]:
        """The diagram's solid arrows: steps within a process, each an import."""
        arrows = [(start, end) for start, kind, end in _ARROW.findall(self._diagram) if kind == "-->"]
        return [Import(self.way[start], self.way[end]) for start, end in arrows]

    @cached_property
    def _diagram(self) -> str:
        return self._text.partition("```mermaid")[2].partition("```")[0]


def read_page() -> Page:
    """Return the page of this checkout."""
    return Page((ROOT / PAGE).read_text(encoding="utf-8"))


def circles(arrows: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Return the names that lie on a circle of arrows together, sorted."""
    return sorted(sorted(part) for part in _parts(arrows) if len(part) > 1)


def floors(arrows: Mapping[str, Iterable[str]]) -> int:
    """Return the number of names on the longest way along the arrows, each circle counted as one name."""
    heights: dict[str, int] = {}
    for part in _parts(arrows):
        below = (heights[target] for name in part for target in arrows.get(name, ()) if target not in part)
        heights |= dict.fromkeys(part, 1 + max(below, default=0))
    return max(heights.values(), default=0)


def _parts(arrows: Mapping[str, Iterable[str]]) -> list[set[str]]:
    """The names in parts, those on a circle together, each part after those that it leads to (Tarjan 1972)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    open_names: list[str] = []
    parts: list[set[str]] = []

    def visit(name: str) -> None:
        order[name] = low[name] = len(order)
        open_names.append(name)
        for target in arrows.get(name, ()):
            if target not in order:
                visit(target)
            if target in open_names:
                low[name] = min(low[name], low[target])
        if low[name] == order[name]:
            part = set(open_names[open_names.index(name) :])
            del open_names[open_names.index(name) :]
            parts.append(part)

    for name in arrows:
        if name not in order:
            visit(name)
    return parts


def _closeness(place: str, module: str) -> int:
    if place == module:
        return 1000
    folder, star, _ = place.partition("*.py")
    if star:
        return len(folder) if module.rpartition("/")[0] == folder.rstrip("/") else 0
    return len(place) if place.endswith("/") and module.startswith(place) else 0


def _names(cell: str) -> list[str]:
    return [name.strip() for name in cell.split(",") if name.strip() not in {"", "nothing"}]


def _arrows(imports: Iterable[Import], names: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {name: set() for name in names}
    for one in imports:
        if one.importer in found and one.imported in found and one.importer != one.imported:
            found[one.importer].add(one.imported)
    return found


def _print_figures(root: Path) -> None:
    """Print modules and floors by package and folder, and the imports between folders and between the page's rooms."""
    tree = Tree(root)
    print(f"{'folder':<34}{'modules':>8}{'floors':>8}")
    folders = sorted({_folder(module) for module in tree.modules})
    inside = {f"{package}/ with all below": [m for m in tree.modules if m.startswith(package)] for package in PACKAGES}
    inside |= {folder: [m for m in tree.modules if _folder(m) == folder] for folder in folders}
    for name, modules in {"all": tree.modules, **inside}.items():
        print(f"{name:<34}{len(modules):>8}{floors(_arrows(tree.own_imports, modules)):>8}")
    _print_arrows("folders", [Import(_folder(one.importer), _folder(one.imported)) for one in tree.own_imports])
    if (root / PAGE).exists():
        room_of = Page((root / PAGE).read_text(encoding="utf-8")).room_of
        rooms = [Import(room_of(one.importer) or "?", room_of(one.imported) or "?") for one in tree.own_imports]
        _print_arrows("rooms", rooms)


def _print_arrows(kind: str, imports: list[Import]) -> None:
    between = Counter(one for one in imports if one.importer != one.imported)
    arrows = _arrows(between, sorted({name for one in imports for name in (one.importer, one.imported)}))
    print(
        f"\n{len(arrows)} {kind}, {floors(arrows)} floors; {between.total()} of {len(imports)} imports lead to others,"
    )
    print(f"on {len(between)} arrows; circles: {circles(arrows) or 'none'}")
    for one, count in sorted(between.items(), key=lambda item: str(item[0])):
        print(f"{count:>5}  {one.importer} -> {one.imported}")


def _folder(module: str) -> str:
    return module.rpartition("/")[0]


if __name__ == "__main__":
    _print_figures(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT)
