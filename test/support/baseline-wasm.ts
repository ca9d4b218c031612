import { setFlagsFromString } from 'node:v8';

// Every suite compiles the embedded database anew, and ends before optimised code has paid off.
setFlagsFromString('--liftoff-only');
