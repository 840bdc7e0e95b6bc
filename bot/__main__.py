"""Run the command line: python -m bot."""

import gc


def main() -> None:
    """Import the program, and run it.

    What is imported stays, so looking for garbage in it would only cost time: a third
    of what it takes to start.
    """
    gc.disable()
    from bot import cli  # noqa: PLC0415 - only now, see above

    gc.freeze()
    gc.enable()
    cli.main()


if __name__ == "__main__":
    main()
