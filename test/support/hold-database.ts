// Opens the embedded database of the folder in argv, says so to its parent, and keeps it.
import { openDatabase } from '../../apps/auth-server/src/database/open-database.js';

await openDatabase({ home: process.argv[2] ?? '' });
process.send?.('open');
setInterval(() => undefined, 60_000);
