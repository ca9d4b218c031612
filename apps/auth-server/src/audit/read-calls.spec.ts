import { callHistoryContract } from '../../../../test/contract/call-history.contract.js';
import { openDatabase } from '../database/open-database.js';

describe('readCalls on the embedded database', () => {
  callHistoryContract(() => openDatabase({ home: '', memory: true }));
});
