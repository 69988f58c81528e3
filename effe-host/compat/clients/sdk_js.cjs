// The AWS SDKs for JavaScript, v3 or, with SDK=v2, v2: every operation of a host, its errors, lists and waiters.
const fs = require('fs');

const { NAME, WORK, ENDPOINT, SDK } = process.env;

// The two SDKs differ in these: how an operation is sent, awaited and paged, and what an error's type is called.
function v3() {
  const sdk = require('@aws-sdk/client-lambda');
  const client = new sdk.LambdaClient({ endpoint: ENDPOINT, maxAttempts: 1 });
  return {
    send: (name, input) => client.send(new sdk[name + 'Command'](input)),
    waited: async (name, input) => (await sdk['waitUntil' + name]({ client, maxWaitTime: 60 }, input)).state === 'SUCCESS',
    pages: (name, input, pageSize) => sdk['paginate' + name]({ client, pageSize }, input),
    type: error => error.name,
    typed: (error, name) => error instanceof sdk[name],
  };
}

function v2() {
  process.env.AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE = '1';
  const { Lambda } = require('aws-sdk');
  const client = new Lambda({ endpoint: ENDPOINT, maxRetries: 0 });
  const method = name => name[0].toLowerCase() + name.slice(1);
  return {
    send: (name, input = {}) => client[method(name)](input).promise(),
    waited: async (name, input) => (await client.waitFor(method(name), input).promise()) !== null,
    pages: async function* (name, input, pageSize) {
      let marker;
      do {
        const page = await client[method(name)]({ ...input, MaxItems: pageSize, Marker: marker }).promise();
        yield page;
        marker = page.NextMarker;
      } while (marker);
    },
    type: error => error.code,
    typed: (error, name) => error.code === name,
  };
}

const { send, waited, pages, type, typed } = SDK === 'v2' ? v2() : v3();

async function step(name, call, expected) {
  let found;
  try {
    found = await call();
  } catch (e) {
    found = `${type(e)}: ${e.message}`;
  }
  const ok = JSON.stringify(found) === JSON.stringify(expected);
  console.log(`${name}\t${ok ? 'ok' : String(JSON.stringify(found)).slice(0, 200)}`);
}

async function refused(name, error, call) {
  let found = 'no error';
  try {
    await call();
  } catch (e) {
    found = typed(e, error) ? error : `${type(e)}: ${e.message}`;
  }
  console.log(`${name}\t${found === error ? 'ok' : found.slice(0, 200)}`);
}

async function listed(name, items, input, pageSize) {
  const all = [];
  for await (const page of pages(name, input, pageSize)) {
    all.push(...page[items]);
  }
  return all;
}

const named = { FunctionName: NAME };
const prod = { ...named, Qualifier: 'prod' };
const zip = text => fs.readFileSync(`${WORK}/${text}.zip`);
const made = {
  FunctionName: NAME, Runtime: 'java17', Handler: 'com.example.Greeting::greet', Timeout: 30,
  Role: 'arn:aws:iam::000000000000:role/any', Code: { ZipFile: zip('one') },
};

async function invoked(qualifier, payload = {}) {
  const answer = await send('Invoke', { ...named, Qualifier: qualifier, Payload: JSON.stringify(payload) });
  return [JSON.parse(Buffer.from(answer.Payload).toString()), answer.ExecutedVersion];
}

