import 'reflect-metadata';
import { ExecutionContextHost } from '@nestjs/core/internal';
import { doorOf } from './door.js';

describe('doorOf', () => {
  it.each(['telnet', 'constructor'])(
    'knows no door for "%s", so that nothing is let in',
    (type) => {
      const context = new ExecutionContextHost([]);
      context.setType(type);

      expect(() => doorOf(context)).toThrow(
        expect.objectContaining({ code: 'M2M_TRANSPORT_UNSUPPORTED' }),
      );
    },
  );
});
