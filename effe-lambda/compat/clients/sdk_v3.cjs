// The AWS SDK for JavaScript, version 3, against ENDPOINT.
const { LambdaClient, ...lambda } = require(process.env.MODULES + "/@aws-sdk/client-lambda");
const client = new LambdaClient({ endpoint: process.env.ENDPOINT, maxAttempts: 1 });
const arn = "arn:aws:lambda:us-east-1:123456789012:function:commands";
const text = (bytes) => Buffer.from(bytes ?? []).toString();
const send = (Command, more) => client.send(new Command({ FunctionName: "commands", ...more }));
const invoke = (more) => send(lambda.InvokeCommand, more);

async function stream(Payload) {
  const { EventStream } = await send(lambda.InvokeWithResponseStreamCommand, { Payload });
  let whole = "";
  let end;
  for await (const event of EventStream) {
    whole += text(event.PayloadChunk?.Payload);
    end = event.InvokeComplete ?? end;
  }
  return whole + " " + end.ErrorCode;
}

async function check(name, call, expected) {
  let found;
  try {
    found = await call();
  } catch (error) {
    found = error.name;
  }
  console.log(name + "\t" + (found === expected ? "ok" : String(found).slice(0, 200)));
}

(async () => {
  await check("invoke", async () => text((await invoke({ Payload: '{"a":1}' })).Payload), '{"a":1}');
  await check("no payload", async () => (await invoke({})).ExecutedVersion, "$LATEST");
  const named = { FunctionName: arn, Qualifier: "prod", Payload: '{"list":1}' };
  await check("ARN, qualifier", async () => text((await invoke(named)).Payload), "[1,2]");
  const tail = async () => Buffer.from((await invoke({ LogType: "Tail" })).LogResult, "base64").toString();
  await check("log tail", async () => (await tail()).slice(0, 17), "START RequestId: ");
  await check("function error", async () => (await invoke({ Payload: '{"fail":"x"}' })).FunctionError, "Unhandled");
  await check("event", async () => (await invoke({ InvocationType: "Event" })).StatusCode, 202);
  await check("dry run", async () => (await invoke({ InvocationType: "DryRun" })).StatusCode, 204);
  await check("invoke-async", async () => (await send(lambda.InvokeAsyncCommand, { InvokeArgs: "{}" })).Status, 202);
  await check("stream", () => stream('{"a":1}'), '{"a":1} undefined');
  await check("stream, error", () => stream('{"fail":"x"}'), " java.lang.IllegalStateException");
  await check("unknown function", () => invoke({ FunctionName: "other" }), "ResourceNotFoundException");
  await check("unknown version", () => invoke({ Qualifier: "7" }), "ResourceNotFoundException");
  await check("not JSON", () => invoke({ Payload: "{not json" }), "InvalidRequestContentException");
  await check("too large", () => invoke({ Payload: '"' + "x".repeat(6291455) + '"' }), "RequestTooLargeException");
})();
