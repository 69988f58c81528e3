// A function for AWS's runtime interface client of Node.js: see languages.py.
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
