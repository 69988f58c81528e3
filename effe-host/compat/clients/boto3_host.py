"""boto3: every operation of a host, typed errors, paginators and waiters. Prints a line for each step."""
import datetime
import io
import json
import os
import time
import urllib.error
import urllib.request
import zipfile

import boto3
import botocore
import botocore.auth
import botocore.awsrequest
import botocore.credentials
from botocore.config import Config

NAME = os.environ["NAME"]
WORK = os.environ["WORK"]
ROLE = "arn:aws:iam::000000000000:role/any"
aws = boto3.client(
    "lambda", endpoint_url=os.environ["ENDPOINT"], config=Config(retries={"max_attempts": 1}, read_timeout=120))


def step(name, call, expected=None):
    """Prints "ok" if the call gives what is expected, or anything where nothing is."""
    try:
        found = call()
    except Exception as e:  # The report of whatever goes wrong.
        found = type(e).__name__ + ": " + str(e)
        if expected is None:
            expected = "no error"
    ok = expected is None or found == expected
    print(name + "\t" + ("ok" if ok else "%.200r" % (found,)))


def refused(name, error, call):
    """Prints "ok" if the call ends with the client's exception of that name."""
    try:
        print(name + "\tno error, but %.200r" % (call(),))
    except getattr(aws.exceptions, error):
        print(name + "\tok")
    except Exception as e:
        print(name + "\t" + type(e).__name__ + ": " + str(e)[:200])


def zipped(text):
    with open(WORK + "/" + text + ".zip", "rb") as file:
        return file.read()


def create(name, text="one", **more):
    return aws.create_function(
        FunctionName=name, Runtime="java17", Handler="com.example.Greeting::greet", Role=ROLE, Timeout=30,
        Code={"ZipFile": zipped(text)}, **more)


def invoked(qualifier, payload=None):
    answer = aws.invoke(FunctionName=NAME, Qualifier=qualifier, Payload=json.dumps(payload or {}))
    return json.loads(answer["Payload"].read()), answer["ExecutedVersion"]


step("create_function", lambda: create(NAME, Tags={"team": "a"}, Description="first")["State"], "Active")
step("waiter function_active_v2", lambda: aws.get_waiter("function_active_v2").wait(FunctionName=NAME))
step("waiter function_exists", lambda: aws.get_waiter("function_exists").wait(FunctionName=NAME))
refused("create it again", "ResourceConflictException", lambda: create(NAME))
refused("no zip", "InvalidParameterValueException", lambda: aws.create_function(
    FunctionName=NAME + "-bad", Runtime="java17", Handler="a.B", Role=ROLE, Code={"ZipFile": b"no zip"}))
refused("a runtime that is not served", "InvalidParameterValueException", lambda: aws.create_function(
    FunctionName=NAME + "-bad", Runtime="ruby3.3", Handler="a.b", Role=ROLE, Code={"ZipFile": zipped("one")}))
step("invoke", lambda: invoked("$LATEST"), ("one none", "$LATEST"))
step("function error", lambda: aws.invoke(FunctionName=NAME, Payload=b'{"fail": 1}')["FunctionError"], "Unhandled")
step("dry run", lambda: aws.invoke(FunctionName=NAME, InvocationType="DryRun")["StatusCode"], 204)
step("publish_version", lambda: aws.publish_version(FunctionName=NAME)["Version"], "1")
step("waiter published_version_active",
     lambda: aws.get_waiter("published_version_active").wait(FunctionName=NAME, Qualifier="1"))
step("create_alias", lambda: aws.create_alias(FunctionName=NAME, Name="prod", FunctionVersion="1")["Name"], "prod")
refused("create the alias again", "ResourceConflictException",
        lambda: aws.create_alias(FunctionName=NAME, Name="prod", FunctionVersion="1"))
refused("an alias of no version", "ResourceNotFoundException",
        lambda: aws.create_alias(FunctionName=NAME, Name="none", FunctionVersion="7"))
step("update_function_code",
     lambda: aws.update_function_code(FunctionName=NAME, ZipFile=zipped("two"), Publish=True)["Version"], "2")
