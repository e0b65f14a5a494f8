# What a cluster runs: Deno, the project with the packages that it needs, MNIST among
# them, CIFAR-10, and Snakemake; as a user of its own.
#   docker build -t neural-symmetry-detection:0.2.0 .
FROM denoland/deno:debian-2.9.6

RUN apt-get update \
  && apt-get install --yes --no-install-recommends python3 python3-venv \
  && rm -rf /var/lib/apt/lists/*

RUN useradd --create-home --uid 1001 study
USER study
WORKDIR /home/study/project
ENV DENO_DIR=/home/study/deno DENO_NO_UPDATE_CHECK=1

COPY --chown=study deno.json deno.lock ./
COPY --chown=study lib lib
COPY --chown=study study study
COPY --chown=study data data
RUN deno install \
  && deno cache lib/cli/reproduce.ts lib/cli/study.ts lib/cli/study_report.ts lib/study/cell_program.ts \
  && deno task study --set-up \
  && deno eval 'import { datasets } from "#lib/datasets/datasets.ts"; await datasets.cifar10.load("test");'

# The project's tasks: `docker run IMAGE study --out /study/results`.
ENTRYPOINT ["deno", "task"]
CMD ["study", "--help"]
