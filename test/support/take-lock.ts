// Takes the lock of the folder in argv when its parent says so, and reports how that went.
import { lockFolder } from '../../apps/auth-server/src/database/folder-lock.js';

process.on('message', (folder: string) => {
  lockFolder(folder).then(
    () => process.send?.('taken'),
    (error: { code?: string }) => process.send?.(error.code),
  );
});
process.send?.('ready');
