"""Mutation testing: change the package in one small place at a time, and see whether a test notices.

    nice -n 10 .venv/bin/python tests/mutation/mutants.py              # everything; ends with the table of results
    .venv/bin/python tests/mutation/mutants.py --only 'ledger/*'       # some files
    .venv/bin/python tests/mutation/mutants.py --again                 # only what was not killed so far
    .venv/bin/python tests/mutation/mutants.py --cross-check 60        # does the quick way tell the truth?

The rooms of `FULL` are mutated whole, the others by a seeded sample. The thought behind the speed: a mutant that only
changes what a function does needs no new process and no new import. One process imports a *copy* of the package and
collects every test. For each mutant it forks; the child swaps the code of that function for the code compiled from the
mutated source, and runs the tests that execute the mutated lines, the quickest first, until one fails. A mutant of
anything else (a class body, a default, a constant) is written into the copy, which a fresh process imports.

That the mutant is what was tested is checked and not believed. The package must come from the copy (its ``__file__``
is compared); a swapped function must carry the mutated code, and a mutated file must have the hash of the mutant. The
unmutated copy must pass, and in each function mutated a planted ``raise`` must be noticed. A mutant that survives the
quick way is tried again the slow way, as a file on disk, before it is called a survivor.
"""

import argparse
import ast
import copy
import difflib
import fnmatch
import gc
import hashlib
import importlib
import itertools
import json
import os
import pathlib
import pkgutil
import random
import resource
import select
import shutil
import signal
import sys
import time
import types
from collections import Counter, defaultdict

ROOT = pathlib.Path(__file__).resolve().parents[2]
STATE = ROOT / ".mutants"
EXPLAINED = pathlib.Path(__file__).with_name("explained.txt")
PAGE = ROOT / "docs" / "explanation" / "mutants.md"
FULL = ("calendar/*.py", "sla/*.py", "ledger/*.py")
SEED = 20261122
SAMPLE = 300
EXAMPLES = 25  # of a property test, at most
SLOWEST = 12.0  # seconds under coverage; a test that takes longer is left out
# hypothesis is loaded before pytest could rewrite it, and the plugin for dead locks would speak into the pipes
OPTIONS = ("-q", "-p", "no:faulthandler", "-W", "ignore::pytest.PytestAssertRewriteWarning")
PRELOADED = ("attrs", "dateutil.rrule", "holidays", "hypothesis.stateful", "jsonschema", "numpy", "pytest")
QUIET = 150  # seconds of wall time that a child may be silent

# What a mutant is.

COMPARE = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
ARITHMETIC = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult,
    ast.Mod: ast.FloorDiv, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.Pow: ast.Mult,
}  # fmt: skip
TWINS = {"min": "max", "any": "all", "bisect_left": "bisect_right"}
TWINS |= {b: a for a, b in TWINS.items()}
SKIPPED_FUNCTIONS = {"__repr__", "__str__"}
SKIPPED_KEYWORDS = {"repr", "strict"}  # strict=True is an assertion


class Mutant:
    """One change: the bytes of a file from ``start`` to ``end`` become ``text``."""

    def __init__(self, path, scope, lines, start, end, text, said):
        self.path, self.scope, self.lines = path, scope, lines
        self.start, self.end, self.text, self.said = start, end, text, said
        self.name = ""

    def source(self, original):
        return original[: self.start] + self.text.encode() + original[self.end :]


