import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './apps/auth-server/src/*/*.tables.ts',
  out: './apps/auth-server/src/database/migrations',
});
