/**
 * The element of the page with this id.
 *
 * @throws {RangeError} if there is none of this kind
 */
export function byId<Kind extends HTMLElement>(
  id: string,
  kind: new () => Kind,
): Kind {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new RangeError(
    `byId: expected an element "${id}" of the kind ${kind.name}, found ${found}`,
  );
}

/** Lets an element be seen, or hides it. */
export function show(id: string, isShown = true): void {
  byId(id, HTMLElement).hidden = !isShown;
}

/** Calls a function when a button is pressed. */
export function onPress(id: string, press: () => void): void {
  byId(id, HTMLButtonElement).addEventListener("click", press);
}
