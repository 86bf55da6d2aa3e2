"""``python -m gametheory_orders`` is the command ``fourcs``."""

from gametheory_orders.cli import main

if __name__ == "__main__":
    main()
