"""The commands of `flask procedure` where a fault in a pack keeps the portal itself from starting: python -m commands.procedure."""

import services
from portal.authoring.cli import group
from portal.settings import Settings


def main() -> None:
    """Only the rooms and the folder of packs are needed, and neither is read before it is asked for."""
    settings = Settings.of_environment()
    group(services.ALL, settings.packs, settings.town)(prog_name="python -m commands.procedure")


if __name__ == "__main__":
    main()
