import { renderPage } from '../support/browser.js';
import { DemoSystem } from '../support/demo-system.js';

interface ApiDocument {
  readonly info: { readonly title: string };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
}

describe('the browsable reference in a browser', () => {
  let system: DemoSystem;
  beforeAll(async () => {
    system = await DemoSystem.start();
  });
  afterAll(() => system.stop());

  it.each(['auth-server', 'm2'] as const)(
    'shows what %s is, and tries nothing that its own policy forbids',
    async (name) => {
      const { html, console } = await renderPage(system.url(name, '/docs'));
      const answer = await fetch(system.url(name, '/openapi.json'));
      const { info, tags } = (await answer.json()) as ApiDocument;
      const [first] = tags;
      expect(html).toMatch(new RegExp(`<h1[^>]*>\\s*${info.title}`));
      expect(html).toContain(first?.description);
      for (const tag of tags) expect(html).toMatch(new RegExp(`>\\s*${tag.name}\\s*<`));
      expect(console.filter((line) => !line.includes('"@scalar/api-reference@'))).toEqual([]);
    },
  );
});
