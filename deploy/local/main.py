"""What ``./portal COMMAND`` does once Python is there."""

from __future__ import annotations

import sys

from deploy.local import harvest_cli, status, up
from deploy.local.place import Place
from deploy.local.say import Failure, say


def main(arguments: list[str]) -> int:
    place = Place.from_environment()
    command, rest = arguments[0], arguments[1:]
    try:
        match command:
            case "up":
                return up.up(place)
            case "down":
                return up.down(place)
            case "status":
                return status.status(place, rest)
            case "logs":
                return status.logs(place, rest)
            case "reset":
                return up.reset(place, rest)
            case "harvest":
                return harvest_cli.main(place, rest)
            case "test":
                from deploy.local import testing

                return testing.test(place, rest)
            case "bench":
                from deploy.local import bench

                return bench.bench(place, rest)
        raise Failure(f"没有“{command}”这个命令。", "运行 ./portal help。")
    except Failure as failure:
        say(str(failure))
        return 1
    except KeyboardInterrupt:
        say("已中断。再次运行会从这里继续。")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