class Finder:
    """Walks a module and lists its mutants."""

    def __init__(self, path, source):
        self.path, self.source = path, source
        self.begins = [0, *itertools.accumulate(len(line) for line in source.splitlines(keepends=True))]
        self.scope: list[str] = []
        self.found: list[Mutant] = []

    def mutants(self):
        self.body(ast.parse(self.source).body)
        seen = Counter()
        for mutant in self.found:
            name = f"{self.path}::{'.'.join(mutant.scope) or '-'}:: {mutant.said}"
            seen[name] += 1
            mutant.name = name if seen[name] == 1 else f"{name} #{seen[name]}"
        return self.found

    def emit(self, node, new, said=None):
        start = self.begins[node.lineno - 1] + node.col_offset
        end = self.begins[node.end_lineno - 1] + node.end_col_offset
        height = node.end_lineno - node.lineno
        if isinstance(new, ast.expr):
            text = f"({ast.unparse(new)}{chr(10) * height})"  # as many lines as before: what follows stays in place
        else:
            text = ("pass" if new is None else ast.unparse(new)) + "\n" * height
        was, becomes = short(node), "pass" if new is None else short(new)
        lines = range(node.lineno, node.end_lineno + 1)
        self.found.append(Mutant(self.path, tuple(self.scope), lines, start, end, text, said or f"{was} -> {becomes}"))

    def body(self, statements):
        for statement in statements:
            self.statement(statement)

    def statement(self, node):
        match node:
            case ast.FunctionDef():
                self.function(node)
            case ast.ClassDef():
                for decorator in node.decorator_list:
                    self.expression(decorator)
                self.scope.append(node.name)
                self.body(node.body)
                self.scope.pop()
            case ast.Expr(value=ast.Constant()):
                pass  # a docstring, or an ellipsis
            case ast.Import() | ast.ImportFrom() | ast.Assert() | ast.Pass() | ast.Global() | ast.Nonlocal():
                pass
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                pass
            case ast.Raise():
                self.emit(node, None)  # what it says is text
            case ast.Return():
                if node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None):
                    self.emit(node, ast.Return(ast.Constant(None)))
                    self.expression(node.value)
            case ast.Break():
                self.emit(node, ast.Continue())
            case ast.Continue():
                self.emit(node, ast.Break())
            case ast.Expr():
                self.emit(node, None)
                self.expression(node.value)
            case ast.Assign():
                if any(isinstance(target, ast.Name) and target.id == "__slots__" for target in node.targets):
                    return
                if all(isinstance(target, (ast.Attribute, ast.Subscript)) for target in node.targets):
                    self.emit(node, None)
                self.expression(node.value)
            case ast.AnnAssign():
                if node.value is not None:
                    if isinstance(node.target, (ast.Attribute, ast.Subscript)):
                        self.emit(node, None)
                    self.expression(node.value)
            case ast.AugAssign():
                self.emit(node, None)
                if type(node.op) in ARITHMETIC:
                    self.emit(node, ast.AugAssign(node.target, ARITHMETIC[type(node.op)](), node.value))
                self.expression(node.value)
            case ast.If() | ast.While():
                self.condition(node.test)
                self.body(node.body)
                self.body(node.orelse)
            case _:
                for name, value in ast.iter_fields(node):
                    for child in value if isinstance(value, list) else [value]:
                        if isinstance(child, ast.stmt):
                            self.statement(child)
                        elif isinstance(child, ast.ExceptHandler):
                            self.body(child.body)
                        elif isinstance(child, ast.match_case):
                            if child.guard:
                                self.condition(child.guard)
                            self.body(child.body)
                        elif isinstance(child, ast.withitem):
                            self.expression(child.context_expr)
                        elif isinstance(child, ast.expr) and name != "target":
                            self.expression(child)

    def function(self, node):
        if any(isinstance(mark, ast.Name) and mark.id == "overload" for mark in node.decorator_list):
            return
        for decorator in node.decorator_list:
            self.expression(decorator)
        self.scope.append(node.name)
        for default in (*node.args.defaults, *node.args.kw_defaults):
            if default is not None:
                self.expression(default)
        if node.name not in SKIPPED_FUNCTIONS:
            self.body(node.body)
        self.scope.pop()

    def condition(self, test):
        self.expression(test)
        plain = isinstance(test, ast.Compare) and len(test.ops) == 1
        if plain and isinstance(test.ops[0], (ast.Eq, ast.NotEq, ast.Is, ast.IsNot, ast.In, ast.NotIn)):
            return  # swapping the operator has negated it
        if not (isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)) and not isinstance(test, ast.Constant):
            self.emit(test, ast.UnaryOp(ast.Not(), test))

    def expression(self, node):
        match node:
            case ast.JoinedStr():
                return  # text
            case ast.Compare():
                for place, op in enumerate(node.ops):
                    new = copy.copy(node)
                    new.ops = [*node.ops[:place], COMPARE[type(op)](), *node.ops[place + 1 :]]
                    self.emit(node, new)
            case ast.BinOp() if type(node.op) in ARITHMETIC:
                self.emit(node, ast.BinOp(node.left, ARITHMETIC[type(node.op)](), node.right))
            case ast.BoolOp():
                self.emit(node, ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values))
            case ast.UnaryOp(op=ast.Not()):
                self.emit(node, node.operand)
            case ast.UnaryOp(op=ast.USub()):
                self.emit(node, node.operand)
            case ast.Constant(value=bool()):
                self.emit(node, ast.Constant(not node.value))
            case ast.Constant(value=int() | float()):
                self.emit(node, ast.Constant(node.value + 1))
            case ast.Call():
                self.call(node)
                return
            case ast.IfExp():
                self.condition(node.test)
                self.expression(node.body)
                self.expression(node.orelse)
                return
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                for part in (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,):
                    self.expression(part)
                for loop in node.generators:
                    self.expression(loop.iter)
                    for test in loop.ifs:
                        self.condition(test)
                return
            case ast.Subscript():
                self.expression(node.value)
                if isinstance(node.slice, ast.Slice):
                    for bound in ("lower", "upper", "step"):
                        if getattr(node.slice, bound) is not None:
                            new = copy.copy(node)
                            new.slice = copy.copy(node.slice)
                            setattr(new.slice, bound, None)
                            self.emit(node, new)
                            self.expression(getattr(node.slice, bound))
                elif not (isinstance(node.value, ast.Name) and node.value.id[0].isupper()):  # Callable[[int], ...]
                    self.expression(node.slice)
                return
            case ast.Lambda():
                self.expression(node.body)
                return
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.expression(child)

    def call(self, node):
        if isinstance(node.func, ast.Name) and node.func.id in TWINS:
            new = copy.copy(node)
            new.func = ast.Name(TWINS[node.func.id], ast.Load())
            self.emit(node, new)
        else:
            self.expression(node.func)
        if isinstance(node.func, ast.Name) and node.func.id in {"assert_never", "cast", "TypeVar", "NewType"}:
            return
        for keyword in node.keywords:
            if keyword.arg not in SKIPPED_KEYWORDS:
                new = copy.copy(node)
                new.keywords = [other for other in node.keywords if other is not keyword]
                self.emit(node, new)
                self.expression(keyword.value)
        for argument in node.args:
            self.expression(argument)


