"""A function of another language, whose code is in $FOLDER, by boto3. Prints a line for each step.

It greets {"name": …} and tells its process; {"fail": why} is its error, {"exit": n} the end of its process, {"sleep": s}
takes so long; with the variable BROKEN it cannot start. With $STREAM, a handler, it streams {"parts": [...]}, perhaps
with {"fail": why} at the end.
"""
import concurrent.futures
import json
import os

import boto3
from botocore.config import Config

from folder_zip import zipped

NAME = os.environ["NAME"]
FOLDER = os.environ["FOLDER"]
aws = boto3.client("lambda", endpoint_url=os.environ["ENDPOINT"], config=Config(
    retries={"max_attempts": 1}, read_timeout=120, max_pool_connections=8))


def step(name, call, expected):
    """Prints "ok" if the call gives what is expected."""
    try:
        found = call()
    except Exception as e:  # The report of whatever goes wrong.
        found = type(e).__name__ + ": " + str(e)
    print(name + "\t" + ("ok" if found == expected else "%.300r" % (found,)))


def invoke(event, function=NAME):
    """What a call gives: the error's kind or None, and the payload."""
    answer = aws.invoke(FunctionName=function, Payload=json.dumps(event))
    return answer.get("FunctionError"), json.loads(answer["Payload"].read())


def create(name, handler=os.environ["HANDLER"], **more):
    return aws.create_function(
        FunctionName=name, Runtime=os.environ["RUNTIME"], Handler=handler, Timeout=20, MemorySize=256,
        Role="arn:aws:iam::000000000000:role/any", Code={"ZipFile": zipped(FOLDER)}, **more)["State"]


def hello(event):
    error, answer = invoke(event)
    return error, answer["hello"] if isinstance(answer, dict) and "hello" in answer else answer


def failure(event, function=NAME):
    error, answer = invoke(event, function)
    return error, answer.get("errorMessage") if isinstance(answer, dict) else answer


def exit_error():
    error, answer = invoke({"exit": 3})
    return error, answer["errorType"]


def timeout():
    aws.update_function_configuration(FunctionName=NAME, Timeout=2)
    error, answer = invoke({"sleep": 30})
    aws.update_function_configuration(FunctionName=NAME, Timeout=20)  # A start counts, as on AWS.
    return error, answer["errorType"]


def side_by_side():
    """The processes of four calls at once."""
    with concurrent.futures.ThreadPoolExecutor(4) as threads:
        answers = [answer for _, answer in threads.map(lambda _: invoke({"name": "Ada", "sleep": 1}), range(4))]
    processes = {answer.get("process") for answer in answers}
    return answers if None in processes else len(processes)


def streamed(event, function=NAME):
    """The parts of an answer, and what is told behind them; None if there is no end."""
    stream = aws.invoke_with_response_stream(FunctionName=function, Payload=json.dumps(event))["EventStream"]
    events = list(stream)
    parts = [event["PayloadChunk"]["Payload"].decode() for event in events if "PayloadChunk" in event]
    return parts, events[-1].get("InvokeComplete")


def answered_as_stream():
    parts, end = streamed({"name": "Ada"})
    return json.loads("".join(parts))["hello"], end.get("ErrorCode")


def streams():
    """What $STREAM gives: several parts, and an error that comes behind the first of them."""
    name = NAME + "-stream"
    create(name, os.environ["STREAM"])
    try:
        parts, end = streamed({"parts": ["one ", "two ", "three"]}, name)
        step("a stream", lambda: (len(parts) > 1, "".join(parts), end.get("ErrorCode")), (True, "one two three", None))
        parts, end = streamed({"parts": ["one "], "fail": "asked to"}, name)
        step("a stream with an error behind it", lambda: (
            "".join(parts), bool(end.get("ErrorCode")), "asked to" in end.get("ErrorDetails", "")), ("one ", True, True))
        parts, end = streamed({"parts": ["again"]}, name)
        step("the stream behind it", lambda: ("".join(parts), end.get("ErrorCode")), ("again", None))
    finally:
        aws.delete_function(FunctionName=name)


def not_started():
    create(NAME + "-broken", Environment={"Variables": {"BROKEN": "yes"}})
    try:
        error, answer = invoke({"name": "Ada"}, NAME + "-broken")
        return error, "BROKEN is set" in json.dumps(answer) or answer
    finally:
        aws.delete_function(FunctionName=NAME + "-broken")


step("create_function", lambda: create(NAME), "Active")
step("a call", lambda: hello({"name": "Ada"}), (None, "Ada"))
step("letters of all kinds", lambda: hello({"name": "Zoë 你好 😀"}), (None, "Zoë 你好 😀"))
step("1 MB", lambda: hello({"name": "x" * 1_000_000}), (None, "x" * 1_000_000))
step("an error", lambda: failure({"fail": "asked to"}), ("Unhandled", "asked to"))
step("the call behind it", lambda: hello({"name": "Ada"}), (None, "Ada"))
step("a process that ends", exit_error, ("Unhandled", "Runtime.ExitError"))
step("the call behind it", lambda: hello({"name": "Ada"}), (None, "Ada"))
step("processes of 4 calls at once", side_by_side, 4)
if hasattr(aws, "invoke_with_response_stream"):
    step("invoke_with_response_stream", answered_as_stream, ("Ada", None))
    if os.environ.get("STREAM"):
        streams()
step("a timeout", timeout, ("Unhandled", "Sandbox.Timedout"))
step("the call behind it", lambda: hello({"name": "Ada"}), (None, "Ada"))
step("a start that fails", not_started, ("Unhandled", True))
step("delete_function", lambda: aws.delete_function(FunctionName=NAME)["ResponseMetadata"]["HTTPStatusCode"], 204)
