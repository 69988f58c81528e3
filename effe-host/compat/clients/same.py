"""Calls a function by AWS's runtime interface client of Node.js, whose bootstrap is in $FOLDER, and by Effe's own, case by
case: both are to give the same bytes. Prints a line for each case."""
import json
import os
import subprocess

import boto3
from botocore.config import Config

from folder_zip import zipped

NAME = os.environ["NAME"]
FOLDER = os.environ["FOLDER"]
aws = boto3.client("lambda", endpoint_url=os.environ["ENDPOINT"], config=Config(
    retries={"max_attempts": 1}, read_timeout=120))


def create(name, runtime):
    aws.create_function(
        FunctionName=name, Runtime=runtime, Handler="same.handler", Timeout=20, MemorySize=256,
        Role="arn:aws:iam::000000000000:role/any", Code={"ZipFile": zipped(FOLDER)})


def found(name, event):
    answer = aws.invoke(FunctionName=name, Payload=json.dumps(event))
    return answer.get("FunctionError"), comparable(answer["Payload"].read())


def comparable(payload):
    """The payload; of an error's trace not where it was, which differs."""
    try:
        answer = json.loads(payload)
    except ValueError:
        return payload
    if isinstance(answer, dict) and "trace" in answer:
        answer["trace"] = [line for line in answer["trace"] if not line.startswith("    at ")]
        return json.dumps(answer)
    return payload


cases = json.loads(subprocess.run(
    ["node", "-p", "JSON.stringify(require('./same.js').cases)"], cwd=FOLDER, stdout=subprocess.PIPE,
    check=True).stdout)
create(NAME + "-aws", "provided.al2023")
create(NAME + "-effe", "nodejs20.x")
for case in cases:
    theirs, ours = (found(NAME + end, {"case": case}) for end in ("-aws", "-effe"))
    print(case + "\t" + ("ok" if ours == theirs else "%.300r, not %.300r" % (ours, theirs)), flush=True)
for end in ("-aws", "-effe"):
    aws.delete_function(FunctionName=NAME + end)
