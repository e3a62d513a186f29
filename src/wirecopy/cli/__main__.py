"""So that `python -m wirecopy.cli` is `wirecopy`."""

from wirecopy.cli import main

if __name__ == "__main__":
    main()
