/** Several lists, each in order of its time, as one in order of time; of the same time, in the order of the lists. */
export async function* mergeByTime<Item extends { readonly createdAtUs: number }>(
  lists: readonly AsyncGenerator<Item>[],
): AsyncGenerator<Item> {
  const heads = await Promise.all(lists.map((list) => list.next()));
  for (;;) {
    let earliest = -1;
    let earliestUs = Infinity;
    for (const [index, head] of heads.entries()) {
      if (head.done || head.value.createdAtUs >= earliestUs) continue;
      earliest = index;
      earliestUs = head.value.createdAtUs;
    }
    const head = heads[earliest];
    const list = lists[earliest];
    if (!head || head.done || !list) return;
    yield head.value;
    heads[earliest] = await list.next();
  }
}
