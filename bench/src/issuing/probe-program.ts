import { reportUsage } from './probe.js';
import { processInput } from '../process/input.js';

// Imported ahead of a program that knows nothing of benches.
void processInput().then(reportUsage);
