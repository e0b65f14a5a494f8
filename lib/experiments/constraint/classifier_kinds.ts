/** The part of a classifier that is trained. */
export type Backbone = "mlp" | "cnn" | "lifted";

/** A way to make a classifier from a flow. */
export interface ClassifierKind {
  readonly name: string;
  readonly backbone: Backbone;
  /** The images that it is trained on. */
  readonly training: "upright" | "moved";
  /** Whether every image's motion is undone by the pose network first. */
  readonly undone: boolean;
  /**
   * Whether unlabelled images are used in training, too, with labels that are spread
   * over a graph of nearest neighbours: between unmoved images, or along the flow.
   */
  readonly spread: "no" | "as they are" | "along the flow";
}

/** Whether a classifier uses a flow. */
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

/** Training images are moved, and their motion is undone, as for the test images. */
const undoing: Choices = { training: "moved", undone: true };

/**
 * All classifiers that are compared, in the order of the tables. The networks have about
 * equal numbers of parameters. The pose network, if it is used, is shared by all
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
