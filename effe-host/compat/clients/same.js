// Handlers of Node.js, a case for each thing that they may answer or throw: see same.py. None calls back, which AWS's client refuses.
const circular = {};
circular.itself = circular;

class OrderError extends Error {
  constructor(message) {
    super(message);
    this.name = 'OrderError';
    this.code = 'E_ORDER';
  }
}

const values = {
  'undefined': undefined, 'null': null, 'true': true, '0': 0, '-0': -0, '1e21': 1e21, '0.1': 0.1, 'NaN': NaN,
  'Infinity': Infinity, 'no text': '', 'text': 'Zoë 你好 😀\n\t"\\/', 'half a letter': '\ud800',
  'a date': new Date(0), 'bytes': Buffer.from('ab'), 'an array': [1, undefined, () => 1, , null],
  'an object': { b: 1, a: undefined, c: { d: [] } }, 'toJSON': { toJSON: () => 'by itself' }, 'a map': new Map([[1, 2]]),
  'a bigint': 1n, 'a circle': circular,
};

const errors = {
  'an error': () => new Error('asked to'), 'a TypeError': () => new TypeError('Zoë 😀'), 'no message': () => new Error(),
  'of a class': () => new OrderError('late'), 'with a cause': () => new Error('outer', { cause: new Error('inner') }),
  'several': () => new AggregateError([new Error('a')], 'all'), 'lines': () => new Error('one\ntwo'),
  'a text': () => 'only text', 'a number': () => 7, 'an object': () => ({ why: 'none' }), 'null': () => null,
  'undefined': () => undefined, 'a symbol': () => Symbol('s'),
};

exports.cases = [
  ...Object.keys(values).flatMap(name => [`answers ${name}`, `answers at once ${name}`]),
  ...Object.keys(errors).flatMap(name => [`throws ${name}`, `throws at once ${name}`]),
  'answers something like a promise', 'echoes',
];

exports.handler = (event, context) => {
  const [, how, name] = /^(answers at once|answers|throws at once|throws) (.*)$/.exec(event.case) ?? [];
  switch (how && (name in values || name in errors) ? how : event.case) {
    case 'answers': return Promise.resolve(values[name]);
    case 'answers at once': return values[name];
    case 'throws': return Promise.reject(errors[name]());
    case 'throws at once': throw errors[name]();
    case 'answers something like a promise': return { then: done => done('in the end') };
    default: return Promise.resolve(event);
  }
};
