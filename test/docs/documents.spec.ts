import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOMS } from '../architecture/import-table.js';
import { localLinks, readDocument, ROOT, tableRows } from './markdown.js';

const decisions = readdirSync(join(ROOT, 'docs', 'adr')).map((name) => `docs/adr/${name}`);

const countLines = (path: string): number => readDocument(path).trimEnd().split('\n').length;

describe('the documents', () => {
  it.each([
    ['README.md', 150],
    ['ARCHITECTURE.md', 120],
    ...decisions.map((path): [string, number] => [path, 60]),
  ])('%s has at most %i lines', (path, most) => {
    expect(countLines(path)).toBeLessThanOrEqual(most);
  });

  it.each([
    'README.md',
    'ARCHITECTURE.md',
    'SECURITY.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    'libs/m2m/README.md',
    'docs/audit.md',
    'docs/dpop.md',
    'docs/administration.md',
    'docs/oauth.md',
    'docs/declared-in-code.md',
    'docs/doctor.md',
    'docs/cli.md',
    'docs/credentials.md',
    'docs/operations.md',
    'docs/logs.md',
    'docs/platform-identity.md',
    'docs/policy.md',
    'docs/several-auth-servers.md',
    ...decisions,
  ])('%s links only to what exists', (path) => {
    const missing = localLinks(readDocument(path)).filter(
      (link) => !existsSync(join(ROOT, dirname(path), link)),
    );
    expect(missing).toEqual([]);
  });

  it('number the decisions without a gap', () => {
    const numbers = decisions.map((path) => Number(/(\d{4})-[a-z0-9-]+\.md$/.exec(path)?.[1]));
    expect(numbers).toEqual(decisions.map((_, index) => index + 1));
  });

  it.each(decisions)('%s says what was decided, why, and what follows', (path) => {
    const headings = readDocument(path).match(/^#+ .*$/gm);
    expect(headings?.slice(1)).toEqual(['## Context', '## Decision', '## Consequences']);
  });

  it('show the import table that the architecture test enforces', () => {
    const rows = tableRows(readDocument('ARCHITECTURE.md'), 'room').map(([room = '', may = '']) => [
      room,
      may === 'nothing' ? [] : may.replaceAll('`', '').split(', '),
    ]);
    expect(Object.fromEntries(rows)).toEqual(ROOMS);
  });
});
