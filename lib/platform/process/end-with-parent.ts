/** Milliseconds a process may take to end well before it is ended. */
const graceMs = 15_000;

/**
 * Ends this process well on SIGTERM and, when a supervisor started it, as soon as that is gone, however it went.
 * `close` runs once. SIGINT is left to the supervisor, where there is one: a terminal sends it to everybody at once.
 */
export function endWithParent(close: (reason: string) => Promise<void>): void {
  let isEnding = false;
  const end = (reason: string) => {
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => process.exit(1), graceMs).unref();
    close(reason).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', () => {
    end('SIGTERM');
  });
  process.on('SIGINT', () => {
    if (!isSupervised()) end('SIGINT');
  });
  process.on('disconnect', () => {
    end('parent gone');
  });
  // It may have gone while this process was starting.
  if (isOrphan()) end('parent gone');
}

/** The channel's state: undefined without a supervisor, false once it is gone. Node's types leave the first out. */
function channelState(): boolean | undefined {
  return process.connected;
}

function isSupervised(): boolean {
  return channelState() !== undefined;
}

/** True when this process had a supervisor and it is gone. */
export function isOrphan(): boolean {
  return channelState() === false;
}

/** Tells the supervisor, if there is one. */
export function tellParent(message: object): void {
  process.send?.(message);
}
