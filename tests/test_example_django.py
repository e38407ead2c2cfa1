"""The example plugin for django-helpdesk passes its own tests, in a process and a project of its own.

Django sets the zone of its process, registers its models once and reads its settings once: none of that belongs into
the process of this suite.
"""

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1] / "docs" / "examples" / "django_helpdesk"

pytestmark = pytest.mark.skipif(find_spec("helpdesk") is None, reason="django-helpdesk is not installed")


def manage(*words):
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=300, check=False)


def test_the_plugin_passes_its_own_tests():
    done = manage("test")
    assert done.returncode == 0, done.stderr
    found = re.search(r"^Ran (\d+) tests", done.stderr, re.MULTILINE)
    assert found is not None, done.stderr
    assert int(found[1]) >= 25
    assert "skipped" not in done.stderr


def test_its_migrations_are_those_of_its_models():
    done = manage("makemigrations", "--check", "--dry-run", "helpdesk_promises")
    assert done.returncode == 0, done.stdout + done.stderr
