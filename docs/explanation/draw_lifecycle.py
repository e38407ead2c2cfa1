"""Tell Graphviz how to draw the life of a task from its table.

python docs/explanation/draw_lifecycle.py | dot -Tsvg -o docs/explanation/lifecycle.svg
"""

from supportcore.tasks import TRANSITIONS, Back, State

COLOURS = {State.PENDING: "#fdf3dc", State.WAITING: "#fdf3dc", State.SOLVED: "#dff1ea", State.CLOSED: "#cfe3ee",
           State.CANCELLED: "#f4dcd6"}  # fmt: skip
STYLE = """
    rankdir=TB; nodesep=0.35; ranksep=0.55; bgcolor="white";
    node [shape=box style="rounded,filled" fillcolor="#f3f6f8" color="#8a97a3" fontname="Helvetica" fontsize=13];
    edge [color="#8a97a3" fontcolor="#22303c" fontname="Helvetica" fontsize=10 arrowsize=0.7];
"""


def ways() -> dict[tuple[State, State], list[str]]:
    """Return what leads from state to state; what leaves a task where it is, is not drawn."""
    found: dict[tuple[State, State], list[str]] = {}
    for (origin, kind), target in TRANSITIONS.items():
        goal = State.IN_WORK if target is Back.WHENCE else target
        if isinstance(goal, State):
            found.setdefault((origin, goal), []).append(kind)
    return found


def dot() -> str:
    """Return the picture in Graphviz's words."""
    nodes = [f'    "{state}" [fillcolor="{colour}"];' for state, colour in COLOURS.items()]
    edges = [f'    "{one}" -> "{other}" [label=" {", ".join(kinds)}"];' for (one, other), kinds in ways().items()]
    return "\n".join(["digraph life {", STYLE, *nodes, *edges, "}"])


if __name__ == "__main__":
    print(dot())