def short(node):
    """One line of code; a long one is cut in the middle, where its tail and its head still name it."""
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 160 else f"{text[:100]} ... {text[-55:]}"


def everything(seed, sample):
    """Return every mutant of the rooms of FULL, and a sample of the others."""
    package = ROOT / "src" / "supportcore"
    full, rest = [], []
    for file in sorted(package.rglob("*.py")):
        path = file.relative_to(package).as_posix()
        wanted = full if any(fnmatch.fnmatch(path, pattern) for pattern in FULL) else rest
        wanted.extend(Finder(path, file.read_bytes()).mutants())
    rest.sort(key=lambda mutant: mutant.name)
    chosen = random.Random(seed).sample(rest, min(sample, len(rest)))
    return full, sorted(chosen, key=lambda mutant: (mutant.path, mutant.start)), len(rest)


# The copy, and the process that has everything at hand.


def lay_out(slots):
    """Copy the tree once for each child that may work at the same time."""
    for slot in range(slots):
        there = STATE / f"copy{slot}"
        shutil.rmtree(there, ignore_errors=True)
        there.mkdir(parents=True)
        for name in ("src", "tests", "docs", "README.md", "CHANGELOG.md", "LICENSE", "pyproject.toml", "benchmarks"):
            whole = ROOT / name
            if whole.is_dir():
                shutil.copytree(whole, there / name, ignore=shutil.ignore_patterns("__pycache__"))
            elif whole.exists():
                shutil.copy(whole, there / name)


def settle(there):
    """Make the copy the one that is imported, and hypothesis quick and the same each time."""
    import hypothesis

    os.chdir(there)
    sys.path.insert(0, str(there / "src"))
    hypothesis.settings.register_profile(
        "mutants",
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate),
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    hypothesis.settings.load_profile("mutants")


def load_all():
    """Import the package before the tests: a module that pytest first meets as a file of examples is there twice."""
    import supportcore

    for found in pkgutil.walk_packages(supportcore.__path__, "supportcore."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)


def tame(items):
    import hypothesis

    for item in items:
        test = getattr(item, "obj", None)
        own = getattr(test, "_hypothesis_internal_use_settings", None)
        if own is not None and own.max_examples > EXAMPLES:
            test._hypothesis_internal_use_settings = hypothesis.settings(own, max_examples=EXAMPLES)


def comes_from(there):
    import supportcore

    assert pathlib.Path(supportcore.__file__).is_relative_to(there), supportcore.__file__


def hush(log):
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(out, 1)
    os.dup2(out, 2)


def pytest_main(arguments, *plugins):
    import pytest

    return pytest.main([*OPTIONS, *arguments], plugins=plugins)


class Measure:
    """Runs tests once, and writes down their lines and their seconds."""

    def __init__(self, there, coverage, file):
        self.there, self.coverage, self.file = there, coverage, file

    def pytest_runtestloop(self, session):
        comes_from(self.there)
        tame(session.items)
        found = {}
        package = str(self.there / "src" / "supportcore") + os.sep
        for item, following in itertools.zip_longest(session.items, session.items[1:]):
            self.coverage.erase()
            self.wrong = False
            self.coverage.start()
            began = time.process_time()
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            seconds = time.process_time() - began
            self.coverage.stop()
            data = self.coverage.get_data()
            lines = {file.removeprefix(package): data.lines(file) for file in data.measured_files()}
            found[item.nodeid] = {"seconds": seconds, "wrong": self.wrong, "lines": lines}
        self.file.write_text(json.dumps(found))
        return True

    def pytest_runtest_makereport(self, item, call):
        self.wrong = self.wrong or failed(call)


def failed(call):
    import pytest

    return call.excinfo is not None and not call.excinfo.errisinstance(pytest.skip.Exception)