async function released() {
  await step('CreateFunction', async () => (await send('CreateFunction', made)).State, 'Active');
  await refused('create it again', 'ResourceConflictException', () => send('CreateFunction', made));
  await step('wait: FunctionExists', () => waited('FunctionExists', named), true);
  await step('wait: FunctionActiveV2', () => waited('FunctionActiveV2', named), true);
  await step('PublishVersion', async () => (await send('PublishVersion', named)).Version, '1');
  await step('wait: PublishedVersionActive', () => waited('PublishedVersionActive', { ...named, Qualifier: '1' }), true);
  await step('CreateAlias', async () =>
    (await send('CreateAlias', { ...named, Name: 'prod', FunctionVersion: '1' })).FunctionVersion, '1');
  await step('UpdateFunctionCode', async () =>
    (await send('UpdateFunctionCode', { ...named, ZipFile: zip('two'), Publish: true })).Version, '2');
  await step('wait: FunctionUpdatedV2', () => waited('FunctionUpdatedV2', named), true);
  await step('the alias has the old one', () => invoked('prod'), ['one none', '1']);
  await step('UpdateAlias', async () =>
    (await send('UpdateAlias', { ...named, Name: 'prod', FunctionVersion: '2' })).FunctionVersion, '2');
  await step('the alias has the new one', () => invoked('prod'), ['two none', '2']);
  await step('GetAlias', async () => (await send('GetAlias', { ...named, Name: 'prod' })).FunctionVersion, '2');
  await step('UpdateFunctionConfiguration', async () =>
    (await send('UpdateFunctionConfiguration', { ...named, MemorySize: 256 })).MemorySize, 256);
  await step('GetFunctionConfiguration', async () => (await send('GetFunctionConfiguration', named)).MemorySize, 256);
  await step('GetFunction', async () => (await send('GetFunction', named)).Code.RepositoryType, 'S3');
}

async function called() {
  await step('a function error', async () =>
    (await send('Invoke', { ...named, Payload: '{"fail": 1}' })).FunctionError, 'Unhandled');
  await step('the tail of its log', async () => {
    const answer = await send('Invoke', { ...named, LogType: 'Tail' });
    return Buffer.from(answer.LogResult, 'base64').includes('REPORT RequestId');
  }, true);
  await step('InvokeWithResponseStream', async () => {
    let text = '';
    let whole = false;
    for await (const event of (await send('InvokeWithResponseStream', prod)).EventStream) {
      text += event.PayloadChunk ? Buffer.from(event.PayloadChunk.Payload).toString() : '';
      whole = whole || event.InvokeComplete !== undefined;
    }
    return [text, whole];
  }, ['"two none"', true]);
  await step('an event', async () => (await send('Invoke', { ...named, InvocationType: 'Event' })).StatusCode, 202);
  await step('PutFunctionConcurrency', async () => {
    await send('PutFunctionConcurrency', { ...named, ReservedConcurrentExecutions: 0 });
    try {
      await send('Invoke', named);
      return 'no error';
    } catch (e) {
      return type(e);
    }
  }, 'TooManyRequestsException');
  await step('GetFunctionConcurrency', async () =>
    (await send('GetFunctionConcurrency', named)).ReservedConcurrentExecutions, 0);
  await step('DeleteFunctionConcurrency', () => done('DeleteFunctionConcurrency', named), undefined);
}

/** Undefined, if an operation without an answer is done. */
async function done(name, input) {
  await send(name, input);
}

async function ruled() {
  await step('PutFunctionEventInvokeConfig', async () =>
    (await send('PutFunctionEventInvokeConfig', { ...named, MaximumRetryAttempts: 0 })).MaximumRetryAttempts, 0);
  await step('UpdateFunctionEventInvokeConfig', async () =>
    (await send('UpdateFunctionEventInvokeConfig', { ...named, MaximumEventAgeInSeconds: 60 })).MaximumRetryAttempts, 0);
  await step('GetFunctionEventInvokeConfig', async () =>
    (await send('GetFunctionEventInvokeConfig', named)).MaximumEventAgeInSeconds, 60);
  await step('ListFunctionEventInvokeConfigs', async () =>
    (await listed('ListFunctionEventInvokeConfigs', 'FunctionEventInvokeConfigs', named)).length, 1);
  await step('DeleteFunctionEventInvokeConfig', () => done('DeleteFunctionEventInvokeConfig', named), undefined);
  await step('AddPermission', async () => JSON.parse((await send('AddPermission', {
    ...named, StatementId: 's', Action: 'lambda:InvokeFunction', Principal: '*' })).Statement).Sid, 's');
  await step('GetPolicy', async () => JSON.parse((await send('GetPolicy', named)).Policy).Statement[0].Sid, 's');
  await step('RemovePermission', () => done('RemovePermission', { ...named, StatementId: 's' }), undefined);
  await step('TagResource, UntagResource, ListTags', async () => {
    const Resource = (await send('GetFunctionConfiguration', named)).FunctionArn;
    await send('TagResource', { Resource, Tags: { team: 'a', 'b c': 'd/e' } });
    await send('UntagResource', { Resource, TagKeys: ['team'] });
    return (await send('ListTags', { Resource })).Tags;
  }, { 'b c': 'd/e' });
  await step('GetAccountSettings', async () => (await send('GetAccountSettings', {})).AccountLimit.ConcurrentExecutions, 1000);
  await step('GetFunctionCodeSigningConfig', async () => (await send('GetFunctionCodeSigningConfig', named)).FunctionName, NAME);
  await step('GetFunctionRecursionConfig', async () => (await send('GetFunctionRecursionConfig', named)).RecursiveLoop, 'Terminate');
  await step('ListEventSourceMappings', () => listed('ListEventSourceMappings', 'EventSourceMappings', named), []);
  await step('ListLayers', () => listed('ListLayers', 'Layers', {}), []);
}

