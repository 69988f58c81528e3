// The AWS SDK for JavaScript v3: releases a function, goes back, and asks for its errors, lists, waiters, logs and metrics.
const fs = require('fs');
const sdk = require('@aws-sdk/client-lambda');

const { NAME, WORK, ENDPOINT } = process.env;
const lambda = new sdk.LambdaClient({ endpoint: ENDPOINT, maxAttempts: 1 });
const send = (command, input) => lambda.send(new sdk[command + 'Command'](input));

async function step(name, call, expected) {
  let found;
  try {
    found = await call();
  } catch (e) {
    found = `${e.name}: ${e.message}`;
  }
  const ok = JSON.stringify(found) === JSON.stringify(expected);
  console.log(`${name}\t${ok ? 'ok' : String(JSON.stringify(found)).slice(0, 200)}`);
}

async function refused(name, error, call) {
  let found = 'no error';
  try {
    await call();
  } catch (e) {
    found = e instanceof sdk[error] ? error : `${e.name}: ${e.message}`;
  }
  console.log(`${name}\t${found === error ? 'ok' : found.slice(0, 200)}`);
}

async function invoked(qualifier, payload = {}) {
  const answer = await send('Invoke', { FunctionName: NAME, Qualifier: qualifier, Payload: JSON.stringify(payload) });
  return [JSON.parse(Buffer.from(answer.Payload)), answer.ExecutedVersion];
}

async function main() {
  const zip = text => fs.readFileSync(`${WORK}/${text}.zip`);
  const made = {
    FunctionName: NAME, Runtime: 'java17', Handler: 'com.example.Greeting::greet', Timeout: 30,
    Role: 'arn:aws:iam::000000000000:role/any', Code: { ZipFile: zip('one') },
  };
  await step('CreateFunction', async () => (await send('CreateFunction', made)).State, 'Active');
  await refused('create it again', 'ResourceConflictException', () => send('CreateFunction', made));
  const waited = { client: lambda, maxWaitTime: 60 };
  const named = { FunctionName: NAME };
  await step('waitUntilFunctionActiveV2', async () => (await sdk.waitUntilFunctionActiveV2(waited, named)).state, 'SUCCESS');
  await step('PublishVersion', async () => (await send('PublishVersion', named)).Version, '1');
  await step('CreateAlias', async () =>
    (await send('CreateAlias', { ...named, Name: 'prod', FunctionVersion: '1' })).FunctionVersion, '1');
  await step('UpdateFunctionCode', async () =>
    (await send('UpdateFunctionCode', { ...named, ZipFile: zip('two'), Publish: true })).Version, '2');
  await step('waitUntilFunctionUpdatedV2', async () => (await sdk.waitUntilFunctionUpdatedV2(waited, named)).state, 'SUCCESS');
  await step('the alias has the old one', () => invoked('prod'), ['one none', '1']);
  await step('UpdateAlias', async () =>
    (await send('UpdateAlias', { ...named, Name: 'prod', FunctionVersion: '2' })).FunctionVersion, '2');
  await step('the alias has the new one', () => invoked('prod'), ['two none', '2']);
  await step('a function error', async () =>
    (await send('Invoke', { ...named, Payload: '{"fail": 1}' })).FunctionError, 'Unhandled');
  await step('the tail of its log', async () => {
    const answer = await send('Invoke', { ...named, LogType: 'Tail' });
    return Buffer.from(answer.LogResult, 'base64').includes('REPORT RequestId');
  }, true);
  await refused('no such function', 'ResourceNotFoundException', () => send('GetFunction', { FunctionName: 'nowhere' }));
  await refused('a wrong value', 'InvalidParameterValueException', () =>
    send('CreateAlias', { ...named, Name: 'canary', FunctionVersion: '$LATEST', RoutingConfig: { AdditionalVersionWeights: { 1: 0.5 } } }));
  await refused('changed meanwhile', 'PreconditionFailedException', () =>
    send('UpdateAlias', { ...named, Name: 'prod', FunctionVersion: '1', RevisionId: 'other' }));
  await step('paginateListVersionsByFunction', async () => {
    const versions = [];
    for await (const page of sdk.paginateListVersionsByFunction({ client: lambda, pageSize: 1 }, named)) {
      versions.push(...page.Versions.map(version => version.Version));
    }
    return versions;
  }, ['$LATEST', '1', '2']);
  await step('PutFunctionConcurrency', async () => {
    await send('PutFunctionConcurrency', { ...named, ReservedConcurrentExecutions: 0 });
    try {
      await send('Invoke', named);
      return 'no error';
    } catch (e) {
      return e.name + ' ' + e.Reason;
    } finally {
      await send('DeleteFunctionConcurrency', named);
    }
  }, 'TooManyRequestsException ReservedFunctionConcurrentInvocationLimitExceeded');
  await step('CreateFunctionUrlConfig', async () => {
    const url = (await send('CreateFunctionUrlConfig', { ...named, AuthType: 'NONE' })).FunctionUrl;
    return (await fetch(url + 'any')).text();
  }, 'two none');
  await step('an event', async () => (await send('Invoke', { ...named, InvocationType: 'Event' })).StatusCode, 202);
  await step('DeleteFunction', async () => (await send('DeleteFunction', named)).$metadata.httpStatusCode, 204);
}

main().catch(e => {
  console.error(e.stack);
  process.exit(1);
});
