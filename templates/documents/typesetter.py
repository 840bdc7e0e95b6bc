"""Runs the typesetter in a process of its own, which ends when the file is made.

It reads what to print from its standard input and writes the PDF to its standard
output; nothing is left on the disk. A paper of thousands of practices takes gigabytes
of memory for a minute: here they are given back, the bot goes on answering, and where
the machine has too little, this process is what the system ends.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_STANDARDS = ["a-2a", "ua-1"]
_SECONDS = 300
_NICE = 10
_REFUSED = 3


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no PDF, in the words of the compiler or of the system."""

    message: str


def typeset(
    files: Mapping[str, str], *, timestamp: int, seconds: int = _SECONDS
) -> bytes | Refusal:
    """Return the PDF of a program and its data, by the file names they use."""
    try:
        # Safe: this file, run by the Python that runs us; no shell is between.
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-P", __file__],
            input=json.dumps({"timestamp": timestamp, "files": dict(files)}).encode(),
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Refusal(f"It took longer than {seconds} seconds.")
    if done.returncode == 0:
        return done.stdout
    if done.returncode == _REFUSED:
        return Refusal(done.stderr.decode())
    return Refusal(f"The process ended with {done.returncode}.")


def main() -> None:
    """Do what the standard input says."""
    # Only here, because all else works without this extra.
    import typst  # noqa: PLC0415

    _step_back()
    order = json.load(sys.stdin)
    files = {name: text.encode() for name, text in order["files"].items()}
    try:
        # Several files in memory are possible, says the manual, not the stub.
        pdf = typst.compile(  # type: ignore[call-overload]
            files,
            format="pdf",
            ignore_system_fonts=True,
            pdf_standards=_STANDARDS,
            timestamp=order["timestamp"],
        )
    except typst.TypstError as error:
        sys.stderr.write(error.message)
        raise SystemExit(_REFUSED) from None
    sys.stdout.buffer.write(pdf)


def _step_back() -> None:
    """Let the bot go first, and be the first to go where memory runs out."""
    os.nice(_NICE)
    score = Path("/proc/self/oom_score_adj")
    if score.exists():
        score.write_text("1000", encoding="ascii")


if __name__ == "__main__":
    main()
