"""How properties are drawn on any machine, and what every run of the tests tells at its end: how many examples of the
documentation ran, and what was skipped.
"""

from hypothesis import HealthCheck, settings

# A busy machine is no failure. What runs in CI (Hypothesis sees it) keeps its own profile otherwise.
settings.register_profile("any machine", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

collect_ignore = ["public_api.py", "typing"]  # a script that needs griffe, and what only type checkers read


def pytest_terminal_summary(terminalreporter):
    passed = terminalreporter.stats.get("passed", [])
    pages = sum(name == "documentation example" for report in passed for name, _ in report.user_properties)
    docstrings = sum(report.location[2].startswith("[doctest] ") for report in passed)
    terminalreporter.write_line(f"{pages} documentation examples ran, and the examples of {docstrings} docstrings")
    for report in terminalreporter.stats.get("skipped", []):
        terminalreporter.write_line(f"skipped: {report.nodeid}: {report.longrepr[2].removeprefix('Skipped: ')}")
