/** The part of a classifier that is trained. */
export type Backbone = "mlp" | "cnn" | "lifted";

/** How a classifier is made from a flow, as data. */
export interface ClassifierKind {
  readonly name: string;
  readonly backbone: Backbone;
  /** Which images it is trained on. */
  readonly training: "upright" | "moved";
  /** Whether every image's motion is undone by the pose network first. */
  readonly undone: boolean;
  /**
   * Whether unlabelled images are trained on too, with labels that are spread over a
   * graph of nearest neighbours: between images as they are, or along the flow.
   */
  readonly spread: "no" | "as they are" | "along the flow";
}

/** Whether a classifier uses a flow at all. */
export const usesFlow = (
  { backbone, training, undone, spread }: ClassifierKind,
): boolean =>
  backbone === "lifted" || training === "moved" || undone ||
  spread === "along the flow";

type Choices = Partial<Omit<ClassifierKind, "name" | "backbone">>;

const kind = (
  name: string,
  backbone: Backbone,
  choices: Choices = {},
): ClassifierKind => ({
  name,
  backbone,
  training: "upright",
  undone: false,
  spread: "no",
  ...choices,
});

/** Training images are moved and then undone, as the test images are. */
const undoing: Choices = { training: "moved", undone: true };

/**
 * All classifiers that are compared, in the order of the tables. The networks have
 * about as many parameters; the pose network, where there is one, is shared by all
 * classifiers of a flow and learns without labels.
 */
export const classifierKinds: readonly ClassifierKind[] = [
  kind("plain MLP", "mlp"),
  kind("augmented MLP", "mlp", { training: "moved" }),
  kind("undone motion, MLP", "mlp", undoing),
  kind("lifted MLP", "lifted"),
  kind("lifted and augmented MLP", "lifted", { training: "moved" }),
  kind("augmented MLP, spread labels", "mlp", {
    training: "moved",
    spread: "as they are",
  }),
  kind("undone motion, MLP, labels spread along the flow", "mlp", {
    ...undoing,
    spread: "along the flow",
  }),
  kind("plain CNN", "cnn"),
  kind("augmented CNN", "cnn", { training: "moved" }),
  kind("undone motion, CNN", "cnn", undoing),
  kind("augmented CNN, spread labels", "cnn", {
    training: "moved",
    spread: "as they are",
  }),
  kind("undone motion, CNN, labels spread along the flow", "cnn", {
    ...undoing,
    spread: "along the flow",
  }),
];
