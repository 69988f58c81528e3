"""A function of Python by Effe's own bootstrap: see languages.py."""
import os
import time

if os.environ.get("BROKEN"):
    raise RuntimeError("BROKEN is set")


def handler(event, context):
    if event.get("exit"):
        os._exit(event["exit"])
    time.sleep(event.get("sleep", 0))
    if event.get("fail"):
        raise ValueError(event["fail"])
    return {"hello": event["name"], "process": os.getpid()}
