import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { alias: { '~': fileURLToPath(new URL('./src', import.meta.url)) } },
  // only a test that hangs takes two minutes, however slow the machine is
  test: { css: true, include: ['src/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 120_000 },
})
