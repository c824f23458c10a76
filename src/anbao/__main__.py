"""`python -m anbao` is `anbao`."""

from anbao.cli import main

if __name__ == "__main__":
    main()
