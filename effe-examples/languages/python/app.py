"""Answers a greeting: as an HTTP function, and to whoever invokes it with a name."""


def handler(event, context):
    name = event.get("name") or (event.get("queryStringParameters") or {}).get("name", "Python")
    return {"greeting": f"Hello, {name}", "by": context.function_name}
