import { Test } from '@nestjs/testing';
import { ProcessIndicator } from './process.indicator.js';
import { RuntimeModule } from './runtime.module.js';
import { ShutdownState } from './shutdown-state.js';

describe('ProcessIndicator', () => {
  it('is up until the process is told to stop', async () => {
    const app = await Test.createTestingModule({ imports: [RuntimeModule] }).compile();
    const indicator = app.get(ProcessIndicator);
    expect(indicator.check()).toMatchObject({ process: { status: 'up' } });
    app.get(ShutdownState).begin();
    expect(indicator.check()).toEqual({ process: { status: 'down', message: 'stopping' } });
    await app.close();
  });
});