step("waiter function_updated_v2", lambda: aws.get_waiter("function_updated_v2").wait(FunctionName=NAME))
refused("another RevisionId", "PreconditionFailedException",
        lambda: aws.update_function_code(FunctionName=NAME, ZipFile=zipped("one"), RevisionId="none"))
step("invoke the alias", lambda: invoked("prod"), ("one none", "1"))
step("routing config", lambda: aws.update_alias(
    FunctionName=NAME, Name="prod",
    RoutingConfig={"AdditionalVersionWeights": {"2": 0.5}})["RoutingConfig"], {"AdditionalVersionWeights": {"2": 0.5}})


def weighted():
    second = sum(invoked("prod")[1] == "2" for _ in range(400))
    return "ok" if 160 <= second <= 240 else second


step("half of 400 invocations", weighted, "ok")
step("no routing config", lambda: aws.update_alias(
    FunctionName=NAME, Name="prod", FunctionVersion="2", RoutingConfig={}).get("RoutingConfig"), None)
step("invoke the alias again", lambda: invoked("prod"), ("two none", "2"))
step("update_function_configuration", lambda: aws.update_function_configuration(
    FunctionName=NAME, MemorySize=256, Environment={"Variables": {"COLOUR": "red"}})["MemorySize"], 256)
step("variables", lambda: invoked("$LATEST"), ("two red", "$LATEST"))
step("get_function_configuration", lambda: aws.get_function_configuration(
    FunctionName=NAME)["Environment"], {"Variables": {"COLOUR": "red"}})
step("get_alias", lambda: aws.get_alias(FunctionName=NAME, Name="prod")["FunctionVersion"], "2")
step("list_aliases", lambda: len(aws.list_aliases(FunctionName=NAME)["Aliases"]), 1)
step("list_versions", lambda: [each["Version"] for each in aws.list_versions_by_function(
    FunctionName=NAME)["Versions"]], ["$LATEST", "1", "2"])
arn = "arn:aws:lambda:us-east-1:000000000000:function:" + NAME
step("function arn", lambda: aws.get_function(FunctionName=NAME)["Configuration"]["FunctionArn"].split(":")[5:],
     arn.split(":")[5:])
step("tags", lambda: aws.get_function(FunctionName=NAME)["Tags"], {"team": "a"})


def tagged():
    whole = aws.get_function(FunctionName=NAME)["Configuration"]["FunctionArn"]
    aws.tag_resource(Resource=whole, Tags={"b": "c"})
    aws.untag_resource(Resource=whole, TagKeys=["team"])
    return aws.list_tags(Resource=whole)["Tags"]


step("tag and untag", tagged, {"b": "c"})
step("put_function_concurrency", lambda: aws.put_function_concurrency(
    FunctionName=NAME, ReservedConcurrentExecutions=0)["ReservedConcurrentExecutions"], 0)
refused("concurrency 0", "TooManyRequestsException", lambda: invoked("$LATEST"))
step("get_function_concurrency",
     lambda: aws.get_function_concurrency(FunctionName=NAME)["ReservedConcurrentExecutions"], 0)
step("delete_function_concurrency", lambda: aws.delete_function_concurrency(
    FunctionName=NAME)["ResponseMetadata"]["HTTPStatusCode"], 204)
step("put_function_event_invoke_config", lambda: aws.put_function_event_invoke_config(
    FunctionName=NAME, MaximumRetryAttempts=0,
    DestinationConfig={"OnSuccess": {"Destination": "file:" + WORK + "/told"}})["FunctionArn"].endswith(":$LATEST"), True)
step("get_function_event_invoke_config", lambda: aws.get_function_event_invoke_config(
    FunctionName=NAME)["LastModified"].year >= 2026, True)
refused("a destination of AWS's", "InvalidParameterValueException", lambda: aws.update_function_event_invoke_config(
    FunctionName=NAME, DestinationConfig={"OnFailure": {"Destination": "arn:aws:sqs:us-east-1:000000000000:q"}}))


