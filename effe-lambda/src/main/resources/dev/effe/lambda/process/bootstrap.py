"""Runs a handler of Python by AWS Lambda's Runtime API. Standard library only; Python 3.8 or newer."""

import http.client
import importlib
import json
import logging
import os
import sys
import threading
import time
import traceback

BASE = "/2018-06-01/runtime/"
API = os.environ["AWS_LAMBDA_RUNTIME_API"]
local = threading.local()


class Fault(Exception):
    """A handler that cannot be called."""

    def __init__(self, kind, message, trace=None):
        super().__init__(message)
        self.kind = kind
        self.trace = trace


def send(method, path, body=None, headers=None):
    """A request by this thread's own connection."""
    if getattr(local, "connection", None) is None:
        local.connection = http.client.HTTPConnection(API)
    local.connection.request(method, BASE + path, body, headers or {})
    answer = local.connection.getresponse()
    return answer.status, answer.headers, answer.read()


def told(failure):
    """An exception as AWS's runtime tells it."""
    if isinstance(failure, Fault):
        return {"errorMessage": str(failure), "errorType": failure.kind, "requestId": "", "stackTrace": failure.trace or []}
    frames = [f for f in traceback.extract_tb(failure.__traceback__) if f.filename != __file__ and "importlib" not in f.filename]
    return {
        "errorMessage": str(failure),
        "errorType": type(failure).__name__,
        "requestId": getattr(local, "request_id", ""),
        "stackTrace": traceback.format_list(frames),
    }


def log_error(error):
    text = "[ERROR] %s: %s" % (error["errorType"], error["errorMessage"])
    trace = "".join(error["stackTrace"]).rstrip()
    print(text + ("\nTraceback (most recent call last):\n" + trace if trace else ""), flush=True)


def dumps(value):
    def other(it):
        if isinstance(it, (set, frozenset)):
            return list(it)
        raise TypeError("Object of type %s is not JSON serializable" % type(it).__name__)

    return json.dumps(value, ensure_ascii=False, default=other).encode("utf-8", "surrogatepass")


class ClientContext:
    """What the client says of itself."""

    def __init__(self, said):
        client = said.get("client") or {}
        self.custom = said.get("custom")
        self.env = said.get("env")
        self.client = type("Client", (), {
            key: client.get(key)
            for key in ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name")
        })()


class Context:
    """The context object of a call."""

    def __init__(self, headers):
        identity = json.loads(headers.get("Lambda-Runtime-Cognito-Identity") or "{}")
        client = headers.get("Lambda-Runtime-Client-Context")
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers.get("Lambda-Runtime-Invoked-Function-Arn")
        self.tenant_id = headers.get("Lambda-Runtime-Aws-Tenant-Id")
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.client_context = ClientContext(json.loads(client)) if client else None
        self.identity = type("CognitoIdentity", (), {
            "cognito_identity_id": identity.get("cognitoIdentityId"),
            "cognito_identity_pool_id": identity.get("cognitoIdentityPoolId"),
        })()
        self._deadline = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline - int(time.time() * 1000))

    def log(self, text):
        print(text, flush=True)


def load(name):
    """The function that a handler's name means."""
    module, dot, function = name.rpartition(".")
    if not dot:
        raise Fault("Runtime.MalformedHandlerName", "Bad handler '%s': not enough values to unpack (expected 2, got 1)" % name)
    try:
        loaded = importlib.import_module(module.replace("/", "."))
    except ImportError as failure:
        raise Fault("Runtime.ImportModuleError", "Unable to import module '%s': %s" % (module, failure))
    except SyntaxError as failure:
        trace = ['  File "%s" Line %s\n    %s\n' % (failure.filename, failure.lineno, (failure.text or "").rstrip())]
        raise Fault("Runtime.UserCodeSyntaxError", "Syntax error in module '%s': %s" % (module, failure), trace)
    if not hasattr(loaded, function):
        raise Fault("Runtime.HandlerNotFound", "Handler '%s' missing on module '%s'" % (function, module))
    return getattr(loaded, function)


def serve(handler):
    """Serves a call."""
    status, headers, body = send("GET", "invocation/next")
    if status != 200:
        raise ConnectionError("The Runtime API answers %d" % status)
    local.request_id = headers["Lambda-Runtime-Aws-Request-Id"]
    os.environ["_X_AMZN_TRACE_ID"] = headers.get("Lambda-Runtime-Trace-Id") or ""
    path = "invocation/" + local.request_id
    try:
        try:
            event = json.loads(body)
        except ValueError as failure:
            raise Fault("Runtime.UnmarshalError", "Unable to unmarshal input: %s" % failure)
        value = handler(event, Context(headers))
        try:
            answer = dumps(value)
        except (TypeError, ValueError) as failure:
            raise Fault("Runtime.MarshalError", "Unable to marshal response: %s" % failure)
    except Exception as failure:  # A SystemExit ends the process, as on AWS.
        error = told(failure)
        error["requestId"] = local.request_id
        log_error(error)
        send("POST", path + "/error", dumps(error), {
            "Content-Type": "application/json",
            "Lambda-Runtime-Function-Error-Type": error["errorType"].encode("ascii", "replace").decode(),
        })
    else:
        sys.stdout.flush()
        send("POST", path + "/response", answer, {"Content-Type": "application/json"})
    local.request_id = ""


def serve_all(handler):
    try:
        while True:
            serve(handler)
    except (OSError, http.client.HTTPException):
        os._exit(1)  # The server has gone.


def main():
    sys.path.insert(0, os.environ["LAMBDA_TASK_ROOT"])
    sys.path[:] = [folder for folder in sys.path if folder != os.path.dirname(os.path.abspath(__file__))]
    logging.basicConfig(stream=sys.stdout, format="[%(levelname)s]\t%(asctime)s.%(msecs)dZ\t%(message)s", datefmt="%Y-%m-%dT%H:%M:%S")
    try:
        handler = load(os.environ["_HANDLER"])
    except Exception as failure:
        error = told(failure)
        log_error(error)
        send("POST", "init/error", dumps(error), {"Lambda-Runtime-Function-Error-Type": error["errorType"]})
        sys.exit(1)
    serve_all(handler)


if __name__ == "__main__":
    main()
