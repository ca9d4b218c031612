import { renderReferencePage, type ReferencePage } from './reference-page.js';

/** Renders the reference when it is first looked at, and keeps it. */
export class ReferencePages {
  private rendering: Promise<ReferencePage> | undefined;

  constructor(
    private readonly title: string,
    private readonly render: (title: string) => Promise<ReferencePage> = renderReferencePage,
  ) {}

  /** The page; all who ask while it is rendered share it, and after a failure the next one tries. */
  get(): Promise<ReferencePage> {
    this.rendering ??= this.render(this.title).catch((error: unknown) => {
      this.rendering = undefined;
      throw error;
    });
    return this.rendering;
  }
}