def told():
    answer = aws.invoke(FunctionName=NAME, InvocationType="Event", Payload=b"{}")
    record = WORK + "/told/" + answer["ResponseMetadata"]["RequestId"] + ".json"
    for _ in range(600):
        if os.path.exists(record):
            with open(record) as file:
                return answer["StatusCode"], json.load(file)["requestContext"]["condition"]
        time.sleep(0.1)
    return answer["StatusCode"], "no record"


step("invoke, Event", told, (202, "Success"))
step("invoke_async", lambda: aws.invoke_async(FunctionName=NAME, InvokeArgs=b"{}")["Status"], 202)
step("list_function_event_invoke_configs", lambda: len([each for page in aws.get_paginator(
    "list_function_event_invoke_configs").paginate(FunctionName=NAME) for each in page["FunctionEventInvokeConfigs"]]), 1)
step("delete_function_event_invoke_config", lambda: aws.delete_function_event_invoke_config(
    FunctionName=NAME)["ResponseMetadata"]["HTTPStatusCode"], 204)
refused("no event-invoke-config", "ResourceNotFoundException",
        lambda: aws.get_function_event_invoke_config(FunctionName=NAME))
# Older models have no streams.
known = aws.meta.service_model.operation_model("CreateFunctionUrlConfig").input_shape.members
mode = {"InvokeMode": "BUFFERED"} if "InvokeMode" in known else {}
step("create_function_url_config", lambda: aws.create_function_url_config(
    FunctionName=NAME, Qualifier="prod", AuthType="AWS_IAM", **mode,
    Cors={"AllowOrigins": ["https://shop.example"], "MaxAge": 60})["FunctionUrl"],
    os.environ["ENDPOINT"] + "/url/" + NAME + "--prod/")
refused("create the URL again", "ResourceConflictException", lambda: aws.create_function_url_config(
    FunctionName=NAME, Qualifier="prod", AuthType="NONE"))
step("get_function_url_config", lambda: aws.get_function_url_config(
    FunctionName=NAME, Qualifier="prod")["Cors"], {"AllowOrigins": ["https://shop.example"], "MaxAge": 60})


def fetched(key=None):
    """The status and the text of the URL, signed as botocore signs."""
    url = aws.get_function_url_config(FunctionName=NAME, Qualifier="prod")["FunctionUrl"] + "a%2Fb?c=d%20e&c=f"
    request = botocore.awsrequest.AWSRequest(method="POST", url=url, data=b"hello", headers={"X-A": "b"})
    if key:
        botocore.auth.SigV4Auth(
            botocore.credentials.Credentials(key, "s3cr/et+="), "lambda", "us-east-1").add_auth(request)
    prepared = request.prepare()
    try:
        with urllib.request.urlopen(urllib.request.Request(
                prepared.url, prepared.body, dict(prepared.headers), method="POST")) as answer:
            return answer.status
    except urllib.error.HTTPError as e:
        return e.code


step("a signed URL", lambda: fetched("caller"), 200)
step("it is signed by another's key", lambda: fetched("other"), 403)
step("it is not signed", fetched, 403)
def presigned(key="caller", expires=60, change=lambda url: url):
    """The status of the URL with a signature in its query, as botocore makes it."""
    url = aws.get_function_url_config(FunctionName=NAME, Qualifier="prod")["FunctionUrl"] + "a%2Fb?c=d%20e"
    request = botocore.awsrequest.AWSRequest(method="GET", url=url)
    botocore.auth.SigV4QueryAuth(
        botocore.credentials.Credentials(key, "s3cr/et+="), "lambda", "us-east-1", expires=expires).add_auth(request)
    try:
        with urllib.request.urlopen(change(request.url)) as answer:
            return answer.status
    except urllib.error.HTTPError as e:
        return e.code


