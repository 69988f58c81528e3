// A function of Node.js, by AWS's runtime interface client or by Effe's own bootstrap: see languages.py.
if (process.env.BROKEN) {
  throw new Error('BROKEN is set');
}
exports.handler = async event => {
  if (event.exit) {
    process.exit(event.exit);
  }
  await new Promise(done => setTimeout(done, (event.sleep || 0) * 1000));
  if (event.fail) {
    throw new Error(event.fail);
  }
  return { hello: event.name, process: process.pid };
};
exports.streamed = awslambda.streamifyResponse(async (event, answer) => {
  for (const part of event.parts) {
    answer.write(part);
    await new Promise(done => setTimeout(done, 50));
  }
  if (event.fail) {
    throw new Error(event.fail);
  }
  answer.end();
  await new Promise(done => answer.once('finish', done));
});
