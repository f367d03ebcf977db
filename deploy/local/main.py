"""What ``./portal COMMAND`` does once Python is there."""

from __future__ import annotations

import sys

from deploy.local.place import Place
from deploy.local.say import Failure, say
from deploy.local.up import down, up


def main(arguments: list[str]) -> int:
    place = Place.from_environment()
    command, rest = arguments[0], arguments[1:]
    try:
        if command == "up":
            return up(place)
        if command == "down":
            return down(place)
        raise Failure(f"没有“{command} {' '.join(rest)}”这个命令。", "运行 ./portal help。")
    except Failure as failure:
        say(str(failure))
        return 1
    except KeyboardInterrupt:
        say("已中断。再次运行会从这里继续。")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
