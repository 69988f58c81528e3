// Runs a handler of Node.js by AWS Lambda's Runtime API. Standard library only; Node.js 18 or newer.
import { Agent, request } from 'node:http';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new Agent({ keepAlive: true });
const BASE = '/2018-06-01/runtime/';
const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');
const PRELUDE = 'application/vnd.awslambda.http-integration-response';
const env = process.env;
let currentId;

for (const [name, level] of Object.entries({ log: 'INFO', info: 'INFO', debug: 'DEBUG', trace: 'TRACE', warn: 'WARN', error: 'ERROR' })) {
  console[name] = (...words) => {
    const text = `${level}\t${format(...words)}`.replaceAll('\n', '\r');
    process.stdout.write(`${new Date().toISOString()}\t${currentId ?? 'undefined'}\t${text}\n`);
  };
}

function send(method, path, headers, body) {
  return new Promise((done, failed) => {
    const sent = request({ host, port, agent, method, path: BASE + path, headers }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }));
      answer.on('error', failed);
    });
    sent.on('error', failed);
    sent.end(body);
  });
}

function post(path, value, headers = {}) {
  const body = Buffer.from(value);
  return send('POST', path, { 'Content-Type': 'application/json', 'Content-Length': body.length, ...headers }, body);
}

/** An error as AWS's runtime tells it. */
function told(error) {
  if (error instanceof Error || (error && error.stack && error.message !== undefined)) {
    return { errorType: error.name ?? 'Error', errorMessage: error.message, trace: String(error.stack).split('\n') };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

function logged(what, error) {
  const { errorType, errorMessage, trace } = told(error);
  const text = JSON.stringify({ errorType, errorMessage, ...(error?.code && { code: error.code }), stack: trace });
  process.stdout.write(`${new Date().toISOString()}\t${currentId ?? 'undefined'}\tERROR\t${what} \t${text}\n`);
}

function json(value) {
  try {
    return JSON.stringify(value === undefined ? null : value);
  } catch {
    throw fault('Runtime.JSONStringifyError', 'Unable to stringify response body');
  }
}

function fault(type, message) {
  const error = new Error(message);
  error.name = type;
  return error;
}

async function load(root, name) {
  const dot = name.indexOf('.', name.lastIndexOf('/') + 1);
  if (dot < 0 || name.includes('..')) {
    throw fault('Runtime.MalformedHandlerName', 'Bad handler');
  }
  const path = resolve(root, name.slice(0, dot));
  const file = ['', '.js', '.mjs', '.cjs'].map((end) => path + end).find((one) => existsSync(one));
  let module;
  try {
    if (file === undefined) {
      module = createRequire(join(root, 'index.js'))(path); // A folder, with an index or a package.json.
    } else {
      module = await import(pathToFileURL(file));
    }
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw Object.assign(fault('Runtime.UserCodeSyntaxError', `SyntaxError: ${error.message}`), { stack: error.stack });
    }
    if (error?.code === 'ERR_MODULE_NOT_FOUND' || error?.code === 'MODULE_NOT_FOUND') {
      throw Object.assign(fault('Runtime.ImportModuleError', `Error: ${error.message}`), { stack: error.stack });
    }
    throw error;
  }
  const names = name.slice(dot + 1).split('.');
  const found = names.reduce((of, key) => of?.[key], module) ?? names.reduce((of, key) => of?.[key], module.default);
  if (found === undefined) {
    throw fault('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  }
  if (typeof found !== 'function') {
    throw fault('Runtime.HandlerNotFound', `${name} is not a function`);
  }
  return found;
}

function contextOf(headers) {
  const json = (name) => (headers[name] ? JSON.parse(headers[name]) : undefined);
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: json('lambda-runtime-client-context'),
    identity: json('lambda-runtime-cognito-identity'),
    tenantId: headers['lambda-runtime-aws-tenant-id'],
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

/** Ends a call that waits, when nothing is left to do that could answer it. */
let leftAlone = () => {};
process.on('beforeExit', () => leftAlone());

/** The value of a handler that answers by its callback, by a promise, or by both. */
function called(handler, event, context) {
  return new Promise((done, failed) => {
    const callback = (error, value) => {
      const end = () => (error === undefined || error === null ? done(value) : failed(error));
      context.callbackWaitsForEmptyEventLoop ? setImmediate(end) : end();
    };
    Object.assign(context, { done: callback, succeed: done, fail: (error) => failed(error ?? 'handled') });
    leftAlone = () => done(null);
    const result = handler(event, context, callback);
    if (typeof result?.then === 'function') {
      result.then(done, failed);
    } else if (handler.length < 3 && result !== undefined) {
      done(result);
    }
  });
}

/** Writes an answer while it is made; an error is told behind it. */
class AnswerStream extends Writable {
  constructor(path) {
    super();
    this.path = path;
    this.answered = new Promise((done, failed) => Object.assign(this, { done, failed }));
    this.answered.catch(() => {});
    this.contentType = 'application/octet-stream';
  }

  setContentType(type) {
    this.contentType = type;
  }

  open() {
    this.sent ??= request({
      host, port, agent, method: 'POST', path: BASE + this.path,
      headers: {
        'Content-Type': this.contentType,
        'Lambda-Runtime-Function-Response-Mode': 'streaming',
        'Transfer-Encoding': 'chunked',
        Trailer: 'Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body',
      },
    }, (answer) => answer.resume().on('end', this.done)).on('error', this.failed);
    return this.sent;
  }

  _write(part, encoding, next) {
    if (!this.open().write(typeof part === 'string' || part instanceof Uint8Array ? part : JSON.stringify(part))) {
      this.sent.once('drain', next);
    } else {
      next();
    }
  }

  _final(next) {
    this.open().end(next);
  }

  breakOff(error) {
    const { errorType } = told(error);
    this.open().addTrailers({
      'Lambda-Runtime-Function-Error-Type': errorType.replace(/[^\x20-\x7e]/g, '?'),
      'Lambda-Runtime-Function-Error-Body': Buffer.from(JSON.stringify(told(error))).toString('base64'),
    });
    this.sent.end();
  }
}

globalThis.awslambda = {
  streamifyResponse: (handler, options) => Object.assign(handler, { [STREAMING]: options ?? true }),
  HttpResponseStream: class {
    static from(stream, prelude) {
      stream.setContentType(PRELUDE);
      stream.write(JSON.stringify(prelude));
      stream.write(Buffer.alloc(8));
      return stream;
    }
  },
};

async function streamed(handler, event, context, path) {
  const answer = new AnswerStream(`${path}/response`);
  try {
    await handler(event, answer, context);
    answer.writableEnded || answer.end();
  } catch (error) {
    logged('Invoke Error', error);
    if (answer.sent === undefined && answer.writableLength === 0) {
      await post(`${path}/error`, JSON.stringify(told(error)), { 'Lambda-Runtime-Function-Error-Type': 'Unhandled' });
      return;
    }
    answer.breakOff(error);
  }
  await answer.answered;
}

async function serve(handler) {
  const { status, headers, body } = await send('GET', 'invocation/next', {});
  if (status !== 200) {
    throw new Error(`The Runtime API answers ${status}`);
  }
  currentId = headers['lambda-runtime-aws-request-id'];
  env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'] ?? '';
  const path = `invocation/${currentId}`;
  try {
    const [event, context] = [JSON.parse(body.toString()), contextOf(headers)];
    if (handler[STREAMING]) {
      await streamed(handler, event, context, path);
    } else {
      const value = await called(handler, event, context);
      await post(`${path}/response`, json(value));
    }
  } catch (error) {
    logged('Invoke Error', error);
    await post(`${path}/error`, JSON.stringify(told(error)), { 'Lambda-Runtime-Function-Error-Type': 'Unhandled' });
  }
  currentId = undefined;
}

async function died(what, type, error) {
  logged(what, error);
  const report = { ...told(error), errorType: type };
  const path = currentId ? `invocation/${currentId}/error` : 'init/error';
  await post(path, JSON.stringify(report), { 'Lambda-Runtime-Function-Error-Type': type }).catch(() => {});
  process.exit(currentId ? 129 : 1);
}

process.on('uncaughtException', (error) => died('Uncaught Exception', told(error).errorType, error));
process.on('unhandledRejection', (reason) =>
  died('Unhandled Promise Rejection', 'Runtime.UnhandledPromiseRejection', reason));

let handler;
try {
  handler = await load(env.LAMBDA_TASK_ROOT, env._HANDLER);
} catch (error) {
  await died('Init Error', told(error).errorType, error);
}
const serveAll = async () => {
  while (true) {
    await serve(handler);
  }
};
serveAll().catch(() => process.exit(1)); // The server has gone.