async function reached() {
  await step('CreateFunctionUrlConfig', async () => {
    const url = (await send('CreateFunctionUrlConfig', { ...prod, AuthType: 'NONE' })).FunctionUrl;
    return (await fetch(url + 'any')).text();
  }, 'two none');
  await refused('create the URL again', 'ResourceConflictException', () =>
    send('CreateFunctionUrlConfig', { ...prod, AuthType: 'NONE' }));
  await step('UpdateFunctionUrlConfig', async () => {
    const url = (await send('UpdateFunctionUrlConfig', { ...prod, AuthType: 'AWS_IAM' })).FunctionUrl;
    return (await fetch(url + 'any')).status;
  }, 403);
  await step('GetFunctionUrlConfig', async () => (await send('GetFunctionUrlConfig', prod)).AuthType, 'AWS_IAM');
  await step('ListFunctionUrlConfigs', async () => (await listed('ListFunctionUrlConfigs', 'FunctionUrlConfigs', named)).length, 1);
  await step('DeleteFunctionUrlConfig', () => done('DeleteFunctionUrlConfig', prod), undefined);
  await refused('no URL', 'ResourceNotFoundException', () => send('GetFunctionUrlConfig', prod));
}

async function failed() {
  await refused('no such function', 'ResourceNotFoundException', () => send('GetFunction', { FunctionName: 'nowhere' }));
  await refused('a wrong value', 'InvalidParameterValueException', () =>
    send('CreateAlias', { ...named, Name: 'canary', FunctionVersion: '$LATEST', RoutingConfig: { AdditionalVersionWeights: { 1: 0.5 } } }));
  await refused('changed meanwhile', 'PreconditionFailedException', () =>
    send('UpdateAlias', { ...named, Name: 'prod', FunctionVersion: '1', RevisionId: 'other' }));
  await refused('an event source', 'InvalidParameterValueException', () =>
    send('CreateEventSourceMapping', { ...named, EventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:q' }));
}

async function paged() {
  await step('ListVersionsByFunction', async () =>
    (await listed('ListVersionsByFunction', 'Versions', named, 1)).map(version => version.Version), ['$LATEST', '1', '2']);
  await step('ListAliases', async () => (await listed('ListAliases', 'Aliases', named)).map(alias => alias.Name), ['prod']);
  const names = Array.from({ length: 120 }, (_, i) => `${NAME}-${String(i).padStart(3, '0')}`);
  await step('ListFunctions, 120 functions', async () => {
    for (const name of names) {
      await send('CreateFunction', { ...made, FunctionName: name });
    }
    const found = (await listed('ListFunctions', 'Functions', {})).map(each => each.FunctionName);
    for (const name of names) {
      await send('DeleteFunction', { FunctionName: name });
    }
    return found.filter(name => name.startsWith(NAME + '-'));
  }, names);
}

async function main() {
  await released();
  await called();
  await ruled();
  await reached();
  await failed();
  await paged();
  await step('DeleteAlias', () => done('DeleteAlias', { ...named, Name: 'prod' }), undefined);
  await step('DeleteFunction', () => done('DeleteFunction', named), undefined);
  await refused('deleted', 'ResourceNotFoundException', () => send('GetFunction', named));
}

main().catch(e => {
  console.error(e.stack);
  process.exit(1);
});
