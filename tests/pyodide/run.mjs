// Runs the suite inside pyodide. Arguments: the directory of npm's pyodide, of the wheels, of the tree, then pytest's.
import { pathToFileURL } from "node:url";
import path from "node:path";

const [home, wheels, tree, ...asked] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(path.join(home, "pyodide.mjs")).href);
const python = await loadPyodide({ indexURL: home, stdout: console.log, stderr: console.error, env: { HOME: "/home" } });
for (const [place, host] of [["/wheels", wheels], ["/tree", tree]]) {
  python.FS.mkdirTree(place);
  python.FS.mount(python.FS.filesystems.NODEFS, { root: host }, place);
}
python.globals.set("asked", python.toPy(asked));
const code = await python.runPythonAsync(`
import os, platform, site, sys, zipfile
from pathlib import Path

place = site.getsitepackages()[0]
for wheel in sorted(Path("/wheels").glob("*.whl")):  # all of them are pure: to install is to unpack
    zipfile.ZipFile(wheel).extractall(place)
os.chdir("/tree")
sys.dont_write_bytecode = True
import importlib
importlib.invalidate_caches()
import pytest, supportcore
print("Python", platform.python_version(), sys.platform, platform.machine(), "|", supportcore.__file__, flush=True)
int(pytest.main([*asked]))
`);
process.exit(code);
