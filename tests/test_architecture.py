"""The rules of the house, read from the code itself: layers, no cycles, no large modules."""

from __future__ import annotations

import ast
import functools
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "annotator"

# From low to high; a module may import its own package and lower layers only.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("errors",),
    ("models",),
    (
        "settings",
        "background",
        "names",
        "faults",
        "many_values",
        "plural",
        "time_left",
        "damaged_zip",
        "doubled_keys",
        "whole_file",
        "shortage",
    ),
    ("keys", "file_names"),
    ("schemes",),
    ("articles", "labelstudio", "store", "agreement", "adjudication", "sample"),
    ("reports", "corpora"),
    ("releases",),
    ("workflow",),
    ("web",),
    ("cli",),
    ("__main__",),
)
HEIGHT = {name: height for height, layer in enumerate(LAYERS) for name in layer}
ONLY_IN = {"label_studio_sdk": "labelstudio", "sqlite_utils": "store", "flask": "web"}
LONGEST = 300
WIDEST_TEMPLATE = 120
VAGUE = {"utils", "util", "helpers", "helper", "common", "base", "core", "manager", "misc"}


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py"))


def part(path: Path) -> str:
    """The package or top-level module a file belongs to: 'store', 'errors', ..."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@functools.cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@functools.cache
def imports(path: Path) -> set[str]:
    """Full names of the modules a file imports, also inside functions and for typing."""
    found: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            assert node.module is not None
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def dotted(path: Path) -> str:
    names = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(names[:-1] if names[-1] == "__init__" else names)


def test_a_module_imports_only_what_lies_below() -> None:
    for path in modules():
        own = part(path)
        for name in imports(path) if own != "__init__" else ():
            names = name.split(".")
            if names[0] != "annotator" or len(names) == 1 or names[1] not in HEIGHT:
                continue
            other = names[1]
            assert other == own or HEIGHT[other] < HEIGHT[own], f"{path} imports {name}"


def test_outside_libraries_stay_in_their_rooms() -> None:
    for path in modules():
        for name in imports(path):
            room = ONLY_IN.get(name.split(".")[0])
            assert room is None or part(path) == room, f"{path} imports {name}"


def test_no_module_imports_itself_by_a_circle() -> None:
    known = {dotted(path): path for path in modules()}
    graph = {
        name: {other for other in imports(path) if other in known} for name, path in known.items()
    }
    # `from annotator import store` names the package; that is no import of everything in it.
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, " -> ".join((*way[way.index(name) :], name))
        if name in done:
            return
        for other in graph[name] - {name}:
            # A package's __init__ gathers its modules; a module naming its package is no circle.
            if not name.startswith(f"{other}.") and not way_up(name, other):
                visit(other, (*way, name))
        done.add(name)

    def way_up(name: str, other: str) -> bool:
        return other == "annotator" and name != "annotator"

    for name in graph:
        visit(name, ())


def test_no_module_is_longer_than_a_person_reads() -> None:
    long = [path for path in modules() if len(path.read_text("utf-8").splitlines()) > LONGEST]
    assert long == []


def test_every_module_is_named_for_a_concept() -> None:
    for path in modules():
        assert path.stem not in VAGUE, path


def test_every_part_has_its_layer() -> None:
    assert {part(path) for path in modules()} - {"__init__"} <= set(HEIGHT)


def test_no_conftest_is_collected_before_the_one_for_all() -> None:
    # pytest collects by name, and a second module called conftest in its place is an error.
    for path in (ROOT / "tests").glob("*/conftest.py"):
        assert path.parent.name > "conftest.py", f"{path}: put it into tests/conftest.py"


def test_no_two_test_files_share_a_name() -> None:
    """pytest imports them by their bare names: two alike keep every test from being collected."""
    names = [path.name for path in (ROOT / "tests").rglob("*.py") if path.name != "conftest.py"]
    assert sorted(names) == sorted(set(names))


def test_no_line_of_a_template_is_longer_than_a_screen() -> None:
    for path in PACKAGE.rglob("templates/**/*.html"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            assert len(line) <= WIDEST_TEMPLATE, f"{path}:{number} has {len(line)} columns"


# The rooms of agreement/, from low to high, as its __init__ draws them.
ROOMS: tuple[tuple[str, ...], ...] = (
    ("arrays", "measure", "sparse"),
    ("bca",),
    ("bootstrap",),
    (
        "annotator_sets",
        "enough",
        "leave_one_out",
        "change_over_time",
        "benchmark_scales",
        "hayes_q",
        "why_missing",
    ),
    ("ratings",),
    ("spans",),
    ("attributes", "models", "gamma", "alternative_annotator"),
    ("files",),
    ("by_name", "planning", "soft_labels"),
    ("engines",),
    ("conformance",),
)
FLOOR = {room: floor for floor, rooms in enumerate(ROOMS) for room in rooms}
MOST_MODULES = 30
LONGEST_FUNCTION = 45
CONTENTLESS = {"kept", "computed", "parts"}
ONE_NAME_EACH = ("agreement", "reports", "store", "workflow")


def of_part(*names: str) -> list[Path]:
    return [path for path in modules() if part(path) in names]


def test_the_rooms_of_agreement_import_downward_only() -> None:
    agreement = PACKAGE / "agreement"
    for path in of_part("agreement"):
        room = path.relative_to(agreement).parts[0].removesuffix(".py")
        if room == "__init__":
            continue
        for name in imports(path):
            other = name.removeprefix("annotator.agreement.").split(".")[0]
            if name.startswith("annotator.agreement.") and other in FLOOR and other != room:
                assert FLOOR[other] < FLOOR[room], f"{path} imports {name}"


def test_the_rooms_of_agreement_are_those_that_its_page_draws() -> None:
    agreement = PACKAGE / "agreement"
    names = {
        path.relative_to(agreement).parts[0].removesuffix(".py") for path in of_part("agreement")
    }
    assert names - {"__init__"} == set(FLOOR)
    drawn = ast.get_docstring(ast.parse((agreement / "__init__.py").read_text(encoding="utf-8")))
    places = [(drawn or "").index(room) for rooms in ROOMS for room in rooms]
    assert len(set(places)) == len(FLOOR)


def test_no_folder_holds_more_modules_than_a_person_surveys() -> None:
    counts = Counter(path.parent.relative_to(PACKAGE).as_posix() for path in modules())
    for folder, count in counts.items():
        assert count <= MOST_MODULES, folder


def defined(path: Path) -> Iterator[str]:
    """The names a module gives to functions, classes and values of its own."""
    for node in tree_of(path).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


@pytest.mark.parametrize("name", ONE_NAME_EACH)
def test_a_public_name_means_one_thing_in_its_part(name: str) -> None:
    places: dict[str, list[str]] = {}
    for path in of_part(name):
        for one in defined(path):
            if not one.startswith("_"):
                places.setdefault(one, []).append(str(path.relative_to(PACKAGE)))
    twice = {one: where for one, where in places.items() if len(where) > 1}
    assert twice == {}


def test_no_function_is_longer_than_a_screen() -> None:
    for path in modules():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno is not None:
                length = node.end_lineno - node.lineno + 1
                assert length <= LONGEST_FUNCTION, f"{path}: {node.name} has {length} lines"


def test_no_module_is_named_for_being_kept_or_computed() -> None:
    for path in modules():
        assert not CONTENTLESS & set(path.stem.split("_")), path


def documents() -> list[Path]:
    return [path for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))
            if path.name != "CHANGELOG.md"]  # fmt: skip


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_documentation_names_only_modules_that_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    there = {
        one.relative_to(ROOT).as_posix() for folder in ("annotator", "tests", "benchmarks", "docs",
                                                        "scripts")
        for one in (ROOT / folder).rglob("*.py")
    }  # fmt: skip
    for named in re.findall(r"[\w/]+\.py\b", text):
        assert any(f"/{one}".endswith(f"/{named}") for one in there), f"{path.name}: {named}"
    for named in re.findall(r"\bannotator(?:/\w+)+/", text):
        assert (ROOT / named).is_dir(), f"{path.name}: {named}"
    known = {dotted(one) for one in modules()}
    for named in re.findall(r"\bannotator(?:\.[a-z_]\w*)+", text):
        assert named in known or named.rpartition(".")[0] in known, f"{path.name}: {named}"


def blueprint_modules() -> list[Path]:
    found = [*(PACKAGE / "web").glob("*.py"), *(PACKAGE / "web").glob("*/blueprint.py")]
    return [path for path in found if "\nblueprint = Blueprint(" in path.read_text("utf-8")]


def test_a_blueprint_is_one_module_one_template_folder_and_one_test_file() -> None:
    found = blueprint_modules()
    assert len(found) >= 15
    concepts = set()
    for path in found:
        # A large one is a folder of that name, with its blueprint in a module of its own.
        concept = path.parent.name if path.stem == "blueprint" else path.stem
        concepts.add(concept)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        words = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
        shown = {word for word in words if isinstance(word, str) and word.endswith(".html")}
        assert {Path(word).parent.name for word in shown} <= {concept}, path
        assert f'Blueprint("{concept}"' in path.read_text(encoding="utf-8"), path
        tests = [ROOT / "tests/web" / f"test_{concept}{end}.py" for end in ("", "_page")]
        assert any(test.exists() for test in tests), path
    folders = {path.name for path in (PACKAGE / "web/templates").iterdir() if path.is_dir()}
    assert folders <= concepts | {"errors"}


def test_every_thread_is_started_where_its_end_is_logged() -> None:
    for path in modules():
        starts = [
            node
            for node in ast.walk(tree_of(path))
            if isinstance(node, ast.Call)
            and ast.unparse(node.func).split(".")[-1] in ("Thread", "Timer", "start_new_thread")
        ]
        assert not starts or path == PACKAGE / "background.py", f"{path}: use start_thread"


def test_what_the_peers_read_needs_nothing_of_ours() -> None:
    """Their environment has no annotator: what they measure is theirs."""
    folder = ROOT / "benchmarks/agreement"
    read = sorted([*folder.glob("*_peer.py"), *folder.glob("*_data.py")])
    assert len(read) >= 6
    for path in read:
        at_once = [
            node for node in ast.parse(path.read_text()).body if isinstance(node, ast.ImportFrom)
        ]
        assert not [one for one in at_once if (one.module or "").startswith("annotator")], path
