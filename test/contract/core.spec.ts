import type { JSONWebKeySet } from 'jose';
import { contractCases, type ContractProfile } from './contract-case.js';
import { coreUnderTest } from './core-under-test.js';
import { expectAnswer } from './expect-answer.js';
import { sendRaw } from './send-raw.js';

// Held against the embedded core, or against any core with M2M_TEST_CORE_URI and
// M2M_TEST_CORE_API_KEY: `npm run test:core -- --uri … --api-key …`.
const core = coreUnderTest(process.env);
const applicable = contractCases.filter((one) => core.whyNotApplicable(one) === undefined);
const leftOut = contractCases.filter((one) => !applicable.includes(one));

async function jwksOf(profile: ContractProfile): Promise<JSONWebKeySet> {
  const path = '/.well-known/jwks.json';
  const { body } = await sendRaw(core.uri(profile), { method: 'GET', path, headers: {} });
  return JSON.parse(body) as JSONWebKeySet;
}

describe(`the HTTP contract of a SuperTokens core, held against ${core.name}`, () => {
  beforeAll(() => core.start());
  afterAll(async () => {
    await core.stop();
    const lines = leftOut.map((one) => `  ${one.id}: ${core.whyNotApplicable(one)}\n`);
    process.stderr.write(`Not applicable to ${core.name}:\n${lines.join('')}`);
  });

  it('covers most of the contract, and says why it leaves out the rest', () => {
    expect(applicable.length).toBeGreaterThanOrEqual(contractCases.length / 2);
    expect(contractCases.length).toBeGreaterThanOrEqual(67);
  });

  it.each(applicable.map((one) => [one.id, one] as const))('keeps to %s', async (_id, one) => {
    const answer = await sendRaw(core.uri(one.profile), core.prepare(one));
    await expectAnswer(answer, core.expected(one, answer.status), () => jwksOf(one.profile));
  });
});