step("a presigned URL", presigned, 200)
step("a presigned URL for a week", lambda: presigned(expires=604800), 200)
step("a presigned URL for longer", lambda: presigned(expires=604801), 403)
step("a presigned URL, changed", lambda: presigned(change=lambda url: url.replace("c=d", "c=e")), 403)
step("a presigned URL of another's key", lambda: presigned("other"), 403)
step("update_function_url_config", lambda: aws.update_function_url_config(
    FunctionName=NAME, Qualifier="prod", AuthType="NONE")["AuthType"], "NONE")
step("an open URL", fetched, 200)
step("list_function_url_configs", lambda: len([each for page in aws.get_paginator(
    "list_function_url_configs").paginate(FunctionName=NAME) for each in page["FunctionUrlConfigs"]]), 1)
step("delete_function_url_config", lambda: aws.delete_function_url_config(
    FunctionName=NAME, Qualifier="prod")["ResponseMetadata"]["HTTPStatusCode"], 204)
refused("no URL", "ResourceNotFoundException",
        lambda: aws.get_function_url_config(FunctionName=NAME, Qualifier="prod"))
step("get_function_code_signing_config",
     lambda: aws.get_function_code_signing_config(FunctionName=NAME)["FunctionName"], NAME)
if hasattr(aws, "get_function_recursion_config"):
    step("get_function_recursion_config",
         lambda: aws.get_function_recursion_config(FunctionName=NAME)["RecursiveLoop"], "Terminate")
if hasattr(aws, "get_runtime_management_config"):
    step("get_runtime_management_config",
         lambda: aws.get_runtime_management_config(FunctionName=NAME)["UpdateRuntimeOn"], "Auto")
step("list_event_source_mappings", lambda: aws.list_event_source_mappings()["EventSourceMappings"], [])
refused("an event source", "InvalidParameterValueException", lambda: aws.create_event_source_mapping(
    FunctionName=NAME, EventSourceArn="arn:aws:sqs:us-east-1:000000000000:q"))
step("list_layers", lambda: aws.list_layers()["Layers"], [])
refused("a layer", "InvalidParameterValueException", lambda: aws.update_function_configuration(
    FunctionName=NAME, Layers=["arn:aws:lambda:us-east-1:000000000000:layer:l:1"]))
step("get_account_settings", lambda: "ConcurrentExecutions" in aws.get_account_settings()["AccountLimit"], True)
step("add_permission", lambda: "Statement" in aws.add_permission(
    FunctionName=NAME, StatementId="s", Action="lambda:InvokeFunction", Principal="*"), True)
refused("add it again", "ResourceConflictException", lambda: aws.add_permission(
    FunctionName=NAME, StatementId="s", Action="lambda:InvokeFunction", Principal="*"))
step("get_policy", lambda: json.loads(aws.get_policy(FunctionName=NAME)["Policy"])["Statement"][0]["Sid"], "s")
step("remove_permission", lambda: aws.remove_permission(
    FunctionName=NAME, StatementId="s")["ResponseMetadata"]["HTTPStatusCode"], 204)
refused("no policy", "ResourceNotFoundException", lambda: aws.get_policy(FunctionName=NAME))
refused("delete $LATEST", "InvalidParameterValueException",
        lambda: aws.delete_function(FunctionName=NAME, Qualifier="$LATEST"))
refused("delete a version of an alias", "ResourceConflictException",
        lambda: aws.delete_function(FunctionName=NAME, Qualifier="2"))
step("delete_alias twice", lambda: [aws.delete_alias(FunctionName=NAME, Name="prod")["ResponseMetadata"][
    "HTTPStatusCode"] for _ in range(2)], [204, 204])
refused("unknown function", "ResourceNotFoundException", lambda: aws.get_function(FunctionName="none"))


def in_python():
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as file:
        file.writestr("app.py", "def handler(event, context): return 'Hello, ' + event['name']")
    name = NAME + "-python"
    aws.create_function(
        FunctionName=name, Runtime="python3.12", Handler="app.handler", Role=ROLE, Code={"ZipFile": code.getvalue()})
    answer = aws.invoke(FunctionName=name, Payload=b'{"name": "Ada"}')
    aws.delete_function(FunctionName=name)
    return json.loads(answer["Payload"].read())


