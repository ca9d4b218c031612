/** The version of this library, as its package.json has it. */
export const LIBRARY_VERSION = '0.1.0';
