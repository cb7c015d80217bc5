// Processes below one of ours, found in /proc: what a test ends is what it started, and nothing else.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** Ids of every process below `root`, children before their parents. */
export function below(root) {
  const children = new Map()
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    try {
      // The name stands in parentheses and may hold anything; state and parent follow it.
      const parent = Number(readFileSync(`/proc/${entry}/stat`, 'utf8').split(') ').at(-1).split(' ')[1])
      children.set(parent, [...(children.get(parent) ?? []), Number(entry)])
    } catch {
      // It ended while we looked.
    }
  }
  const walk = (id) => (children.get(id) ?? []).flatMap((child) => [...walk(child), child])
  return walk(root)
}

/** The program that a process runs; empty where it is gone. */
export function programOf(id) {
  try {
    return readlinkSync(`/proc/${id}/exe`)
  } catch {
    return ''
  }
}

/** Ends a process as a power cut would. */
export function end(id) {
  try {
    process.kill(id, 'SIGKILL')
  } catch {
    // It is gone already.
  }
}
