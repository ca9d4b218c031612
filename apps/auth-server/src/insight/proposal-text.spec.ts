import { proposalText } from './proposal-text.js';

const source = `# proposal: from an earlier one.
# ours
microservices: { m1: { url: http://m1 } }
allow:
  m1: [ m1 ]
`;
const about = {
  source,
  version: 7,
  since: new Date('2026-01-01T00:00:00Z'),
  until: new Date('2026-01-08T00:00:00Z'),
  calls: 12,
  untold: 0,
};
const edge = { caller: 'm1', target: 'm1', scopes: [], mode: 'enforce' as const };
const nothing = { edges: [edge], unused: [], refused: [] };

describe('proposalText', () => {
  it('says what it comes from, in place of what an earlier proposal said', () => {
    expect(proposalText(nothing, about)).toBe(
      `# proposal: from 12 calls, 2026-01-01T00:00:00.000Z to 2026-01-08T00:00:00.000Z, policy version 7.
# proposal: 1 edges; nothing is observed, groups and wildcards are written out.
${source.replace(/^.*\n/, '')}`,
    );
  });

  it('says what it leaves out, as far as that fits', () => {
    const unused = Array.from({ length: 23 }, (_, index) => `m${index} -> m1`);
    const text = proposalText({ ...nothing, unused, refused: ['m2 -> m3'] }, about);
    expect(text).toMatch(/# proposal: left out, not called: m0 -> m1, .*m19 -> m1 and 3 more\n/);
    expect(text).toContain(
      '# proposal: left out, refused by the policy in force: m2 -> m3\n# ours\n',
    );
  });

  it('says when calls could not be told apart', () => {
    expect(proposalText(nothing, { ...about, untold: 3 })).toContain(
      '# proposal: 3 calls could not be told apart: compare with the log.\n',
    );
  });
});
