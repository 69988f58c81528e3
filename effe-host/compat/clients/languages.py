"""A function of another language, whose code is in $FOLDER, by boto3. Prints a line for each step.

It greets {"name": …} and tells its process; {"fail": why} is its error, {"exit": n} the end of its process, {"sleep": s}
takes so long; with the variable BROKEN it cannot start.
"""
import concurrent.futures
import io
import json
import os
import zipfile

import boto3
from botocore.config import Config

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


def zipped():
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w", zipfile.ZIP_DEFLATED) as file:
        for folder, _, names in os.walk(FOLDER):
            for name in names:
                path = os.path.join(folder, name)
                file.write(path, os.path.relpath(path, FOLDER))
    return code.getvalue()


def invoke(event, function=NAME):
    """What a call gives: the error's kind or None, and the payload."""
    answer = aws.invoke(FunctionName=function, Payload=json.dumps(event))
    return answer.get("FunctionError"), json.loads(answer["Payload"].read())


def create(name, **more):
    return aws.create_function(
        FunctionName=name, Runtime=os.environ["RUNTIME"], Handler=os.environ["HANDLER"], Timeout=20, MemorySize=256,
        Role="arn:aws:iam::000000000000:role/any", Code={"ZipFile": zipped()}, **more)["State"]


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


def streamed():
    stream = aws.invoke_with_response_stream(FunctionName=NAME, Payload=json.dumps({"name": "Ada"}))["EventStream"]
    events = list(stream)
    text = b"".join(event["PayloadChunk"]["Payload"] for event in events if "PayloadChunk" in event)
    return json.loads(text)["hello"], "InvokeComplete" in events[-1]


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
    step("invoke_with_response_stream", streamed, ("Ada", True))
step("a timeout", timeout, ("Unhandled", "Sandbox.Timedout"))
step("the call behind it", lambda: hello({"name": "Ada"}), (None, "Ada"))
step("a start that fails", not_started, ("Unhandled", True))
step("delete_function", lambda: aws.delete_function(FunctionName=NAME)["ResponseMetadata"]["HTTPStatusCode"], 204)
