import { callHistoryContract } from '../../../../test/contract/call-history.contract.js';
import { EMPTY_DATABASE } from '../../../../test/support/empty-database.js';
import { openDatabase } from '../database/open-database.js';

describe('readCalls on the embedded database', () => {
  callHistoryContract(() => openDatabase(EMPTY_DATABASE));
});
