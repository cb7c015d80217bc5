import optimizeLocales from '@react-aria/optimize-locales-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// Tauri serves `dist` from its own scheme, so every address in it is relative, and WebKitGTK 2.50 is about Safari 17.
export default defineConfig({
  base: './',
  // The components' own words are kept in the interface's languages only.
  plugins: [react(), optimizeLocales.vite({ locales: ['en-US', 'ar-AE'] })],
  clearScreen: false,
  server: { port: 5173, strictPort: true, host: '127.0.0.1' },
  build: { target: 'safari17', cssTarget: 'safari17.5', chunkSizeWarningLimit: 1600, reportCompressedSize: true },
  test: {
    environment: 'happy-dom',
    environmentOptions: { happyDOM: { settings: { enableIframePageLoading: true } } },
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx'],
    setupFiles: ['./fake/test_setup.ts'],
    // A busy machine is no failure.
    testTimeout: 30_000,
    restoreMocks: true,
  },
});