step("a function in Python", in_python, "Hello, Ada")


def streamed():
    events = list(aws.invoke_with_response_stream(FunctionName=NAME, Payload=b"{}")["EventStream"])
    return b"".join(e["PayloadChunk"]["Payload"] for e in events if "PayloadChunk" in e), "InvokeComplete" in events[-1]


if hasattr(aws, "invoke_with_response_stream"):
    step("invoke_with_response_stream", streamed, (b'"two red"', True))


def presigned_invocation(change=lambda url: url):
    """The status of an invocation whose signature is in its query, as boto3 makes it."""
    url = boto3.client(
        "lambda", endpoint_url=os.environ["ENDPOINT"], aws_access_key_id="caller", aws_secret_access_key="s3cr/et+="
    ).generate_presigned_url("invoke", Params={"FunctionName": NAME}, HttpMethod="POST")
    try:
        with urllib.request.urlopen(urllib.request.Request(change(url), method="POST")) as answer:
            return answer.status
    except urllib.error.HTTPError as e:
        return e.code


step("a presigned invocation", presigned_invocation, 200)
step("a presigned invocation, changed",
     lambda: presigned_invocation(lambda url: url.replace("/functions/" + NAME, "/functions/other")), 403)


def downloaded():
    """The code that get_function links to, as it was sent."""
    with urllib.request.urlopen(aws.get_function(FunctionName=NAME)["Code"]["Location"]) as answer:
        return answer.read() == zipped("two")


step("the code of get_function", downloaded, True)


def keyed(key, secret="s3cr/et+="):
    """The client of another key."""
    return boto3.client(
        "lambda", endpoint_url=os.environ["ENDPOINT"], aws_access_key_id=key, aws_secret_access_key=secret,
        config=Config(retries={"max_attempts": 1}))


def code(call):
    """The error's code of a call."""
    try:
        return "no error, but %.200r" % (call(),)
    except botocore.exceptions.ClientError as e:
        return e.response["Error"]["Code"] + " " + str(e.response["ResponseMetadata"]["HTTPStatusCode"])


for name, client, expected in [
        ("an unknown key", keyed("nobody"), "UnrecognizedClientException 403"),
        ("a wrong secret", keyed("root", "wrong"), "InvalidSignatureException 403"),
        ("no key", boto3.client("lambda", endpoint_url=os.environ["ENDPOINT"],
                                config=Config(signature_version=botocore.UNSIGNED)),
         "MissingAuthenticationTokenException 403")]:
    step(name, lambda: code(lambda: client.get_function(FunctionName=NAME)), expected)
    step(name + " invokes", lambda: code(lambda: client.invoke(FunctionName=NAME)), expected)
sts = boto3.client("sts", endpoint_url=os.environ["ENDPOINT"])
step("get_caller_identity", lambda: sts.get_caller_identity()["Arn"], "arn:aws:iam::000000000000:user/root")
step("a wrong secret asks who it is", lambda: code(lambda: boto3.client(
    "sts", endpoint_url=os.environ["ENDPOINT"], aws_access_key_id="root",
    aws_secret_access_key="wrong").get_caller_identity()), "SignatureDoesNotMatch 403")
DENIED = "AccessDeniedException 403"
step("a key for invocations", lambda: keyed("caller").invoke(FunctionName=NAME)["StatusCode"], 200)
step("it changes nothing", lambda: code(lambda: keyed("caller").delete_function(FunctionName=NAME)), DENIED)
step("a key for other functions", lambda: code(lambda: keyed("other").get_function(FunctionName=NAME)), DENIED)
step("it invokes none", lambda: code(lambda: keyed("other").invoke(FunctionName=NAME)), DENIED)
step("it lists none", lambda: code(lambda: keyed("other").list_functions()), DENIED)


def paged():
    names = ["%s-%03d" % (NAME, i) for i in range(120)]
    for name in names:
        create(name)
    found = [each["FunctionName"] for page in aws.get_paginator("list_functions").paginate() for each in page["Functions"]]
    listed = sorted(name for name in found if name.startswith(NAME + "-"))
    for name in names:
        aws.delete_function(FunctionName=name)
    return listed == names


