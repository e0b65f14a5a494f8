/**
 * Makes a stream of the items of an iteration, by `ReadableStream.from` if it exists.
 */
export function streamOf<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
): ReadableStream<Item> {
  const iterator = eachOf(items);
  return new ReadableStream<Item>({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await iterator.return(undefined);
    },
  });
}

async function* eachOf<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
): AsyncGenerator<Item, undefined> {
  yield* items;
}
