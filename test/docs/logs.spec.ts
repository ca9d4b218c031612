import { logRows, problemsOf } from '../support/log-table.js';

const line = {
  level: 'log',
  pid: 1,
  timestamp: 1,
  message: 'key set published',
  context: 'Signing',
  keyIds: [],
};

describe('the table of log lines', () => {
  it('has every message once', () => {
    const messages = logRows.map(({ message }) => message);
    expect(new Set(messages).size).toBe(messages.length);
  });

  it.each<[string, object, string[]]>([
    ['nothing of a line that is as it says', {}, []],
    ['a field that it does not have', { why: 'x' }, ['key set published: unknown field why']],
    ['a field that is missing', { keyIds: undefined }, []],
    ['another level', { level: 'error' }, ['key set published: level error']],
    ['another context', { context: 'Policy' }, ['no row for Policy: key set published']],
    ['a line without a time', { timestamp: undefined }, ['no timestamp']],
  ])('objects to %s', (_, traits, problems) => {
    const { keyIds, ...rest } = { ...line, ...traits };
    const given = keyIds === undefined ? rest : { ...rest, keyIds };
    const expected = keyIds === undefined ? ['key set published: no keyIds'] : problems;
    expect(problemsOf(given)).toEqual(expected);
  });
});
