"""boto3 against $ENDPOINT."""
import base64
import os

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

client = boto3.client(
    "lambda", endpoint_url=os.environ["ENDPOINT"], config=Config(retries={"total_max_attempts": 1})
)
ARN = "arn:aws:lambda:us-east-1:123456789012:function:commands"


def check(name, call, expected):
    try:
        found = call()
    except ClientError as error:
        found = error.response["Error"]["Code"]
    print(name, "ok" if found == expected else repr(found)[:200], sep="\t")


def invoke(payload=b"{}", function="commands", **more):
    return client.invoke(FunctionName=function, Payload=payload, **more)


def body(**more):
    return invoke(**more)["Payload"].read()


def stream(payload):
    events = list(client.invoke_with_response_stream(FunctionName="commands", Payload=payload)["EventStream"])
    whole = b"".join(e["PayloadChunk"]["Payload"] for e in events if "PayloadChunk" in e)
    return whole, events[-1]["InvokeComplete"].get("ErrorCode")


check("invoke", lambda: body(payload=b'{"a":1}'), b'{"a":1}')
check("no payload", lambda: client.invoke(FunctionName="commands")["ExecutedVersion"], "$LATEST")
check("ARN, qualifier", lambda: body(function=ARN, Qualifier="prod", payload=b'{"list":1}'), b"[1,2]")
check("log tail", lambda: base64.b64decode(invoke(LogType="Tail")["LogResult"])[:17], b"START RequestId: ")
check("function error", lambda: invoke(payload=b'{"fail":"x"}')["FunctionError"], "Unhandled")
check("event", lambda: invoke(InvocationType="Event")["StatusCode"], 202)
check("dry run", lambda: invoke(InvocationType="DryRun")["StatusCode"], 204)
check("invoke-async", lambda: client.invoke_async(FunctionName="commands", InvokeArgs=b"{}")["Status"], 202)
if hasattr(client, "invoke_with_response_stream"):  # Old ones know nothing of it.
    check("stream", lambda: stream(b'{"a":1}'), (b'{"a":1}', None))
    check("stream, error", lambda: stream(b'{"fail":"x"}'), (b"", "java.lang.IllegalStateException"))
check("unknown function", lambda: body(function="other"), "ResourceNotFoundException")
check("unknown version", lambda: body(Qualifier="7"), "ResourceNotFoundException")
check("not JSON", lambda: body(payload=b"{not json"), "InvalidRequestContentException")
check("too large", lambda: body(payload=b'"' + b"x" * 6291455 + b'"'), "RequestTooLargeException")
