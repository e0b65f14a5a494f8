/** The rooms, ground floor first; a room imports only from rooms before it. */
export const ROOMS = [
  "runtime",
  "random",
  "lie",
  "images",
  "flow",
  "datasets",
  "matching",
  "model",
  "training",
  "evaluation",
  "detection",
  "figures",
  "display",
  "experiments",
  "study",
  "cli",
];
