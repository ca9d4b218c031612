import { renderReferencePage, type ReferencePage } from './reference-page.js';

/** Renders the reference when it is first looked at, and keeps it. */
export class ReferencePages {
  private rendering: Promise<ReferencePage> | undefined;

  constructor(private readonly title: string) {}

  /** The page; all who ask while it is rendered share it. */
  get(): Promise<ReferencePage> {
    this.rendering ??= renderReferencePage(this.title);
    return this.rendering;
  }
}