logs = boto3.client("logs", endpoint_url=os.environ["ENDPOINT"])
GROUP = "/aws/lambda/" + NAME


def log_pages():
    """True if pages of seven have the same events, in order, as one answer."""
    whole = logs.filter_log_events(logGroupName=GROUP)["events"][:200]
    pages = logs.get_paginator("filter_log_events").paginate(logGroupName=GROUP, PaginationConfig={"PageSize": 7})
    paged = [event["eventId"] for page in pages for event in page["events"]][:len(whole)]
    return len(whole) > 20 and paged == [event["eventId"] for event in whole]


step("paginator, log events", log_pages, True)
step("describe_log_streams", lambda: "[2]" in str(logs.describe_log_streams(logGroupName=GROUP)["logStreams"]), True)
refused_group = {"logGroupName": "/aws/lambda/none"}
step("no such log group", lambda: code(lambda: logs.filter_log_events(**refused_group)), "ResourceNotFoundException 400")
step("get_log_events", lambda: len(logs.get_log_events(
    logGroupName=GROUP, startFromHead=True, limit=2,
    logStreamName=logs.describe_log_streams(logGroupName=GROUP)["logStreams"][0]["logStreamName"])["events"]), 2)
step("describe_log_groups", lambda: [each["logGroupName"] for each in logs.describe_log_groups(
    logGroupNamePrefix=GROUP)["logGroups"]][:1], [GROUP])

# Forms and XML by an older botocore, JSON by a newer one.
cloudwatch = boto3.client("cloudwatch", endpoint_url=os.environ["ENDPOINT"])
NOW = datetime.datetime.now(datetime.timezone.utc)
SPAN = {"StartTime": NOW - datetime.timedelta(hours=1), "EndTime": NOW + datetime.timedelta(minutes=2)}
DIMENSIONS = [{"Name": "FunctionName", "Value": NAME}]


def metric(name, dimensions=tuple(DIMENSIONS), statistic="Sum"):
    points = cloudwatch.get_metric_statistics(
        Namespace="AWS/Lambda", MetricName=name, Dimensions=list(dimensions), Period=7200, Statistics=[statistic],
        **SPAN)["Datapoints"]
    return sum(point[statistic] for point in points)


def metric_data():
    return cloudwatch.get_metric_data(MetricDataQueries=[{"Id": "a", "MetricStat": {
        "Metric": {"Namespace": "AWS/Lambda", "MetricName": "Invocations", "Dimensions": DIMENSIONS},
        "Period": 7200, "Stat": "Sum"}}], **SPAN)["MetricDataResults"][0]["Values"]


step("get_metric_statistics", lambda: metric("Invocations") > 400, True)
step("errors", lambda: metric("Errors"), 1.0)
step("throttles", lambda: metric("Throttles") >= 1, True)
step("metrics of an executed version", lambda: metric("Invocations", DIMENSIONS + [
    {"Name": "Resource", "Value": NAME + ":prod"}, {"Name": "ExecutedVersion", "Value": "2"}]) > 100, True)
step("get_metric_data", lambda: sum(metric_data()) == metric("Invocations"), True)
step("list_metrics", lambda: "Invocations" in [each["MetricName"] for each in cloudwatch.list_metrics(
    Namespace="AWS/Lambda", Dimensions=DIMENSIONS)["Metrics"]], True)
step("too many datapoints", lambda: code(lambda: cloudwatch.get_metric_statistics(
    Namespace="AWS/Lambda", MetricName="Errors", StartTime=NOW - datetime.timedelta(days=31), EndTime=NOW, Period=60,
    Statistics=["Sum"])), "InvalidParameterCombination 400")
step("paginator, 120 functions", paged, True)
step("delete_function", lambda: aws.delete_function(FunctionName=NAME)["ResponseMetadata"]["HTTPStatusCode"], 204)
refused("deleted", "ResourceNotFoundException", lambda: aws.get_function(FunctionName=NAME))
