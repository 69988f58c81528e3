/** Answers a greeting: as an HTTP function, and to whoever invokes it with a name. */
export const handler = async (event) => {
  const name = event.name ?? event.queryStringParameters?.name ?? 'Node';
  return { greeting: `Hello, ${name}` };
};

/** Sends a line a time. */
export const lines = awslambda.streamifyResponse(async (event, stream) => {
  const answer = awslambda.HttpResponseStream.from(stream, {
    statusCode: 200,
    headers: { 'Content-Type': 'text/plain' },
  });
  for (const line of ['one', 'two', 'three']) {
    answer.write(`${line}\n`);
  }
  answer.end();
});