def measure(jobs):
    """Make the map from tests to lines; of a map that is there, measure again only the files of tests that changed."""
    there = STATE / "copy0"
    file = STATE / "map.json"
    old = json.loads(file.read_text()) if file.exists() else {"sources": {}, "marks": {}, "tests": {}}
    sources = {path.relative_to(there / "src" / "supportcore").as_posix(): path.read_text()
               for path in there.glob("src/**/*.py")}  # fmt: skip
    marks = {}
    for path in [*there.glob("src/**/*.py"), *there.glob("tests/**/*.py")]:
        text = path.read_text()
        if EXPLAINED.parent.name not in path.parts and (">>>" in text or "def test" in text or "class Test" in text):
            marks[path.relative_to(there).as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    todo = [name for name, mark in marks.items() if old["marks"].get(name) != mark]
    moves = {path: _moved(old["sources"].get(path, ""), text) for path, text in sources.items()
             if old["sources"].get(path) != text}  # fmt: skip
    tests = {name: _carried(test, moves) for name, test in old["tests"].items() if name.split("::")[0] not in todo}
    for part in _measured([todo[job::jobs] for job in range(jobs)]):
        tests |= part
    file.write_text(json.dumps({"sources": sources, "marks": marks, "tests": tests}))
    return tests


def _measured(shares):
    """Yield the map of each share of the files of tests, each measured in a process and a copy of its own."""
    import coverage

    started = []
    for job, share in enumerate(filter(None, shares)):
        there, file = STATE / f"copy{job}", STATE / f"measured{job}.json"
        child = os.fork()
        if not child:
            settle(there)
            hush(STATE / f"measure{job}.log")
            meter = coverage.Coverage(data_file=None, config_file=False, include=[f"{there}/src/supportcore/*"])
            meter.set_option("run:disable_warnings", ["no-data-collected", "module-not-measured"])
            load_all()
            pytest_main(share, Measure(there, meter, file))
            os._exit(0)
        started.append((child, file))
    for child, file in started:
        os.waitpid(child, 0)
        yield json.loads(file.read_text())


def _moved(before, after):
    """Return where each old line is now; a changed line is wherever its stretch is."""
    found = {}
    parts = difflib.SequenceMatcher(a=before.splitlines(), b=after.splitlines(), autojunk=False).get_opcodes()
    for what, a, b, c, d in parts:
        for line in range(a, b):
            found[line + 1] = [line - a + c + 1] if what == "equal" else list(range(c, d + 2))
    return found


def _carried(test, moves):
    lines = {path: sorted({new for line in old for new in moves[path].get(line, [])}) if path in moves else old
             for path, old in test["lines"].items()}  # fmt: skip
    return test | {"lines": lines}


def near(mutant, test):
    """Say whether a test is of the mutant's wing."""
    wing = mutant.path.split("/")[0].removesuffix(".py")
    return test.startswith((f"tests/{wing}", f"tests/test_{wing}", f"src/supportcore/{wing}"))


class Map:
    """Which tests execute a line, the most promising first."""

    def __init__(self, found):
        self.seconds = {test: one["seconds"] for test, one in found.items()}
        usable = {test for test, one in found.items() if one["seconds"] < SLOWEST and not one["wrong"]}
        self.left_out = sorted(set(found) - usable)
        self.by_line = defaultdict(set)
        self.by_file = defaultdict(set)
        for test in usable:
            for path, lines in found[test]["lines"].items():
                self.by_file[path].add(test)
                for line in lines:
                    self.by_line[path, line].add(test)
        self.killers = defaultdict(Counter)
        self.champions = defaultdict(Counter)

    def tests(self, mutant):
        """Return the tests that execute its lines; those of its file where it is no part of a function's body."""
        found = set().union(*(self.by_line[mutant.path, line] for line in mutant.lines))
        return self.ordered(mutant, found)

    def all_tests(self, mutant):
        """Return the tests for what no single test executes, as a class body: those of its file and of its wing."""
        found = {test for test in self.seconds if near(mutant, test)} - set(self.left_out)
        return self.ordered(mutant, found | self.by_file[mutant.path] or set(self.seconds) - set(self.left_out))

    def ordered(self, mutant, found):
        known = [test for test, _ in self.killers[mutant.path, mutant.scope].most_common(6) if test in found]
        champions = self.champions[mutant.path]
        best = sorted(champions, key=lambda test: champions[test] / (0.02 + self.seconds[test]), reverse=True)[:25]
        known += [test for test in best if test in found and test not in known]
        return known + sorted(found - set(known), key=lambda test: (self.seconds[test], test))

    def affordable(self, names, budget):
        """Return the tests that the budget of seconds has room for, in their order."""
        chosen, spent = [], 0.0
        for name in names:
            if spent + self.seconds[name] <= budget:
                spent += self.seconds[name]
                chosen.append(name)
        return chosen

    def killed_by(self, mutant, test):
        if test not in self.seconds:
            return  # it was killed while the tests were collected
        self.killers[mutant.path, mutant.scope][test] += 1
        self.champions[mutant.path][test] += 1


# The quick way: swap the code of live functions.


def swaps(old, new, *, inside=False):
    """Return the pairs of functions' code that differ, or None where anything else differs.

    What is inside a function that differs is made anew when that runs; but some of it may be alive already.
    """
    if inside:
        codes = [[one for one in code.co_consts if isinstance(one, types.CodeType)] for code in (old, new)]
        pairs = [(a, b) for a, b in zip(*codes, strict=False) if a.co_qualname == b.co_qualname and a != b]
        return [each for a, b in pairs for each in ((a, b), *swaps(a, b, inside=True))]
    if (old.co_code, old.co_names, len(old.co_consts)) != (new.co_code, new.co_names, len(new.co_consts)):
        return None
    found = []
    for a, b in zip(old.co_consts, new.co_consts, strict=True):
        if not isinstance(a, types.CodeType) or not isinstance(b, types.CodeType):
            if type(a) is not type(b) or a != b:
                return None
        elif a.co_flags & 2:  # a function has its own locals
            if a != b:
                found += [(a, b), *((*pair, "if alive") for pair in swaps(a, b, inside=True))]
        else:
            inner = swaps(a, b)
            if inner is None:
                return None
            found += inner
    return found


class Live:
    """The functions of the imported copy, by where their code is from."""

    def __init__(self, package):
        self.package = package
        self.codes = {}
        self.functions = defaultdict(list)
        for thing in gc.get_objects():
            if isinstance(thing, types.FunctionType) and thing.__code__.co_filename.startswith(str(package)):
                self.functions[self._key(thing.__code__)].append(thing)

    @staticmethod
    def _key(code):
        return (code.co_filename, code.co_qualname, code.co_firstlineno)

    def plan(self, mutant, source):
        """Return the functions to change and their new code, or None where that is not enough."""
        file = str(self.package / mutant.path)
        original = (self.package / mutant.path).read_bytes()
        if file not in self.codes:
            self.codes[file] = compile(original, file, "exec", dont_inherit=True)
        try:
            pairs = swaps(self.codes[file], compile(source, file, "exec", dont_inherit=True))
        except SyntaxError:
            return "does not compile"
        if pairs is None:
            return None
        if not pairs:
            return "compiles to the same code"
        found = []
        for old, new, *if_alive in pairs:
            functions = [function for function in self.functions[self._key(old)] if function.__code__ == old]
            if not (functions or if_alive) or old.co_freevars != new.co_freevars:
                return None
            found += [(function, new) for function in functions]
        return found


def swap(plan):
    for function, code in plan:
        function.__code__ = code
    for function, code in plan:
        assert function.__code__ is code


class Runner:
    """In a child: runs tests until the first that fails, and tells the parent which."""

    def __init__(self, pipe):
        self.pipe = pipe

    def tell(self, *words):
        os.write(self.pipe, json.dumps(words).encode())
        os._exit(0)

    def pytest_runtest_makereport(self, item, call):
        if failed(call):
            self.tell("killed", item.nodeid, call.excinfo.typename)

    def run(self, items, seconds):
        for item, following in itertools.zip_longest(items, items[1:]):
            limit = 3 + 20 * seconds.get(item.nodeid, 1)  # of the processor's time: the machine may be busy
            signal.setitimer(signal.ITIMER_PROF, limit)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        self.tell("survived", len(items), "")


class Pool:
    """At most so many children at once; each answers through a pipe."""

    def __init__(self, jobs):
        self.free = list(range(jobs))
        self.running = {}

    def start(self, work, done):
        """Fork a child for ``work(slot, pipe)``; call ``done`` with its answer and seconds."""
        while not self.free:
            self.wait()
        slot = self.free.pop()
        read, write = os.pipe()
        child = os.fork()
        if not child:
            try:
                os.close(read)
                resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
                work(slot, write)
            except BaseException as error:  # whatever it is, the parent must hear of it
                os.write(write, json.dumps(["killed", "-", type(error).__name__]).encode())
            os._exit(0)
        os.close(write)
        self.running[read] = (child, slot, done, time.monotonic())

    def wait(self):
        ready, _, _ = select.select(list(self.running), [], [], 5.0)
        late = [pipe for pipe, work in self.running.items() if time.monotonic() - work[3] > QUIET]
        for pipe in {*ready, *late}:
            child, slot, done, began = self.running.pop(pipe)
            said = os.read(pipe, 65536) if pipe in ready else b""
            os.close(pipe)
            if not said:
                os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            self.free.append(slot)
            answer = json.loads(said) if said else ["timeout", "-", "killed by its limit"]
            done(answer, round(time.monotonic() - began, 3))

    def finish(self):
        while self.running:
            self.wait()


class Server:
    """A pytest session that collects, and then forks a child for each mutant."""

    def __init__(self, there, mutants, tests, asked, book):
        self.there, self.mutants, self.map, self.book, self.told = there, mutants, tests, book, book.tell("quick")
        self.jobs, self.budget = asked.jobs, asked.budget

    def pytest_runtestloop(self, session):
        comes_from(self.there)
        tame(session.items)
        self.items = {item.nodeid: item for item in session.items}
        self.session = session
        live = Live(self.there / "src" / "supportcore")
        gc.freeze()
        pool = Pool(self.jobs)
        self.control(pool)
        self.planted(pool, live)
        for mutant in self.mutants:
            original = (self.there / "src" / "supportcore" / mutant.path).read_bytes()
            plan = live.plan(mutant, mutant.source(original))
            if isinstance(plan, str):
                self.told(mutant, ["same" if "same" in plan else "invalid", "-", plan], 0)
            elif plan is None:
                self.told(mutant, ["slow", "-", ""], 0)
            elif not (names := self.map.tests(mutant)):
                self.told(mutant, ["slow", "-", "it runs at import, if ever"], 0)
            else:
                self.start(pool, mutant, plan, names)
        pool.finish()
        return True

    def start(self, pool, mutant, plan, names):
        def work(slot, pipe):
            runner = Runner(pipe)
            self.session.config.pluginmanager.register(runner)
            swap(plan)
            runner.run([self.items[name] for name in self.map.affordable(names, self.budget)], self.map.seconds)

        def done(answer, seconds):
            if answer[0] == "killed":
                self.map.killed_by(mutant, answer[1])
            self.told(mutant, answer, seconds)

        pool.start(work, done)

    def control(self, pool):
        """With nothing swapped the tests must pass in a child too, as many as half a minute has room for."""
        nothing = Mutant("-", (), range(0), 0, 0, "", "control")
        nothing.name = "control: nothing swapped"
        names = sorted(set(self.items) & set(self.map.seconds) - set(self.map.left_out), key=self.map.seconds.get)

        self.start(pool, nothing, [], self.map.affordable(names, 30))
        pool.finish()
        assert self.book.rows[nothing.name]["verdict"] == "survived", self.book.rows[nothing.name]

    def planted(self, pool, live):
        """In each function with mutants a raise in place of its body must be noticed; else swapping proves nothing."""
        functions = {}
        for mutant in self.mutants:
            functions.setdefault((mutant.path, mutant.scope), mutant)
        for path, scope in functions:
            source = (self.there / "src" / "supportcore" / path).read_bytes()
            bomb = planted(path, source, scope)
            plan = bomb and live.plan(bomb, bomb.source(source))
            if not plan or isinstance(plan, str):
                continue
            names = self.map.tests(bomb)
            if names:
                probe = Mutant(path, scope, bomb.lines, 0, 0, "", "")
                probe.name = f"planted in {path}::{'.'.join(scope)}"
                if self.book.verdict(probe) != "killed":
                    self.start(pool, probe, plan, names)


def planted(path, source, scope):
    """Return a mutant that raises at once in the function of that scope, or None where it is no function."""
    body = ast.parse(source).body
    node = None
    for name in scope:
        node = next((one for one in body if getattr(one, "name", None) == name), None)
        if node is None:
            return None
        body = node.body
    if not isinstance(node, ast.FunctionDef):
        return None
    first = node.body[1] if ast.get_docstring(node) is not None and len(node.body) > 1 else node.body[0]
    finder = Finder(path, source)
    finder.scope = list(scope)
    start = finder.begins[first.lineno - 1] + first.col_offset
    lines = range(first.lineno, first.lineno + 1)
    return Mutant(path, scope, lines, start, start, "raise RuntimeError('planted'); ", "planted")


# The slow way: the mutant as a file.


class Chosen:
    """In a child with a mutated copy: keep the wanted tests in the wanted order, and run them."""

    def __init__(self, there, names, seconds, runner, file, digest):
        self.there, self.names, self.seconds, self.runner = there, names, seconds, runner
        self.file, self.digest = file, digest

    def pytest_collectreport(self, report):
        if report.failed:
            self.runner.tell("killed", report.nodeid, "while collecting")

    def pytest_runtestloop(self, session):
        import supportcore

        comes_from(self.there)
        module = "supportcore." + self.file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        loaded = sys.modules.get(module, supportcore)
        if module in sys.modules:
            assert pathlib.Path(loaded.__file__) == self.there / "src" / "supportcore" / self.file
            assert hashlib.sha256(pathlib.Path(loaded.__file__).read_bytes()).hexdigest() == self.digest
        tame(session.items)
        items = {item.nodeid: item for item in session.items}
        self.runner.run([items[name] for name in self.names if name in items], self.seconds)
        return True


def slowly(mutants, tests, jobs, told, *, whole=True, budget=1e9):
    """Try each mutant as a file of a copy, first on the tests of its wing and then on the others."""
    pool = Pool(jobs)
    package = ROOT / "src" / "supportcore"

    def stages(mutant):
        names = tests.tests(mutant) if not whole else []
        names = names or tests.all_tests(mutant)
        close = [name for name in names if near(mutant, name)]
        far = [name for name in names if name not in set(close)]
        return [part for part in (tests.affordable(close, budget), tests.affordable(far, budget)) if part]

    def start(mutant, parts):
        source = mutant.source((package / mutant.path).read_bytes())

        def work(slot, pipe):
            there = STATE / f"copy{slot}"
            file = there / "src" / "supportcore" / mutant.path
            for stale in (file.parent / "__pycache__").glob(f"{file.stem}.*"):
                stale.unlink()
            file.write_bytes(source)
            settle(there)
            sys.dont_write_bytecode = True
            runner = Runner(pipe)
            signal.setitimer(signal.ITIMER_PROF, 60)
            load_all()  # a mutant that cannot be imported is killed here
            files = sorted({name.split("::")[0] for name in parts[0]})
            plugin = Chosen(there, parts[0], tests.seconds, runner, mutant.path, hashlib.sha256(source).hexdigest())
            hush(STATE / f"slow{slot}.log")
            code = pytest_main(files, plugin, runner)
            runner.tell("killed", "-", f"pytest ended with {code}")

        def done(answer, seconds):
            if answer[0] == "survived" and len(parts) > 1:
                later.append((mutant, parts[1:]))
            else:
                if mutant.said == "control":
                    assert answer[0] == "survived", (mutant.name, answer)
                elif answer[0] == "killed":
                    tests.killed_by(mutant, answer[1])
                told(mutant, answer, seconds)

        while not pool.free:
            pool.wait()
        slot = pool.free[-1]
        restore(slot)
        pool.start(work, done)

    def restore(slot):
        there = STATE / f"copy{slot}" / "src" / "supportcore"
        for path in touched[slot]:
            shutil.copy(package / path, there / path)
            for stale in ((there / path).parent / "__pycache__").glob(f"{pathlib.Path(path).stem}.*"):
                stale.unlink()
        touched[slot].clear()
        touched[slot].update(paths)

    def controlled():
        """Before anything is believed, the unmutated copy must pass the same way, a wing at a time."""
        wings = {mutant.path.split("/")[0]: mutant.path for mutant in mutants}
        for path in wings.values():
            nothing = Mutant(path, (), range(1, 1), 0, 0, "", "control")
            nothing.name = f"control: {path} unmutated, as a file"
            start(nothing, stages(nothing)[:1])
        while pool.running:
            pool.wait()

    paths = {mutant.path for mutant in mutants}
    touched = defaultdict(set)
    later = []
    controlled()
    for mutant in mutants:
        parts = stages(mutant)
        if parts:
            start(mutant, parts)
        else:
            told(mutant, ["survived", 0, "no test executes it"], 0)
        while later:
            start(*later.pop())
    while pool.running or later:
        while later:
            start(*later.pop())
        if pool.running:
            pool.wait()
    for slot in list(touched):
        restore(slot)


# The book of results.


def marked(text, scope):
    node = ast.parse(text)
    for name in scope:
        node = next((one for one in node.body if getattr(one, "name", None) == name), node)
        if isinstance(node, ast.FunctionDef):
            text = ast.unparse(node)
            break
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class Book:
    """What became of each mutant, kept in a file by its name and the hash of its function."""

    def __init__(self):
        self.file = STATE / "results.jsonl"
        self.rows = {}
        self.out = sys.stdout
        if self.file.exists():
            for line in self.file.read_text().splitlines():
                row = json.loads(line)
                self.rows[row["name"]] = row
        self.marks = {}

    def mark(self, mutant):
        """Return the hash of the function that the mutant is in (of the file, where it is in none)."""
        place = (mutant.path, mutant.scope)
        if mutant.said == "control":
            return "control"
        if place not in self.marks:
            self.marks[place] = marked((ROOT / "src" / "supportcore" / mutant.path).read_text(), mutant.scope)
        return self.marks[place]

    def tell(self, way):
        def told(mutant, answer, seconds):
            row = {"name": mutant.name, "hash": self.mark(mutant), "way": way, "line": mutant.lines.start}
            row |= {"verdict": answer[0], "by": answer[1], "how": answer[2], "seconds": seconds}
            self.rows[mutant.name] = row
            with self.file.open("a") as file:
                file.write(json.dumps(row) + "\n")
            if answer[0] not in {"killed", "slow", "timeout"}:
                print(
                    f"{answer[0]:>9}  {mutant.name}  (line {mutant.lines.start}; {answer[1]} {answer[2]})",
                    file=self.out,
                    flush=True,
                )

        return told

    def verdict(self, mutant):
        row = self.rows.get(mutant.name)
        return row["verdict"] if row and row["hash"] == self.mark(mutant) else None


def quickly(mutants, tests, asked, book):
    child = os.fork()
    if not child:
        there = STATE / "copy0"
        settle(there)
        book.out = os.fdopen(os.dup(1), "w")
        hush(STATE / "quick.log")
        load_all()
        pytest_main([], Server(there, mutants, tests, asked, book))
        os._exit(0)
    os.waitpid(child, 0)


def explanations():
    """Return why each known survivor lives: names at the margin, and below them, indented, the reason they share."""
    found, names = {}, []
    for line in EXPLAINED.read_text().splitlines() if EXPLAINED.exists() else []:
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("    "):
            for name in names:
                found[name] = (found.get(name, "") + " " + line.strip()).strip()
            closed = True
        else:
            if names and closed:
                names = []
            names.append(line.strip())
            closed = False
    return found


def table(mutants, book):
    why = explanations()
    rows = defaultdict(Counter)
    open_ones = []
    for mutant in mutants:
        verdict = book.verdict(mutant) or "not run"
        if verdict == "survived":
            verdict = "explained" if mutant.name in why else "survived"
            if verdict == "survived":
                open_ones.append(mutant.name)
        rows[mutant.path][verdict] += 1
    head = ("module", "mutants", "killed", "by time", "explained", "open", "not run", "killed %")
    print("| " + " | ".join(head) + " |")
    print("| --- |" + " ---: |" * (len(head) - 1))
    total = Counter()
    for path, row in [*sorted(rows.items()), ("in all", total)]:
        if row is not total:
            total.update(row)
        killed = row["killed"] + row["timeout"]
        count = killed + row["explained"] + row["survived"] + row["slow"] + row["not run"]
        cells = (path, count, killed, row["timeout"], row["explained"], row["survived"], row["not run"] + row["slow"])
        print("| " + " | ".join(map(str, cells)) + f" | {100 * killed / max(count, 1):.1f} |")
    known = {mutant.name for mutant in mutants}
    for name in why:
        if name not in known:
            print("explained, but no mutant:", name)
        elif book.rows.get(name, {}).get("verdict") not in {"survived", None}:
            print("explained, but", book.rows[name]["verdict"], "last:", name)
    return open_ones


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--only", nargs="*", default=["*"], help="patterns of files below the package")
    ask.add_argument("--again", action="store_true", help="run what was not killed so far")
    ask.add_argument("--explained", action="store_true", help="run those too that are explained")
    ask.add_argument("--jobs", type=int, default=2)
    ask.add_argument("--seed", type=int, default=SEED)
    ask.add_argument("--sample", type=int, default=SAMPLE)
    ask.add_argument("--table", action="store_true", help="show the results so far and run nothing")
    ask.add_argument("--cross-check", type=int, default=0, help="try so many killed ones the slow way too")
    ask.add_argument("--budget", type=float, default=1e9, help="seconds of tests for a mutant, the quick way")
    ask.add_argument("--files", action="store_true", help="only those that are tried as files")
    ask.add_argument("--no-confirm", action="store_true", help="do not try survivors again as files")
    asked = ask.parse_args()
    STATE.mkdir(exist_ok=True)
    full, sample, rest = everything(asked.seed, asked.sample)
    order = ("ledger/*", "sla/*", "calendar/_*", "calendar/*", "*")
    full.sort(key=lambda m: next(place for place, pattern in enumerate(order) if fnmatch.fnmatch(m.path, pattern)))
    mutants = [m for m in [*full, *sample] if any(fnmatch.fnmatch(m.path, pattern) for pattern in asked.only)]
    book = Book()
    print(f"{len(full)} mutants of the rooms mutated in full; {len(sample)} of {rest} elsewhere, seed {asked.seed}")
    if not asked.table:
        run(asked, mutants, book)
    for name in table(mutants, book):
        print("open:", name)


def run(asked, mutants, book):
    for name in PRELOADED:
        importlib.import_module(name)
    lay_out(asked.jobs)
    tests = Map(measure(asked.jobs))
    if tests.left_out:
        print("left out, for they are slow or fail unmutated:", *tests.left_out, sep="\n  ")
    if asked.cross_check:
        return cross_check(asked, mutants, book, tests)
    if asked.again:
        todo = [mutant for mutant in mutants if book.verdict(mutant) not in {"killed", "timeout", "same", "invalid"}]
    else:
        todo = [mutant for mutant in mutants if book.verdict(mutant) is None]
    if not asked.explained:
        todo = [mutant for mutant in todo if mutant.name not in explanations()]
    todo.sort(key=lambda mutant: mutant.name in book.rows)  # what was never tried comes first
    for row in book.rows.values():
        if row["verdict"] == "killed" and not row["name"].startswith("planted") and row["by"] in tests.seconds:
            path, scope, _ = row["name"].split("::", 2)
            tests.killers[path, tuple(scope.split(".")) if scope != "-" else ()][row["by"]] += 1
            tests.champions[path][row["by"]] += 1
    if not asked.files:
        quickly([mutant for mutant in todo if book.verdict(mutant) != "slow"], tests, asked, book)
    book.__init__()
    for mutant in todo:
        row = book.rows.get(mutant.name)
        planted_name = f"planted in {mutant.path}::{'.'.join(mutant.scope)}"
        if (bomb := book.rows.get(planted_name)) and bomb["verdict"] == "survived":
            print("a planted raise was not noticed:", planted_name)
    slow = [
        m for m in todo if book.verdict(m) == "slow" or (m.name in book.rows and book.rows[m.name]["way"] == "slow")
    ]
    slowly(slow, tests, asked.jobs, book.tell("slow"), budget=asked.budget)
    if not asked.no_confirm:
        left = [m for m in todo if book.verdict(m) == "survived" and book.rows[m.name]["way"] == "quick"]
        slowly(left, tests, asked.jobs, book.tell("slow"), whole=False)
    return None


def cross_check(asked, mutants, book, tests):
    """Try some that were killed the quick way as files: the verdict must be the same."""
    quick = [m for m in mutants if book.verdict(m) == "killed" and book.rows[m.name]["way"] == "quick"]
    chosen = random.Random(asked.seed).sample(quick, min(asked.cross_check, len(quick)))
    verdicts = {}
    slowly(chosen, tests, asked.jobs, lambda m, answer, _: verdicts.__setitem__(m.name, answer[0]), whole=False)
    print(f"cross-checked {len(chosen)}:", dict(Counter(verdicts.values())))
    for name, verdict in verdicts.items():
        if verdict == "survived":
            print("killed the quick way only:", name)


if __name__ == "__main__":
    main()
