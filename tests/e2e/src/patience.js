// Waiting: never without a limit.

/** Waits until `check` gives something true, and gives that. Errors of `check` count as not yet. */
export async function until(what, check, patience = 15_000) {
  const end = Date.now() + patience
  let last
  for (;;) {
    try {
      const value = await within(what, Promise.resolve(check()), patience)
      if (value) return value
      last = undefined
    } catch (error) {
      last = error
    }
    if (Date.now() > end) throw new Error(`waited in vain for ${what}${last ? `: ${last.message}` : ''}`)
    await pause(60)
  }
}

/** Gives up on a promise after some milliseconds. */
export async function within(what, promise, patience = 15_000) {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${patience} ms: ${what}`)), patience)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
