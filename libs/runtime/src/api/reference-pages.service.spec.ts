import type { ReferencePage } from './reference-page.js';
import { ReferencePages } from './reference-pages.service.js';

const PAGE: ReferencePage = {
  html: '<html>',
  contentSecurityPolicy: "default-src 'none'",
  script: Buffer.from(''),
  scriptTag: '"1"',
};

describe('ReferencePages', () => {
  const render = jest.fn<Promise<ReferencePage>, [string]>();
  const pages = () => new ReferencePages('spec', render);

  beforeEach(() => {
    render.mockReset().mockResolvedValue(PAGE);
  });

  it('renders once for all who ask', async () => {
    const shared = pages();
    expect(await Promise.all([shared.get(), shared.get()])).toEqual([PAGE, PAGE]);
    expect(await shared.get()).toBe(PAGE);
    expect(render).toHaveBeenCalledTimes(1);
  });

  it('tries again after it failed', async () => {
    render.mockRejectedValueOnce(new Error('spec'));
    const shared = pages();
    await expect(shared.get()).rejects.toThrow('spec');
    expect(await shared.get()).toBe(PAGE);
  });
});
