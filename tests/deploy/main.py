"""Builds, deploys, tells the stories, and shuts everything down again."""

import argparse
import sys
import time

import build
import probes
import stories
from emulator import Emulator
from stack import Stack


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--profile", choices=["dev", "release", "function"], default="release")
    options.add_argument("--built", action="store_true", help="deploy what the run before has built")
    options.add_argument("--port", type=int, default=0, help="the emulator's; without it, one that is free")
    options.add_argument("--keep", action="store_true", help="leave the emulator running at the end")
    options = options.parse_args()

    template = build.functions_and_template(options.profile, options.built)
    emulator = Emulator(options.port)
    failed = None
    try:
        emulator.start()
        stack = Stack(emulator)
        stack.deploy(template)
        for story in stories.ALL + probes.ALL:
            began = time.monotonic()
            try:
                story(stack)
                print(f"ok    {story.__name__} ({time.monotonic() - began:.0f} s)", flush=True)
            except AssertionError as error:
                failed = story.__name__
                print(f"FAIL  {story.__name__}: {error}", flush=True)
                # The next one begins where this one should have ended.
                break
        if failed:
            stack.save_logs()
            print(f"the logs are in {build.OUT}")
    finally:
        if options.keep:
            print(f"the emulator runs on as process {emulator.process.pid} at {emulator.url}")
        else:
            emulator.stop()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
