import type { M2MManifest } from '@app/m2m';

/** What the application's process says to the command that started it. */
export type PreviewAnswer =
  | { readonly kind: 'manifest'; readonly manifest: M2MManifest }
  | { readonly kind: 'no-library' }
  | { readonly kind: 'failed'; readonly message: string };

/** Set in the application's process when its providers are to be built before it is read. */
export const BOOT_VARIABLE = 'M2M_MANIFEST_BOOT';
