/** How the web app is built, and served while it is worked on. */
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { join } from 'node:path'
import { defineConfig } from 'vite'
import { DIST, UI } from './sources.ts'

const hubward = process.env['HUBWARD_URL'] ?? 'http://localhost:4110'
const proxied = { target: hubward, changeOrigin: false }

export default defineConfig({
  root: UI,
  cacheDir: join(UI, '../node_modules/.vite'),
  plugins: [react(), tailwindcss()],
  resolve: {
    // Radix locks the page's scrolling through a <style> element, which our Content-Security-Policy
    // refuses; the CSS object model does the same without markup.
    alias: { 'react-style-singleton': join(UI, 'style/adopted-style.ts') },
  },
  build: {
    outDir: DIST,
    emptyOutDir: true,
    target: 'es2023',
    // A data: URL in a script would need a looser policy; files are cached for ever anyway.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      checks: { pluginTimings: false },
      output: {
        entryFileNames: 'assets/[name]-[hash].js',
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
  server: {
    port: 4111,
    strictPort: true,
    proxy: {
      '/api': proxied,
      '/oauth': proxied,
      '/.well-known': proxied,
      '/mcp': proxied,
      '/hubspot': proxied,
    },
  },
})
