// A place of its own for every test: a copy of the sample newsroom, and a home for what the window keeps.
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..')
export const program = process.env.STET_PROGRAM ?? path.join(repository, 'target/debug/stet')
const python = path.join(repository, '.tools/python/bin/python')

export class Place {
  constructor() {
    this.folder = mkdtempSync(path.join(tmpdir(), 'stet-e2e-'))
    this.newsroom = path.join(this.folder, 'newsroom')
    cpSync(path.join(repository, 'drafts'), this.newsroom, { recursive: true, filter: (name) => !name.includes('.stet') })
  }

  /** Where settings and caches of this place lie: gone with it, and there again after the window was killed. */
  get environment() {
    const home = path.join(this.folder, 'home')
    return { XDG_CONFIG_HOME: `${home}/config`, XDG_DATA_HOME: `${home}/data`, XDG_CACHE_HOME: `${home}/cache`, STET_AUTHOR: 'Rima' }
  }

  beside(name) {
    return path.join(this.folder, name)
  }

  read(name) {
    return readFileSync(path.join(this.newsroom, name), 'utf8')
  }

  write(name, text) {
    writeFileSync(path.join(this.newsroom, name), text)
  }

  /** Names of every Markdown file of the newsroom. */
  files() {
    return readdirSync(this.newsroom, { recursive: true }).filter((name) => name.endsWith('.md') && !name.startsWith('.')).sort()
  }

  /** Runs the command line on the newsroom and gives what it prints; throws where it fails. */
  stet(...words) {
    return execFileSync(program, ['-C', this.newsroom, ...words], { encoding: 'utf8', timeout: 30_000, stdio: 'pipe' })
  }

  /** Runs a command beside the newsroom: its exit code, and what it printed. */
  ask(command, ...words) {
    const { status, stdout, stderr } = spawnSync(command, words, { cwd: this.folder, encoding: 'utf8', timeout: 30_000 })
    return { code: status, said: `${stdout}${stderr}` }
  }

  /** What Stet says of a bundle, with no newsroom at hand. */
  verify(bundle) {
    return this.ask(program, 'verify', bundle)
  }

  /** What the reference implementation of BagIt says of a bundle. */
  bagit(bundle) {
    return this.ask(python, '-m', 'bagit', '--validate', bundle)
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
